//! The giver takes an offer back.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// The giver takes an offer back. What was kept for the person where he does not come now lies free again.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn withdraw_handover(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    offer: RecordId,
    words: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::WithdrawHandover, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::WithdrawHandover, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = passage::withdraw_handover(&file.case, record, offer, words)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
