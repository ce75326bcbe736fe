//! Letters: those of a case, one of them, and the page on which anybody checks a paper.

use super::{
    Form, Page,
    alerts::HopAttempt,
    parts::{Banner, CaseHead, Choice, Link, Moment, Row, Status, Tone},
    samples::{clinic, day, form, head, moment, probation},
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

/// `/verify`: anybody checks a paper. Fields: `code`, `sha256`.
#[derive(Clone, Debug, Serialize)]
pub struct Verify {
    /// The form.
    pub form: Form,
    /// What is known of the paper; none where nothing was asked.
    pub verdict: Option<Status>,
    /// Kind, number, issue, day, issuer.
    pub facts: Vec<Row>,
    /// Is the file that was shown the one that was printed?
    pub file: Option<Status>,
    /// Where a file is sent, once a paper is known.
    pub upload: Option<Form>,
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

fn facts() -> Vec<Row> {
    vec![
        Row::new(Words::key("letter-field-sender"), clinic()),
        Row::new(Words::key("letter-addressee"), probation()),
    ]
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

impl Page for Verify {
    const TEMPLATE: &'static str = "pages/letters/verify.html";
    const ASKS: bool = true;
    fn sample() -> Vec<Self> {
        let asking = Self {
            form: form(),
            verdict: None,
            facts: Vec::new(),
            file: None,
            upload: None,
        };
        let genuine = Self {
            form: form().value("code", "7K3QH-0MZ9X-VB2RT-4WNPC"),
            verdict: Some(Status::new(Tone::Good, Words::key("verify-stands"))),
            facts: facts(),
            file: Some(Status::new(Tone::Good, Words::key("verify-file-same"))),
            upload: Some(form()),
        };
        let no_file = Self {
            file: None,
            upload: Some(form().problem("file", Words::key("verify-file-missing"))),
            ..genuine.clone()
        };
        let unknown = Self {
            verdict: Some(Status::new(Tone::Bad, Words::key("verify-unknown"))),
            facts: Vec::new(),
            file: None,
            upload: None,
            ..genuine.clone()
        };
        vec![asking, genuine, no_file, unknown]
    }
}
