//! The organisation that was asked says no, and why.

use super::accept_handover::addressed;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// The organisation that was asked says no, and why.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn reject_handover(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    offer: RecordId,
    words: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RejectHandover, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RejectHandover, &resource, &Context::default())?;
        let record = RecordId::fresh();
        addressed(&file, offer, actor)?;
        let events = passage::reject_handover(&file.case, record, offer, words)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
