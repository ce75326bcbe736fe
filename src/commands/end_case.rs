//! A clerk records that the person died or left for another state.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, EndCase};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk records that the person died or left for another state.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn end_case(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &EndCase,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::EndCase, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::EndCase, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::end_case(&file.case, record, form, RecordId::fresh, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
