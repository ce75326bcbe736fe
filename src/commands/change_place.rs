//! A clerk moves responsibility for the treatment.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::organisations;
use chrono::NaiveDate;

/// A clerk moves responsibility for the treatment.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn change_place(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    place: OrganisationId,
    from_on: NaiveDate,
    reason: &str,
) -> Result<OrganisationId, Failure> {
    desk.perform(actor, submission, Action::ChangePlace, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::ChangePlace,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let found = organisations::find_in(work.tx(), place).await?;
        if found.as_ref().is_some_and(|found| found.closed) {
            return Err(Refusal::PlaceClosed { field: "place" }.into());
        }
        let kind = found.and_then(|found| work.rules().places.kind(&found.kind));
        if !kind.is_some_and(|kind| kind.treats) {
            return Err(Refusal::Required { field: "place" }.into());
        }
        let events = decide::change_place(&file.case, place, from_on, reason, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, place))
    })
    .await
}
