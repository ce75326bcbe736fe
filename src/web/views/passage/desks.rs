//! The desks: hand-overs under way, releases ahead, and the line that is left of those who were transferred.

use crate::text::Words;
use crate::web::views::Page;
use crate::web::views::parts::{Status, Tone};
use crate::web::views::samples::{clinic, day, facility, probation};
use chrono::NaiveDate;
use serde::Serialize;

/// `/handovers`: what was offered to the reader's organisation, and what it offered.
#[derive(Clone, Debug, Serialize)]
pub struct HandoversDesk {
    /// Whose desk.
    pub organisation: Words,
    /// Offers to it.
    pub received: Vec<HandoverRow>,
    /// Offers of it.
    pub made: Vec<HandoverRow>,
    /// Are these the offers of a region, of whichever organisation?
    pub of_region: bool,
    /// What the offers made are narrowed to; then they stand alone.
    pub narrowed: Option<Words>,
    /// The next part of the latter.
    pub next_href: Option<String>,
    /// Back to the first.
    pub first_href: Option<String>,
    /// Releases ahead, where the reader may open them.
    pub releases_href: Option<String>,
    /// Who was transferred, where the reader may open that.
    pub transferred_href: Option<String>,
}

/// One hand-over.
#[derive(Clone, Debug, Serialize)]
pub struct HandoverRow {
    /// The way out of the case.
    pub href: String,
    /// Name.
    pub person: String,
    /// Reference.
    pub reference: String,
    /// Why.
    pub reason: Words,
    /// Who gives.
    pub from: Words,
    /// Who is asked.
    pub to: Words,
    /// When the person is expected.
    pub from_on: NaiveDate,
    /// By when it is answered.
    pub due_on: NaiveDate,
    /// How it stands.
    pub state: Status,
}

/// `/releases`: releases ahead by month and state, people without cover, by region.
#[derive(Clone, Debug, Serialize)]
pub struct ReleasesDesk {
    /// Whose desk.
    pub organisation: Words,
    /// The months, and last all of them.
    pub months: Vec<MonthRow>,
    /// The region whose releases they count; none where it is all of them.
    pub of_region: Option<Words>,
    /// Hand-overs that are open, that are late, people without cover: number, words, rows.
    pub counts: Vec<crate::web::views::today::Count>,
    /// The regions.
    pub regions: Vec<RegionRow>,
    /// Smaller numbers of other regions are held back.
    pub least_shown: i64,
    /// What the rows are narrowed to.
    pub narrowed: Option<Words>,
    /// The rows.
    pub rows: Vec<ReleaseRow>,
    /// The next part.
    pub next_href: Option<String>,
    /// Back to the first.
    pub first_href: Option<String>,
}

/// The releases of a month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthRow {
    /// The month.
    pub month: Words,
    /// What is ahead, then by how it stands.
    pub counts: Vec<HeadedCount>,
}

/// A number with the head of its column.
#[derive(Clone, Debug, Serialize)]
pub struct HeadedCount {
    /// The head.
    pub head: Words,
    /// The number.
    pub count: MonthCount,
}

/// A number that opens its rows.
#[derive(Clone, Debug, Serialize)]
pub struct MonthCount {
    /// The number.
    pub number: String,
    /// Its rows; none for nought, and for what the reader may not open.
    pub href: Option<String>,
    /// Does it worry?
    pub bad: bool,
}

/// The numbers of a region.
#[derive(Clone, Debug, Serialize)]
pub struct RegionRow {
    /// The region.
    pub region: Words,
    /// Releases ahead.
    pub ahead: MonthCount,
    /// Without a receiver.
    pub without: MonthCount,
    /// People without cover.
    pub uncovered: MonthCount,
    /// Hand-overs that nobody has answered, by whoever asked.
    pub open: MonthCount,
    /// Those of them that should have been answered.
    pub late: MonthCount,
    /// People who are held, and whose day of release nobody knows.
    pub unknown: MonthCount,
}

/// One release.
#[derive(Clone, Debug, Serialize)]
pub struct ReleaseRow {
    /// The way out of the case.
    pub href: String,
    /// Name.
    pub person: String,
    /// Reference.
    pub reference: String,
    /// The day of release; none where none is known.
    pub release_on: Option<NaiveDate>,
    /// Where he is.
    pub place: Words,
    /// Who was asked or has accepted.
    pub receiver: Option<Words>,
    /// How it stands.
    pub state: Status,
}

/// `/transferred`: one line for each person who was treated or supervised here before.
#[derive(Clone, Debug, Serialize)]
pub struct TransferredDesk {
    /// Whose desk.
    pub organisation: Words,
    /// The lines.
    pub rows: Vec<TransferredRow>,
    /// The next part.
    pub next_href: Option<String>,
    /// Back to the first.
    pub first_href: Option<String>,
}

/// One line.
#[derive(Clone, Debug, Serialize)]
pub struct TransferredRow {
    /// Reference.
    pub reference: String,
    /// The name, for those who treated him.
    pub person: Option<String>,
    /// The case, for those who may still open it.
    pub href: Option<String>,
    /// When another took over.
    pub on: NaiveDate,
    /// Who.
    pub to: Words,
    /// Its telephone.
    pub phone: String,
}

