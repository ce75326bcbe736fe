//! What is printed at a release: the sheet for the person, and the act of the hand-over with two signatures. The data
//! is typed, so that other papers can be made from it.

use crate::text::Words;
use crate::web::views::Page;
use crate::web::views::parts::{Link, Moment, Row};
use crate::web::views::samples::{clinic, day, facility, moment};
use chrono::NaiveDate;
use serde::Serialize;

/// `/cases/<id>/release/sheet/<language>`: where, when, whom to call, in the person's language. No drug, no diagnosis:
/// he carries it past others.
#[derive(Clone, Debug, Serialize)]
pub struct ReleaseSheet {
    /// The page it belongs to.
    pub href: String,
    /// The other languages.
    pub languages: Vec<Link>,
    /// Name.
    pub name: String,
    /// The day of release.
    pub release_on: NaiveDate,
    /// Where to come: name, address, telephone of the receiver; none while nobody has accepted.
    pub place: Option<Words>,
    /// Its address.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// Is the first visit to be named anew?
    pub visit_anew: bool,
    /// Has the day of the release come?
    pub released: bool,
    /// Was he released already, though nobody takes him over?
    pub out: bool,
    /// The day of the first visit.
    pub visit_on: Option<NaiveDate>,
    /// Its hour.
    pub visit_time: String,
    /// Whom he sees.
    pub clinician: String,
    /// Whom to call until then.
    pub before: Words,
    /// Its telephone.
    pub before_phone: String,
    /// When it was printed.
    pub printed_at: Moment,
}

/// `/cases/<id>/release/act`: what the giver hands over and the receiver takes over.
#[derive(Clone, Debug, Serialize)]
pub struct HandoverAct {
    /// The page it belongs to.
    pub href: String,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name: String,
    /// Day of birth.
    pub born_on: NaiveDate,
    /// Who gives.
    pub from: Words,
    /// Who takes over.
    pub to: Words,
    /// Why and since when.
    pub facts: Vec<Row>,
    /// The treatment: product, last dose, cover, next window, open obligations.
    pub treatment: Vec<Row>,
    /// What is still owed, and by when.
    pub owed: Vec<Row>,
    /// When it was printed.
    pub printed_at: Moment,
}

impl Page for ReleaseSheet {
    const TEMPLATE: &'static str = "pages/passage/sheet.html";
    fn sample() -> Vec<Self> {
        let full = Self {
            href: "/cases/1/release".into(),
            languages: vec![Link::new("/cases/1/release/sheet/ru", "Русский")],
            name: "Ахметов Серік Болатұлы".into(),
            release_on: day(2028, 12, 30),
            place: Some(clinic()),
            address: "Қостанай қ., Абай даңғылы, 1".into(),
            phone: "+7 700 000 00 00".into(),
            visit_anew: false,
            released: false,
            out: false,
            visit_on: Some(day(2029, 1, 3)),
            visit_time: "10:30".into(),
            clinician: "Гүлнар Оспанова".into(),
            before: facility(),
            before_phone: "+7 700 000 00 01".into(),
            printed_at: moment(2028, 12, 20, 11, 5),
        };
        let none = Self {
            place: None,
            visit_on: None,
            ..full.clone()
        };
        let anew = Self {
            visit_anew: true,
            visit_on: None,
            ..full.clone()
        };
        let out = Self {
            released: true,
            ..anew.clone()
        };
        let alone = Self {
            out: true,
            ..none.clone()
        };
        vec![full, none, anew, out, alone]
    }
}

impl Page for HandoverAct {
    const TEMPLATE: &'static str = "pages/passage/act.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            href: "/cases/1/release".into(),
            reference: "KZ-0017".into(),
            name: "Ахметов Серік Болатұлы".into(),
            born_on: day(1899, 12, 31),
            from: facility(),
            to: clinic(),
            facts: vec![Row::new(
                Words::key("handover-purpose"),
                Words::key("handover-reason-release"),
            )],
            treatment: vec![Row::new(Words::key("product"), "Трипторелин 11,25 мг")],
            owed: vec![Row::new(
                Words::key("kind-dose"),
                Words::key("on-date").date("on", day(2029, 1, 4)),
            )],
            printed_at: moment(2028, 12, 20, 11, 5),
        }]
    }
}
