//! A pack is not to be given any more: broken, expired, missing when counted.

use crate::access::{Action, Actor, Context, Permit};
use crate::domain::event::{Event, SupplyFact};
use crate::domain::ids::PackId;
use crate::domain::refusal::Refusal;
use crate::domain::supply::{Pack, Place};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::{StoreError, organisations, stock};
use serde_json::{Map, json};

/// Sets a pack aside, with a reason of the closed list. One that was kept for a person is his no longer, and his case
/// says so.
///
/// # Errors
/// [`Failure::Refused`] where it does not lie on a shelf or no reason is given; [`Failure::Forbidden`].
pub async fn set_pack_aside(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
    reason: &str,
) -> Result<(), Failure> {
    let action = Action::SetPackAside;
    let known = stock::find(desk.store(), pack)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    let kept_for = known.place.case();
    desk.perform(actor, submission, action, async |work| {
        // The case first, then the pack. Whom it is kept for may have changed since: then it is tried again.
        let mut file = match kept_for {
            Some(case) => Some(work.case(case).await?),
            None => None,
        };
        let (permit, pack) = shelf(work, pack).await?;
        if pack.place.case() != kept_for {
            return Err(StoreError::Stale("pack").into());
        }
        let choice = work.rules().supply.write_off(reason);
        let choice = choice.ok_or(Refusal::Required { field: "reason" })?;
        let at = pack.place.at().ok_or(Refusal::NothingToDo)?;
        let to = if choice.lost {
            Place::Lost
        } else {
            Place::SetAside { at }
        };
        let mover = work.mover(action, work.instant())?;
        stock::move_packs(work.tx(), &[(&pack, to, &choice.id)], mover).await?;
        if let Some(file) = &mut file {
            let left = SupplyFact::PackLeft {
                pack: pack.id,
                reason: choice.id.clone(),
                lost: choice.lost,
            };
            work.left(&permit, file, Event::Supply(left)).await?;
        }
        let detail = Map::from_iter([("reason".to_owned(), json!(choice.id))]);
        let written = work.seal(permit, &format!("pack:{}", pack.id), detail).await?;
        Ok((written, ()))
    })
    .await
}

/// The pack, held, and the permit for the shelf it lies on.
async fn shelf(work: &Work<'_>, id: PackId) -> Result<(Permit, Pack), Failure> {
    let mut held = stock::lock(work.tx(), &[id]).await?;
    let pack = held.pop().ok_or(Refusal::NothingToDo)?;
    let lies = matches!(pack.place, Place::Stock { .. } | Place::Quarantine { .. });
    let at = pack.place.at().filter(|_| lies).ok_or(Refusal::NothingToDo)?;
    let place = organisations::find_in(work.tx(), at)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    let permit = work.authorise(Action::SetPackAside, &place.resource(), &Context::default())?;
    Ok((permit, pack))
}
