//! Letters: those of a case, one of them, and the page on which anybody checks a paper.

mod page;
mod verify;

pub use page::{ChangeRow, IssueRow, LetterPage, SentRow, SupervisionLetter, WithdrawLetter};
pub use verify::Verify;

use super::{
    Form, Page,
    parts::{Banner, CaseHead, Choice, Link, Row, Status, Tone},
    samples::{clinic, day, form, head, probation},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// One letter in a list.
#[derive(Clone, Debug, Serialize)]
pub struct LetterRow {
    /// Its page.
    pub href: String,
    /// The kind.
    pub kind: Words,
    /// To whom: of two letters of a kind it tells one from the other.
    pub to: Words,
    /// Its number, or that it has none yet.
    pub number: Words,
    /// The day it was signed, or drawn up.
    pub on: NaiveDate,
    /// Draft, signed, left behind by the records, drawn up again, withdrawn.
    pub state: Status,
}

/// `/cases/<id>/letters`. Field: `about`, one of the choices.
#[derive(Clone, Debug, Serialize)]
pub struct CaseLetters {
    /// Whose letters.
    pub head: CaseHead,
    /// The letters that the reader may see, the newest first.
    pub rows: Vec<LetterRow>,
    /// What can be drawn up.
    pub form: Form,
    /// What it can be about.
    pub choices: Vec<Choice>,
    /// Is something left out of the choices because there is a letter about it?
    pub drawn: bool,
    /// That what was asked for is there already, and where.
    pub already: Option<Banner>,
    /// The kinds that cannot be drawn up as the case stands, with the reason.
    pub not_now: Vec<Row>,
    /// Where a certificate is drawn up, for whoever may.
    pub certificate: Option<Link>,
}

/// `/cases/<id>/letters/certificate`. Fields: `from_on`, `until_on`, `asked_on` (dates), `asked_by`, `asked_ground`.
#[derive(Clone, Debug, Serialize)]
pub struct DraftCertificate {
    /// Whose attendance.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// Back to the letters.
    pub back: String,
}

/// `/letters`: letters about the installation.
#[derive(Clone, Debug, Serialize)]
pub struct HouseLetters {
    /// The letters, the newest first.
    pub rows: Vec<LetterRow>,
    /// Where a dossier on a breach is drawn up, for whoever may.
    pub breach: Option<Link>,
}

/// `/letters/breach`. Fields: `found_on`, `from_on`, `until_on` (dates), `sign_in_name`, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct DraftBreach {
    /// The form.
    pub form: Form,
}

/// One letter that a supervising body was sent.
#[derive(Clone, Debug, Serialize)]
pub struct ReceivedRow {
    /// The letter.
    pub letter: LetterRow,
    /// Whom it is about.
    pub person: String,
    /// Reference of the case.
    pub reference: String,
}

/// `/letters/received`, for a supervising body. No field of it says anything clinical.
#[derive(Clone, Debug, Serialize)]
pub struct ReceivedLetters {
    /// The letters, the newest first.
    pub rows: Vec<ReceivedRow>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

fn row(state: &'static str, tone: Tone) -> LetterRow {
    LetterRow {
        href: "/letters/1".into(),
        kind: Words::key("letter-kind-missed-notice"),
        to: probation(),
        number: Words::plain("KZ/2026/00017"),
        on: day(2026, 7, 3),
        state: Status::new(tone, Words::key(format!("letter-state-{state}"))),
    }
}

fn facts() -> Vec<Row> {
    vec![
        Row::new(Words::key("letter-field-sender"), clinic()),
        Row::new(Words::key("letter-addressee"), probation()),
    ]
}

impl Page for CaseLetters {
    const TEMPLATE: &'static str = "pages/letters/case_letters.html";
    fn sample() -> Vec<Self> {
        let full = Self {
            head: head(),
            rows: vec![
                row("draft", Tone::Warn),
                row("signed", Tone::Good),
                row("behind", Tone::Warn),
                row("withdrawn", Tone::Quiet),
            ],
            form: form(),
            choices: vec![Choice::new("own-record", Words::key("letter-kind-own-record"))],
            drawn: true,
            already: None,
            not_now: vec![Row::new(
                Words::key("letter-kind-release-notice"),
                Words::key("letter-not-over"),
            )],
            certificate: Some(Link::new(
                "/cases/1/letters/certificate",
                Words::key("letter-certificate-action"),
            )),
        };
        let empty = Self {
            rows: Vec::new(),
            choices: Vec::new(),
            drawn: false,
            not_now: Vec::new(),
            certificate: None,
            ..full.clone()
        };
        let wrong = Self {
            form: form().problem("about", Words::key("choice-required")),
            ..full.clone()
        };
        let known = Self {
            already: Some(Banner {
                tone: Tone::Info,
                title: Words::key("letter-already").words("number", "KZ/2026/00017"),
                words: None,
                link: Some(Link::new("/letters/1", Words::key("letter-kind-missed-notice"))),
            }),
            ..full.clone()
        };
        vec![full, empty, wrong, known]
    }
}

impl Page for HouseLetters {
    const TEMPLATE: &'static str = "pages/letters/house_letters.html";
    fn sample() -> Vec<Self> {
        let full = Self {
            rows: vec![LetterRow {
                kind: Words::key("letter-kind-breach-dossier"),
                ..row("signed", Tone::Good)
            }],
            breach: Some(Link::new("/letters/breach", Words::key("letter-breach-action"))),
        };
        let empty = Self {
            rows: Vec::new(),
            breach: None,
        };
        vec![full, empty]
    }
}

impl Page for ReceivedLetters {
    const TEMPLATE: &'static str = "pages/supervision/letters.html";
    fn sample() -> Vec<Self> {
        let of = |letter| ReceivedRow {
            letter,
            person: "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы".into(),
            reference: "KZ-0102".into(),
        };
        let full = Self {
            rows: vec![
                of(row("signed", Tone::Good)),
                of(row("behind", Tone::Warn)),
                of(row("withdrawn", Tone::Quiet)),
            ],
            next_href: Some("/letters/received?after=1_1".into()),
            first_href: Some("/letters/received".into()),
        };
        let empty = Self {
            rows: Vec::new(),
            next_href: None,
            first_href: None,
        };
        vec![full, empty]
    }
}

impl Page for DraftBreach {
    const TEMPLATE: &'static str = "pages/letters/draft_breach.html";
    fn sample() -> Vec<Self> {
        let wrong = form()
            .value("sign_in_name", "nurse.prison")
            .problem("found_on", Words::key("date-incomplete"))
            .problem("words", Words::key("refusal-required"));
        vec![Self { form: form() }, Self { form: wrong }]
    }
}

impl Page for DraftCertificate {
    const TEMPLATE: &'static str = "pages/letters/draft_certificate.html";
    fn sample() -> Vec<Self> {
        let page = Self {
            head: head(),
            form: form(),
            back: "/cases/1/letters".into(),
        };
        let wrong = Self {
            form: form()
                .value("asked_by", "Қостанай қалалық соты")
                .problem("from_on", Words::key("date-incomplete"))
                .problem("asked_ground", Words::key("refusal-required")),
            ..page.clone()
        };
        vec![page, wrong]
    }
}
