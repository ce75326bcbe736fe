//! The receiver names another first appointment.

use super::accept_handover::{clinician_works, region_of};
use super::applying;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage::{self, AcceptHandover, There};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// The receiver names another first appointment.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn set_appointment(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &AcceptHandover,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::SetAppointment, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::SetAppointment, &resource, &Context::default())?;
        let waiting = file.case.passage.accepted_offer();
        let to = waiting.map_or(file.facts.responsible, |(_, offer)| offer.content.to);
        // While the person is still with the giver, the giver names no appointment of the receiver's.
        if actor.organisation() != Some(to) && waiting.is_some() {
            return Err(Refusal::NothingToDo.into());
        }
        let works = clinician_works(work, form.clinician, to).await?;
        let region = region_of(work, to).await?;
        let there = There {
            works,
            region: &region,
        };
        let (rules, law) = applying(work, file.now.today())?;
        let dose = file.dose(work.rules());
        let record = RecordId::fresh();
        let (seen, by) = ((&dose, there), (rules, &law));
        let events = passage::set_appointment(&file.case, record, form, seen, by, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
