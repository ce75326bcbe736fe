//! The worklist: what this role must do, the most urgent first.

use super::{
    Page,
    caseload::GapsRow,
    parts::{Choice, CoverBar, Link, Moment, Status, Tone, Window},
    samples::{clinic, day, doubt, facility, moment},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/today`
#[derive(Clone, Debug, Serialize)]
pub struct Today {
    /// The organisation whose list it is.
    pub organisation: Words,
    /// The civil date at the place.
    pub today: NaiveDate,
    /// How many rows per urgency; each links to its part of the list.
    pub counts: Vec<Count>,
    /// What the list is narrowed to.
    pub filter: Filter,
    /// Posts of the own house, or of the region, that cannot be told: filled by the reader before anybody is missed.
    pub chairs: Vec<GapsRow>,
    /// Reviews that wait for the reader's own signature.
    pub signatures: Vec<super::reviews::ToSign>,
    /// That more of them wait than are shown.
    pub more_signatures: Option<Words>,
    /// Letters that wait for somebody who may sign them, as the reader may.
    pub letters: Vec<LetterToSign>,
    /// That more of them wait than are shown.
    pub more_letters: Option<Words>,
    /// Terms that end and that another post must see to; the reader is warned of them.
    pub heard: Vec<TodayRow>,
    /// That the search found more than is shown.
    pub narrow: Option<Words>,
    /// The rows of this part of the list.
    pub rows: Vec<TodayRow>,
    /// Does something wait that is no row: an alert, a post, a signature, a colleague? Then an empty list is not all.
    pub also: bool,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
    /// When the list was made, for the printed run sheet.
    pub made_at: Moment,
    /// Where run sheets are printed and typed, for those who do.
    pub sheets: Option<Link>,
    /// Where one asks whose somebody is who has come, for those who may.
    pub turned_up: Option<Link>,
}

/// A letter that waits for a signature.
#[derive(Clone, Debug, Serialize)]
pub struct LetterToSign {
    /// Where it is read and signed.
    pub href: String,
    /// The kind.
    pub kind: Words,
    /// Whom it is about; of a letter about a lot, to whom it goes.
    pub about: Words,
    /// The case's reference, or the number of the lot.
    pub reference: String,
    /// The day on which it was drawn up.
    pub drawn_on: NaiveDate,
}

/// A count above the list.
#[derive(Clone, Debug, Serialize)]
pub struct Count {
    /// What is counted.
    pub words: Words,
    /// How many.
    pub number: String,
    /// The list narrowed to them.
    pub href: String,
    /// Whether the list is narrowed to them now.
    pub current: bool,
}

/// The filter, as typed; sent by GET as `q`, `kind`, `urgency`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filter {
    /// Part of a reference or of a name.
    pub q: String,
    /// The kind chosen, or empty.
    pub kind: String,
    /// The urgency chosen, or empty.
    pub urgency: String,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// The urgencies to choose from.
    pub urgencies: Vec<Choice>,
}

/// One thing to do.
#[derive(Clone, Debug, Serialize)]
pub struct TodayRow {
    /// The person's name.
    pub person: String,
    /// The case's reference.
    pub reference: String,
    /// The case's page.
    pub case_href: String,
    /// What is to be done.
    pub kind: Words,
    /// What is given, with its strength; only for those who treat.
    pub product: Option<Words>,
    /// How urgent it is, in words.
    pub urgency: Status,
    /// The day due.
    pub due_on: NaiveDate,
    /// When the window opens or closes; see [`Window::timing`].
    pub timing: Words,
    /// Whether the last dose still works; only where the reader may know.
    pub cover: Option<Status>,
    /// Where.
    pub place: Words,
    /// Whose move it is, where it is somebody else's than the reader's.
    pub mover: Option<Words>,
    /// What must be decided by somebody else before it.
    pub waits: Option<Words>,
    /// Doses of which somebody says that this person, or another, received them; for those who treat.
    pub doubts: Vec<Words>,
    /// On which sheet it was printed, where nothing came back.
    pub not_returned: Option<Words>,
    /// The one next thing to do.
    pub action: Option<Link>,
}

impl Page for Today {
    const TEMPLATE: &'static str = "pages/today/today.html";

    fn searched_at(&self) -> Option<&'static str> {
        (!self.filter.q.is_empty()).then_some("/today")
    }

    fn sample() -> Vec<Self> {
        let full = Self {
            organisation: facility(),
            today: day(2026, 7, 3),
            counts: vec![
                count("urgency-late", 2, "late", false),
                count("urgency-closing", 5, "closing", true),
                count("urgency-open", 11, "open", false),
                count("urgency-coming", 24, "coming", false),
            ],
            filter: Filter {
                q: "Ахм".into(),
                kind: "dose".into(),
                urgency: "closing".into(),
                ..filter()
            },
            chairs: GapsRow::samples(),
            signatures: vec![super::reviews::ToSign {
                href: "/cases/1/reviews/1/sign".into(),
                person: "Ахметов Серік Болатұлы".into(),
                reference: "KZ-0017".into(),
                held_on: day(2026, 7, 1),
            }],
            more_signatures: Some(Words::key("first-of-more").number("n", 50)),
            letters: vec![LetterToSign {
                href: "/letters/1".into(),
                kind: Words::key("letter-kind-measure-ended"),
                about: "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы".into(),
                reference: "KZ-0102".into(),
                drawn_on: day(2026, 7, 2),
            }],
            more_letters: Some(Words::key("first-of-more").number("n", 50)),
            heard: vec![TodayRow {
                kind: Words::key("kind-extension"),
                product: None,
                cover: None,
                not_returned: None,
                waits: None,
                doubts: Vec::new(),
                ..row(
                    "Ахметов Серік Болатұлы",
                    "KZ-0017",
                    day(2026, 7, 9),
                    None,
                    Tone::Warn,
                )
            }],
            narrow: Some(Words::key("search-narrow").number("n", 50)),
            rows: vec![
                row(
                    "Ахметов Серік Болатұлы",
                    "KZ-0017",
                    day(2026, 6, 15),
                    Some(day(2026, 6, 28)),
                    Tone::Bad,
                ),
                row(
                    "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы",
                    "KZ-0102",
                    day(2026, 7, 4),
                    Some(day(2026, 7, 9)),
                    Tone::Warn,
                ),
                row("Петров Иван", "KZ-0003", day(2026, 7, 12), None, Tone::Info),
            ],
            also: true,
            next_href: Some("/today?after=abc".into()),
            first_href: Some("/today".into()),
            made_at: moment(2026, 7, 3, 8, 5),
            sheets: Some(Link::new("/sheets", Words::key("sheets-link"))),
            turned_up: Some(Link::new("/turned-up", Words::key("report-turned-up-title"))),
        };
        let empty = Self {
            organisation: clinic(),
            counts: Vec::new(),
            filter: filter(),
            chairs: Vec::new(),
            signatures: Vec::new(),
            more_signatures: None,
            letters: Vec::new(),
            more_letters: None,
            heard: Vec::new(),
            narrow: None,
            rows: Vec::new(),
            also: false,
            next_href: None,
            first_href: None,
            sheets: None,
            ..full.clone()
        };
        let only_alerts = Self {
            counts: vec![count("today-alerts", 4, "", false)],
            also: true,
            ..empty.clone()
        };
        let nothing_found = Self {
            filter: full.filter.clone(),
            ..empty.clone()
        };
        vec![full, empty, only_alerts, nothing_found]
    }
}

fn filter() -> Filter {
    Filter {
        kinds: ["dose", "first-dose", "exam", "review"].map(kind).into(),
        urgencies: ["late", "closing", "open", "coming"]
            .map(|u| Choice::new(u, Words::key(format!("urgency-{u}"))))
            .into(),
        ..Filter::default()
    }
}

fn kind(kind: &str) -> Choice {
    Choice::new(kind, Words::key(format!("kind-{kind}")))
}

fn count(key: &'static str, number: i64, urgency: &str, current: bool) -> Count {
    Count {
        words: Words::key(key),
        number: number.to_string(),
        href: format!("/today?urgency={urgency}"),
        current,
    }
}

fn row(person: &str, reference: &str, due_on: NaiveDate, covered: Option<NaiveDate>, tone: Tone) -> TodayRow {
    let today = day(2026, 7, 3);
    let week = chrono::Days::new(7);
    let window = Window {
        opens_on: due_on - week,
        due_on,
        closes_on: due_on + week,
    };
    let urgency = match tone {
        Tone::Bad => "urgency-late",
        Tone::Warn => "urgency-closing",
        _ => "urgency-coming",
    };
    TodayRow {
        person: person.into(),
        reference: reference.into(),
        case_href: "/cases/1".into(),
        kind: Words::key("kind-dose"),
        product: Some(
            Words::key("product-strength")
                .words("product", super::samples::product())
                .words("strength", "11.25 mg"),
        ),
        urgency: Status::new(tone, Words::key(urgency)),
        due_on,
        timing: window.timing(today),
        cover: Some(CoverBar::status(covered, today)),
        place: facility(),
        mover: Some(clinic()),
        waits: (tone == Tone::Bad).then(|| Words::key("banner-decision-needed")),
        doubts: if tone == Tone::Bad {
            vec![doubt()]
        } else {
            Vec::new()
        },
        not_returned: (tone == Tone::Bad).then(|| {
            Words::key("row-not-returned")
                .words("sheet", "2026-0012")
                .date("on", day(2026, 6, 26))
        }),
        action: (tone != Tone::Info).then(|| Link::new("/cases/1/dose", Words::key("log-injection-action"))),
    }
}
