//! The review by a commission: the desk, the page of one review, and its forms.

use super::{
    Form, Page,
    parts::{Banner, CaseHead, Choice, Link, Row, Status, Tone},
    samples::{clinic, day, facility, form, head, words},
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
    /// The reviews of this part of the list, the first due first.
    pub reviews: Vec<ReviewRow>,
    /// What goes to the court, or waits for it.
    pub court: Vec<CourtRow>,
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
    /// The papers; none for those who may not see them.
    pub papers: Vec<PaperLine>,
    /// What the commission says.
    pub text: Vec<Row>,
    /// Its members.
    pub members: Vec<MemberLine>,
    /// What can be done.
    pub actions: Vec<Link>,
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
    pub source: String,
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

fn title(number: i64) -> Words {
    Words::key("review-number").number("n", number)
}

fn text() -> Vec<Row> {
    vec![
        Row::new(
            Words::key("review-held-on"),
            Words::key("on-date").date("on", day(2026, 8, 20)),
        ),
        Row::new(
            Words::key("review-proposal"),
            words("Шараны тоқтату", "Прекратить меру", "Stop the measure"),
        ),
        Row::new(Words::key("review-findings"), "Ремиссия 14 месяцев"),
    ]
}

impl Page for ReviewsDesk {
    const TEMPLATE: &'static str = "pages/reviews/reviews.html";
    fn sample() -> Vec<Self> {
        let row = |person: &str, tone, open| ReviewRow {
            href: "/cases/1/reviews/1".into(),
            person: person.into(),
            reference: "KZ-0017".into(),
            title: title(3),
            urgency: Status::new(tone, Words::key("urgency-late")),
            due_on: day(2026, 8, 1),
            timing: Words::key("window-closed-ago").number("n", 14),
            place: facility(),
            missing: vec![
                Words::key("missing-paper")
                    .words("paper", words("Мінездеме", "Характеристика", "Conduct report"))
                    .words("role", Words::key("role-prison-nurse")),
            ],
            open,
        };
        let full = Self {
            organisation: clinic(),
            counts: vec![Count {
                words: Words::key("reviews-overdue"),
                number: "3".into(),
                href: "#coming".into(),
                current: false,
            }],
            signatures: vec![ToSign {
                href: "/cases/1/reviews/1/sign".into(),
                person: "Ахметов Серік Болатұлы".into(),
                reference: "KZ-0017".into(),
                held_on: day(2026, 8, 20),
            }],
            reviews: vec![
                row("Ахметов Серік Болатұлы", Tone::Bad, true),
                row(
                    "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы",
                    Tone::Quiet,
                    false,
                ),
            ],
            court: vec![CourtRow {
                href: "/cases/1/reviews/1".into(),
                person: "Петров Иван".into(),
                reference: "KZ-0003".into(),
                kind: Words::key("kind-await-ruling"),
                urgency: Status::new(Tone::Info, Words::key("urgency-open")),
                due_on: day(2026, 9, 24),
            }],
            next_href: Some("/reviews?after=abc".into()),
            first_href: Some("/reviews".into()),
        };
        let empty = Self {
            signatures: Vec::new(),
            reviews: Vec::new(),
            court: Vec::new(),
            next_href: None,
            first_href: None,
            ..full.clone()
        };
        vec![full, empty]
    }
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "pages/reviews/review.html";
    fn sample() -> Vec<Self> {
        let step = |key: &'static str, done| WayStep {
            title: Words::key(key),
            lines: vec![Words::key("on-date").date("on", day(2026, 8, 20))],
            done,
        };
        let full = Self {
            head: head(),
            title: title(1),
            status: Status::new(Tone::Warn, Words::key("review-state-at-court")),
            banners: vec![Banner {
                tone: Tone::Info,
                title: Words::key("meanwhile-continue"),
                words: None,
                link: None,
            }],
            way: vec![
                step("way-papers", true),
                step("way-signatures", true),
                step("way-ruling", false),
            ],
            papers: vec![PaperLine {
                name: words("Мінездеме", "Характеристика", "Conduct report"),
                status: Status::new(Tone::Bad, Words::key("paper-missing")),
                lines: vec![Words::key("paper-due").date("on", day(2026, 7, 18))],
                owner: facility(),
                scan: Some("9f2c1a77".into()),
                action: Some(Link::new(
                    "/cases/1/reviews/1/papers/conduct",
                    Words::key("file-review-paper-action"),
                )),
            }],
            text: text(),
            members: vec![
                MemberLine {
                    name: "Жұмабекова А. Қ.".into(),
                    status: Status::new(
                        Tone::Good,
                        Words::key("signature-given").date("on", day(2026, 8, 20)),
                    ),
                    dissent: Some("Считаю иначе".into()),
                },
                MemberLine {
                    name: "Петрова О. И.".into(),
                    status: Status::new(Tone::Warn, Words::key("signature-missing")),
                    dissent: None,
                },
            ],
            actions: vec![Link::new(
                "/cases/1/reviews/1/sign",
                Words::key("sign-review-action"),
            )],
        };
        let registry = Self {
            papers: Vec::new(),
            text: Vec::new(),
            members: Vec::new(),
            actions: Vec::new(),
            banners: Vec::new(),
            ..full.clone()
        };
        vec![full, registry]
    }
}

