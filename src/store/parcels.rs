//! What lists read of parcels and recalls, written with the events of their case.

use super::entities::{parcel, recall_case};
use super::file::CaseFile;
use super::{StoreError, Tx};
use crate::domain::case::Case;
use crate::domain::ids::RecordId;
use crate::domain::obligation::Kind;
use crate::domain::rules::Rules;
use crate::domain::supply::{BoundState, Parcel, ParcelState, RecallOn};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use uuid::Uuid;

/// Writes the parcels and recalls that changed.
pub(super) async fn write(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
) -> Result<(), StoreError> {
    let (case, region) = (&file.case, &file.facts.region);
    let old = before.map(|case| &case.supply);
    // Lists go by the region, too: a person who moved takes his parcels along.
    let moved = before.is_some_and(|before| before.places != case.places);
    let packs_moved = old.is_none_or(|old| old.packs != case.supply.packs);
    for known in &case.supply.parcels {
        let earlier = old.and_then(|old| old.parcel(known.prepared.parcel));
        if earlier == Some(known) && !packs_moved && !moved {
            continue;
        }
        let row = row(case, known, region, rules).into_active_model().reset_all();
        if earlier.is_some() {
            parcel::Entity::update(row).exec(&tx.0).await?;
        } else {
            parcel::Entity::insert(row).exec_without_returning(&tx.0).await?;
        }
    }
    let doses_changed = before.is_some_and(|before| before.doses != case.doses);
    for known in &case.supply.recalls {
        let mut earlier = old.into_iter().flat_map(|old| &old.recalls);
        let earlier = earlier.find(|earlier| earlier.reached.recall == known.reached.recall);
        if earlier == Some(known) && !doses_changed {
            continue;
        }
        let row = recalled(case, known).into_active_model().reset_all();
        if earlier.is_some() {
            recall_case::Entity::update(row).exec(&tx.0).await?;
        } else {
            recall_case::Entity::insert(row)
                .exec_without_returning(&tx.0)
                .await?;
        }
    }
    Ok(())
}

fn row(case: &Case, known: &Parcel, region: &str, rules: &Rules) -> parcel::Model {
    let small = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let prepared = &known.prepared;
    let mut bound = case.supply.packs.iter();
    let quarantine = bound.any(|bound| {
        bound.parcel == Some(prepared.parcel) && matches!(bound.state, BoundState::Quarantined(_))
    });
    let discrepancy = known.unreconciled();
    let longest = TimeDelta::hours(rules.supply.custody.longest_hours.into());
    parcel::Model {
        id: prepared.parcel.0,
        case_id: case.id.0,
        code: prepared.code.clone(),
        number: small(known.number),
        cycle: small(prepared.cycle),
        product: prepared
            .packs
            .first()
            .map(|named| named.product.clone())
            .unwrap_or_default(),
        packs: i32::try_from(prepared.packs.len()).unwrap_or(i32::MAX),
        from_id: prepared.from.0,
        to_id: known.to.0,
        region: region.to_owned(),
        state: known.state.code().to_owned(),
        open: known.open() || discrepancy || quarantine,
        discrepancy,
        quarantine,
        prepared_at: prepared.prepared_at,
        overdue_at: known.overdue_at(longest),
    }
}

fn recalled(case: &Case, known: &RecallOn) -> recall_case::Model {
    let reached = &known.reached;
    let of_lot = case.doses.iter().filter(|entry| {
        entry.voided.is_none() && entry.content.product == reached.product && entry.content.lot == reached.lot
    });
    recall_case::Model {
        id: Uuid::new_v5(&reached.recall.0, case.id.0.as_bytes()),
        recall_id: reached.recall.0,
        case_id: case.id.0,
        doses: i32::try_from(of_lot.count()).unwrap_or(i32::MAX),
        reached_at: known.followed_up.as_ref().map(|(.., at)| *at),
    }
}

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
        Kind::DecideParcel if !parcel.onward.is_empty() => Some(None),
        Kind::CustodyGap if parcel.explained > 0 => Some(None),
        Kind::QuarantineVerdict if parcel.state == ParcelState::Received => Some(None),
        _ => None,
    }
}
