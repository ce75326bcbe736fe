//! Accounts that wait until somebody vouches for their holders.

use crate::text::Words;
use crate::web::views::{
    Page,
    parts::Moment,
    samples::{facility, moment},
};
use serde::Serialize;

/// `/colleagues`: the accounts that wait until the reader, or another who may, vouches for their holders.
#[derive(Clone, Debug, Serialize)]
pub struct Colleagues {
    /// What was just done.
    pub done: Option<Words>,
    /// What could not be done.
    pub fault: Option<Words>,
    /// The accounts, those that wait longest first.
    pub rows: Vec<ColleagueRow>,
}

/// One account that waits. Its buttons post to `<href>/vouch` and `<href>/refuse`.
#[derive(Clone, Debug, Serialize)]
pub struct ColleagueRow {
    /// Where its buttons post to: `/colleagues/<id>`.
    pub href: String,
    /// The name.
    pub name: String,
    /// The name to sign in with.
    pub sign_in_name: String,
    /// The role.
    pub role: Words,
    /// The organisation.
    pub organisation: Words,
    /// Since when it waits.
    pub since: Moment,
    /// Who opened it, or had it enrolled anew.
    pub by: Words,
    /// Whether its holder has enrolled: before that nobody can be vouched for.
    pub enrolled: bool,
    /// The submission keys of its buttons.
    pub keys: [String; 2],
}

impl Page for Colleagues {
    const TEMPLATE: &'static str = "pages/accounts/colleagues.html";
    fn sample() -> Vec<Self> {
        let row = |enrolled: bool| ColleagueRow {
            href: "/colleagues/1".into(),
            name: "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы".into(),
            sign_in_name: "nurse.prison".into(),
            role: Words::key("role-prison-nurse"),
            organisation: facility(),
            since: moment(2026, 7, 3, 8, 5),
            by: "Әлия Сәрсенова".into(),
            enrolled,
            keys: ["1", "2"].map(str::to_owned),
        };
        let full = Self {
            done: Some(Words::key("colleague-done-vouched")),
            fault: None,
            rows: vec![row(true), row(false)],
        };
        let refused = Self {
            done: None,
            fault: Some(Words::key("colleague-own")),
            rows: vec![row(true)],
        };
        let empty = Self {
            done: Some(Words::key("colleague-done-refused")),
            fault: None,
            rows: Vec::new(),
        };
        vec![full, refused, empty]
    }
}
