//! A pack is kept for a person no longer.

use super::kept_packs::on_own_shelf;
use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, PackId};
use crate::domain::refusal::Refusal;
use crate::domain::supply::Place;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::stock;

/// Frees a pack for others.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn release_pack(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (case, pack): (CaseId, PackId),
    reason: &str,
) -> Result<(), Failure> {
    let action = Action::ReleasePack;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let held = stock::lock(work.tx(), &[pack]).await?;
        let known = held.first().ok_or(Refusal::NothingToDo)?;
        let events = decide::release_pack(&file.case, pack, reason)?;
        let at = known.place.at().ok_or(Refusal::NothingToDo)?;
        on_own_shelf(work, (actor, action), &file, at)?;
        let to = Place::Stock { at, reserved: None };
        stock::move_packs(
            work.tx(),
            &[(known, to, "released")],
            work.mover(action, work.instant())?,
        )
        .await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ()))
    })
    .await
}
