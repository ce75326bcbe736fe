//! What a recall touches, shown before it is said.

use super::product;
use crate::text::Words;
use crate::web::views::{
    Form, Page,
    parts::{Link, Row},
    samples::{clinic, day, form},
};
use chrono::NaiveDate;
use serde::Serialize;

/// `/stock/lots/<id>/recall`, once the notice is named. The form carries the notice, and a mark of what is shown.
#[derive(Clone, Debug, Serialize)]
pub struct RecallCheck {
    /// Number of the lot.
    pub number: String,
    /// Its page.
    pub back_href: String,
    /// The form.
    pub form: Form,
    /// The lot, and the notice as typed.
    pub facts: Vec<Row>,
    /// Its packs, by place.
    pub packs: Vec<Row>,
    /// So many people received it.
    pub people: Words,
    /// How many of the cases are others' to see to; they are not named.
    pub elsewhere: Option<Words>,
    /// Each of the others by reference.
    pub references: Vec<String>,
    /// Planned doses that rely on it.
    pub doses: Vec<RelyingRow>,
}

/// A planned dose that relies on the lot.
#[derive(Clone, Debug, Serialize)]
pub struct RelyingRow {
    /// The case.
    pub case: Link,
    /// The day it is due.
    pub due_on: NaiveDate,
}

impl Page for RecallCheck {
    const TEMPLATE: &'static str = "pages/supply/recall.html";
    fn sample() -> Vec<Self> {
        let full = Self {
            number: "L7-0042".into(),
            back_href: "/stock/lots/1".into(),
            form: form(),
            facts: vec![
                Row::new(Words::key("product"), product()),
                Row::new(Words::key("recall-notice"), "Хат № 12"),
            ],
            packs: vec![Row::new(
                clinic(),
                Words::key("recall-check-packs")
                    .words("place", Words::key("place-stock"))
                    .words("packs", Words::key("packs").number("n", 3)),
            )],
            people: Words::key("recall-check-people").number("n", 2),
            elsewhere: Some(Words::key("recall-elsewhere").number("n", 2).number("all", 5)),
            references: vec!["2026-00017".into(), "2026-00018".into()],
            doses: vec![RelyingRow {
                case: Link::new("/cases/1", "2026-00019"),
                due_on: day(2026, 6, 20),
            }],
        };
        let nobody = Self {
            packs: Vec::new(),
            people: Words::key("recall-check-people").number("n", 0),
            elsewhere: None,
            references: Vec::new(),
            doses: Vec::new(),
            ..full.clone()
        };
        vec![full, nobody]
    }
}
