//! A physician answers a request to be away.

use super::applying;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::AnswerAbsence;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician answers a request to be away.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn answer_absence(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &AnswerAbsence,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::AnswerAbsence, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::AnswerAbsence, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let (rules, law) = applying(work, file.now.today())?;
        let dose = file.dose(work.rules());
        let seen = (dose.as_ref().ok(), &file.roster);
        let events = passage::answer_absence(&file.case, record, form, seen, (rules, &law), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
