//! A pharmacist or a nurse of the clinic packs a parcel for a person and a dose.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, PrepareParcel};
use crate::domain::ids::{CaseId, OrganisationId, PackId, ParcelId};
use crate::domain::refusal::{PackFault, Refusal};
use crate::domain::supply::{Pack, Place};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::{organisations, stock};
use chrono::{DateTime, Utc};

/// Packs a parcel from the own shelf, or from another that whoever packs it keeps: there somebody gives it into named hands. Its
/// code is what stands on the label.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn prepare_parcel(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    packs: &[PackId],
    prepared_at: Option<DateTime<Utc>>,
) -> Result<ParcelId, Failure> {
    let action = Action::PrepareParcel;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let own = actor.organisation().ok_or(Refusal::NothingToDo)?;
        let held = stock::lock(work.tx(), packs).await?;
        let from = shelf(work, actor, own, &held).await?;
        if held.len() != packs.len() {
            return Err(Refusal::PackUnsound(PackFault::Gone).into());
        }
        let parcel = ParcelId::fresh();
        let code = parcel_code(parcel);
        let form = PrepareParcel {
            packs: held.clone(),
            lie_since: stock::lie_since(work.tx(), &held).await?,
            prepared_at,
        };
        let events = decide::prepare_parcel(
            &file.case,
            (parcel, &code),
            &form,
            (from, own),
            work.rules(),
            &file.now,
        )?;
        let to = Place::Parcel { parcel, case };
        let moves: Vec<_> = held.iter().map(|pack| (pack, to, "")).collect();
        let mover = work.mover(action, prepared_at.unwrap_or(work.instant()))?;
        stock::move_packs(work.tx(), &moves, mover).await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, parcel))
    })
    .await
}

/// The shelf from which is packed: where the packs lie, if whoever packs them keeps it; else the own one.
async fn shelf(
    work: &Work<'_>,
    actor: &Actor,
    own: OrganisationId,
    held: &[Pack],
) -> Result<OrganisationId, Failure> {
    let Some(at) = held
        .first()
        .and_then(|pack| pack.place.at())
        .filter(|at| *at != own)
    else {
        return Ok(own);
    };
    let place = organisations::find_in(work.tx(), at).await?;
    let keeps = place.is_some_and(|place| {
        let desk = work.desk();
        desk.allows(actor, Action::TakeInPacks, &place.resource(), &Context::default())
    });
    Ok(if keeps { at } else { own })
}

/// Eight letters and digits that cannot be mistaken for one another, read aloud or typed.
pub(super) fn parcel_code(parcel: ParcelId) -> String {
    const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let bytes = parcel.0.into_bytes();
    let sign = |byte: &u8| char::from(SIGNS.get(usize::from(byte % 32)).copied().unwrap_or(b'2'));
    // The last eight bytes of a random identity are random but for two bits.
    bytes.iter().rev().take(8).map(sign).collect()
}
