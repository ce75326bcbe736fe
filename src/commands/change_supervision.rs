//! A clerk moves supervision to another body.

use super::must_play;
use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, OrganisationId};
use crate::store::desk::{Desk, Failure, Submission};
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
        must_play(work, (supervising, "supervising"), |kind| kind.supervises).await?;
        let events = decide::change_supervision(&file.case, supervising, from_on, reason, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, supervising))
    })
    .await
}
