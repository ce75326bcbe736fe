//! Somebody writes down a restriction under which the person lives: hours at home, or another.

use super::applying;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::SetCurfew;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Somebody writes down a restriction under which the person lives: hours at home, or another.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn set_curfew(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &SetCurfew,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::SetCurfew, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::SetCurfew, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let (rules, _) = applying(work, file.now.today())?;
        let events = passage::set_curfew(record, form, (rules, &work.rules().places), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
