//! What happens around a review: papers are filed, a commission writes and signs, a court is asked.

use crate::domain::ids::{AccountId, RecordId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A paper for a review. Filed again, the later one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPaper {
    /// Identity.
    pub id: RecordId,
    /// Number of the review within the case, from 1.
    pub review: u32,
    /// Which paper, by its identity in the course.
    pub paper: String,
    /// Date on the paper.
    pub dated_on: NaiveDate,
    /// Its number, or where it lies.
    pub reference: String,
    /// SHA-256 of the scan, in hexadecimal.
    pub scan_sha256: Option<String>,
}

/// A member of the reviewing commission. Always an account: a name alone cannot be told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// The account.
    pub account: AccountId,
    /// Name, as it was when the text was written.
    pub name: String,
}

/// What becomes of the doses between a proposal to stop and the court's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meanwhile {
    /// They go on: only a court ends the measure.
    Continue,
    /// They wait for the court.
    Hold,
}

impl Meanwhile {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Hold => "hold",
        }
    }
}

/// One version of what a commission says. Signatures belong to a version: another version asks for all of them anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewText {
    /// Identity.
    pub id: RecordId,
    /// Number of the review within the case.
    pub review: u32,
    /// Number of the version within the review, from 1.
    pub version: u32,
    /// Course whose questions were asked, with its version.
    pub course: String,
    /// Day on which the commission examined the person: the next review is counted from it.
    pub held_on: NaiveDate,
    /// The members, each of whom signs.
    pub members: Vec<Reviewer>,
    /// What the commission found.
    pub findings: String,
    /// What it proposes, by its identity in the course.
    pub proposal: String,
    /// Why.
    pub reasons: String,
    /// Does the proposal need the court?
    pub to_court: bool,
    /// Where it is proposed to stop: what becomes of the doses until the court decides, as the procedure said then.
    pub meanwhile: Option<Meanwhile>,
    /// Papers that were missing when this was written, by their identity in the course.
    pub missing: Vec<String>,
    /// Why the commission decided without them.
    pub without: String,
}

/// A member signs a version with his or her own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewSignature {
    /// Number of the review within the case.
    pub review: u32,
    /// The version signed.
    pub version: u32,
    /// Civil date at the place.
    pub signed_on: NaiveDate,
    /// The member's own opinion, where it differs.
    pub dissent: Option<String>,
}

/// A submission to the court.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtSubmission {
    /// Identity.
    pub id: RecordId,
    /// The review it follows from.
    pub review: u32,
    /// Day on which it was sent.
    pub sent_on: NaiveDate,
    /// The court.
    pub court: String,
    /// Number of the letter.
    pub reference: String,
}

/// The court left the measure as it is. What it changes stands in its ruling and is read from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtDeclined {
    /// The review whose submission is answered.
    pub review: u32,
    /// Day of the court's decision.
    pub decided_on: NaiveDate,
    /// The document: kind, number.
    pub document: String,
}
