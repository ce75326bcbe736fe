//! Specialists say what they found at an examination.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::RecordExam;
use crate::domain::event::Event;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// Specialists say what they found at an examination.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_exam(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &RecordExam,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordExam, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordExam, &resource, &Context::default())?;
        let mut fresh = || RecordId::fresh();
        let rules = work.rules();
        let events = decide::record_exam(&file.case, &mut fresh, form, rules, &file.now)?;
        let record = match events.first() {
            Some(Event::ExamRecorded(exam)) => exam.id,
            _ => return Err(Refusal::NothingToDo.into()),
        };
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
