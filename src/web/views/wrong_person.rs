//! A dose recorded in the wrong person's case: reported by one person, signed by another.

use super::parts::{CaseHead, Choice, Link, Row};
use super::samples::{form, head};
use super::{Form, Page};
use crate::text::Words;
use serde::Serialize;

/// `/cases/<id>/records/<record>/wrong-person`. Fields: `other` (a reference), `words`, `sure`.
#[derive(Clone, Debug, Serialize)]
pub struct ReportWrongPerson {
    /// The case in which the dose was recorded.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The dose.
    pub dose: Vec<Row>,
    /// The person to whom it was given, once the reference was typed.
    pub other: Vec<Row>,
}

/// `/cases/<id>/wrong-person/<report>`. Fields: `confirmed`, `words`. Names nobody: whoever signs compares the papers.
#[derive(Clone, Debug, Serialize)]
pub struct CosignWrongPerson {
    /// Reference of the case in which the dose was recorded.
    pub reference: String,
    /// The form.
    pub form: Form,
    /// What was reported.
    pub rows: Vec<Row>,
    /// Signed or not.
    pub choices: Vec<Choice>,
    /// Back.
    pub back: Link,
}

impl CosignWrongPerson {
    /// What can be said to it.
    #[must_use]
    pub fn answers() -> Vec<Choice> {
        let choice = |value: &str| Choice::new(value, Words::key(format!("wrong-person-{value}")));
        vec![choice("confirm"), choice("decline")]
    }
}

impl Page for ReportWrongPerson {
    const TEMPLATE: &'static str = "pages/records/report_wrong_person.html";

    fn sample() -> Vec<Self> {
        let page = |form, other| Self {
            head: head(),
            form,
            dose: vec![Row::new(Words::key("lot"), "L7-0042")],
            other,
        };
        let other = vec![
            Row::new(Words::key("column-person"), "Ахметов Серік Болатұлы"),
            Row::new(Words::key("case-reference"), "KZ-0018"),
        ];
        let unsure = form()
            .value("other", "KZ-0018")
            .problem("sure", Words::key("wrong-person-be-sure"));
        let unknown = form()
            .value("other", "KZ-9")
            .problem("other", Words::key("wrong-person-unknown"))
            .problem("words", Words::key("field-required"));
        vec![
            page(form(), Vec::new()),
            page(unsure, other),
            page(unknown, Vec::new()),
        ]
    }
}

impl Page for CosignWrongPerson {
    const TEMPLATE: &'static str = "pages/records/cosign_wrong_person.html";

    fn sample() -> Vec<Self> {
        let page = |form| Self {
            reference: "KZ-0017".into(),
            form,
            rows: vec![
                Row::new(Words::key("wrong-person-recorded"), "KZ-0017"),
                Row::new(Words::key("wrong-person-given"), "KZ-0018"),
            ],
            choices: Self::answers(),
            back: Link::new("/cases/1", Words::key("open-case-file")),
        };
        let wrong = form().problem("confirmed", Words::key("choice-required"));
        vec![page(form()), page(wrong)]
    }
}
