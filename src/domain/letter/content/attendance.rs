//! Who came when: one visit that did not take place, and the attendance of a period.

use super::{Office, RulingOnPaper};
use crate::domain::localised::Localised;
use crate::domain::supervision::Attendance;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A visit that did not take place, as a supervising body may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// The day.
    pub on: NaiveDate,
    /// What is known of it now.
    pub attendance: Attendance,
    /// What the issue before said, where that has changed.
    pub said_before: Option<Attendance>,
    /// Where the person was expected, and whom to call there.
    pub place: Office,
    /// The next visit: a day, or at once; none where none is planned.
    pub next: Option<NextVisit>,
    /// Until when an answer is expected.
    pub answer_by: Option<NaiveDate>,
    /// Since when nothing is asked about it any more, although what was said of it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_since: Option<NaiveDate>,
    /// Is the one it goes to asked nothing about it now, because others are?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_others: bool,
}

/// When the person is to come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextVisit {
    /// On this day.
    On(NaiveDate),
    /// Once this day is over: until then there is a good reason not to come.
    After(NaiveDate),
    /// As soon as possible.
    AtOnce,
    /// On the day that those who treat will name; none is to be kept before.
    Named,
}

/// Attendance of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub until_on: NaiveDate,
    /// Visits that were due or made, the oldest first.
    pub visits: Vec<CertifiedVisit>,
    /// Stretches in which none was due.
    pub pauses: Vec<Pause>,
    /// The papers of the courts that speak in the period.
    pub rulings: Vec<RulingOnPaper>,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifiedVisit {
    /// The day.
    pub on: NaiveDate,
    /// Whether the person came.
    pub attendance: Attendance,
    /// Did he come in time? Nothing where he did not come, or no time was set.
    pub in_time: Option<bool>,
    /// Where.
    pub place: Localised,
}

/// A stretch in which no visit was due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// First day, not before the period.
    pub from_on: NaiveDate,
    /// Last day, not after the period.
    pub until_on: NaiveDate,
    /// Who stopped it.
    pub ground: PauseGround,
}

/// Who stopped the visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseGround {
    /// Those who treat, for a reason that does not lie with the person.
    Justified,
    /// A court.
    Court,
}

impl PauseGround {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::Court => "court",
        }
    }
}
