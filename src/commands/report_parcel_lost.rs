//! A parcel cannot be found.

use super::about_parcel;
use crate::access::{Action, Actor};
use crate::domain::decide;
use crate::domain::ids::{CaseId, PackId, ParcelId};
use crate::domain::refusal::Refusal;
use crate::domain::supply::Place;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::stock;

/// A parcel cannot be found: so is nothing in it.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn report_parcel_lost(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    parcel: ParcelId,
    words: &str,
) -> Result<(), Failure> {
    let action = Action::ReportParcelLost;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let events = decide::lose_parcel(&file.case, parcel, words)?;
        let known = file.case.supply.parcel(parcel).ok_or(Refusal::NothingToDo)?;
        let packs: Vec<PackId> = known.prepared.packs.iter().map(|named| named.pack).collect();
        let held = stock::lock(work.tx(), &packs).await?;
        // One may have been given in the meantime, out of a parcel nobody had received.
        let inside = held
            .iter()
            .filter(|pack| pack.place == Place::Parcel { parcel, case });
        let moves: Vec<_> = inside.map(|pack| (pack, Place::Lost, "")).collect();
        stock::move_packs(work.tx(), &moves, work.mover(action, work.instant())?).await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ()))
    })
    .await
}
