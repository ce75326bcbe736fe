//! A named supervisor lets the release be recorded although nobody has accepted, and says why.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage::{self, RecordRelease};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A named supervisor lets the release be recorded although nobody has accepted, and says why.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn release_without_receiver(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &RecordRelease,
    words: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ReleaseWithoutReceiver, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::ReleaseWithoutReceiver, &resource, &Context::default())?;
        let held = file.held();
        let record = RecordId::fresh();
        let events = passage::record_release(&file.case, record, form, (held, Some(words)), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
