//! The papers of courts, as letters name them.

use crate::domain::ruling::RulingState;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A court's ruling with its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingOnPaper {
    /// The court.
    pub court: String,
    /// The court's number.
    pub number: String,
    /// Date of the ruling.
    pub ruled_on: NaiveDate,
    /// Its versions, the first one first.
    pub versions: Vec<VersionOnPaper>,
    /// From when a court ended or quashed it, where one did.
    pub ended_on: Option<NaiveDate>,
    /// How it stands, where its versions and its end do not say it: they show a ruling that speaks, or that a court ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<RulingState>,
}

/// One version of a ruling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionOnPaper {
    /// 1 is the ruling itself.
    pub number: u32,
    /// First day on which it speaks, where that is known.
    pub from_on: Option<NaiveDate>,
    /// Last day of its term, where it sets one.
    pub until_on: Option<NaiveDate>,
    /// The court's paper that made it; none for the first.
    pub document: Option<String>,
}
