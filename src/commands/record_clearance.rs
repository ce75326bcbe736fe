//! A medical commission says whether treatment may begin.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::RecordClearance;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// A medical commission says whether treatment may begin.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_clearance(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &RecordClearance,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordClearance, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordClearance, &resource, &Context::default())?;
        let law = work
            .rules()
            .law_for(file.now.today())
            .ok_or(Refusal::NothingToDo)?;
        let record = RecordId::fresh();
        let around = (&file.roster, work.rules());
        let events = decide::record_clearance(&file.case, record, form, law.course, around, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
