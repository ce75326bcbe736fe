//! What an account did, for the authority for personal data.

use crate::domain::localised::Localised;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Who saw which records, since when: what the ledger says of one account in a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// The day on which the breach became known.
    pub found_on: NaiveDate,
    /// Last day for telling the authority.
    pub tell_by: NaiveDate,
    /// What happened, in words.
    pub words: String,
    /// Whose account it was.
    pub holder: String,
    /// His role.
    pub role: Localised,
    /// His organisation.
    pub office: Localised,
    /// The stretch asked about.
    pub from_at: DateTime<Utc>,
    /// Its end.
    pub until_at: DateTime<Utc>,
    /// The cases that were read or changed, the first touched first.
    pub cases: Vec<Touched>,
    /// The cases that were refused to it: the reference, and how often.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<(String, u32)>,
    /// Lists that were opened: the verb, and how often.
    pub lists: Vec<(String, u32)>,
    /// Number of the last entry of the ledger that was read.
    pub last_entry: i64,
    /// Its hash.
    pub last_hash: String,
}

/// A case that an account touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// Reference of the case.
    pub reference: String,
    /// First time in the stretch.
    pub first_at: DateTime<Utc>,
    /// Last time in the stretch.
    pub last_at: DateTime<Utc>,
    /// How often it was read.
    pub reads: u32,
    /// How often something was recorded in it.
    pub changes: u32,
}
