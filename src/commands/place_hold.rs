//! Any clinician stops the dose at once; papers follow.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::PlaceHold;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Any clinician stops the dose at once; papers follow.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn place_hold(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &PlaceHold,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::PlaceHold, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(Action::PlaceHold, &file.facts.clone().into(), &Context::default())?;
        let hold = RecordId::fresh();
        let events = decide::place_hold(&file.case, hold, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, hold))
    })
    .await
}
