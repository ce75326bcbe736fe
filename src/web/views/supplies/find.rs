//! A lot looked for by its number.

use super::product;
use crate::text::Words;
use crate::web::views::{
    Page,
    parts::{Link, Status, Tone},
    samples::day,
};
use chrono::NaiveDate;
use serde::Serialize;

/// `/stock/lots`.
#[derive(Clone, Debug, Serialize)]
pub struct FindLotPage {
    /// What was typed.
    pub number: String,
    /// The lots whose number holds it.
    pub rows: Vec<FoundRow>,
    /// More were found than are shown: more of the number is to be typed.
    pub narrow: Option<Words>,
    /// Where a lot is put on record that is not among them, where the reader may.
    pub register_href: Option<String>,
}

/// A lot that was found.
#[derive(Clone, Debug, Serialize)]
pub struct FoundRow {
    /// Its number.
    pub number: String,
    /// Its page, where it is on record.
    pub href: Option<String>,
    /// Product.
    pub product: Words,
    /// Last day of use, where somebody typed one.
    pub expiry_on: Option<NaiveDate>,
    /// On record, recalled, or known from doses alone.
    pub state: Status,
    /// So many people received it.
    pub people: usize,
    /// Where it is put on record, where it is not and the reader may.
    pub register: Option<Link>,
}

impl Page for FindLotPage {
    const TEMPLATE: &'static str = "pages/supply/find_lot.html";
    fn sample() -> Vec<Self> {
        let row = |state: Status, href: Option<&str>, people| FoundRow {
            number: "TR2606-0042-LONG".into(),
            href: href.map(str::to_owned),
            product: product(),
            expiry_on: href.map(|_| day(2026, 9, 30)),
            state,
            people,
            register: href.is_none().then(|| {
                let words = Words::key("register-lot-action");
                Link::new("/stock/register-lot?number=TR2606", words)
            }),
        };
        let status = |tone, key: &'static str| Status::new(tone, Words::key(key));
        let found = Self {
            number: "TR26".into(),
            rows: vec![
                row(status(Tone::Quiet, "found-on-record"), Some("/stock/lots/1"), 3),
                row(status(Tone::Bad, "lot-recalled"), Some("/stock/lots/2"), 0),
                row(status(Tone::Warn, "found-in-doses"), None, 28),
            ],
            narrow: Some(Words::key("search-narrow").number("n", 3)),
            register_href: Some("/stock/register-lot?number=TR26".into()),
        };
        let nothing = Self {
            rows: Vec::new(),
            narrow: None,
            register_href: None,
            ..found.clone()
        };
        let not_asked = Self {
            number: String::new(),
            ..nothing.clone()
        };
        vec![found, nothing, not_asked]
    }
}
