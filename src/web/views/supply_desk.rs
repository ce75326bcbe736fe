//! The desk of supply at a glance: numbers, and under each its rows. No field for a person.

use super::{
    Page,
    parts::{Link, Status, Tone},
    samples::{clinic, day, facility, product},
    today::Count,
};
use crate::text::Words;
use serde::Serialize;

/// `/stock/desk`.
#[derive(Clone, Debug, Serialize)]
pub struct SupplyDesk {
    /// Whose desk it is.
    pub organisation: Words,
    /// One number for each section.
    pub counts: Vec<Count>,
    /// What wants somebody's eye, by kind.
    pub sections: Vec<DeskSection>,
    /// The forecast.
    pub forecast: Link,
}

/// Things of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct DeskSection {
    /// Its place on the page.
    pub id: &'static str,
    /// The heading.
    pub title: Words,
    /// What is said where there is nothing.
    pub nothing: Words,
    /// The rows.
    pub rows: Vec<DeskRow>,
    /// Where the rest is, where there is more.
    pub rest: Option<Link>,
}

/// One parcel, heap or dose.
#[derive(Clone, Debug, Serialize)]
pub struct DeskRow {
    /// What it is, and its page.
    pub what: Link,
    /// More about it.
    pub detail: Words,
    /// Where it is, or between which places.
    pub place: Words,
    /// How it stands.
    pub status: Status,
}

impl Page for SupplyDesk {
    const TEMPLATE: &'static str = "pages/parcels/desk.html";
    fn sample() -> Vec<Self> {
        let between = Words::key("glance-between")
            .words("from", clinic())
            .words("to", facility());
        let parcel = DeskRow {
            what: Link::new("/parcels/1", Words::plain("K7PM2QXA")),
            detail: Words::key("forecast-dose")
                .words("product", product())
                .number("n", 3),
            place: between,
            status: Status::new(
                Tone::Bad,
                Words::key("glance-late-since").date("on", day(2026, 6, 12)),
            ),
        };
        let heap = DeskRow {
            what: Link::new("/stock/lots/1", Words::plain("L7-0042")),
            detail: Words::key("glance-packs-of")
                .number("n", 4)
                .words("product", product()),
            place: facility(),
            status: Status::new(Tone::Warn, Words::key("forecast-expires-in").number("n", 21)),
        };
        let section = |id, rows: Vec<DeskRow>, rest| DeskSection {
            id,
            title: Words::key(format!("glance-{id}")),
            nothing: Words::key(format!("glance-{id}-none")),
            rows,
            rest,
        };
        let count = DeskRow {
            what: Link::new("/stock/lots/2?at=1", Words::plain("L7-0043")),
            detail: Words::key("glance-unsettled-missing")
                .number("n", 1)
                .words("product", product()),
            place: facility(),
            status: Status::new(
                Tone::Bad,
                Words::key("glance-unsettled-until").date("on", day(2026, 6, 16)),
            ),
        };
        let rest = Link::new("/parcels", Words::key("glance-rest"));
        let owed = DeskRow {
            what: Link::new("/cases/1", Words::plain("2026-00017")),
            detail: Words::key("kind-supply-dose"),
            place: facility(),
            status: Status::new(
                Tone::Warn,
                Words::key("glance-owed-until").date("on", day(2026, 6, 18)),
            ),
        };
        let sections = vec![
            section("owed", vec![owed], None),
            section("late", vec![parcel.clone()], None),
            section("on-the-way", vec![parcel], Some(rest)),
            section("unaccounted", Vec::new(), None),
            section("unsettled", vec![count], None),
            section("quarantined", vec![heap.clone()], None),
            section("near-expiry", vec![heap], None),
            section("at-risk", Vec::new(), None),
        ];
        let count = |id: &str, number: &str| Count {
            words: Words::key(format!("glance-{id}")),
            number: number.to_owned(),
            href: format!("#{id}"),
            current: false,
        };
        let counts = sections.iter().map(|section| count(section.id, "1")).collect();
        let page = Self {
            organisation: clinic(),
            counts,
            sections,
            forecast: Link::new("/stock/forecast", Words::key("forecast-title")),
        };
        vec![page]
    }
}
