//! The person is told what is done to him, and answers.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::RecordInformation;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// The person is told what is done to him, and answers.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_information(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &RecordInformation,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordInformation, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordInformation, &resource, &Context::default())?;
        let law = work
            .rules()
            .law_for(file.now.today())
            .ok_or(Refusal::NothingToDo)?;
        let record = RecordId::fresh();
        let events = decide::record_information(&file.case, record, form, law.course, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
