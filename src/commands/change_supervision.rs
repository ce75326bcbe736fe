//! A clerk moves supervision to another body.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::organisations;
use chrono::NaiveDate;

/// A clerk moves supervision to another body.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn change_supervision(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    supervising: OrganisationId,
    from_on: NaiveDate,
    reason: &str,
) -> Result<OrganisationId, Failure> {
    desk.perform(actor, submission, Action::ChangeSupervision, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::ChangeSupervision,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let found = organisations::find_in(work.tx(), supervising).await?;
        if found.as_ref().is_some_and(|found| found.closed) {
            return Err(Refusal::PlaceClosed { field: "supervising" }.into());
        }
        let kind = found.and_then(|found| work.rules().places.kind(&found.kind));
        if !kind.is_some_and(|kind| kind.supervises) {
            return Err(Refusal::Required { field: "supervising" }.into());
        }
        let events = decide::change_supervision(&file.case, supervising, from_on, reason, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, supervising))
    })
    .await
}
