//! A physician agrees with the person on a day for the dose against which a restriction stands.

use super::applying;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::AgreeDoseDay;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician agrees on a day for the dose against which a restriction stands. Whoever may answer for a journey may do it: both
/// say when the dose is given.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn agree_dose_day(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &AgreeDoseDay,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::AnswerAbsence, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::AnswerAbsence, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let (rules, law) = applying(work, file.now.today())?;
        let dose = file.dose(work.rules());
        let seen = (dose.as_ref().ok(), &file.roster);
        let events = passage::agree_dose_day(&file.case, record, form, seen, (rules, &law), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
