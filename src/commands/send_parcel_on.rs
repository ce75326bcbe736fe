//! It is decided where a parcel goes whose person has gone elsewhere, or that it does not leave at all.

use super::about_parcel;
use crate::access::{Action, Actor};
use crate::domain::decide;
use crate::domain::event::Onward;
use crate::domain::ids::{CaseId, PackId, ParcelId};
use crate::domain::refusal::Refusal;
use crate::domain::supply::{Pack, Place};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;
use crate::store::stock;

/// It is decided where a parcel goes whose person has gone elsewhere. One that has not left may be unpacked: then its packs lie
/// free on the shelf from which they were taken, and those that must not be given wait there for a pharmacist.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn send_parcel_on(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    parcel: ParcelId,
    onward: Option<Onward>,
    reason: &str,
) -> Result<(), Failure> {
    let action = Action::SendParcelOn;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let events = decide::send_on(&file.case, parcel, (onward, reason), work.rules(), &file.now)?;
        if onward == Some(Onward::Unpack) {
            unpack(work, &file, parcel).await?;
        }
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ()))
    })
    .await
}

/// What is in a parcel lies free where it was packed; what was recalled or has expired meanwhile waits there for a pharmacist.
async fn unpack(work: &Work<'_>, file: &CaseFile, parcel: ParcelId) -> Result<(), Failure> {
    let case = file.case.id;
    let known = file.case.supply.parcel(parcel).ok_or(Refusal::NothingToDo)?;
    let packs: Vec<PackId> = known.prepared.packs.iter().map(|named| named.pack).collect();
    let held = stock::lock(work.tx(), &packs).await?;
    let (at, reserved, today) = (known.prepared.from, None, file.now.today());
    let back = |pack: &Pack| {
        if pack.sound_on(today) {
            Place::Stock { at, reserved }
        } else {
            Place::Quarantine { at, reserved }
        }
    };
    // One may have been given in the meantime, out of the open box.
    let inside = held
        .iter()
        .filter(|pack| pack.place == Place::Parcel { parcel, case });
    let moves: Vec<_> = inside.map(|pack| (pack, back(pack), "")).collect();
    let mover = work.mover(Action::SendParcelOn, work.instant())?;
    Ok(stock::move_packs(work.tx(), &moves, mover).await?)
}
