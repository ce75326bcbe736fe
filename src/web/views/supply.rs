//! What supply needs of a case: these types have no field for a person, a check, a refusal or a hold.

use super::{
    Page,
    case_file::Drug,
    parts::{Link, Status, Tone, Window},
    samples::{clinic, day, facility},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/cases/<id>` for a pharmacist.
#[derive(Clone, Debug, Serialize)]
pub struct SupplyCase {
    /// The reference.
    pub reference: String,
    /// Where the next dose is needed.
    pub place: Words,
    /// The product that is prescribed.
    pub product: Option<Words>,
    /// How often.
    pub interval: Option<Words>,
    /// The next dose, where one is planned.
    pub next: Option<Window>,
    /// Where the drug for it is.
    pub drug: Option<Drug>,
    /// Why it is owed, since when and by when; nothing where it is seen to.
    pub why: Vec<Words>,
    /// What the reader may do, and the parcels so far.
    pub actions: Vec<Link>,
    /// The lots used, the newest first.
    pub lots: Vec<UsedLot>,
    /// What waits for the reader's signature.
    pub banners: Vec<super::parts::Banner>,
}

/// One pack that was used.
#[derive(Clone, Debug, Serialize)]
pub struct UsedLot {
    /// When.
    pub given_on: NaiveDate,
    /// The product.
    pub product: Words,
    /// The lot.
    pub lot: String,
    /// Where it is looked for: it may be on no shelf.
    pub href: String,
    /// The last day of use.
    pub expiry_on: NaiveDate,
    /// Where.
    pub place: Words,
}

impl Page for SupplyCase {
    const TEMPLATE: &'static str = "pages/cases/supply.html";
    fn sample() -> Vec<Self> {
        let full = Self {
            reference: "2026-00017".into(),
            place: facility(),
            product: Some("Трипторелин 11,25 мг".into()),
            interval: Some(Words::key("days").number("n", 84)),
            next: Some(Window {
                opens_on: day(2026, 6, 20),
                due_on: day(2026, 7, 3),
                closes_on: day(2026, 7, 10),
            }),
            drug: Some(Drug {
                status: Status::new(
                    Tone::Bad,
                    Words::key("provision-at-risk").date("on", day(2026, 7, 10)),
                ),
                link: Some(Link::new("/parcels/1", Words::key("parcel"))),
                nearest: Some(
                    Words::key("forecast-remedy-move-near")
                        .words("site", clinic())
                        .words("lot", "L-2240")
                        .day("on", day(2027, 3, 31)),
                ),
            }),
            why: vec![
                Words::key("why-known-since")
                    .words("fact", Words::key("fact-recall-reached"))
                    .date("on", day(2026, 7, 10)),
            ],
            actions: vec![Link::new("/cases/1/parcel", Words::key("prepare-parcel-action"))],
            lots: vec![UsedLot {
                given_on: day(2026, 4, 9),
                product: "Трипторелин 11,25 мг".into(),
                lot: "L-2231".into(),
                href: "/stock/lots?number=L-2231".into(),
                expiry_on: day(2027, 3, 31),
                place: clinic(),
            }],
            banners: vec![super::parts::Banner {
                tone: super::parts::Tone::Warn,
                title: Words::key("banner-wrong-person-recorded").words("other", "2026-00018"),
                words: Some(Words::key("banner-wrong-person-words")),
                link: None,
            }],
        };
        let empty = Self {
            product: None,
            interval: None,
            next: None,
            drug: None,
            why: Vec::new(),
            actions: Vec::new(),
            lots: Vec::new(),
            banners: Vec::new(),
            ..full.clone()
        };
        vec![full, empty]
    }
}
