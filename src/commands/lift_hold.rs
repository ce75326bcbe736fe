//! A physician lifts a hold.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::LiftHold;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician lifts a hold.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn lift_hold(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    hold: RecordId,
    form: &LiftHold,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::LiftHold, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(Action::LiftHold, &file.facts.clone().into(), &Context::default())?;
        let events = decide::lift_hold(&file.case, hold, form, work.rules(), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, hold))
    })
    .await
}
