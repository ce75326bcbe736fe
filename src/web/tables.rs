//! Tables that leave as files: CSV as spreadsheets here read it, and XLSX. No cell is ever taken for a formula.

use rocket::http::{ContentType, Header, Status};
use rocket::response::{self, Responder};
use rocket::{Request, Response};
use rust_xlsxwriter::{Format, XlsxError};
use std::io::Cursor;

/// A byte order mark, by which a spreadsheet knows that the text is UTF-8.
const MARK: &str = "\u{feff}";

/// A table on its way out.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name of the file, without its ending.
    pub name: String,
    /// The columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// A file to be kept.
#[derive(Debug)]
pub struct Download {
    name: String,
    kind: ContentType,
    bytes: Vec<u8>,
}

impl<'r> Responder<'r, 'static> for Download {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build()
            .status(Status::Ok)
            .header(self.kind)
            .header(Header::new(
                "Content-Disposition",
                format!("attachment; filename=\"{}\"", self.name),
            ))
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .ok()
    }
}

/// A table as CSV, with semicolons.
#[derive(Debug, rocket::Responder)]
pub struct Csv(Download);

impl Csv {
    /// Writes it.
    ///
    /// # Errors
    /// Where a row cannot be written.
    pub fn of(table: &Table) -> Result<Self, csv::Error> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(MARK.as_bytes().to_vec());
        for row in std::iter::once(&table.head).chain(&table.rows) {
            writer.write_record(row.iter().map(|cell| guarded(cell)))?;
        }
        let bytes = writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(Self(Download {
            name: format!("{}.csv", table.name),
            kind: ContentType::CSV,
            bytes,
        }))
    }
}

/// What a spreadsheet would take for a formula is text.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// A number as it is counted. What would lose a sign or a nought by it is text.
fn count(cell: &str) -> Option<u32> {
    let count = cell.parse::<u32>().ok();
    count.filter(|count| count.to_string() == cell)
}

/// A table as a workbook.
#[derive(Debug, rocket::Responder)]
pub struct Xlsx(Download);

impl Xlsx {
    /// Writes it: numbers as numbers, everything else as text, the head standing still.
    ///
    /// # Errors
    /// Where a cell cannot be written.
    pub fn of(table: &Table) -> Result<Self, XlsxError> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let bold = Format::new().set_bold().set_text_wrap();
        let sheet = book.add_worksheet();
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_column_width(0, 40)?;
        for (column, words) in (0_u16..).zip(&table.head) {
            sheet.write_string_with_format(0, column, words, &bold)?;
        }
        for (number, row) in (1_u32..).zip(&table.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match count(cell) {
                    Some(count) => sheet.write_number(number, column, count)?,
                    None => sheet.write_string(number, column, cell)?,
                };
            }
        }
        Ok(Self(Download {
            name: format!("{}.xlsx", table.name),
            kind: ContentType::new(
                "application",
                "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            bytes: book.save_to_buffer()?,
        }))
    }
}

/// A sheet of a workbook; its first row is the head.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Rows of text.
    pub rows: Vec<Vec<String>>,
}

/// Several sheets of text in one file.
#[derive(Debug, rocket::Responder)]
pub struct Workbook(Download);

impl Workbook {
    /// Writes them: every cell as text, so that no number loses its zeros.
    ///
    /// # Errors
    /// Where a cell or the name of a sheet cannot be written.
    pub fn of(name: &str, sheets: &[Sheet]) -> Result<Self, XlsxError> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let text = Format::new().set_num_format("@");
        for known in sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(&known.name)?;
            let columns = known.rows.first().map_or(0, Vec::len);
            for column in 0..u16::try_from(columns).unwrap_or(0) {
                sheet.set_column_width(column, 24)?;
                sheet.set_column_format(column, &text)?;
            }
            for (number, row) in (0_u32..).zip(&known.rows) {
                for (column, cell) in (0_u16..).zip(row) {
                    sheet.write_string_with_format(number, column, cell, &text)?;
                }
            }
        }
        Ok(Self(Download {
            name: format!("{name}.xlsx"),
            kind: ContentType::new(
                "application",
                "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            bytes: book.save_to_buffer()?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader as _};

    #[test]
    fn a_cell_is_never_a_formula() {
        let table = Table {
            name: "t".into(),
            head: vec!["Ұйым".into(), "n".into()],
            rows: vec![
                vec!["=1+1".into(), "5".into()],
                vec!["@x; y".into(), "–".into()],
                vec!["-2".into(), "+3".into()],
            ],
        };
        let Csv(csv) = Csv::of(&table).unwrap();
        let text = String::from_utf8(csv.bytes).unwrap();
        assert_eq!(text, "\u{feff}Ұйым;n\r\n'=1+1;5\r\n\"'@x; y\";–\r\n'-2;'+3\r\n");
        let Xlsx(book) = Xlsx::of(&table).unwrap();
        let mut read: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&book.bytes)).unwrap();
        let sheet = read.sheet_names().remove(0);
        assert_eq!(read.worksheet_formula(&sheet).unwrap().used_cells().count(), 0);
        let cells = read.worksheet_range(&sheet).unwrap();
        let text = |text: &str| Data::String(text.to_owned());
        let rows: Vec<_> = cells.rows().map(<[Data]>::to_vec).collect();
        assert_eq!(
            rows,
            [
                [text("Ұйым"), text("n")],
                [text("=1+1"), Data::Float(5.0)],
                [text("@x; y"), text("–")],
                [text("-2"), text("+3")],
            ]
        );
    }
}
