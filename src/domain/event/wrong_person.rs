//! A dose that was recorded in the case of one person and given to another.

use crate::domain::ids::{CaseId, RecordId};
use serde::{Deserialize, Serialize};

/// Which of the two cases this one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mistaken {
    /// The dose was recorded here, and not given here.
    RecordedHere,
    /// The dose was given to this person, and recorded elsewhere.
    GivenHere,
}

/// Somebody says that a dose belongs to another person. Until a second person signs, nothing changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongPersonReported {
    /// Identity, the same in both cases.
    pub id: RecordId,
    /// The dose, as recorded in the first case.
    pub record: RecordId,
    /// Which case this one is.
    pub here: Mistaken,
    /// The other case.
    pub other: CaseId,
    /// Its reference.
    pub other_reference: String,
    /// How it came to light.
    pub words: String,
}

/// A second person has signed, or declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongPersonSettled {
    /// What was reported.
    pub report: RecordId,
    /// Is it so?
    pub confirmed: bool,
    /// What was found.
    pub words: String,
    /// The record that now stands in the other case: a dose, or an incident.
    pub moved_to: Option<RecordId>,
}
