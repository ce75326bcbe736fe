//! A pack that somebody else set aside is destroyed, or returned to the supplier.

use crate::access::{Action, Actor, Context};
use crate::domain::ids::PackId;
use crate::domain::refusal::Refusal;
use crate::domain::supply::Place;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::{StoreError, organisations, stock};
use serde_json::Map;

/// Destroys a pack. The account that set it aside is the first person, whoever says this the second.
///
/// # Errors
/// [`Failure::Refused`] where it was not set aside; [`Failure::Forbidden`].
pub async fn destroy_packs(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
) -> Result<(), Failure> {
    gone(
        desk,
        actor,
        submission,
        (Action::DestroyPacks, Place::Destroyed),
        pack,
    )
    .await
}

/// Returns a pack to the supplier.
///
/// # Errors
/// [`Failure::Refused`] where it was not set aside; [`Failure::Forbidden`].
pub async fn return_packs(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
) -> Result<(), Failure> {
    gone(
        desk,
        actor,
        submission,
        (Action::ReturnPacks, Place::Returned),
        pack,
    )
    .await
}

async fn gone(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (action, to): (Action, Place),
    pack: PackId,
) -> Result<(), Failure> {
    desk.perform(actor, submission, action, async |work| {
        let mut held = stock::lock(work.tx(), &[pack]).await?;
        let pack = held.pop().ok_or(StoreError::Missing("pack"))?;
        let Place::SetAside { at } = pack.place else {
            return Err(Refusal::NothingToDo.into());
        };
        let place = organisations::find_in(work.tx(), at)
            .await?
            .ok_or(StoreError::Missing("organisation"))?;
        let context = Context {
            set_aside_by: stock::moved_by(work.tx(), &pack).await?,
            ..Context::default()
        };
        let permit = work.authorise(action, &place.resource(), &context)?;
        stock::move_packs(work.tx(), &[(&pack, to, "")], work.mover(action, work.instant())?).await?;
        let written = work
            .seal(permit, &format!("pack:{}", pack.id), Map::new())
            .await?;
        Ok((written, ()))
    })
    .await
}
