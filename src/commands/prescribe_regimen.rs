//! A doctor chooses the drug and the day of the first dose.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage::first_day_barred;
use crate::domain::decide::{self, PrescribeRegimen};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A doctor chooses the drug and the day of the first dose.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn prescribe_regimen(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &PrescribeRegimen,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::PrescribeRegimen, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::PrescribeRegimen,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let record = RecordId::fresh();
        let form = &PrescribeRegimen {
            born_on: Some(file.person.born_on),
            ..form.clone()
        };
        let events = decide::prescribe(&file.case, record, form, work.rules(), &file.now)?;
        let around = (&file.roster, work.rules());
        if let Some(refusal) = first_day_barred(&file.case, form.first_on, around, &file.now) {
            return Err(refusal.into());
        }
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
