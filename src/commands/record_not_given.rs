//! A nurse records that a dose was not given.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::decide::NotGiven;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A nurse records that a dose was not given.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_not_given(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &NotGiven,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordNotGiven, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::RecordNotGiven,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let record = RecordId::fresh();
        let around = (&file.roster, &file.now);
        let events = decide::record_not_given(&file.case, record, form, work.rules(), around)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
