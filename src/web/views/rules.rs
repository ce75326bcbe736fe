//! The rules as they are read on screen: every number with its source, and who must still confirm it.

use super::{
    Page,
    parts::{Cited, Link, Row, Status, Tone},
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
    pub source: Option<Cited>,
    /// Who must still confirm it.
    pub confirm: Option<Words>,
}

/// The terms of the law and of the way a case takes, which every reader may ask about.
pub const TERMS_OF_LAW: [&str; 14] = [
    "ruling",
    "in-force",
    "suspension",
    "extension",
    "submission",
    "end-of-term",
    "supervising-body",
    "responsible",
    "handover",
    "alert",
    "ladder",
    "justified",
    "working-day",
    "complaint",
];

/// The terms of the treatment, for those who may read its rules.
pub const TERMS_OF_TREATMENT: [&str; 48] = [
    "treatment",
    "depot",
    "regimen",
    "dose",
    "window",
    "cover",
    "lateness-band",
    "flare-cover",
    "contraindication",
    "clearance",
    "hold",
    "side-effect",
    "examination",
    "reference-range",
    "bone-density",
    "prolactin",
    "meningioma",
    "review",
    "lot",
    "quarantine",
    "aftercare",
    "testosterone",
    "agonist",
    "hypersensitivity",
    "osteoporosis",
    "thromboembolism",
    "liver-values",
    "dubin-rotor",
    "blood-fats",
    "sickle-cell",
    "wasting",
    "qt",
    "anticoagulant",
    "lifetime-sum",
    "dissent",
    "glucose",
    "haemoglobin",
    "calcium",
    "phosphate",
    "vitamin-d",
    "kidney-values",
    "pituitary-hormones",
    "blood-pressure",
    "low-mood",
    "body-mass",
    "subcutaneous",
    "implant",
    "escape-signs",
];

/// `/rules/words`: what the words of the program mean.
#[derive(Clone, Debug, Serialize)]
pub struct RuleWords {
    /// Of the law; for those who treat, of the treatment too.
    pub parts: Vec<RuleWordsPart>,
}

/// The terms of one part.
#[derive(Clone, Debug, Serialize)]
pub struct RuleWordsPart {
    /// Which.
    pub title: Words,
    /// Each term with its anchor and what it means.
    pub terms: Vec<Term>,
}

/// One term.
#[derive(Clone, Debug, Serialize)]
pub struct Term {
    /// Its place on the page.
    pub id: &'static str,
    /// The term.
    pub name: Words,
    /// What it means.
    pub means: Words,
}

impl Term {
    /// The term of an identity in the locales.
    #[must_use]
    pub fn of(id: &'static str) -> Self {
        Self {
            id,
            name: Words::key(format!("term-{id}")),
            means: Words::key(format!("term-{id}-words")),
        }
    }
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

impl Page for RuleWords {
    const TEMPLATE: &'static str = "pages/rules/rule_words.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            parts: vec![RuleWordsPart {
                title: Words::key("terms-of-treatment"),
                terms: vec![Term::of("cover"), Term::of("hold")],
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
                    source: Some(Cited {
                        words: Words::plain("Label"),
                        english: true,
                    }),
                    confirm: Some(Words::key("confirm-clinician")),
                },
            ],
        }]
    }
}
