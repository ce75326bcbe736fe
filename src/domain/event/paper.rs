//! Entries typed from paper.

use crate::domain::ids::{OrganisationId, RecordId};
use serde::{Deserialize, Serialize};

/// A record was typed from a row of a printed run sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryTranscribed {
    /// The record.
    pub record: RecordId,
    /// Code of the row, without a hyphen.
    pub row: String,
    /// Number of the sheet.
    pub sheet: String,
    /// Where the sheet was printed; not known of what was typed before this was kept.
    #[serde(default)]
    pub site: Option<OrganisationId>,
    /// SHA-256 of the scan of the paper, where there is one.
    pub scan_sha256: Option<String>,
}

/// A second person has compared a record with the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryVerified {
    /// The record.
    pub record: RecordId,
    /// What there is to say.
    pub words: String,
}
