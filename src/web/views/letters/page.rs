//! One letter: its page, for those who treat and for whoever it is addressed to, and its withdrawal.

use super::facts;
use crate::text::Words;
use crate::web::views::{
    Form, Page,
    alerts::HopAttempt,
    parts::{Banner, CaseHead, Link, Moment, Row, Status, Tone},
    samples::{clinic, day, form, head, moment, probation},
};
use serde::Serialize;

/// One field that differs from what was signed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRow {
    /// The field.
    pub field: Words,
    /// What was signed.
    pub before: Words,
    /// What it says now.
    pub after: Words,
}

/// One issue of a letter.
#[derive(Clone, Debug, Serialize)]
pub struct IssueRow {
    /// Which.
    pub title: Words,
    /// Signed by whom, when.
    pub signed: Words,
    /// Does it stand?
    pub state: Status,
    /// The paper in each language.
    pub files: Vec<Link>,
    /// Where the paper is checked.
    pub check: Link,
}

/// A mail that told somebody of a letter.
#[derive(Clone, Debug, Serialize)]
pub struct SentRow {
    /// When it was written.
    pub at: Moment,
    /// To whom.
    pub who: Words,
    /// Whether it arrived.
    pub state: Status,
    /// Each attempt.
    pub attempts: Vec<HopAttempt>,
}

/// `/letters/<id>`, for those who treat, keep the court's papers or audit.
#[derive(Clone, Debug, Serialize)]
pub struct LetterPage {
    /// Whose letter; none for one about the installation.
    pub head: Option<CaseHead>,
    /// What was just done.
    pub done: Option<Words>,
    /// That the records have changed since it was signed.
    pub outdated: Option<Banner>,
    /// The kind.
    pub title: Words,
    /// Where it stands.
    pub state: Status,
    /// From whom, to whom.
    pub facts: Vec<Row>,
    /// SHA-256 of what the newest draft holds, for whoever compares it with the ledger.
    pub digest: Option<String>,
    /// Why it was withdrawn.
    pub withdrawn: Vec<Row>,
    /// Issues, the newest first.
    pub issues: Vec<IssueRow>,
    /// Who was told of it, the newest first.
    pub sent: Vec<SentRow>,
    /// The draft that waits for a signature, in each language.
    pub draft: Vec<Link>,
    /// Whose signature it waits for.
    pub signers: Vec<Words>,
    /// Is there nobody in the posts whose signature it needs?
    pub nobody_signs: bool,
    /// What it waits for: to whom it goes once it is signed.
    pub then: Option<Words>,
    /// What the draft changes in what was signed; of an outdated letter without one, what drawing it up again would; else what
    /// the last issue changed in the one before.
    pub changes: Vec<ChangeRow>,
    /// Which of these it is.
    pub changes_heading: Words,
    /// The signature, for whoever may sign.
    pub sign: Option<Form>,
    /// Why it could not be signed, where there is nothing to sign any more.
    pub unsigned: Option<Form>,
    /// Drawing up again, for whoever may.
    pub again: Option<Form>,
    /// Withdrawing, for whoever may.
    pub withdraw: Option<Link>,
    /// Back to the list.
    pub back: String,
}

/// `/letters/<id>/withdraw`. Field: `reason`.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawLetter {
    /// Which letter.
    pub title: Words,
    /// What it is.
    pub facts: Vec<Row>,
    /// The form.
    pub form: Form,
    /// Back to the letter.
    pub back: String,
}

/// `/letters/<id>`, for the supervising body it is addressed to. No field of it says anything clinical.
#[derive(Clone, Debug, Serialize)]
pub struct SupervisionLetter {
    /// The kind.
    pub title: Words,
    /// Reference of the case.
    pub reference: String,
    /// That the records have changed since it was signed.
    pub outdated: Option<Banner>,
    /// Where it stands.
    pub state: Status,
    /// From whom, when.
    pub facts: Vec<Row>,
    /// Issues, the newest first.
    pub issues: Vec<IssueRow>,
    /// What the last issue changed in the one before.
    pub changes: Vec<ChangeRow>,
    /// Back to the case.
    pub back: String,
}

fn issue(number: u32, state: &'static str, tone: Tone) -> IssueRow {
    IssueRow {
        title: Words::key("letter-issue").number("n", number.into()),
        signed: Words::key("letter-signed-by")
            .words("name", "Әлия Қуанышбекқызы Өтеғұлова")
            .date("on", day(2026, 7, 3)),
        state: Status::new(tone, Words::key(format!("letter-state-{state}"))),
        files: vec![Link::new(
            "/letters/1.pdf?language=kk&issue=1",
            Words::plain("Қазақша"),
        )],
        check: Link::new(
            "/verify/7K3QH0MZ9XVB2RT4WNPC",
            Words::plain("7K3QH-0MZ9X-VB2RT-4WNPC"),
        ),
    }
}

