//! A clerk records that what a review proposes was sent to the court.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, SubmitToCourt};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk records that what a review proposes was sent to the court.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn submit_to_court(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &SubmitToCourt,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::SubmitToCourt, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::SubmitToCourt, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::submit_to_court(&file.case, record, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
