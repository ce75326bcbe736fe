//! A physician looked at a person who received a recalled lot.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician looked at a person who received a recalled lot.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn follow_up_recall(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    recall: RecordId,
    words: &str,
) -> Result<RecordId, Failure> {
    let action = Action::FollowUpRecall;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::follow_up_recall(&file.case, (record, recall), words)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
