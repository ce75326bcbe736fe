//! The person came, and no dose was due.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};
use chrono::{DateTime, Utc};

/// The person came, and no dose was due.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_visit(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    came_at: Option<DateTime<Utc>>,
    words: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordVisit, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordVisit, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = passage::record_visit(&file.case, record, came_at, words, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
