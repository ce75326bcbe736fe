//! What lists read of parcels and recalls, written with the events of their case.

use super::entities::{injected, parcel, recall_case};
use super::file::CaseFile;
use super::{StoreError, Tx, recall_looks};
use crate::domain::case::Case;
use crate::domain::dosing::next_dose;
use crate::domain::event::Relied;
use crate::domain::plan::{dose_site, late_at, protocol, provision};
use crate::domain::rules::Rules;
use crate::domain::supply::{BoundState, Parcel, ParcelState, Provision, RecallOn};
use sea_orm::{ActiveModelTrait as _, Condition, EntityTrait as _, IntoActiveModel as _};
use uuid::Uuid;

/// Writes the parcels and recalls that changed.
pub(super) async fn write(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
) -> Result<(), StoreError> {
    let case = &file.case;
    let old = before.map(|case| &case.supply);
    // Lists go by the region, too: a person who moved takes his parcels along.
    let moved = before.is_some_and(|before| before.places != case.places);
    let packs_moved = old.is_none_or(|old| old.packs != case.supply.packs);
    let parcels_moved = old.is_none_or(|old| old.parcels != case.supply.parcels);
    for known in &case.supply.parcels {
        let earlier = old.and_then(|old| old.parcel(known.prepared.parcel));
        let frozen = known.open() && old.is_some_and(|old| old.recalls != case.supply.recalls);
        // Its day is that of its dose, which moves by whatever is written down.
        let dated = known.state == ParcelState::UnderWay;
        if earlier == Some(known) && !packs_moved && !moved && !frozen && !dated {
            continue;
        }
        let row = row(file, known, rules).into_active_model().reset_all();
        if earlier.is_some() {
            parcel::Entity::update(row).exec(&tx.0).await?;
        } else {
            parcel::Entity::insert(row).exec_without_returning(&tx.0).await?;
        }
        // It goes elsewhere, and its packs do not move: whoever awaits them now comes to their lots.
        if earlier.is_some_and(|earlier| earlier.to != known.to) {
            let mut lots = Condition::any();
            for named in &known.prepared.packs {
                lots = lots.add(recall_looks::named(rules, &named.product, &named.lot));
            }
            recall_looks::came_if_recalled(tx, lots).await?;
        }
    }
    write_injected(tx, before, file).await?;
    let doses_changed =
        before.is_some_and(|before| before.doses != case.doses || before.incidents != case.incidents);
    for (number, known) in (1..).zip(&case.supply.recalls) {
        let mut earlier = old.into_iter().flat_map(|old| &old.recalls);
        let earlier = earlier.find(|earlier| earlier.reached.recall == known.reached.recall);
        // A dose that relied on it may have its pack by now, or on its way, or have lost it again.
        let bound_anew = known.reached.relied.is_some() && (packs_moved || parcels_moved || moved);
        if earlier == Some(known) && !doses_changed && !bound_anew {
            continue;
        }
        let row = recalled(file, (number, known), rules)
            .into_active_model()
            .reset_all();
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

/// Writes which lots were injected outside of a dose.
async fn write_injected(tx: &Tx, before: Option<&Case>, file: &CaseFile) -> Result<(), StoreError> {
    let old = before.map_or(&[][..], |case| &case.incidents);
    for entry in &file.case.incidents {
        let known = old.iter().find(|known| known.content.id == entry.content.id);
        let Some(drug) = entry.content.drug.as_ref().filter(|_| known != Some(entry)) else {
            continue;
        };
        let row = injected::Model {
            id: entry.content.id.0,
            case_id: file.case.id.0,
            product: drug.product.clone(),
            lot: drug.lot.clone(),
            voided_at: entry.voided.as_ref().map(|_| file.now.instant),
        };
        let row = row.into_active_model().reset_all();
        if known.is_some() {
            injected::Entity::update(row).exec(&tx.0).await?;
        } else {
            injected::Entity::insert(row)
                .exec_without_returning(&tx.0)
                .await?;
        }
    }
    Ok(())
}

fn row(file: &CaseFile, known: &Parcel, rules: &Rules) -> parcel::Model {
    let case = &file.case;
    let small = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let prepared = &known.prepared;
    let mut bound = case.supply.packs.iter();
    let quarantine = bound.any(|bound| {
        bound.parcel == Some(prepared.parcel) && matches!(bound.state, BoundState::Quarantined(_))
    });
    let discrepancy = known.unreconciled();
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
        answers_id: Some(prepared.answers().0),
        to_id: known.to.0,
        region: file.facts.region.clone(),
        state: known.state.code().to_owned(),
        open: known.open() || discrepancy || quarantine,
        discrepancy,
        quarantine,
        recalled: known.open() && holds_recalled(case, known),
        prepared_at: prepared.prepared_at,
        overdue_at: late_at(case, known, rules, &file.now),
    }
}

fn holds_recalled(case: &Case, known: &Parcel) -> bool {
    let mut packs = case.supply.packs.iter();
    packs.any(|bound| {
        let named = &bound.named;
        bound.state == BoundState::Packed(known.prepared.parcel)
            && case.supply.recalled(&named.product, &named.lot)
    })
}

fn recalled(file: &CaseFile, (number, known): (i32, &RecallOn), rules: &Rules) -> recall_case::Model {
    let (case, reached) = (&file.case, &known.reached);
    let relied = reached.relied.as_ref();
    let replacement = relied.and_then(|relied| relied.replacement.as_ref());
    let doses = case.received(reached);
    recall_case::Model {
        id: Uuid::new_v5(&reached.recall.0, case.id.0.as_bytes()),
        recall_id: reached.recall.0,
        case_id: case.id.0,
        number: Some(number),
        doses: i32::try_from(doses).unwrap_or(i32::MAX),
        reached_at: known.followed_up.as_ref().map(|(.., at)| *at),
        needed_on: relied.map(|relied| relied.needed_on),
        replacement_id: replacement.map(|replacement| replacement.pack.pack.0),
        at_risk: relied.is_some_and(|relied| at_risk(file, relied, rules)),
    }
}

/// Is a dose that relied on a recalled lot still to come, and without a usable pack?
fn at_risk(file: &CaseFile, relied: &Relied, rules: &Rules) -> bool {
    let case = &file.case;
    let Ok(window) = next_dose(case, protocol(case, rules), &file.now) else {
        return false;
    };
    let site = dose_site(case, &window, file.now.today());
    let provided = site.and_then(|site| provision(case, rules, &window, site, file.now.today()));
    let secured = provided.is_some_and(Provision::secured);
    window.cycle == relied.cycle && !secured
}
