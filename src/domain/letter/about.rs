//! What a letter is drawn up about.

use super::{Asked, EndedTo, LetterKind, ReleaseTo};
use crate::domain::ids::{AccountId, AlertId, LotId, RecordId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a letter is drawn up about: enough to draw it up again from the facts as they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum About {
    /// An alert that the supervising body was told of.
    Alert {
        /// Which.
        alert: AlertId,
    },
    /// A record that a dose was not given.
    NotGiven {
        /// Which.
        record: RecordId,
    },
    /// A release ahead.
    Release {
        /// To whom.
        to: ReleaseTo,
    },
    /// The end of the measure.
    Ended {
        /// To whom.
        to: EndedTo,
    },
    /// A hand-over that was agreed.
    Handover {
        /// The offer.
        offer: RecordId,
    },
    /// A recall that reached the person.
    Recall {
        /// Which.
        recall: RecordId,
    },
    /// A recall, for an organisation that has, had or awaits some of the lot.
    Lot {
        /// The lot.
        lot: LotId,
        /// Its recall.
        recall: RecordId,
    },
    /// A period.
    Period {
        /// First day.
        from_on: NaiveDate,
        /// Last day.
        until_on: NaiveDate,
        /// Who asked.
        asked: Asked,
    },
    /// What a review proposes to the court.
    Proposal {
        /// Number of the review.
        review: u32,
    },
    /// What a review concluded.
    Review {
        /// Number of the review.
        review: u32,
    },
    /// The person's own record.
    Own,
    /// What an account did.
    Account {
        /// Which.
        account: AccountId,
        /// From this day on.
        from_on: NaiveDate,
        /// Through this day.
        until_on: NaiveDate,
        /// The day on which the breach became known.
        found_on: NaiveDate,
        /// What happened.
        words: String,
    },
}

impl About {
    /// The kind of letter that is drawn up about it.
    #[must_use]
    pub fn kind(&self) -> LetterKind {
        match self {
            Self::Alert { .. } => LetterKind::MissedNotice,
            Self::NotGiven { .. } => LetterKind::JustifiedAbsence,
            Self::Release { .. } => LetterKind::ReleaseNotice,
            Self::Ended { .. } => LetterKind::MeasureEnded,
            Self::Handover { .. } => LetterKind::HandoverAct,
            Self::Recall { .. } => LetterKind::Recall,
            Self::Lot { .. } => LetterKind::RecallNotice,
            Self::Period { .. } => LetterKind::TreatmentCertificate,
            Self::Proposal { .. } => LetterKind::CourtSubmission,
            Self::Review { .. } => LetterKind::ReviewConclusion,
            Self::Own => LetterKind::OwnRecord,
            Self::Account { .. } => LetterKind::BreachDossier,
        }
    }
}
