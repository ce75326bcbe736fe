//! Taking over a roster: the file, what is said to its rows, and what was taken over before.

use super::parts::{Link, Moment, Row, Status, Tone};
use super::samples::{form, moment};
use super::{Form, Page};
use crate::text::Words;
use serde::Serialize;

/// `/import`. Fields: `file`, `intent` (`take`), `looked` (the digest of the file that was looked at).
#[derive(Clone, Debug, Serialize)]
pub struct ImportRoster {
    /// The form.
    pub form: Form,
    /// What was just done.
    pub done: Option<Words>,
    /// What is said to the rows, what is wrong first.
    pub rows: Vec<ImportRow>,
    /// How many of which kind.
    pub counts: Option<Words>,
    /// How many of them deserve a second look.
    pub heeded: Option<Words>,
    /// Digest of the file that may be taken over as it was looked at.
    pub looked: Option<String>,
    /// What was taken over before, the latest first.
    pub past: Vec<PastImport>,
    /// Empty files.
    pub templates: Vec<Link>,
}

/// One row of the file.
#[derive(Clone, Debug, Serialize)]
pub struct ImportRow {
    /// Its number in the file.
    pub number: usize,
    /// What would happen.
    pub status: Status,
    /// What is wrong with it, by column.
    pub lines: Vec<Row>,
}

/// An import that was made.
#[derive(Clone, Debug, Serialize)]
pub struct PastImport {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// Cases it opened.
    pub cases: i64,
    /// Does it stand?
    pub state: Status,
    /// Where it can be undone.
    pub undo_href: Option<String>,
}

/// `/import/undo/<import>`. Field: `words`.
#[derive(Clone, Debug, Serialize)]
pub struct UndoImport {
    /// The form.
    pub form: Form,
    /// What is undone.
    pub rows: Vec<Row>,
}

impl Page for ImportRoster {
    const TEMPLATE: &'static str = "pages/cases/import.html";

    fn sample() -> Vec<Self> {
        let page = |form, rows: Vec<ImportRow>, looked| Self {
            form,
            done: None,
            counts: (!rows.is_empty()).then(|| {
                Words::key("import-counts")
                    .number("new", 2)
                    .number("there", 1)
                    .number("wrong", 1)
            }),
            heeded: (!rows.is_empty()).then(|| Words::key("import-heeded").number("n", 1)),
            rows,
            looked,
            past: Vec::new(),
            templates: vec![Link::new(
                "/import/template/kk",
                Words::key("import-template").words("language", "Қазақша"),
            )],
        };
        let row = |number, tone, key: &'static str, lines| ImportRow {
            number,
            status: Status::new(tone, Words::key(key)),
            lines,
        };
        let wrong = row(
            2,
            Tone::Bad,
            "import-wrong",
            vec![Row::new(Words::plain("iin"), Words::key("iin-check-digit"))],
        );
        let new = row(
            3,
            Tone::Warn,
            "import-new",
            vec![Row::new(
                Words::plain("name_cyrillic"),
                Words::key("warn-namesake-in-file").number("row", 2),
            )],
        );
        let past = |state: Status, undo_href| PastImport {
            at: moment(2026, 3, 2, 10, 14),
            by: "Әбдіғалиева Ақерке Сейітқызы".into(),
            cases: 31,
            state,
            undo_href,
        };
        vec![
            page(form(), Vec::new(), None),
            page(
                form().problem("file", Words::key("import-rows-wrong")),
                vec![wrong, new.clone()],
                None,
            ),
            page(form(), vec![new], Some("9f".repeat(32))),
            Self {
                done: Some(Words::key("import-done").number("opened", 31).number("there", 1)),
                past: vec![
                    past(
                        Status::new(Tone::Good, Words::key("import-stands")),
                        Some("/import/undo/1".into()),
                    ),
                    past(Status::new(Tone::Quiet, Words::key("import-undone")), None),
                ],
                ..page(form(), Vec::new(), None)
            },
        ]
    }
}

impl Page for UndoImport {
    const TEMPLATE: &'static str = "pages/cases/undo_import.html";

    fn sample() -> Vec<Self> {
        let page = |form| Self {
            form,
            rows: vec![Row::new(Words::key("import-cases"), "31")],
        };
        vec![
            page(form()),
            page(form().problem("words", Words::key("field-required"))),
        ]
    }
}
