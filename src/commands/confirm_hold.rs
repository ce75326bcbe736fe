//! Another physician confirms a hold, or renews it after a review.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, ConfirmHold};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// Another physician confirms a hold, or renews it after a review.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`], also to the account that placed it.
pub async fn confirm_hold(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    hold: RecordId,
    form: &ConfirmHold,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ConfirmHold, async |work| {
        let mut file = work.case(case).await?;
        let placed = file.case.holds.iter().find(|known| known.placed.id == hold);
        let placed_by = placed.map(|hold| hold.by.clone()).ok_or(Refusal::NothingToDo)?;
        let context = Context {
            placed_by: placed_by.account(),
            ..Context::default()
        };
        let permit = work.authorise(Action::ConfirmHold, &file.facts.clone().into(), &context)?;
        let events = decide::confirm_hold(&file.case, hold, form, &work.recorder(), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, hold))
    })
    .await
}
