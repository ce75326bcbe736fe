//! A free pack is kept for a person, or kept for him no longer.

use super::kept_packs::on_own_shelf;
use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, PackId, RecordId};
use crate::domain::refusal::Refusal;
use crate::domain::supply::Place;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::stock;

/// Keeps a free pack of the giving site for the open dose of a person. Whoever was asked to take him over keeps one of the
/// own shelf only.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn reserve_pack(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    pack: PackId,
) -> Result<RecordId, Failure> {
    let action = Action::ReservePack;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let held = stock::lock(work.tx(), &[pack]).await?;
        let pack = held.first().ok_or(Refusal::Required { field: "pack" })?;
        let record = RecordId::fresh();
        let events = decide::reserve_pack(&file.case, record, pack, work.rules(), &file.now)?;
        let at = pack.place.at().ok_or(Refusal::NothingToDo)?;
        on_own_shelf(work, (actor, action), &file, at)?;
        let to = Place::Stock {
            at,
            reserved: Some(case),
        };
        stock::move_packs(work.tx(), &[(pack, to, "")], work.mover(action, work.instant())?).await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
