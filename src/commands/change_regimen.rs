//! A physician changes the regimen in mid-course, citing the decision.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage::first_day_barred;
use crate::domain::decide::{self, ChangeRegimen};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician changes the regimen in mid-course, citing the decision.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn change_regimen(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &ChangeRegimen,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ChangeRegimen, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::ChangeRegimen, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let form = &ChangeRegimen {
            born_on: Some(file.person.born_on),
            ..form.clone()
        };
        let events = decide::change_regimen(&file.case, record, form, work.rules(), &file.now)?;
        let around = (&file.roster, work.rules());
        if let Some(refusal) = first_day_barred(&file.case, form.first_on, around, &file.now) {
            return Err(refusal.into());
        }
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
