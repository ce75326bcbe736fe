//! Somebody who treats says how a reaction ended.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::EndReaction;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Somebody who treats says how a reaction ended.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn end_reaction(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &EndReaction,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordReaction, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordReaction, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::end_reaction(&file.case, record, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
