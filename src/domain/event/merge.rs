//! Two cases that turn out to be about one person, and what it takes to tell them apart again.

use crate::domain::ids::{CaseId, RecordId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Which of the two cases this one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merged {
    /// It goes on, for both.
    Leads,
    /// It rests: nothing is owed in it, and nothing of the treatment is written into it.
    Rests,
}

/// An injection that stands in the other case, as it stood there when this was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseElsewhere {
    /// The record there.
    pub record: RecordId,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Civil date there.
    pub given_on: NaiveDate,
    /// Product id.
    pub product: String,
}

/// Somebody found that two cases are about one person. Both histories stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesMerged {
    /// Identity, the same in both cases.
    pub id: RecordId,
    /// Which case this one is.
    pub here: Merged,
    /// The other case.
    pub other: CaseId,
    /// Its reference.
    pub other_reference: String,
    /// Why they are one.
    pub words: String,
    /// Civil date.
    pub merged_on: NaiveDate,
    /// What the person was given under the case that rests; empty in that case itself.
    pub doses: Vec<DoseElsewhere>,
}

/// They are two persons after all: each case goes on by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesParted {
    /// Which merging.
    pub merging: RecordId,
    /// Why.
    pub words: String,
    /// Civil date.
    pub parted_on: NaiveDate,
}
