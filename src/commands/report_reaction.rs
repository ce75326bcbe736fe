//! Somebody who treats saw a reaction.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::TypedReaction;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Somebody who treats saw a reaction.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn report_reaction(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &TypedReaction,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordReaction, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordReaction, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::report_reaction(&file.case, record, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
