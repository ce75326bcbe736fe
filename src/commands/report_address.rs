//! Somebody writes down where the person lives, or is going to.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::ReportAddress;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Somebody writes down where the person lives, or is going to.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn report_address(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &ReportAddress,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ReportAddress, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::ReportAddress, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = passage::report_address(&file.case, record, form, &work.rules().places)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
