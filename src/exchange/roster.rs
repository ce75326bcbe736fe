//! A roster of existing cases, from CSV or XLSX: one row for each case, cells as text. What a cell means is decided
//! elsewhere; a formula is never evaluated.

use crate::domain::import::{COLUMNS, RosterRow};
use crate::domain::refusal::invisible;
use calamine::{DataRef, Reader as _, Xlsx};
use flate2::read::DeflateDecoder;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// Columns that may be left out of a file.
const MAY_BE_MISSING: [&str; 10] = [
    "other_document",
    "other_document_reason",
    "in_force_on",
    "until_on",
    "offence_on",
    "under_age_reason",
    "end_of_term_on",
    "product",
    "doses",
    "scan_sha256",
];
/// Largest file, in bytes.
pub const MOST_BYTES: usize = 2_000_000;
/// Most rows of one file.
pub const MOST_ROWS: usize = 2_000;
/// Most columns of a file: more than are known.
const MOST_COLUMNS: usize = 40;
/// Longest text of one cell, in characters.
const MOST_OF_CELL: usize = 4_000;
/// What the parts of a spreadsheet may unpack to together, in bytes.
const MOST_UNPACKED: u64 = 32_000_000;
/// What one sheet of it may: the most rows and columns there are, with all that a program writes around a cell, several times
/// over.
const MOST_OF_SHEET: u64 = 16_000_000;
/// What any other part may, the shared texts first of all: five bytes of it are a text that is held, though it is empty.
const MOST_OF_PART: u64 = 8_000_000;
/// Where the sheets lie in the archive.
const SHEETS: &[u8] = b"xl/worksheets/";
/// What the cells of a spreadsheet may say together, in bytes: a text that is written once may stand in every cell.
const MOST_TEXT: usize = 16_000_000;

/// A formula of which the file does not say what comes of it: the cell is not empty for whoever looks at the sheet.
const UNCOMPUTED: &str = "=";

/// Why a file is no roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterFault {
    /// Too large.
    #[error("the file is larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// Too many rows.
    #[error("the file has more than {MOST_ROWS} rows: divide it")]
    TooManyRows,
    /// Neither CSV in UTF-8 nor a spreadsheet.
    #[error("the file is neither CSV in UTF-8 nor an XLSX spreadsheet: save it as CSV UTF-8, or as XLSX")]
    NotATable,
    /// A spreadsheet that unpacks to far too much.
    #[error("the spreadsheet unpacks to far more than {MOST_ROWS} rows need")]
    Bomb,
    /// A column that is not known.
    #[error("unknown column `{0}`")]
    UnknownColumn(String),
    /// A column that stands twice.
    #[error("the column `{0}` stands twice")]
    Twice(&'static str),
    /// A column that must be there.
    #[error("the column `{0}` is missing")]
    Missing(&'static str),
    /// No rows.
    #[error("the file has no rows")]
    Empty,
}

/// Reads a roster. Empty rows are left out.
///
/// # Errors
/// [`RosterFault`]; then nothing of it is read.
pub fn read(bytes: &[u8]) -> Result<Vec<RosterRow>, RosterFault> {
    if bytes.len() > MOST_BYTES {
        return Err(RosterFault::TooLarge);
    }
    let table = if bytes.starts_with(b"PK") {
        spreadsheet(bytes)?
    } else {
        text_table(bytes)?
    };
    let mut lines = table.into_iter();
    let head = lines.next().ok_or(RosterFault::Empty)?;
    let columns = columns(&head)?;
    let mut rows = Vec::new();
    for (number, line) in (2..).zip(lines) {
        if line.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() >= MOST_ROWS {
            return Err(RosterFault::TooManyRows);
        }
        rows.push(row_of(number, &columns, line));
    }
    if rows.is_empty() {
        return Err(RosterFault::Empty);
    }
    Ok(rows)
}

/// One row. What stands where there is no column belongs to one all the same, and nobody knows to which: a text with the
/// divider in it goes on into the next cell.
fn row_of(number: usize, columns: &[Option<&'static str>], line: Vec<String>) -> RosterRow {
    let mut row = RosterRow {
        number,
        ..RosterRow::default()
    };
    for (place, cell) in line.into_iter().enumerate() {
        let cell: String = seen(&cell).take(MOST_OF_CELL + 1).collect();
        match columns.get(place).copied().flatten() {
            Some(column) => {
                row.cells.insert(column, cell);
            }
            None => row.beyond |= !cell.trim().is_empty(),
        }
    }
    row
}

/// The signs of a cell that are seen: what turns directions or has no width is left out, as in a form, and a line that
/// breaks inside a cell goes on.
fn seen(cell: &str) -> impl Iterator<Item = char> + '_ {
    let signs = cell.chars().filter(|sign| !invisible(*sign));
    signs.map(|sign| if sign.is_control() { ' ' } else { sign })
}

/// An empty file with the columns, for the program in which it is filled in: semicolons and a mark of the encoding.
#[must_use]
pub fn template() -> String {
    format!("\u{feff}{}\r\n", COLUMNS.join(";"))
}

fn columns(head: &[String]) -> Result<Vec<Option<&'static str>>, RosterFault> {
    let mut columns = Vec::new();
    for name in head {
        let name = name.trim().to_lowercase();
        if name.is_empty() {
            columns.push(None);
            continue;
        }
        let known = COLUMNS.into_iter().find(|known| *known == name);
        let known = known.ok_or_else(|| RosterFault::UnknownColumn(name.chars().take(40).collect()))?;
        if columns.contains(&Some(known)) {
            return Err(RosterFault::Twice(known));
        }
        columns.push(Some(known));
    }
    let missing = |column: &&str| !columns.contains(&Some(*column)) && !MAY_BE_MISSING.contains(column);
    match COLUMNS.into_iter().find(|column| missing(column)) {
        Some(column) => Err(RosterFault::Missing(column)),
        None => Ok(columns),
    }
}

