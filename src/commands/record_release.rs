//! The person is released to the receiver who accepted.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage::{self, RecordRelease};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// The person is released to the receiver who accepted.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_release(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &RecordRelease,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordRelease, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordRelease, &resource, &Context::default())?;
        let held = file.held();
        let record = RecordId::fresh();
        let events = passage::record_release(&file.case, record, form, (held, None), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
