//! How what was owed about the drug ended.

use crate::domain::case::Case;
use crate::domain::ids::RecordId;
use crate::domain::obligation::Kind;
use crate::domain::supply::{BoundState, ParcelState};

/// The record that met what was owed about the drug; an answer of `None` inside says that it was met by no single one.
pub(super) fn met(case: &Case, kind: Kind, cycle: u32) -> Option<Option<RecordId>> {
    let number = usize::try_from(cycle).ok()?.checked_sub(1)?;
    if kind == Kind::RecallFollowUp {
        let recall = case.supply.recalls.get(number)?;
        return recall.followed_up.as_ref().map(|(id, ..)| Some(*id));
    }
    if kind == Kind::SupplyDose {
        let given = case.dose_of(cycle).is_some();
        let packs = case.supply.packs.iter();
        let bound = packs.filter(|bound| bound.state != BoundState::Gone).count() > 0;
        return (!given && bound).then_some(None);
    }
    let parcel = case.supply.parcels.get(number)?;
    let received = parcel.received.as_ref().map(|(received, ..)| received.id);
    match kind {
        Kind::ReceiveParcel => received.map(Some),
        Kind::ReconcileDiscrepancy if parcel.reconciled => Some(None),
        // It was lost, and nobody is asked any more: it is there.
        Kind::ReconcileDiscrepancy if parcel.turned_up() => received.map(Some),
        Kind::DecideParcel if !parcel.onward.is_empty() => Some(None),
        // Asked anew, and then lost: nobody said where it was.
        Kind::CustodyGap if parcel.state != ParcelState::Lost && !parcel.explained.is_empty() => Some(None),
        // What nobody can find is judged by nobody: it ends unaccounted for.
        Kind::QuarantineVerdict if parcel.state == ParcelState::Received && !parcel.unjudged() => Some(None),
        _ => None,
    }
}