/// CSV: a mark of the encoding is passed over; whichever of `;`, `,` and the tabulator the head has most of divides.
fn text_table(bytes: &[u8]) -> Result<Vec<Vec<String>>, RosterFault> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| RosterFault::NotATable)?;
    if text.contains('\0') {
        return Err(RosterFault::NotATable);
    }
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: u8| head.bytes().filter(|byte| *byte == sign).count();
    let delimiter = [b';', b',', b'\t']
        .into_iter()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut table = Vec::new();
    for line in reader.records() {
        if table.len() > MOST_ROWS + 1 {
            return Err(RosterFault::TooManyRows);
        }
        let line = line.map_err(|_| RosterFault::NotATable)?;
        table.push(line.iter().map(str::to_owned).collect());
    }
    Ok(table)
}

/// The first sheet of a spreadsheet.
fn spreadsheet(bytes: &[u8]) -> Result<Vec<Vec<String>>, RosterFault> {
    match unpacked(bytes) {
        None => return Err(RosterFault::NotATable),
        Some(size) if size > MOST_UNPACKED => return Err(RosterFault::Bomb),
        Some(_) => {}
    }
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| RosterFault::NotATable)?;
    let name = book
        .sheet_names()
        .first()
        .cloned()
        .ok_or(RosterFault::NotATable)?;
    let mut cells = book
        .worksheet_cells_reader(&name)
        .map_err(|_| RosterFault::NotATable)?;
    // Cell by cell: a sheet with two cells, one of them in its farthest corner, is small as a file and huge as a table.
    let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut said = 0;
    while let Some(known) = cells
        .next_cell_with_formula_metadata()
        .map_err(|_| RosterFault::NotATable)?
    {
        let (row, column) = known.pos;
        let text = match known.value {
            DataRef::Empty if known.formula.is_some() => UNCOMPUTED.to_owned(),
            value => cell(&value),
        };
        if text.is_empty() {
            continue;
        }
        said += text.len();
        if said > MOST_TEXT {
            return Err(RosterFault::Bomb);
        }
        let (row, column) = (row as usize, column as usize);
        if row > MOST_ROWS {
            return Err(RosterFault::TooManyRows);
        }
        if column >= MOST_COLUMNS {
            return Err(RosterFault::UnknownColumn(text.chars().take(40).collect()));
        }
        let line = rows.entry(row).or_default();
        line.resize(line.len().max(column + 1), String::new());
        line[column] = text;
    }
    // Rows keep the numbers that the spreadsheet shows: what stands above the head counts, and so do empty ones.
    let Some((head, first)) = rows.pop_first() else {
        return Err(RosterFault::Empty);
    };
    let last = rows.last_key_value().map_or(head, |(row, _)| *row);
    let lines = (1..=last).map(|row| rows.remove(&row).unwrap_or_default());
    Ok(std::iter::once(first).chain(lines).collect())
}

