//! A physician plans the time after the measure.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, PlanAftercare};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician plans the time after the measure.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn plan_aftercare(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &PlanAftercare,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::PlanAftercare, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::PlanAftercare, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::plan_aftercare(&file.case, record, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
