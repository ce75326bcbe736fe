//! How long the program keeps what is no record: sessions, links, drafts, keys of forms that were sent.

use super::Confirm;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

/// How long each thing is kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keeping {
    /// Identity; equals the file's name.
    pub id: String,
    /// Sessions, from their end at the latest.
    pub sessions: Kept,
    /// Enrolment links, from their last moment.
    pub enrolments: Kept,
    /// Half-filled forms, from their last page.
    pub drafts: Kept,
    /// Keys of forms, from the moment they were sent.
    pub submissions: Kept,
}

/// How long one thing is kept, and why so long.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Whole days of 24 hours.
    pub days: u16,
    /// Why.
    pub reason: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl Kept {
    /// What is older than this is cleared away.
    #[must_use]
    pub fn since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::days(self.days.into())
    }
}

impl Keeping {
    /// Its parts, with their names in the file.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, &Kept); 4] {
        [
            ("sessions", &self.sessions),
            ("enrolments", &self.enrolments),
            ("drafts", &self.drafts),
            ("submissions", &self.submissions),
        ]
    }
}