/// What the parts of an archive unpack to; nothing where it cannot be read as one, and more than anything where one of them
/// is larger than it may be. What it says of itself is not believed: each part is unpacked once, thrown away as it comes,
/// and no further than its limit.
fn unpacked(bytes: &[u8]) -> Option<u64> {
    let number = |at: usize, size: usize| -> Option<u64> {
        let field = bytes.get(at..at.checked_add(size)?)?;
        Some(
            field
                .iter()
                .rev()
                .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
        )
    };
    let place = |at: usize, size: usize| usize::try_from(number(at, size)?).ok();
    let end = bytes.windows(4).rposition(|part| part == b"PK\x05\x06")?;
    // The directory that counts ends the file: two readers must not find two.
    if end + 22 + place(end + 20, 2)? != bytes.len() {
        return None;
    }
    let entries = number(end + 10, 2)?;
    let mut at = place(end + 16, 4)?;
    let mut sum = 0_u64;
    for _ in 0..entries {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let (said, local) = (number(at + 24, 4)?, place(at + 42, 4)?);
        let name = bytes.get(at + 46..at + 46 + place(at + 28, 2)?)?;
        let most = if name.starts_with(SHEETS) {
            MOST_OF_SHEET
        } else {
            MOST_OF_PART
        };
        let from = local + 30 + place(local + 26, 2)? + place(local + 28, 2)?;
        let packed = bytes.get(from..from.checked_add(place(at + 20, 4)?)?)?;
        let size = match number(at + 10, 2)? {
            0 => u64::try_from(packed.len()).ok()?,
            8 => {
                let mut parts = DeflateDecoder::new(packed).take(most + 1);
                std::io::copy(&mut parts, &mut std::io::sink()).ok()?
            }
            _ => return None,
        };
        let size = size.max(said);
        if size > most {
            return Some(u64::MAX);
        }
        sum = sum.checked_add(size)?;
        if sum > MOST_UNPACKED {
            return Some(sum);
        }
        at += 46 + place(at + 28, 2)? + place(at + 30, 2)? + place(at + 32, 2)?;
    }
    Some(sum)
}

