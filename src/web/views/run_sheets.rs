//! A day on paper: printed sheets, what is typed from them, and the second look at it.

use super::parts::{CaseHead, Choice, Link, Moment, Row, Status, Tone};
use super::samples::{day, doubt, facility, form, head, moment, product};
use super::symbol::Symbol;
use super::{Form, Page};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/sheets`. Two forms: `sheet_on` (date) prints a sheet, `code` leads to the row with that code.
#[derive(Clone, Debug, Serialize)]
pub struct RunSheets {
    /// The site.
    pub organisation: Words,
    /// The form that prints.
    pub print: Form,
    /// The form that finds a row.
    pub find: Form,
    /// Entries that wait for a second person, the oldest first.
    pub unverified: Vec<Unverified>,
    /// The latest sheets, the newest first.
    pub sheets: Vec<SheetLine>,
}

/// An entry that waits for a second person.
#[derive(Clone, Debug, Serialize)]
pub struct Unverified {
    /// Code of the row.
    pub code: String,
    /// The person.
    pub person: String,
    /// Reference of the case.
    pub reference: String,
    /// Given, or not given.
    pub what: Words,
    /// When it was typed.
    pub typed_at: Moment,
    /// The way to compare it; none for whoever typed it.
    pub verify: Option<Link>,
}

/// A sheet in the list.
#[derive(Clone, Debug, Serialize)]
pub struct SheetLine {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// The day it was printed for.
    pub day: NaiveDate,
    /// When it was printed.
    pub printed_at: Moment,
    /// By whom.
    pub printed_by: String,
    /// How many rows it has.
    pub rows: i64,
    /// Whether rows are missing, in words.
    pub state: Status,
}

/// `/sheets/<id>`.
#[derive(Clone, Debug, Serialize)]
pub struct RunSheet {
    /// Its number.
    pub number: String,
    /// The site.
    pub organisation: Words,
    /// The day it was printed for.
    pub day: NaiveDate,
    /// When it was printed.
    pub printed_at: Moment,
    /// By whom.
    pub printed_by: String,
    /// The paper itself.
    pub paper_href: String,
    /// Its rows.
    pub rows: Vec<SheetRow>,
    /// The form that keeps a scan; its field is `file`.
    pub form: Form,
    /// Where it is sent; none once enough are kept.
    pub keep_href: Option<String>,
    /// The scans that are kept, the oldest first.
    pub scans: Vec<SheetScan>,
}

/// A scan of a sheet that came back.
#[derive(Clone, Debug, Serialize)]
pub struct SheetScan {
    /// The way to the file.
    pub file: Link,
    /// SHA-256 of the file.
    pub sha256: String,
    /// When it was kept.
    pub kept_at: Moment,
    /// By whom.
    pub kept_by: String,
}

/// A row of a sheet on the screen.
#[derive(Clone, Debug, Serialize)]
pub struct SheetRow {
    /// Its place, from 1.
    pub place: i32,
    /// Its code.
    pub code: String,
    /// The person.
    pub person: String,
    /// Reference of the case.
    pub reference: String,
    /// The case's page.
    pub case_href: String,
    /// The day due.
    pub due_on: NaiveDate,
    /// What became of it.
    pub state: Status,
    /// What can be done about it.
    pub link: Option<Link>,
}

/// `/sheets/<id>/paper`: printed, and written on by hand.
#[derive(Clone, Debug, Serialize)]
pub struct RunSheetPaper {
    /// Its number.
    pub number: String,
    /// The site.
    pub organisation: Words,
    /// The day it is for.
    pub day: NaiveDate,
    /// When it was printed.
    pub printed_at: Moment,
    /// By whom.
    pub printed_by: String,
    /// Back to the screen.
    pub back_href: String,
    /// Its rows.
    pub rows: Vec<PaperRow>,
    /// What is asked before a dose, for each product on the sheet.
    pub products: Vec<ProductChecks>,
}

/// A row on paper.
#[derive(Clone, Debug, Serialize)]
pub struct PaperRow {
    /// Its place, from 1.
    pub place: i32,
    /// Its code, to be read by a person.
    pub code: String,
    /// Its code, to be read by a scanner.
    pub symbol: Option<Symbol>,
    /// The person.
    pub person: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// Reference of the case.
    pub reference: String,
    /// The product.
    pub product: Words,
    /// The day due.
    pub due_on: NaiveDate,
    /// The last day in time.
    pub closes_on: NaiveDate,
    /// Has that day passed?
    pub late: bool,
    /// Must something else be done before it may be given?
    pub barred: bool,
    /// Doses of which somebody says that this person, or another, received them.
    pub doubts: Vec<Words>,
    /// Has the person complained without an answer? It stops no dose.
    pub complaint: bool,
}

/// What is asked before a dose of a product.
#[derive(Clone, Debug, Serialize)]
pub struct ProductChecks {
    /// The product.
    pub name: Words,
    /// The questions, in their order.
    pub checks: Vec<Words>,
}

/// `/transcribe/<code>`. Fields: `outcome`, `occurred_on` (date), `occurred_time`, `scan_sha256`.
#[derive(Clone, Debug, Serialize)]
pub struct TranscribeEntry {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// Number of the sheet.
    pub sheet: String,
    /// The day it was printed for.
    pub day: NaiveDate,
    /// Code of the row.
    pub code: String,
    /// Given, or not given.
    pub outcomes: Vec<Choice>,
}

/// `/cases/<id>/records/<record>/verify`. Fields: `agrees`, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct VerifyEntry {
    /// Whose entry it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// Where it stands on paper, and who typed it.
    pub paper: Vec<Row>,
    /// The scans of its sheet.
    pub scans: Vec<SheetScan>,
    /// What was typed.
    pub rows: Vec<Row>,
    /// How to put it right first.
    pub correct: Vec<Link>,
}

impl TranscribeEntry {
    /// What a row can say.
    #[must_use]
    pub fn outcome_choices() -> Vec<Choice> {
        let choice = |code: &str| Choice::new(code, Words::key(format!("paper-{code}")));
        vec![choice("given"), choice("not-given")]
    }
}

const CODES: [&str; 3] = ["7KM2-QXPA", "HR3W-9T4N", "ZC5V-2DGB"];

impl Page for RunSheets {
    const TEMPLATE: &'static str = "pages/sheets/sheets.html";

    fn sample() -> Vec<Self> {
        let waiting = |code: &str, verify| Unverified {
            code: code.into(),
            person: "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы".into(),
            reference: "KZ-0102".into(),
            what: Words::key("paper-given"),
            typed_at: moment(2026, 7, 6, 9, 12),
            verify,
        };
        let line = |number: &str, tone, key| SheetLine {
            href: "/sheets/1".into(),
            number: number.into(),
            day: day(2026, 7, 3),
            printed_at: moment(2026, 7, 3, 7, 10),
            printed_by: "Гүлнар Оспанова".into(),
            rows: 4,
            state: Status::new(tone, Words::key(key).number("n", 1)),
        };
        let full = Self {
            organisation: facility(),
            print: form().value("sheet_on_day", "3"),
            find: form(),
            unverified: vec![
                waiting(
                    CODES[0],
                    Some(Link::new(
                        "/cases/1/records/1/verify",
                        Words::key("verify-entry-action"),
                    )),
                ),
                waiting(CODES[1], None),
            ],
            sheets: vec![
                line("2026-0013", Tone::Warn, "sheet-missing"),
                line("2026-0012", Tone::Good, "sheet-returned"),
            ],
        };
        let empty = Self {
            unverified: Vec::new(),
            sheets: Vec::new(),
            ..full.clone()
        };
        let no_day = Self {
            print: form().problem("sheet_on", Words::key("refusal-nothing-due")),
            ..empty.clone()
        };
        let no_code = Self {
            find: form()
                .value("code", "7KM2")
                .problem("code", Words::key("row-code-impossible")),
            ..full.clone()
        };
        vec![full, empty, no_day, no_code]
    }
}

impl Page for RunSheet {
    const TEMPLATE: &'static str = "pages/sheets/sheet.html";

    fn sample() -> Vec<Self> {
        let row = |place: i32, code: &str, tone, key: &'static str, link| SheetRow {
            place,
            code: code.into(),
            person: "Ахметов Серік Болатұлы".into(),
            reference: "KZ-0017".into(),
            case_href: "/cases/1".into(),
            due_on: day(2026, 7, 3),
            state: Status::new(tone, Words::key(key)),
            link,
        };
        let transcribe = Link::new("/transcribe/7KM2QXPA", Words::key("transcribe-entry-action"));
        let verify = Link::new("/cases/1/records/1/verify", Words::key("verify-entry-action"));
        vec![Self {
            number: "2026-0012".into(),
            organisation: facility(),
            day: day(2026, 7, 3),
            printed_at: moment(2026, 7, 3, 7, 10),
            printed_by: "Гүлнар Оспанова".into(),
            paper_href: "/sheets/1/paper".into(),
            rows: vec![
                row(1, CODES[0], Tone::Warn, "row-unverified", Some(verify)),
                row(2, CODES[1], Tone::Bad, "row-missing", Some(transcribe)),
                row(3, CODES[2], Tone::Good, "row-verified", None),
                row(4, CODES[2], Tone::Info, "row-recorded", None),
                row(5, CODES[2], Tone::Quiet, "row-not-due", None),
            ],
            form: form(),
            keep_href: Some("/sheets/1".into()),
            scans: vec![SheetScan {
                file: Link::new(
                    "/sheets/1/scans/5f1a",
                    Words::key("sheet-scan-open").number("n", 1),
                ),
                sha256: "5f1a".repeat(16),
                kept_at: moment(2026, 7, 4, 9, 20),
                kept_by: "Гүлнар Оспанова".into(),
            }],
        }]
    }
}

impl Page for RunSheetPaper {
    const TEMPLATE: &'static str = "pages/sheets/paper.html";

    fn sample() -> Vec<Self> {
        let rows = (1..=17).map(|place: i32| {
            let code = CODES[usize::try_from(place).unwrap_or_default() % CODES.len()];
            let person = if place % 4 == 0 {
                "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы"
            } else {
                "Ахметов Серік Болатұлы"
            };
            PaperRow {
                place,
                code: code.into(),
                symbol: Symbol::new(&code.replace('-', "")),
                person: person.into(),
                born_on: day(1899, 12, 31),
                reference: "2026-00017".into(),
                product: product(),
                due_on: day(2026, 7, 3),
                closes_on: day(2026, 7, 10),
                late: place == 1,
                barred: place == 1,
                doubts: if place == 1 { vec![doubt()] } else { Vec::new() },
                complaint: place == 1,
            }
        });
        let full = Self {
            number: "2026-0012".into(),
            organisation: facility(),
            day: day(2026, 7, 3),
            printed_at: moment(2026, 7, 3, 7, 10),
            printed_by: "Гүлнар Оспанова".into(),
            back_href: "/sheets/1".into(),
            rows: rows.collect(),
            products: vec![ProductChecks {
                name: product(),
                checks: vec![Words::key("identified-by"), Words::key("present")],
            }],
        };
        let short = Self {
            rows: full.rows[..1].to_vec(),
            products: Vec::new(),
            ..full.clone()
        };
        vec![full, short]
    }
}

impl Page for TranscribeEntry {
    const TEMPLATE: &'static str = "pages/sheets/transcribe.html";

    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            sheet: "2026-0012".into(),
            day: day(2026, 7, 3),
            code: CODES[0].into(),
            outcomes: Self::outcome_choices(),
        };
        let wrong = form()
            .value("occurred_time", "25")
            .problem("outcome", Words::key("choice-required"))
            .problem(
                "occurred_time",
                Words::key("time-impossible").words("typed", "25:00"),
            );
        vec![page(form().value("outcome", "given")), page(wrong)]
    }
}

impl Page for VerifyEntry {
    const TEMPLATE: &'static str = "pages/sheets/verify.html";

    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            paper: vec![
                Row::new(Words::key("paper-sheet"), "2026-0012"),
                Row::new(Words::key("paper-row"), CODES[0]),
            ],
            scans: vec![SheetScan {
                file: Link::new(
                    "/cases/1/records/1/scans/ab12",
                    Words::key("sheet-scan-open").number("n", 1),
                ),
                sha256: "ab12".repeat(16),
                kept_at: moment(2026, 7, 6, 9, 5),
                kept_by: "Гүлнар Оспанова".into(),
            }],
            rows: vec![Row::new(Words::key("lot"), "L7-0042")],
            correct: vec![Link::new(
                "/cases/1/records/1/amend",
                Words::key("amend-record-action"),
            )],
        };
        let wrong = form().problem("agrees", Words::key("field-required"));
        vec![page(form()), page(wrong)]
    }
}
