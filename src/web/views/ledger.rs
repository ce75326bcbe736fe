//! The ledger, as an auditor reads it.

use super::{
    Page,
    parts::{Choice, Moment},
    samples::{clinic, moment},
};
use crate::text::Words;
use serde::Serialize;

/// `/ledger`. Fields of the filter: `case`, `verb`. A button sends `verify` = `yes` to check the chain.
#[derive(Clone, Debug, Serialize)]
pub struct Ledger {
    /// The entries, the newest first.
    pub entries: Vec<LedgerEntry>,
    /// Whether what was typed is the number of no case.
    pub unknown: bool,
    /// The case it is narrowed to, by its reference.
    pub case: String,
    /// The verb it is narrowed to.
    pub verb: String,
    /// The verbs there are, in words.
    pub verbs: Vec<Choice>,
    /// The result of checking the chain, when it was asked for.
    pub verdict: Option<Verdict>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// One entry.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerEntry {
    /// Its number in the chain.
    pub number: i64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// What was done, in words.
    pub what: Words,
    /// The verb, as in the ledger: `log-injection`.
    pub verb: String,
    /// Who did it.
    pub who: Words,
    /// What it was done to: a case's reference, an account.
    pub subject: Words,
    /// The case's page, where the reader may open it.
    pub subject_href: Option<String>,
    /// The policies that allowed it.
    pub policies: Vec<String>,
    /// The entry's hash, in hexadecimal.
    pub hash: String,
}

/// What checking the chain gave.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verdict {
    /// Whether every entry fits.
    pub whole: bool,
    /// Whether the check was broken off because it took too long.
    pub unfinished: bool,
    /// How many were checked.
    pub checked: i64,
    /// The last hash: the root to compare with one kept elsewhere.
    pub root: String,
    /// The first entry that does not fit.
    pub broken_at: Option<i64>,
}

impl Page for Ledger {
    const TEMPLATE: &'static str = "pages/accounts/ledger.html";
    fn sample() -> Vec<Self> {
        let hash = "9f2c1a7730b1f0c5d2a88e1f".repeat(2);
        let entry = |number, verb: &str| LedgerEntry {
            number,
            recorded_at: moment(2026, 7, 3, 8, 5),
            what: Words::key(format!("did-{verb}")),
            verb: verb.into(),
            who: Words::key("ladder-who")
                .words("name", "Гүлнар Оспанова")
                .words("organisation", clinic()),
            subject: "KZ-0017".into(),
            subject_href: Some("/cases/1".into()),
            policies: vec!["nurse-logs-own-injection".into()],
            hash: hash.clone(),
        };
        let verdict = |whole| {
            Some(Verdict {
                whole,
                unfinished: false,
                checked: 1204,
                root: hash.clone(),
                broken_at: (!whole).then_some(17),
            })
        };
        let full = Self {
            entries: vec![entry(1204, "log-injection"), entry(1203, "read-clinical-file")],
            unknown: false,
            case: "KZ-0017".into(),
            verb: "log-injection".into(),
            verbs: ["log-injection", "read-clinical-file"]
                .map(|verb| Choice::new(verb, Words::key(format!("did-{verb}"))))
                .into(),
            verdict: verdict(true),
            next_href: Some("/ledger?before=1203".into()),
            first_href: None,
        };
        let broken = Self {
            verdict: verdict(false),
            ..full.clone()
        };
        let unfinished = Self {
            verdict: Some(Verdict {
                unfinished: true,
                ..Verdict::default()
            }),
            ..full.clone()
        };
        let empty = Self {
            entries: Vec::new(),
            case: String::new(),
            verb: String::new(),
            verdict: None,
            next_href: None,
            ..full.clone()
        };
        let unknown = Self {
            unknown: true,
            case: "KZ-9999".into(),
            ..empty.clone()
        };
        vec![full, broken, unfinished, empty, unknown]
    }
}