/// A cell as a person reads it, no longer than it takes to see that it is too long. A number is one without places where it
/// is whole; a date is written with the year first.
fn cell(data: &DataRef<'_>) -> String {
    let begun = |text: &str| -> String { text.chars().take(MOST_OF_CELL + 1).collect() };
    match data {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DurationIso(text) => begun(text),
        DataRef::SharedString(text) => begun(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.chars().take(10).collect(),
        DataRef::Error(fault) => fault.to_string(),
    }
}

#[cfg(test)]
mod beyond;
#[cfg(test)]
mod formulas;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_xlsxwriter::{ExcelDateTime, Workbook};
    use std::io::Write as _;

    const HEAD: &str = "iin;name_cyrillic;name_latin;born_on;court;ruling_number;ruled_on;place;supervising";

    #[test]
    fn a_cell_in_the_farthest_corner_costs_nothing() {
        for (row, column, fault) in [
            (1_048_575, 16_383, RosterFault::TooManyRows),
            (1, 599, RosterFault::UnknownColumn("x".to_owned())),
        ] {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            sheet.write(0, 0, "iin").unwrap();
            sheet.write(row, column, "x").unwrap();
            assert_eq!(read(&book.save_to_buffer().unwrap()), Err(fault));
        }
    }

    #[test]
    fn signs_that_nobody_sees_are_left_out() {
        let file = format!(
            "{HEAD}\r\n1;\"Қ\u{202e}\u{200b}қ\nҚ\";K\u{7};1899-05-05;C;N;2026-01-01;p1;probation\r\n"
        );
        let rows = read(file.as_bytes()).unwrap();
        assert_eq!(rows[0].cell("name_cyrillic"), "Ққ Қ");
        assert_eq!(rows[0].cell("name_latin"), "K");
    }

    #[test]
    fn a_table_is_read_with_any_divider_and_with_a_mark() {
        let semicolons = format!("\u{feff}{HEAD}\r\n1;«Қ; қ»;K;1899-05-05;C;N;2026-01-01;p1;probation\r\n");
        let quoted = semicolons.replace("«Қ; қ»", "\"Қ; қ\"");
        let rows = read(quoted.as_bytes()).unwrap();
        assert_eq!(
            (rows.len(), rows[0].number, rows[0].cell("name_cyrillic")),
            (1, 2, "Қ; қ")
        );
        let commas = "iin,name_cyrillic,name_latin,born_on,court,ruling_number,ruled_on,place,supervising\n\n1,=cmd|' /C calc'!A0,K,,,,,p1,";
        let rows = read(commas.as_bytes()).unwrap();
        assert_eq!(
            rows[0].cell("name_cyrillic"),
            "=cmd|' /C calc'!A0",
            "a formula is text"
        );
        assert_eq!(rows[0].cell("supervising"), "");
        assert_eq!(rows[0].cell("doses"), "");
    }

    #[test]
    fn a_file_that_is_no_roster_says_why() {
        let fault = |text: &str| read(text.as_bytes()).unwrap_err();
        assert_eq!(fault(""), RosterFault::Empty);
        assert_eq!(fault(HEAD), RosterFault::Empty);
        assert_eq!(
            fault("iin;colour\n1;2\n"),
            RosterFault::UnknownColumn("colour".into())
        );
        assert_eq!(fault("iin;IIN\n1;2\n"), RosterFault::Twice("iin"));
        assert_eq!(fault("iin\n1\n"), RosterFault::Missing("name_cyrillic"));
        assert_eq!(read(b"\xff\xfe\x00"), Err(RosterFault::NotATable));
        assert_eq!(read(b"PK\x03\x04 no archive"), Err(RosterFault::NotATable));
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err(RosterFault::TooLarge));
        let many = format!("{HEAD}\n{}", "1;2\n".repeat(MOST_ROWS + 2));
        assert_eq!(fault(&many), RosterFault::TooManyRows);
        assert!(read(template().as_bytes()).is_err_and(|fault| fault == RosterFault::Empty));
    }

    fn book(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (place, name) in (0..).zip(HEAD.split(';')) {
            sheet.write(0, place, name).unwrap();
        }
        fill(sheet);
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn a_spreadsheet_is_read_as_a_person_sees_it() {
        let bytes = book(|sheet| {
            sheet.write(1, 0, 980_517_100_019_f64).unwrap();
            sheet.write(1, 1, "Қ. Қ.").unwrap();
            let date = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
            let born = ExcelDateTime::from_ymd(1998, 5, 17).unwrap();
            sheet.write_with_format(1, 3, &born, &date).unwrap();
            sheet
                .write_formula(1, 4, rust_xlsxwriter::Formula::new("=1+1").set_result("2"))
                .unwrap();
        });
        let rows = read(&bytes).unwrap();
        let cells = ["iin", "name_cyrillic", "born_on", "court"].map(|column| rows[0].cell(column));
        assert_eq!(cells, ["980517100019", "Қ. Қ.", "1998-05-17", "2"]);
    }

    #[test]
    fn a_spreadsheet_that_says_it_is_huge_is_not_unpacked() {
        let mut bytes = book(|sheet| {
            sheet.write(1, 0, "1").unwrap();
        });
        let directory = bytes.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
        bytes[directory + 24..directory + 28].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(read(&bytes), Err(RosterFault::Bomb));
    }

    #[test]
    fn a_long_text_that_stands_in_every_cell_is_not_held_once_for_each() {
        let long = "Қ".repeat(MOST_OF_CELL * 2);
        let with = |rows: u32| {
            book(|sheet| {
                for row in 1..=rows {
                    for column in 0..9 {
                        sheet.write(row, column, long.as_str()).unwrap();
                    }
                }
            })
        };
        let few = read(&with(2)).unwrap();
        assert_eq!(few[1].cell("court").chars().count(), MOST_OF_CELL + 1);
        let many = with(250);
        assert!(unpacked(&many).is_some_and(|size| size < MOST_UNPACKED));
        assert_eq!(read(&many), Err(RosterFault::Bomb));
    }

    /// An archive of one part that is a text so many times, and says that it is small.
    fn archive(part: &str, text: &str, times: usize) -> Vec<u8> {
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..times {
            packed.write_all(text.as_bytes()).unwrap();
        }
        let packed = packed.finish().unwrap();
        let length = u32::try_from(packed.len()).unwrap().to_le_bytes();
        let said = 10_u32.to_le_bytes();
        let (name, none): (&[u8], &[u8]) = (part.as_bytes(), &[0; 4]);
        let long = u8::try_from(name.len()).unwrap();
        let common = [
            &[20, 0, 0, 0, 8, 0][..],
            none,
            none,
            &length[..],
            &said[..],
            &[long, 0, 0, 0][..],
        ]
        .concat();
        let local = [b"PK\x03\x04".as_slice(), &common, name, &packed].concat();
        let entry = [b"PK\x01\x02".as_slice(), &[20, 0], &common, &[0; 10], none, name].concat();
        let size = u32::try_from(entry.len()).unwrap().to_le_bytes();
        let at = u32::try_from(local.len()).unwrap().to_le_bytes();
        let end = [
            b"PK\x05\x06".as_slice(),
            &[0, 0, 0, 0, 1, 0, 1, 0],
            &size,
            &at,
            &[0, 0],
        ]
        .concat();
        [local, entry, end].concat()
    }

    #[test]
    fn a_spreadsheet_that_says_it_is_small_and_is_huge_is_not_read() {
        let small = archive("a", " ", 1_000);
        assert_eq!(unpacked(&small), Some(1_000), "what comes out, not what is said");
        let huge = archive("a", &" ".repeat(1_000), 65_000);
        assert!(huge.len() < MOST_BYTES, "{}", huge.len());
        assert_eq!(read(&huge), Err(RosterFault::Bomb));
        let two = [huge.as_slice(), &small[small.len() - 22..]].concat();
        assert_ne!(unpacked(&two), Some(1_000), "a second directory hides nothing");
    }

    #[test]
    fn shared_texts_without_number_are_not_held() {
        // Twelve million empty texts: small as a file, and half a gigabyte to whoever holds them.
        let texts = archive("xl/sharedStrings.xml", &"<si/>".repeat(1_000), 12_000);
        assert!(texts.len() < MOST_BYTES, "{}", texts.len());
        assert_eq!(read(&texts), Err(RosterFault::Bomb));
        // A sheet has room for its cells that nothing else has, and no more than that.
        let part = |name: &str, times| unpacked(&archive(name, &" ".repeat(1_000), times));
        assert_eq!(part("xl/worksheets/sheet1.xml", 16_000), Some(16_000_000));
        assert_eq!(part("xl/worksheets/sheet1.xml", 16_001), Some(u64::MAX));
        assert_eq!(part("xl/sharedStrings.xml", 8_000), Some(8_000_000));
        assert_eq!(part("xl/sharedStrings.xml", 8_001), Some(u64::MAX));
        assert_eq!(part("xl/styles.xml", 8_001), Some(u64::MAX));
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(bytes: Vec<u8>, text: String) {
            let _ = read(&bytes);
            let _ = read(&[b"PK", bytes.as_slice()].concat());
            let _ = read(format!("{HEAD}\n{text}").as_bytes());
        }
    }
}
