//! A physician decides about results that are not as they should be.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::JudgeResult;
use crate::domain::event::Event;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician decides about results that are not as they should be.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn judge_result(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &JudgeResult,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::JudgeResult, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::JudgeResult, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let ids = [record, RecordId::fresh()];
        let events = decide::judge_result(&file.case, ids, form, work.rules(), &file.now)?;
        // A decision to hold also stops the doses: whoever makes it must be allowed to do that, too.
        if events.iter().any(|event| matches!(event, Event::HoldPlaced(_))) {
            let _may_hold = work.authorise(Action::PlaceHold, &resource, &Context::default())?;
        }
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
