//! What the person may know of his own treatment.

use crate::domain::localised::Localised;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the person may know of his treatment, said in the three languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRecord {
    /// How many events the case had when it was made: with another one it is out of date.
    pub case_version: u32,
    /// What is in force.
    pub now: Vec<Fact>,
    /// What happened, by kind.
    pub sections: Vec<OwnSection>,
    /// Who looked, by office and day, the newest first.
    pub looks: Vec<OwnLook>,
    /// Were there more looks than are listed?
    pub more_looks: bool,
}

/// A label with what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The label.
    pub label: Localised,
    /// What it says.
    pub value: Localised,
}

/// What happened, of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSection {
    /// The heading.
    pub title: Localised,
    /// What happened, the oldest first.
    pub entries: Vec<OwnEntry>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnEntry {
    /// When.
    pub at: Localised,
    /// What.
    pub title: Localised,
    /// Details.
    pub lines: Vec<Localised>,
    /// Who treated, told, examined or decided.
    pub who: Localised,
    /// Why it does not count any more.
    pub struck: Option<Localised>,
}

/// Who looked on a day: an office, never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnLook {
    /// The day.
    pub on: NaiveDate,
    /// Role and organisation.
    pub who: Localised,
    /// How often.
    pub times: u32,
}
