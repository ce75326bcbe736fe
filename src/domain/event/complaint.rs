//! What the person complains about, and what he is answered.

use crate::domain::ids::{AccountId, RecordId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A complaint or an appeal of the person, as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Identity.
    pub id: RecordId,
    /// Course whose lists were used, with its version.
    pub course: String,
    /// What it is about, by its identity in the course.
    pub subject: String,
    /// To whom it goes, by its identity in the course.
    pub addressee: String,
    /// The account complained about, where the complaint names one.
    pub against: Option<AccountId>,
    /// The record complained about, where the complaint names one.
    pub about: Option<RecordId>,
    /// Civil date of receipt; the answer is due counted from it.
    pub received_on: NaiveDate,
    /// The person's own words.
    pub own_words: String,
    /// Number or name of the paper; empty where it was spoken.
    pub document: String,
}

/// An answer to a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintAnswered {
    /// Which complaint.
    pub complaint: RecordId,
    /// Civil date of the answer.
    pub answered_on: NaiveDate,
    /// Who answered: a name, or a body.
    pub answered_by: String,
    /// The outcome, by its identity in the course.
    pub outcome: String,
    /// Number or name of the answer's paper.
    pub document: String,
    /// What was answered.
    pub words: String,
}
