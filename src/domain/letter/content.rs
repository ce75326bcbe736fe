//! What stands in a letter: the facts of one day, typed, in no language yet.
//!
//! What a supervising body or a court can read ([`Absence`], [`ReleaseNotice`], [`MeasureEnded`], [`Certificate`],
//! [`Submission`]) has no field for drug, dose, diagnosis, laboratory value or cause. What is not here cannot be printed.

mod attendance;
mod breach;
mod ended;
mod moves;
mod own_record;
mod recalled_at;
mod reviews;
mod rulings;

pub use attendance::{Absence, Certificate, CertifiedVisit, NextVisit, Pause, PauseGround};
pub use breach::{Breach, Touched};
pub use ended::{EndGround, EndedTo, MeasureEnded};
pub use moves::{Gave, HandoverAct, Owed, Recalled, ReleaseDay, ReleaseNotice, ReleaseTo};
pub use own_record::{Fact, OwnEntry, OwnLook, OwnRecord, OwnSection};
pub use recalled_at::RecalledAt;
pub use reviews::{Conclusion, MemberSigned, PaperBefore, Submission};
pub use rulings::{RulingOnPaper, VersionOnPaper};

use super::LetterKind;
use crate::domain::localised::Localised;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A letter's facts, whole: what a draft keeps and an issue freezes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Who writes.
    pub sender: Office,
    /// To whom.
    pub addressee: Addressee,
    /// Whom it is about; none for a letter about the installation or about a lot.
    pub person: Option<Subject>,
    /// Who asked for it, and why he may.
    pub asked: Option<Asked>,
    /// What it says.
    pub content: Content,
}

/// An organisation as letters name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Name.
    pub name: Localised,
    /// Where to go.
    pub address: String,
    /// Whom to call.
    pub phone: String,
}

/// To whom a letter goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// An organisation that the program knows.
    Office(Office),
    /// Somebody else, as he was named.
    Named(String),
    /// Whom it is about.
    Person,
    /// Whom it is about, by the hand of the place that treats him.
    PersonAt(Office),
    /// The authority for personal data.
    DataAuthority,
}

/// Whom a letter is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Reference of the case.
    pub reference: String,
    /// Name as in the ruling.
    pub name: String,
    /// Day of birth.
    pub born_on: NaiveDate,
}

/// A request that a letter answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who asked.
    pub by: String,
    /// On which legal ground.
    pub ground: String,
    /// The day of the request.
    pub on: NaiveDate,
}

/// What a letter says, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Content {
    /// The person did not come, or nothing was recorded.
    MissedNotice(Absence),
    /// The visit did not take place, for a reason that does not lie with the person.
    JustifiedAbsence(Absence),
    /// The person is going to be released.
    ReleaseNotice(ReleaseNotice),
    /// The measure is over.
    MeasureEnded(MeasureEnded),
    /// One organisation gave the person over to another.
    HandoverAct(HandoverAct),
    /// The lot of a dose was recalled.
    Recall(Recalled),
    /// A lot was recalled of which an organisation has, had or awaits some.
    RecallNotice(RecalledAt),
    /// Attendance of a period.
    TreatmentCertificate(Certificate),
    /// What a commission proposes to the court.
    CourtSubmission(Submission),
    /// What a commission concluded.
    ReviewConclusion(Conclusion),
    /// What the person may know of his treatment.
    OwnRecord(OwnRecord),
    /// Who saw which records.
    BreachDossier(Breach),
}

impl Content {
    /// The kind of letter it makes.
    #[must_use]
    pub fn kind(&self) -> LetterKind {
        match self {
            Self::MissedNotice(_) => LetterKind::MissedNotice,
            Self::JustifiedAbsence(_) => LetterKind::JustifiedAbsence,
            Self::ReleaseNotice(_) => LetterKind::ReleaseNotice,
            Self::MeasureEnded(_) => LetterKind::MeasureEnded,
            Self::HandoverAct(_) => LetterKind::HandoverAct,
            Self::Recall(_) => LetterKind::Recall,
            Self::RecallNotice(_) => LetterKind::RecallNotice,
            Self::TreatmentCertificate(_) => LetterKind::TreatmentCertificate,
            Self::CourtSubmission(_) => LetterKind::CourtSubmission,
            Self::ReviewConclusion(_) => LetterKind::ReviewConclusion,
            Self::OwnRecord(_) => LetterKind::OwnRecord,
            Self::BreachDossier(_) => LetterKind::BreachDossier,
        }
    }
}