fn outdated(words: &'static str) -> Banner {
    Banner {
        tone: Tone::Warn,
        title: Words::key("letter-outdated"),
        words: Some(Words::key(words)),
        link: None,
    }
}

fn change() -> ChangeRow {
    ChangeRow {
        field: Words::key("letter-visit-state"),
        before: Words::key("letter-attendance-not-attended"),
        after: Words::key("letter-attendance-withdrawn"),
    }
}

impl Page for LetterPage {
    const TEMPLATE: &'static str = "pages/letters/letter.html";
    fn sample() -> Vec<Self> {
        let redrawn = Self {
            head: Some(head()),
            done: Some(Words::key("letter-done-drawn")),
            outdated: None,
            title: Words::key("letter-kind-missed-notice"),
            state: Status::new(Tone::Warn, Words::key("letter-state-redrawn")),
            facts: facts(),
            digest: Some("0f".repeat(32)),
            withdrawn: Vec::new(),
            issues: vec![issue(1, "signed", Tone::Good)],
            sent: vec![SentRow {
                at: moment(2026, 7, 3, 9, 30),
                who: Words::key("ladder-who")
                    .words("name", "Серік Болатұлы Ахметов")
                    .words("organisation", probation()),
                state: Status::new(Tone::Good, Words::key("delivery-delivered")),
                attempts: vec![HopAttempt {
                    at: moment(2026, 7, 3, 9, 31),
                    outcome: Words::key("attempt-delivered"),
                    reason: None,
                }],
            }],
            draft: vec![Link::new("/letters/1.pdf?language=kk", Words::plain("Қазақша"))],
            signers: vec![
                Words::key("letter-signer")
                    .words("name", "Әлия Қуанышбекқызы Өтеғұлова")
                    .words("organisation", clinic()),
            ],
            nobody_signs: false,
            then: Some(Words::key("letter-then-sent").words("to", probation())),
            changes: vec![change()],
            changes_heading: Words::key("letter-changes"),
            sign: Some(form()),
            unsigned: None,
            again: Some(form()),
            withdraw: Some(Link::new(
                "/letters/1/withdraw",
                Words::key("letter-withdraw-action"),
            )),
            back: "/cases/1/letters".into(),
        };
        let refused = Self {
            done: None,
            sign: Some(form().problem("", Words::key("refusal-facts-changed"))),
            ..redrawn.clone()
        };
        let withdrawn = Self {
            head: None,
            done: None,
            state: Status::new(Tone::Quiet, Words::key("letter-state-withdrawn")),
            withdrawn: vec![Row::new(
                Words::key("letter-withdrawn-why"),
                "Басқа адам туралы жазылған",
            )],
            draft: Vec::new(),
            signers: Vec::new(),
            nobody_signs: false,
            then: None,
            changes: Vec::new(),
            sign: None,
            again: None,
            withdraw: None,
            ..redrawn.clone()
        };
        let stuck = Self {
            signers: Vec::new(),
            nobody_signs: true,
            sign: None,
            ..redrawn.clone()
        };
        let behind = Self {
            done: None,
            outdated: Some(outdated("letter-outdated-again")),
            changes_heading: Words::key("letter-changes-since"),
            state: Status::new(Tone::Good, Words::key("letter-state-signed")),
            draft: Vec::new(),
            signers: Vec::new(),
            then: None,
            sign: None,
            ..redrawn.clone()
        };
        let meanwhile = Words::key("letter-signed-meanwhile")
            .words("name", "Әлия Қуанышбекқызы Өтеғұлова")
            .words("at", Words::plain("10:05"));
        let twice = Self {
            unsigned: Some(form().problem("", meanwhile)),
            ..behind.clone()
        };
        vec![redrawn, refused, withdrawn, stuck, behind, twice]
    }
}

impl Page for WithdrawLetter {
    const TEMPLATE: &'static str = "pages/letters/withdraw_letter.html";
    fn sample() -> Vec<Self> {
        let page = Self {
            title: Words::key("letter-kind-missed-notice"),
            facts: facts(),
            form: form(),
            back: "/letters/1".into(),
        };
        let wrong = Self {
            form: form().problem("reason", Words::key("refusal-required")),
            ..page.clone()
        };
        vec![page, wrong]
    }
}

impl Page for SupervisionLetter {
    const TEMPLATE: &'static str = "pages/supervision/letter.html";
    fn sample() -> Vec<Self> {
        let full = Self {
            title: Words::key("letter-kind-missed-notice"),
            reference: "KZ-0017".into(),
            outdated: None,
            state: Status::new(Tone::Good, Words::key("letter-state-signed")),
            facts: facts(),
            issues: vec![issue(2, "signed", Tone::Good), issue(1, "replaced", Tone::Quiet)],
            changes: vec![change()],
            back: "/cases/1".into(),
        };
        let first = Self {
            outdated: Some(outdated("letter-outdated-received")),
            issues: vec![issue(1, "signed", Tone::Good)],
            changes: Vec::new(),
            ..full.clone()
        };
        vec![full, first]
    }
}
