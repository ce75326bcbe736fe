//! A clerk records that the court left the measure as it is.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, CourtDeclines};
use crate::domain::ids::CaseId;
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk records that the court left the measure as it is.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_court_declined(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &CourtDeclines,
) -> Result<u32, Failure> {
    desk.perform(actor, submission, Action::RecordCourtDeclined, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordCourtDeclined, &resource, &Context::default())?;
        let events = decide::court_declines(&file.case, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, form.review))
    })
    .await
}
