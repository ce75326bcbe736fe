//! What a commission concluded, and what it proposes to the court.

use super::RulingOnPaper;
use crate::domain::localised::Localised;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a commission proposes to the court. What it found is in its conclusion, which is enclosed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Number of the review within the case.
    pub review: u32,
    /// Day of the examination.
    pub held_on: NaiveDate,
    /// Day of the last signature.
    pub concluded_on: NaiveDate,
    /// The members.
    pub members: Vec<String>,
    /// What is proposed.
    pub proposal: Localised,
    /// The ruling it is about.
    pub ruling: Option<RulingOnPaper>,
}

/// What a commission concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// Number of the review within the case.
    pub review: u32,
    /// Version of its text.
    pub version: u32,
    /// Day of the examination.
    pub held_on: NaiveDate,
    /// Day of the last signature.
    pub concluded_on: NaiveDate,
    /// What was found.
    pub findings: String,
    /// What is proposed.
    pub proposal: Localised,
    /// Why.
    pub reasons: String,
    /// Papers that were before the commission.
    pub papers: Vec<PaperBefore>,
    /// Papers that were missing.
    pub missing: Vec<Localised>,
    /// Why the commission decided without them.
    pub without: String,
    /// The members with their signatures.
    pub members: Vec<MemberSigned>,
}

/// A paper that was before a commission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperBefore {
    /// What it is.
    pub name: Localised,
    /// Its number, or where it lies.
    pub reference: String,
    /// Its date.
    pub dated_on: NaiveDate,
}

/// A member of a commission who signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSigned {
    /// Name.
    pub name: String,
    /// The post, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Localised>,
    /// Day of the signature.
    pub signed_on: NaiveDate,
    /// An opinion of his own.
    pub dissent: Option<String>,
}