impl Page for HandoversDesk {
    const TEMPLATE: &'static str = "pages/passage/handovers.html";
    fn sample() -> Vec<Self> {
        let row = |tone, state| HandoverRow {
            href: "/cases/1/release".into(),
            person: "Ахметов Серік Болатұлы".into(),
            reference: "KZ-0017".into(),
            reason: Words::key("handover-reason-release"),
            from: facility(),
            to: clinic(),
            from_on: day(2028, 12, 30),
            due_on: day(2028, 12, 6),
            state: Status::new(tone, Words::key(state)),
        };
        let empty = Self {
            organisation: clinic(),
            received: Vec::new(),
            made: Vec::new(),
            of_region: false,
            narrowed: None,
            next_href: None,
            first_href: None,
            releases_href: None,
            transferred_href: None,
        };
        let full = Self {
            received: vec![row(Tone::Info, "offer-state-open")],
            of_region: true,
            made: vec![
                row(Tone::Bad, "offer-state-silent"),
                row(Tone::Good, "offer-state-accepted"),
            ],
            next_href: Some("/handovers?after=x".into()),
            first_href: Some("/handovers".into()),
            releases_href: Some("/releases".into()),
            transferred_href: Some("/transferred".into()),
            ..empty.clone()
        };
        let late = Self {
            narrowed: Some(Words::key("release-head-late")),
            made: vec![row(Tone::Bad, "offer-state-silent")],
            ..empty.clone()
        };
        let open = Self {
            narrowed: Some(Words::key("releases-offers-open")),
            ..empty.clone()
        };
        vec![empty, full, late, open]
    }
}

impl Page for ReleasesDesk {
    const TEMPLATE: &'static str = "pages/passage/releases.html";
    fn sample() -> Vec<Self> {
        let number = |number: &str, bad| MonthCount {
            number: number.into(),
            href: (number != "0").then(|| "/releases?month=2028-12&state=no-receiver".into()),
            bad,
        };
        let empty = Self {
            organisation: clinic(),
            months: Vec::new(),
            of_region: None,
            counts: Vec::new(),
            regions: Vec::new(),
            least_shown: 5,
            narrowed: None,
            rows: Vec::new(),
            next_href: None,
            first_href: None,
        };
        let full = Self {
            months: vec![MonthRow {
                month: Words::key("month-of")
                    .number("year", 2028)
                    .words("month", Words::key("month-12")),
                counts: [
                    ("releases-ahead", "10", false),
                    ("releases-without", "3", false),
                    ("release-head-released-without", "0", false),
                    ("release-head-no-receiver", "1", true),
                    ("release-head-silent", "2", true),
                    ("release-head-offered", "0", false),
                    ("release-head-day-passed", "1", true),
                    ("release-head-accepted", "6", false),
                    ("release-head-far", "0", false),
                ]
                .map(|(head, count, bad)| HeadedCount {
                    head: Words::key(head),
                    count: number(count, bad),
                })
                .into(),
            }],
            of_region: Some("Абай облысы".into()),
            counts: vec![crate::web::views::today::Count {
                words: Words::key("releases-uncovered-count").number("n", 3),
                number: "3".into(),
                href: "/releases?state=uncovered".into(),
                current: false,
            }],
            regions: vec![RegionRow {
                region: "Абай облысы".into(),
                ahead: MonthCount {
                    number: "< 5".into(),
                    href: None,
                    bad: false,
                },
                without: number("0", false),
                uncovered: number("6", true),
                open: number("7", false),
                late: number("0", true),
                unknown: number("2", false),
            }],
            narrowed: Some(Words::key("release-state-no-receiver")),
            rows: vec![ReleaseRow {
                href: "/cases/1/release".into(),
                person: "Ахметов Серік Болатұлы".into(),
                reference: "KZ-0017".into(),
                release_on: Some(day(2028, 12, 30)),
                place: facility(),
                receiver: Some(clinic()),
                state: Status::new(Tone::Bad, Words::key("release-state-no-receiver")),
            }],
            next_href: Some("/releases?after=x".into()),
            first_href: Some("/releases".into()),
            ..empty.clone()
        };
        vec![empty, full]
    }
}

impl Page for TransferredDesk {
    const TEMPLATE: &'static str = "pages/passage/transferred.html";
    fn sample() -> Vec<Self> {
        let row = |person: Option<&str>, to| TransferredRow {
            reference: "KZ-0017".into(),
            person: person.map(str::to_owned),
            href: person.map(|_| "/cases/1".into()),
            on: day(2026, 7, 3),
            to,
            phone: "+7 700 000 00 00".into(),
        };
        let page = |rows| Self {
            organisation: probation(),
            rows,
            next_href: None,
            first_href: None,
        };
        vec![
            page(Vec::new()),
            page(vec![
                row(None, probation()),
                row(Some("Ахметов Серік Болатұлы"), clinic()),
            ]),
        ]
    }
}
