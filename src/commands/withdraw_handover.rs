//! The giver takes an offer back.

use super::kept_packs::free_again;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// The giver takes an offer back. What was kept for the person on the shelf of whoever had accepted it lies free again.
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
        let mut events = passage::withdraw_handover(&file.case, record, offer, words)?;
        if let Some(known) = file.case.passage.offer(offer) {
            let why = (Action::WithdrawHandover, words);
            events.extend(free_again(work, &file, known.content.to, why).await?);
        }
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
