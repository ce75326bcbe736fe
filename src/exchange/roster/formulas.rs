//! A formula is read as what came of it when the file was saved; one of which the file does not say that is not read as empty.

use super::*;

/// An archive of parts that are stored as they are.
fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let mut sum = flate2::Crc::new();
        sum.update(text.as_bytes());
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        let long = u16::try_from(name.len()).unwrap().to_le_bytes();
        let common = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 33, 0][..],
            &sum.sum().to_le_bytes(),
            &size,
            &size,
            &long,
            &[0, 0],
        ]
        .concat();
        let at = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        directory.extend(
            [
                b"PK\x01\x02\x14\x00".as_slice(),
                &common,
                &[0; 10],
                &at,
                name.as_bytes(),
            ]
            .concat(),
        );
        bytes.extend(
            [
                b"PK\x03\x04".as_slice(),
                &common,
                name.as_bytes(),
                text.as_bytes(),
            ]
            .concat(),
        );
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let at = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let end = [
        b"PK\x05\x06\x00\x00\x00\x00".as_slice(),
        &count,
        &count,
        &size,
        &at,
        &[0, 0],
    ]
    .concat();
    [bytes, directory, end].concat()
}

/// A spreadsheet with a head, and in the row below the cells as they are written in the file.
fn spreadsheet_of(head: &str, cells: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let names: String = head
        .split(';')
        .map(|name| format!("<c t=\"inlineStr\"><is><t>{name}</t></is></c>"))
        .collect();
    archive(&[
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" \
                 Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>\
                 <sheet name=\"roster\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" \
                 Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\">{names}</row>\
                 <row r=\"2\">{cells}</row></sheetData></worksheet>"
            ),
        ),
    ])
}

#[test]
fn a_formula_without_its_value_is_not_read_as_an_empty_cell() {
    let head =
        "iin;name_cyrillic;name_latin;born_on;court;ruling_number;ruled_on;place;supervising;end_of_term_on";
    let read_as = |cell: &str| {
        let cells = format!("<c r=\"A2\"><v>1</v></c>{cell}");
        let rows = read(&spreadsheet_of(head, &cells)).unwrap();
        rows[0].cell("end_of_term_on").to_owned()
    };
    assert_eq!(read_as("<c r=\"J2\"><f>DATE(2027,3,1)</f></c>"), UNCOMPUTED);
    assert_eq!(
        read_as("<c r=\"J2\"><f>DATE(2027,3,1)</f><v></v></c>"),
        UNCOMPUTED
    );
    assert_eq!(
        read_as("<c r=\"J2\" t=\"str\"><f>TEXT(A1)</f><v>2027-03-01</v></c>"),
        "2027-03-01"
    );
    // What comes of it may be nothing.
    assert_eq!(
        read_as("<c r=\"J2\" t=\"str\"><f>IF(TRUE,\"\")</f><v></v></c>"),
        ""
    );
    assert_eq!(read_as("<c r=\"J2\"/>"), "");
}
