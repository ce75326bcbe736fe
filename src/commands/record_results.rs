//! Results arrive that were not part of an examination.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::RecordResults;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
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
        let law = work
            .rules()
            .law_for(file.now.today())
            .ok_or(Refusal::NothingToDo)?;
        let record = RecordId::fresh();
        let events = decide::record_results(&file.case, record, form, law.course, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
