//! Results arrive that were not part of an examination.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::RecordResults;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Results arrive that were not part of an examination.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_results(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &RecordResults,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordResults, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordResults, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let former = work.desk().as_former(actor, Action::RecordResults, &file);
        let until_on = former.and_then(|own| file.case.closes_until(own, &file.now));
        let events = decide::record_results(&file.case, record, form, (work.rules(), until_on), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
