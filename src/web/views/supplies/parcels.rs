//! Parcels: those on their way, what is owed about them, and each with its custody line.

use super::product;
use crate::text::Words;
use crate::web::views::{
    Form, Page,
    parts::{Banner, Link, Moment, Row, Status, Tone},
    samples::{clinic, day, facility, form, moment},
};
use chrono::NaiveDate;
use serde::Serialize;

/// Something a supplier owes.
#[derive(Clone, Debug, Serialize)]
pub struct OwedRow {
    /// The case's page.
    pub href: String,
    /// Reference.
    pub reference: String,
    /// What.
    pub kind: Words,
    /// By when.
    pub due_on: NaiveDate,
    /// How urgent.
    pub status: Status,
    /// Where.
    pub place: Words,
}

/// A parcel in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelRow {
    /// Its page.
    pub href: String,
    /// What stands on its label.
    pub code: String,
    /// Reference of the case.
    pub reference: String,
    /// Where it stands.
    pub status: Status,
    /// From where.
    pub from: Words,
    /// To where.
    pub to: Words,
    /// When it was packed.
    pub prepared: Moment,
}

/// `/parcels`.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelsPage {
    /// A code is looked for: its form.
    pub form: Form,
    /// Where a parcel is written down that came without notice, for whoever may.
    pub arrived: Option<Link>,
    /// What is owed, the first due first.
    pub owed: Vec<OwedRow>,
    /// The parcels.
    pub rows: Vec<ParcelRow>,
    /// Are those shown that are over?
    pub over: bool,
    /// The next part.
    pub next_href: Option<String>,
}

/// One hand of a custody line.
#[derive(Clone, Debug, Serialize)]
pub struct HandRow {
    /// When it passed.
    pub at: Moment,
    /// Into whose hands.
    pub who: Words,
    /// Written down later, or by whom.
    pub more: Vec<Words>,
    /// Nobody signed for longer than is allowed before this.
    pub gap: Option<Words>,
}

/// `/parcels/<id>`.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelPage {
    /// What stands on its label.
    pub code: String,
    /// What must be seen first: a hold, a person who moved, a recall.
    pub banners: Vec<Banner>,
    /// Where it stands.
    pub status: Status,
    /// What is known.
    pub facts: Vec<Row>,
    /// One line, from whoever packed it on.
    pub hands: Vec<HandRow>,
    /// Each pack and what became of it.
    pub packs: Vec<Row>,
    /// What can be done.
    pub actions: Vec<Link>,
}

impl Page for ParcelsPage {
    const TEMPLATE: &'static str = "pages/supply/parcels.html";
    fn sample() -> Vec<Self> {
        let empty = Self {
            form: form().problem("code", Words::key("parcel-not-found")),
            arrived: None,
            owed: Vec::new(),
            rows: Vec::new(),
            over: true,
            next_href: None,
        };
        let full = Self {
            form: form(),
            arrived: Some(Link::new(
                "/parcels/arrived",
                Words::key("receive-arrival-action"),
            )),
            owed: vec![OwedRow {
                href: "/cases/1".into(),
                reference: "2026-00017".into(),
                kind: Words::key("kind-supply-dose"),
                due_on: day(2026, 6, 12),
                status: Status::new(Tone::Bad, Words::key("urgency-late")),
                place: facility(),
            }],
            rows: vec![ParcelRow {
                href: "/parcels/1".into(),
                code: "P7KD93MA".into(),
                reference: "2026-00017".into(),
                status: Status::new(Tone::Warn, Words::key("parcel-late")),
                from: clinic(),
                to: facility(),
                prepared: moment(2026, 6, 1, 9, 30),
            }],
            over: false,
            next_href: Some("/parcels?after=2".into()),
        };
        vec![full, empty]
    }
}

impl Page for ParcelPage {
    const TEMPLATE: &'static str = "pages/supply/parcel.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            code: "P7KD93MA".into(),
            banners: vec![Banner {
                tone: Tone::Warn,
                title: Words::key("parcel-hold"),
                words: None,
                link: None,
            }],
            status: Status::new(Tone::Info, Words::key("parcel-state-under-way")),
            facts: vec![Row::new(Words::key("product"), product())],
            hands: vec![HandRow {
                at: moment(2026, 6, 1, 9, 30),
                who: Words::key("hand-courier").words("name", "Серік Ахметов"),
                more: vec!["Гүлнар Оспанова".into()],
                gap: Some(Words::key("custody-gap-hours").number("n", 96)),
            }],
            packs: vec![Row::new("L7-0042", Words::key("bound-packed"))],
            actions: vec![Link::new(
                "/parcels/1/receive",
                Words::key("receive-parcel-action"),
            )],
        }]
    }
}
