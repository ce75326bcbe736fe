//! Which part of a life each step belongs to.

use super::{Step, course, court, doses, outside, passage, records, registry, reviewing, supply};
use crate::domain::refusal::Refusal;
use crate::simulate::life::Life;

/// Takes a step. What the rules refuse does not happen; that is no fault.
///
/// # Errors
/// Every reason why it did not happen; none where there was nothing to do it to.
pub fn take(life: &mut Life<'_>, step: &Step) -> Result<(), Vec<Refusal>> {
    match step {
        Step::Pass { hours, swept } => {
            life.pass(*hours);
            if *swept {
                life.sweep();
            }
            Ok(())
        }
        Step::PassToDose { .. }
        | Step::Give { .. }
        | Step::GiveTwice
        | Step::Nonsense { .. }
        | Step::NotGiven { .. }
        | Step::Decide { .. } => doses::take(life, step),
        Step::Court { .. } | Step::Ruling { .. } | Step::Leave { .. } | Step::Aftercare | Step::TellEnd => {
            court::take(life, step)
        }
        Step::ReleaseDate { .. }
        | Step::ReleaseDayUnknown
        | Step::Sent { .. }
        | Step::Offer { .. }
        | Step::OfferAhead { .. }
        | Step::AnswerOffer { .. }
        | Step::WithdrawOffer
        | Step::Appointment
        | Step::Release { .. }
        | Step::Came
        | Step::Address { .. }
        | Step::AskToGo { .. }
        | Step::AnswerAbsence { .. }
        | Step::Unavailable { .. }
        | Step::LookAgain { .. }
        | Step::Lost
        | Step::Search { .. } => passage::take(life, step),
        Step::Paper { .. } | Step::Review { .. } | Step::ReviewOwn | Step::Submission | Step::Declined => {
            reviewing::take(life, step)
        }
        Step::Clear { .. }
        | Step::Prescribe { .. }
        | Step::Inform { .. }
        | Step::Hold { .. }
        | Step::Confirm { .. }
        | Step::Lift
        | Step::React { .. }
        | Step::Recover
        | Step::Contraindication { .. }
        | Step::Over
        | Step::Exam { .. }
        | Step::Results { .. }
        | Step::Judge { .. } => course::take(life, step),
        Step::Answer { .. }
        | Step::Incident { .. }
        | Step::LookAtIncident
        | Step::AmendDose { .. }
        | Step::Observe
        | Step::AmendCause { .. }
        | Step::Void { .. }
        | Step::Place { .. }
        | Step::Supervision { .. }
        | Step::Complain { .. }
        | Step::AnswerComplaint => records::take(life, step),
        Step::VoidRulingStep { .. }
        | Step::AmendRuling { .. }
        | Step::CorrectPerson
        | Step::Curfew { .. }
        | Step::Officer { .. }
        | Step::Import
        | Step::UndoImport
        | Step::Merge { .. }
        | Step::Part
        | Step::Act { .. } => registry::take(life, step),
        Step::Supply(step) => supply::take(life, *step),
        Step::Outside(step) => outside::take(life, *step),
    }
}
