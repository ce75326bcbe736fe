//! The person's own page: what may be handed to him, on paper, in his language.

use super::{
    Page,
    parts::{CaseHead, Link, Moment, Row},
    samples::{clinic, day, facility, head, moment, product, words},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/cases/<id>/own-record/<language>`.
#[derive(Clone, Debug, Serialize)]
pub struct OwnRecord {
    /// Whose it is.
    pub head: CaseHead,
    /// This page in each language, by the language's own name; not printed.
    pub languages: Vec<Link>,
    /// What is in force today: ruling, drug, next dose.
    pub now: Vec<Row>,
    /// What happened, by kind; a kind without entries says so.
    pub sections: Vec<Section>,
    /// Who looked, the newest first.
    pub looks: Vec<Look>,
    /// Whether there were more looks than are shown.
    pub more_looks: bool,
    /// When it was printed.
    pub printed_at: Moment,
    /// By whom.
    pub printed_by: Words,
    /// By what it can be checked later.
    pub seal: Option<Seal>,
    /// Identity of the case, as the evidence is exported by.
    pub case: String,
}

/// The entry of the ledger that this print left.
#[derive(Clone, Debug, Serialize)]
pub struct Seal {
    /// Its number.
    pub number: i64,
    /// Its hash, which seals every entry before it.
    pub hash: String,
}

/// What happened, of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// The heading.
    pub title: Words,
    /// What happened, the oldest first.
    pub entries: Vec<OwnEntry>,
}

/// One thing that happened.
#[derive(Clone, Debug, Serialize)]
pub struct OwnEntry {
    /// When it happened.
    pub at: Moment,
    /// What.
    pub title: Words,
    /// The details, one line each.
    pub lines: Vec<Words>,
    /// Who treated, told, examined or decided.
    pub who: Words,
    /// Why it does not count any more.
    pub struck: Option<Words>,
}

/// Who looked on a day: an office, never a name.
#[derive(Clone, Debug, Serialize)]
pub struct Look {
    /// The day.
    pub on: NaiveDate,
    /// Role and organisation.
    pub who: Words,
    /// How often on that day.
    pub times: usize,
}

impl Page for OwnRecord {
    const TEMPLATE: &'static str = "pages/person/own_record.html";
    fn sample() -> Vec<Self> {
        let given = OwnEntry {
            at: moment(2026, 3, 23, 10, 2),
            title: Words::key("event-dose-given"),
            lines: vec![Words::key("dose-number").number("n", 1), product()],
            who: facility(),
            struck: None,
        };
        let struck = OwnEntry {
            struck: Some("Басқа адамға жазылған".into()),
            ..given.clone()
        };
        let section = |key: &str, entries| Section {
            title: Words::key(key.to_owned()),
            entries,
        };
        let page = Self {
            head: head(),
            languages: vec![Link::new("/cases/1/own-record/kk", Words::plain("Қазақша"))],
            now: vec![Row::new(Words::key("product"), product())],
            sections: vec![
                section("own-ordered", Vec::new()),
                section("own-given", vec![given, struck]),
            ],
            looks: vec![Look {
                on: day(2026, 3, 23),
                who: Words::key("ladder-role")
                    .words("role", words("Мейіргер", "Медсестра", "Nurse"))
                    .words("organisation", clinic()),
                times: 2,
            }],
            more_looks: false,
            printed_at: moment(2026, 6, 15, 9, 30),
            printed_by: "Гүлнар Оспанова".into(),
            seal: Some(Seal {
                number: 214,
                hash: "9f2c1a77".repeat(8),
            }),
            case: "0192f0c1".into(),
        };
        let empty = Self {
            looks: Vec::new(),
            more_looks: true,
            seal: None,
            ..page.clone()
        };
        vec![page, empty]
    }
}
