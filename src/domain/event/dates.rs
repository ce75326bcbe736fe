//! Facts and time: when one happened, and whether it can move what is owed.

use super::Event;
use chrono::{DateTime, Utc};

impl Event {
    /// When it happened, where that is not simply when it was written down.
    #[must_use]
    pub fn occurred_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::DoseGiven(dose) => Some(dose.occurred_at),
            Self::DoseNotGiven(record) => Some(record.occurred_at),
            Self::IncidentReported(incident) => Some(incident.occurred_at),
            Self::HoldPlaced(hold) => Some(hold.placed_at),
            Self::ReactionReported(reaction) => Some(reaction.occurred_at),
            Self::CaseEnded(ended) => Some(ended.ended_at),
            Self::Warned(warned) => Some(warned.due_at),
            Self::HandoverAccepted(accepted) => Some(accepted.accepted_at),
            Self::HandoverExpired { due_at, .. } => Some(*due_at),
            Self::Released(released) => Some(released.released_at),
            Self::PersonCame(came) => Some(came.came_at),
            Self::PersonTurnedUp(seen) => Some(seen.came_at),
            Self::Supply(fact) => fact.occurred_at(),
            Self::AlertRaised { due_at, .. }
            | Self::AlertRedirected { due_at, .. }
            | Self::AlertReopened { due_at, .. }
            | Self::AlertRested { due_at, .. } => Some(*due_at),
            Self::NoticeSent { hop, .. } => Some(hop.due_at),
            _ => None,
        }
    }

    /// Can it move the dates of an obligation, or make one that was not there?
    #[must_use]
    pub fn moves_dates(&self) -> bool {
        match self {
            Self::CaseOpened(_)
            | Self::RulingRecorded(_)
            | Self::RulingChanged(_)
            | Self::RulingStepVoided(_)
            | Self::PlaceChanged { .. }
            | Self::RulingAmended(_)
            | Self::ClearanceRecorded(_)
            | Self::RegimenPrescribed(_)
            | Self::DoseGiven(_)
            | Self::HoldPlaced(_)
            | Self::HoldConfirmed { .. }
            | Self::HoldLifted { .. }
            | Self::RecordAmended { .. }
            | Self::RecordVoided { .. }
            | Self::ReviewSigned(_)
            | Self::SubmittedToCourt(_)
            | Self::CourtDeclined(_)
            | Self::ReactionReported(_)
            | Self::ContraindicationFound(_)
            | Self::ContraindicationOver { .. }
            | Self::CaseEnded(_)
            | Self::EndLetterWithdrawn { .. }
            | Self::ImportUndone(_)
            | Self::CasesMerged(_)
            | Self::CasesParted(_)
            | Self::ComplaintLodged(_)
            | Self::ExamRecorded(_)
            | Self::ResultsRecorded(_)
            | Self::ResultJudged(_)
            | Self::IncidentReported(_)
            | Self::ReleaseDateSet(_)
            | Self::ReleaseDayUnknown(_)
            | Self::HandoverOffered(_)
            | Self::HandoverAccepted(_)
            | Self::AppointmentSet(_)
            | Self::HandoverRejected(_)
            | Self::HandoverWithdrawn(_)
            | Self::HandoverExpired { .. }
            | Self::HandoverLapsed { .. }
            | Self::Released(_)
            | Self::AddressReported(_)
            | Self::AbsenceAsked(_)
            | Self::UnavailabilityRecorded(_)
            | Self::UnavailabilityReviewed(_)
            | Self::PersonTurnedUp(_)
            | Self::PersonLost(_)
            | Self::SearchReported(_) => true,
            Self::Supply(fact) => fact.moves_dates(),
            // When he was born says from when on he may be given a drug.
            Self::PersonCorrected(said) => said.is.born_on != said.was.born_on,
            Self::SupervisionChanged { .. }
            | Self::PersonInformed(_)
            | Self::DoseNotGiven(_)
            | Self::LateDoseDecided(_)
            | Self::EntryTranscribed(_)
            | Self::EntryVerified(_)
            | Self::HistoryImported(_)
            | Self::WrongPersonReported(_)
            | Self::WrongPersonSettled(_)
            | Self::ReactionEnded(_)
            | Self::AftercarePlanned(_)
            | Self::EndTold(_)
            | Self::Warned(_)
            | Self::IncidentReviewed(_)
            | Self::ReviewPaperFiled(_)
            | Self::ReviewDrafted(_)
            | Self::ComplaintAnswered(_)
            | Self::AlertRaised { .. }
            | Self::NoticeSent { .. }
            | Self::NoticeAcknowledged { .. }
            | Self::AlertActed { .. }
            | Self::OfficerAssigned { .. }
            | Self::AlertRedirected { .. }
            | Self::AlertReopened { .. }
            | Self::AlertRested { .. }
            | Self::MaterialsSent(_)
            | Self::RulingForwarded(_)
            | Self::ReleaseNoticeSent(_)
            | Self::PersonCame(_)
            | Self::AbsenceAnswered(_)
            | Self::DoseDayAgreed(_)
            | Self::CurfewSet(_)
            | Self::RestrictionSet(_)
            | Self::AlertResolved { .. } => false,
        }
    }
}
