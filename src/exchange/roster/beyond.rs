//! Text where there is no column belongs to another cell: the row says so, and nothing of it is dropped in silence.

use super::*;
use rust_xlsxwriter::Workbook;

const HEAD: [&str; 11] = [
    "iin",
    "name_cyrillic",
    "name_latin",
    "born_on",
    "court",
    "ruling_number",
    "ruled_on",
    "place",
    "supervising",
    "product",
    "doses",
];
const ROW: &str = "1;Қ;K;1899-05-05;C;N;2026-01-01;p1;probation;m3";
const TWO: &str = "2026-06-15 L7 2027-05-31; 2026-09-07 L7 2027-05-31";

fn table(head: &str, line: &str) -> RosterRow {
    let rows = read(format!("{head}\n{line}\n").as_bytes()).unwrap();
    rows.into_iter().next().unwrap()
}

#[test]
fn a_second_dose_that_fell_out_of_its_cell_is_seen() {
    let head = HEAD.join(";");
    let apart = table(&head, &format!("{ROW};{TWO}"));
    assert_eq!(apart.cell("doses"), "2026-06-15 L7 2027-05-31");
    assert!(apart.beyond);
    let whole = table(&head, &format!("{ROW};\"{TWO}\""));
    assert_eq!(whole.cell("doses"), TWO);
    assert!(!whole.beyond);
    assert!(
        !table(&head, &format!("{ROW};; ;")).beyond,
        "an empty cell drops nothing"
    );
    assert!(table(&format!("{head};"), &format!("{ROW};{TWO}")).beyond);
}

#[test]
fn the_same_in_a_spreadsheet() {
    let with = |column: u16| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (place, name) in (0..).zip(HEAD) {
            sheet.write(0, place, name).unwrap();
        }
        sheet.write(1, 0, "1").unwrap();
        sheet.write(1, column, "2026-09-07 L7 2027-05-31").unwrap();
        let rows = read(&book.save_to_buffer().unwrap()).unwrap();
        rows[0].beyond
    };
    assert!(!with(10));
    assert!(with(11));
}
