//! A pack that nobody could find is there again.

use crate::access::{Action, Actor, Context};
use crate::domain::ids::{OrganisationId, PackId};
use crate::domain::refusal::Refusal;
use crate::domain::supply::Place;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::{organisations, stock};
use serde_json::Map;

/// A pack that was lost is found at a place. Nobody knows where it was: it waits for a pharmacist, and is nobody's.
///
/// # Errors
/// [`Failure::Refused`] where it was not lost; [`Failure::Forbidden`].
pub async fn find_pack(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
    at: OrganisationId,
) -> Result<(), Failure> {
    let action = Action::FindPack;
    desk.perform(actor, submission, action, async |work| {
        let place = organisations::find_in(work.tx(), at)
            .await?
            .ok_or(Refusal::NothingToDo)?;
        let permit = work.authorise(action, &place.resource(), &Context::default())?;
        let mut held = stock::lock(work.tx(), &[pack]).await?;
        let pack = held.pop().ok_or(Refusal::NothingToDo)?;
        if pack.place != Place::Lost {
            return Err(Refusal::NothingToDo.into());
        }
        let to = Place::Quarantine { at, reserved: None };
        stock::move_packs(work.tx(), &[(&pack, to, "")], work.mover(action, work.instant())?).await?;
        let written = work
            .seal(permit, &format!("pack:{}", pack.id), Map::new())
            .await?;
        Ok((written, ()))
    })
    .await
}
