//! A case taken over from a roster.

use crate::domain::ids::RecordId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is told of the time before comes from a roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryImported {
    /// The import.
    pub import: RecordId,
    /// Row of its file.
    pub row: u32,
    /// The doses that come from it.
    pub records: Vec<RecordId>,
    /// Those of which the time of day is not known: noon stands for it.
    pub without_time: Vec<RecordId>,
}

/// The case was entered by mistake: it is over as if it had never been opened, and stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportUndone {
    /// The import.
    pub import: RecordId,
    /// The day.
    pub undone_on: NaiveDate,
    /// Why.
    pub words: String,
}
