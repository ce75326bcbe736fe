//! A clerk records that materials went to the court.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};
use chrono::NaiveDate;

/// A clerk records that materials went to the court.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn send_materials(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    sent_on: Option<NaiveDate>,
    court: &str,
    paper: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::SendMaterials, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::SendMaterials, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = passage::send_materials(&file.case, record, sent_on, court, paper, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
