//! The person's complaint is answered.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::AnswerComplaint;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// The person's complaint is answered.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn answer_complaint(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &AnswerComplaint,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::AnswerComplaint, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::AnswerComplaint, &resource, &Context::default())?;
        let law = work
            .rules()
            .law_for(file.now.today())
            .ok_or(Refusal::NothingToDo)?;
        let by = actor.account_id();
        let events = decide::answer_complaint(&file.case, by, form, law.course, &file.now)?;
        let record = form.complaint.ok_or(Refusal::NothingToDo)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
