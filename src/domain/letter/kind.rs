//! What kinds of letters there are, and who may know what stands in each.

use serde::{Deserialize, Serialize};

/// A kind of letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterKind {
    /// To the supervising body: the person did not come, or nothing was recorded.
    MissedNotice,
    /// To the supervising body: the visit did not take place, for a reason that does not lie with the person.
    JustifiedAbsence,
    /// To the supervising body, and to the clinic of the chosen residence: the person is going to be released.
    ReleaseNotice,
    /// To the supervising body, and to the person: the measure is over, and since when.
    MeasureEnded,
    /// To whoever takes over: the person was given over and taken over, each side by name.
    HandoverAct,
    /// To the person: the lot of a dose was recalled.
    Recall,
    /// To an organisation that has, had or awaits some of a lot: it was recalled, and what to do with it.
    RecallNotice,
    /// To whoever asked and may ask: attendance, standstills and rulings of a period.
    TreatmentCertificate,
    /// To the court: what a commission proposes.
    CourtSubmission,
    /// What a commission concluded.
    ReviewConclusion,
    /// What the person may know of his own treatment.
    OwnRecord,
    /// To the authority for personal data: who saw which records, since when.
    BreachDossier,
}

/// Who may read a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Circle {
    /// The supervising body it is addressed to, and those who treat. Nothing clinical can stand in it.
    Supervision,
    /// Courts and those who keep their papers. Nothing clinical can stand in it.
    Court,
    /// Those who treat, and whom it is handed to.
    Clinical,
    /// Those who see the stock of the house that writes, or of the house it goes to. It belongs to no case, and nobody
    /// is named in it.
    Supply,
    /// Those who watch over the installation. It belongs to no case.
    House,
}

impl LetterKind {
    /// Every kind, in the order screens offer them.
    pub const ALL: [Self; 12] = [
        Self::MissedNotice,
        Self::JustifiedAbsence,
        Self::ReleaseNotice,
        Self::MeasureEnded,
        Self::HandoverAct,
        Self::Recall,
        Self::RecallNotice,
        Self::TreatmentCertificate,
        Self::CourtSubmission,
        Self::ReviewConclusion,
        Self::OwnRecord,
        Self::BreachDossier,
    ];

    /// Stable code, also the end of its text keys, and what the policies call it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::MissedNotice => "missed-notice",
            Self::JustifiedAbsence => "justified-absence",
            Self::ReleaseNotice => "release-notice",
            Self::MeasureEnded => "measure-ended",
            Self::HandoverAct => "handover-act",
            Self::Recall => "recall",
            Self::RecallNotice => "recall-notice",
            Self::TreatmentCertificate => "treatment-certificate",
            Self::CourtSubmission => "court-submission",
            Self::ReviewConclusion => "review-conclusion",
            Self::OwnRecord => "own-record",
            Self::BreachDossier => "breach-dossier",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Who may read it.
    #[must_use]
    pub fn circle(self) -> Circle {
        match self {
            Self::MissedNotice | Self::JustifiedAbsence | Self::ReleaseNotice | Self::MeasureEnded => {
                Circle::Supervision
            }
            Self::TreatmentCertificate | Self::CourtSubmission => Circle::Court,
            Self::ReviewConclusion | Self::OwnRecord | Self::HandoverAct | Self::Recall => Circle::Clinical,
            Self::RecallNotice => Circle::Supply,
            Self::BreachDossier => Circle::House,
        }
    }

    /// May somebody outside the treatment hold it? Then no clinical word may stand in it.
    #[must_use]
    pub fn open_to_outsiders(self) -> bool {
        matches!(self.circle(), Circle::Supervision | Circle::Court)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_code_of_its_own() {
        for kind in LetterKind::ALL {
            assert_eq!(LetterKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(LetterKind::from_code("order"), None);
    }
}
