//! Any clinician takes down how a reaction ended.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, EndReaction};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Any clinician takes down how a reaction ended.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_reaction_outcome(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    reaction: RecordId,
    form: &EndReaction,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordReactionOutcome, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordReactionOutcome, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::end_reaction(&file.case, record, reaction, form, work.rules(), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
