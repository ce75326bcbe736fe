//! Somebody looked for the person.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::ReportSearch;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Somebody looked for the person.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn report_search(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &ReportSearch,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ReportSearch, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::ReportSearch, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = passage::report_search(&file.case, record, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
