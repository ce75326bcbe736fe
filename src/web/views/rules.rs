//! The rules as they are read on screen: every number with its source, and who must still confirm it.

use super::{
    Page,
    parts::{Link, Row, Status, Tone},
    samples::words,
};
use crate::text::Words;
use serde::Serialize;

/// `/rules`.
#[derive(Clone, Debug, Serialize)]
pub struct RuleBook {
    /// The files, by kind.
    pub shelves: Vec<Shelf>,
}

/// The files of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Shelf {
    /// The kind.
    pub words: Words,
    /// Its files.
    pub files: Vec<Volume>,
}

/// One file.
#[derive(Clone, Debug, Serialize)]
pub struct Volume {
    /// Where it is read.
    pub link: Link,
    /// Its identity and version, as records cite it.
    pub rule: String,
    /// Published or draft.
    pub state: Status,
    /// How many of its rules wait to be confirmed.
    pub unconfirmed: usize,
}

/// `/rules/<kind>/<name>`.
#[derive(Clone, Debug, Serialize)]
pub struct RuleSheet {
    /// The kind.
    pub kind: Words,
    /// The name on screens, or the identity.
    pub title: Words,
    /// Identity and version.
    pub rule: String,
    /// Published or draft.
    pub state: Status,
    /// Its rules.
    pub entries: Vec<RuleEntry>,
}

/// One rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleEntry {
    /// Its place in the file, as the page's anchor too.
    pub path: String,
    /// Its name, where it has one.
    pub name: Option<Words>,
    /// What it says.
    pub values: Vec<Row>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Who must still confirm it.
    pub confirm: Option<Words>,
}

/// Published or draft.
pub(in crate::web) fn state(published: bool) -> Status {
    if published {
        Status::new(Tone::Good, Words::key("rule-published"))
    } else {
        Status::new(Tone::Warn, Words::key("rule-draft"))
    }
}

impl Page for RuleBook {
    const TEMPLATE: &'static str = "pages/rules/rule_book.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            shelves: vec![Shelf {
                words: Words::key("rules-of-protocols"),
                files: vec![Volume {
                    link: Link::new(
                        "/rules/protocols/triptorelin-3m.1",
                        words(
                            "Трипторелин, 3 ай",
                            "Трипторелин, 3 месяца",
                            "Triptorelin, 3 months",
                        ),
                    ),
                    rule: "triptorelin-3m.1".into(),
                    state: state(false),
                    unconfirmed: 14,
                }],
            }],
        }]
    }
}

impl Page for RuleSheet {
    const TEMPLATE: &'static str = "pages/rules/rule_sheet.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            kind: Words::key("rules-of-protocols"),
            title: words(
                "Трипторелин, 3 ай",
                "Трипторелин, 3 месяца",
                "Triptorelin, 3 months",
            ),
            rule: "triptorelin-3m.1".into(),
            state: state(true),
            entries: vec![
                RuleEntry {
                    path: String::new(),
                    name: None,
                    values: vec![Row::new("valid_from", "2018-01-01")],
                    source: None,
                    confirm: None,
                },
                RuleEntry {
                    path: "window".into(),
                    name: None,
                    values: vec![Row::new("early_days", "7")],
                    source: Some("Label".into()),
                    confirm: Some(Words::key("confirm-clinician")),
                },
            ],
        }]
    }
}
