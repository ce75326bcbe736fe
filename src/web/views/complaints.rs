//! The person's complaints: taken down, and answered.

use super::{
    Form, Page,
    parts::{CaseHead, Choice, Link, Row},
    samples::{day, form, head, words},
};
use crate::text::Words;
use serde::Serialize;

/// `/cases/<id>/complaint`. Fields: `received_on` (date), `subject`, `addressee`, `against`, `about`, `own_words`,
/// `document`.
#[derive(Clone, Debug, Serialize)]
pub struct LodgeComplaint {
    /// Whose complaint it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What it may be about.
    pub subjects: Vec<Choice>,
    /// To whom it may go, each with its term.
    pub addressees: Vec<Choice>,
    /// Whom it may name.
    pub staff: Vec<Choice>,
    /// What it may be about in the record; empty for those who may not read the record.
    pub records: Vec<Choice>,
    /// The rule behind it.
    pub rule: Option<Link>,
}

/// `/cases/<id>/complaints/answer`. Fields: `complaint`, `answered_on` (date), `answered_by`, `outcome`,
/// `document`, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerComplaint {
    /// Whose complaint it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The complaints that wait for an answer.
    pub open: Vec<Waiting>,
    /// The same, to choose from.
    pub choices: Vec<Choice>,
    /// How it may end.
    pub outcomes: Vec<Choice>,
}

/// A complaint that waits for an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    /// Its number in the case.
    pub number: u32,
    /// What it says, as far as the reader may know.
    pub rows: Vec<Row>,
    /// Is the reader the one complained about? Then somebody else answers.
    pub about_reader: bool,
}

impl Page for LodgeComplaint {
    const TEMPLATE: &'static str = "pages/person/lodge_complaint.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            subjects: vec![Choice::new(
                "side-effects",
                words("Жағымсыз әсерлер", "Побочные действия", "Side effects"),
            )],
            addressees: vec![Choice {
                hint: Some(Words::key("complaint-term").words("within", "20")),
                ..Choice::new("court", words("Сот", "Суд", "The court"))
            }],
            staff: vec![Choice::new("1", "Жұмабекова А. Қ.")],
            records: vec![Choice::new("2", Words::key("dose-number").number("n", 2))],
            rule: Some(Link::new(
                "/rules/course/kz-default.1",
                Words::key("rules-link").words("rule", "kz-default.1"),
            )),
        };
        let wrong = form()
            .problem("subject", Words::key("choice-required"))
            .problem("own_words", Words::key("refusal-required"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for AnswerComplaint {
    const TEMPLATE: &'static str = "pages/person/answer_complaint.html";
    fn sample() -> Vec<Self> {
        let waiting = |number, about_reader| Waiting {
            number,
            rows: vec![Row::new(
                Words::key("complaint-received-on"),
                Words::key("on-date").date("on", day(2026, 6, 15)),
            )],
            about_reader,
        };
        let page = |form, open: Vec<Waiting>| Self {
            head: head(),
            form,
            choices: open
                .iter()
                .map(|known| {
                    Choice::new(
                        known.number.to_string(),
                        Words::key("complaint-number").number("n", known.number.into()),
                    )
                })
                .collect(),
            open,
            outcomes: vec![Choice::new(
                "upheld",
                words("Қанағаттандырылды", "Удовлетворена", "Upheld"),
            )],
        };
        let wrong = form().problem("", Words::key("refusal-complained-about"));
        vec![
            page(form(), vec![waiting(1, false), waiting(2, true)]),
            page(wrong, vec![waiting(1, true)]),
            page(form(), Vec::new()),
        ]
    }
}