impl Page for FileReviewPaper {
    const TEMPLATE: &'static str = "pages/reviews/file_paper.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            name: words("Мінездеме", "Характеристика", "Conduct report"),
            known: vec![Row::new(
                Words::key("due-on"),
                Words::key("on-date").date("on", day(2026, 7, 18)),
            )],
            back: "/cases/1/reviews/1".into(),
        };
        let wrong = form()
            .problem("paper_reference", Words::key("refusal-required"))
            .problem("scan_sha256", Words::key("hash-impossible"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for DraftReview {
    const TEMPLATE: &'static str = "pages/reviews/draft_review.html";
    fn sample() -> Vec<Self> {
        let page = |form, missing, signed| Self {
            head: head(),
            form,
            members: ["1", "2", "3"]
                .map(|id| Choice::new(id, "Жұмабекова А. Қ."))
                .into(),
            least: 3,
            barred: vec!["Петрова О. И.".into()],
            proposals: vec![
                Choice::new("stop", words("Тоқтату", "Прекратить", "Stop")),
                Choice::new("continue", words("Жалғастыру", "Продолжать", "Continue")),
            ],
            missing,
            signed,
            source: "Criminal Code art. 96".into(),
            back: "/cases/1/reviews/1".into(),
        };
        let paper = words("Мінездеме", "Характеристика", "Conduct report");
        let wrong = form()
            .value("members_1", "yes")
            .problem("members", Words::key("refusal-too-few-members").number("n", 3))
            .problem("proposal", Words::key("choice-required"))
            .problem("without", Words::key("refusal-required"));
        vec![page(form(), Vec::new(), false), page(wrong, vec![paper], true)]
    }
}

impl Page for SignReview {
    const TEMPLATE: &'static str = "pages/reviews/sign_review.html";
    fn sample() -> Vec<Self> {
        let page = |form, open| Self {
            head: head(),
            form,
            text: text(),
            version: 2,
            opinions: Self::opinion_choices(),
            open,
            back: "/cases/1/reviews/1".into(),
        };
        let wrong = form()
            .value("opinion", "dissent")
            .problem("dissent", Words::key("refusal-required"));
        vec![page(form(), true), page(wrong, true), page(form(), false)]
    }
}

impl Page for SubmitToCourt {
    const TEMPLATE: &'static str = "pages/reviews/submit_to_court.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            known: text(),
            back: "/cases/1/reviews/1".into(),
        };
        let wrong = form().problem("court", Words::key("refusal-required"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for CourtDeclined {
    const TEMPLATE: &'static str = "pages/reviews/court_declined.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            known: text(),
            ruling_href: "/cases/1/rulings/new".into(),
            back: "/cases/1/reviews/1".into(),
        };
        let wrong = form().problem("document", Words::key("refusal-required"));
        vec![page(form()), page(wrong)]
    }
}
