//! The person complains: his words are taken down, and somebody owes him an answer.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::LodgeComplaint;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// The person complains: his words are taken down, and somebody owes him an answer.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn lodge_complaint(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &LodgeComplaint,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::LodgeComplaint, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::LodgeComplaint, &resource, &Context::default())?;
        let law = work
            .rules()
            .law_for(file.now.today())
            .ok_or(Refusal::NothingToDo)?;
        let record = RecordId::fresh();
        let around = |account| file.member(account).is_some();
        let events = decide::lodge_complaint(&file.case, record, form, law.course, around, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
