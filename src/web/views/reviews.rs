//! The review by a commission: the desk, the page of one review, and its forms.

mod sheets;

use super::{
    Form,
    parts::{Banner, CaseHead, Choice, Cited, Link, Row, Status},
    today::Count,
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/reviews`: what is coming, what is missing and whose it is, what waits for a signature or a court.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewsDesk {
    /// The organisation whose desk it is.
    pub organisation: Words,
    /// How many are overdue, and how many wait for the reader's signature.
    pub counts: Vec<Count>,
    /// What waits for the reader's own signature.
    pub signatures: Vec<ToSign>,
    /// That more of them wait than are shown.
    pub more_signatures: Option<Words>,
    /// The reviews of this part of the list, the first due first.
    pub reviews: Vec<ReviewRow>,
    /// What goes to the court, or waits for it.
    pub court: Vec<CourtRow>,
    /// That more does than is shown.
    pub more_court: Option<Words>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// A review that waits for the reader's signature.
#[derive(Clone, Debug, Serialize)]
pub struct ToSign {
    /// Where to sign.
    pub href: String,
    /// Whose review it is.
    pub person: String,
    /// The case's reference.
    pub reference: String,
    /// The day of the examination.
    pub held_on: NaiveDate,
}

/// A review to come.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewRow {
    /// The review's page.
    pub href: String,
    /// The person's name.
    pub person: String,
    /// The case's reference.
    pub reference: String,
    /// Which one.
    pub title: Words,
    /// How urgent it is.
    pub urgency: Status,
    /// The day due.
    pub due_on: NaiveDate,
    /// When it opens or closes.
    pub timing: Words,
    /// Where the person is treated.
    pub place: Words,
    /// What is missing, each with whose it is.
    pub missing: Vec<Words>,
    /// Is it open, so that papers are owed?
    pub open: bool,
}

/// A review on its way to the court.
#[derive(Clone, Debug, Serialize)]
pub struct CourtRow {
    /// The review's page.
    pub href: String,
    /// The person's name.
    pub person: String,
    /// The case's reference.
    pub reference: String,
    /// What it waits for.
    pub kind: Words,
    /// How urgent that is.
    pub urgency: Status,
    /// The day due.
    pub due_on: NaiveDate,
}

/// `/cases/<id>/reviews/<n>`: one page from the papers to the closed case.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewPage {
    /// Whose review it is.
    pub head: CaseHead,
    /// Which one.
    pub title: Words,
    /// How it stands.
    pub status: Status,
    /// Messages.
    pub banners: Vec<Banner>,
    /// The steps of its way, in order.
    pub way: Vec<WayStep>,
    /// What it waits for, whose that is, and what becomes possible then.
    pub waits: Vec<Wait>,
    /// The papers; none for those who may not see them.
    pub papers: Vec<PaperLine>,
    /// What the commission says.
    pub text: Vec<Row>,
    /// Its members.
    pub members: Vec<MemberLine>,
    /// What can be done.
    pub actions: Vec<Link>,
}

/// What a review waits for, in a line, and of what that consists.
#[derive(Clone, Debug, Serialize)]
pub struct Wait {
    /// The line.
    pub words: Words,
    /// Its parts.
    pub parts: Vec<Words>,
}

impl From<Words> for Wait {
    fn from(words: Words) -> Self {
        Self {
            words,
            parts: Vec::new(),
        }
    }
}

/// One step of the way.
#[derive(Clone, Debug, Serialize)]
pub struct WayStep {
    /// Which.
    pub title: Words,
    /// What is known of it.
    pub lines: Vec<Words>,
    /// Behind us?
    pub done: bool,
}

/// One paper.
#[derive(Clone, Debug, Serialize)]
pub struct PaperLine {
    /// Which.
    pub name: Words,
    /// How it stands.
    pub status: Status,
    /// Date, number, who filed it; or until when it is due.
    pub lines: Vec<Words>,
    /// Whose it is.
    pub owner: Words,
    /// The beginning of the scan's SHA-256.
    pub scan: Option<String>,
    /// Where to file it.
    pub action: Option<Link>,
}

/// One member of the commission.
#[derive(Clone, Debug, Serialize)]
pub struct MemberLine {
    /// Name.
    pub name: String,
    /// How the signature stands.
    pub status: Status,
    /// The own opinion, where it differs.
    pub dissent: Option<String>,
}

/// `/cases/<id>/reviews/<n>/papers/<paper>`. Fields: `dated_on` (date), `paper_reference`, `scan_sha256`.
#[derive(Clone, Debug, Serialize)]
pub struct FileReviewPaper {
    /// Whose review it is for.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// Which paper.
    pub name: Words,
    /// Until when, and what was filed already.
    pub known: Vec<Row>,
    /// Where one came from.
    pub back: String,
}

/// `/cases/<id>/reviews/<n>/text`. Fields: `held_on` (date), `members_<account>`, `findings`, `proposal`, `reasons`,
/// `without` (where papers are missing); carried: `over`.
#[derive(Clone, Debug, Serialize)]
pub struct DraftReview {
    /// Whose review it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// Who can be chosen.
    pub members: Vec<Choice>,
    /// Fewest members.
    pub least: usize,
    /// Who may not, because he or she treated the person.
    pub barred: Vec<String>,
    /// What can be proposed.
    pub proposals: Vec<Choice>,
    /// The papers that are missing.
    pub missing: Vec<Words>,
    /// Has somebody signed an earlier version?
    pub signed: bool,
    /// Where the composition comes from.
    pub source: Option<Cited>,
    /// Where one came from.
    pub back: String,
}

/// `/cases/<id>/reviews/<n>/sign`. Fields: `opinion` = `agree` or `dissent`, `dissent`; carried: `version`.
#[derive(Clone, Debug, Serialize)]
pub struct SignReview {
    /// Whose review it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What is signed.
    pub text: Vec<Row>,
    /// Which version.
    pub version: i64,
    /// How one can sign.
    pub opinions: Vec<Choice>,
    /// May the reader sign it now?
    pub open: bool,
    /// Where one came from.
    pub back: String,
}

impl SignReview {
    /// How one can sign.
    #[must_use]
    pub fn opinion_choices() -> Vec<Choice> {
        ["agree", "dissent"]
            .map(|value| Choice {
                hint: Some(Words::key(format!("opinion-{value}-hint"))),
                ..Choice::new(value, Words::key(format!("opinion-{value}")))
            })
            .into()
    }
}

/// `/cases/<id>/reviews/<n>/submission`. Fields: `sent_on` (date), `court`, `paper_reference`.
#[derive(Clone, Debug, Serialize)]
pub struct SubmitToCourt {
    /// Whose review it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What is proposed.
    pub known: Vec<Row>,
    /// Where one came from.
    pub back: String,
}

/// `/cases/<id>/reviews/<n>/declined`. Fields: `decided_on` (date), `document`.
#[derive(Clone, Debug, Serialize)]
pub struct CourtDeclined {
    /// Whose review it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What was sent.
    pub known: Vec<Row>,
    /// Where a ruling is recorded.
    pub ruling_href: String,
    /// Where one came from.
    pub back: String,
}
