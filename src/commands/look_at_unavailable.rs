//! Somebody looks again whether a good reason not to come still holds.

use super::applying;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::LookAtUnavailable;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Somebody looks again whether a good reason not to come still holds.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn look_at_unavailable(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &LookAtUnavailable,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::LookAtUnavailable, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::LookAtUnavailable, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let (rules, law) = applying(work, file.now.today())?;
        let events = passage::look_at_unavailable(&file.case, record, form, (rules, &law), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
