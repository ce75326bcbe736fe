//! Packs: where each is, and how it gets somewhere else.

use super::movements::{Mover, movement_row, next_entry};
use crate::domain::ids::{CaseId, LotId, OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::supply::{Pack, Place};
use crate::store::entities::{lot, movement, organisation, pack};
use crate::store::{Store, StoreError, Tx, recall_looks};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _,
    IntoActiveModel as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// A pack about to be taken in.
#[derive(Clone, Debug)]
pub struct NewPack {
    /// Identity.
    pub id: PackId,
    /// Its lot.
    pub lot: LotId,
    /// Trade item number.
    pub gtin: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Why by hand.
    pub by_hand: Option<String>,
    /// Where to.
    pub to: Place,
}

pub(in crate::store) fn to_lot() -> RelationDef {
    pack::Entity::belongs_to(lot::Entity)
        .from(pack::Column::LotId)
        .to(lot::Column::Id)
        .into()
}

/// Takes packs in from outside.
///
/// # Errors
/// [`StoreError::is_duplicate`] when a pack with this code is on record already.
pub async fn take_in(tx: &Tx, packs: &[NewPack], mover: Mover<'_>) -> Result<(), StoreError> {
    if packs.is_empty() {
        return Ok(());
    }
    let rows = packs.iter().map(|new| {
        let mut row = pack::Model {
            id: new.id.0,
            lot_id: new.lot.0,
            gtin: new.gtin.clone(),
            serial: new.serial.clone(),
            by_hand: new.by_hand.clone(),
            place: String::new(),
            organisation_id: None,
            case_id: None,
            parcel_id: None,
            dose_id: None,
            moves: 1,
            since_at: mover.moved_at,
        };
        put(&mut row, new.to);
        row.into_active_model().reset_all()
    });
    pack::Entity::insert_many(rows)
        .exec_without_returning(&tx.0)
        .await?;
    let seq = next_entry(tx, mover).await?;
    let rows = packs
        .iter()
        .map(|new| movement_row(new.id, 1, (Place::Supplier, new.to), "", mover, seq));
    let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
    movement::Entity::insert_many(rows)
        .exec_without_returning(&tx.0)
        .await?;
    for at in packs.iter().filter_map(|new| new.to.at()) {
        organisation::Entity::update_many()
            .set(organisation::ActiveModel {
                stock_since_at: Set(Some(mover.recorded_at)),
                ..Default::default()
            })
            .filter(organisation::Column::Id.eq(at.0))
            .filter(organisation::Column::StockSinceAt.is_null())
            .exec(&tx.0)
            .await?;
    }
    let lots: std::collections::BTreeSet<_> = packs.iter().map(|new| new.lot.0).collect();
    recall_looks::came_if_recalled(tx, Condition::all().add(lot::Column::Id.is_in(lots))).await
}

/// Packs, held until the end, in the order of their identities. Of their lots nothing new is said meanwhile: a recall
/// waits for whoever takes a pack, and finds him.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(tx: &Tx, ids: &[PackId]) -> Result<Vec<Pack>, StoreError> {
    let mut wanted: Vec<_> = ids.iter().map(|id| id.0).collect();
    wanted.sort_unstable();
    let held = pack::Entity::find()
        .filter(pack::Column::Id.is_in(wanted))
        .order_by_asc(pack::Column::Id)
        .lock_exclusive()
        .all(&tx.0)
        .await?;
    with_lots(tx, held).await
}

/// Those packs with one of these codes that are on record, held until the end: trade item number and serial number of each.
///
/// # Errors
/// When the database does not answer.
pub async fn coded(tx: &Tx, codes: &[(String, String)]) -> Result<Vec<Pack>, StoreError> {
    let mut any = Condition::any();
    for (gtin, serial) in codes {
        let both = Condition::all()
            .add(pack::Column::Gtin.eq(gtin.as_str()))
            .add(pack::Column::Serial.eq(serial.as_str()));
        any = any.add(both);
    }
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let held = pack::Entity::find()
        .filter(any)
        .order_by_asc(pack::Column::Id)
        .lock_exclusive()
        .all(&tx.0)
        .await?;
    with_lots(tx, held).await
}

/// Moves packs, each from where it is known to be.
///
/// # Errors
/// [`StoreError::Stale`] when one of them was moved meanwhile; [`StoreError::Corrupt`] for a movement that cannot be.
pub async fn move_packs(tx: &Tx, moves: &[(&Pack, Place, &str)], mover: Mover<'_>) -> Result<(), StoreError> {
    if moves.is_empty() {
        return Ok(());
    }
    let seq = next_entry(tx, mover).await?;
    let mut rows = Vec::new();
    for (known, to, reason) in moves {
        if !known.place.leads_to(*to) {
            return Err(StoreError::Corrupt {
                table: "pack",
                row: format!("{}: {} to {}", known.id, known.place.code(), to.code()),
                column: "place",
            });
        }
        let mut row = pack::ActiveModel {
            moves: Set(known.moves + 1),
            since_at: Set(mover.moved_at),
            ..Default::default()
        };
        let parts = Parts::of(*to);
        row.place = Set(to.code().to_owned());
        row.organisation_id = Set(parts.organisation);
        row.case_id = Set(parts.case);
        row.parcel_id = Set(parts.parcel);
        row.dose_id = Set(parts.dose);
        let changed = pack::Entity::update_many()
            .set(row)
            .filter(pack::Column::Id.eq(known.id.0))
            .filter(pack::Column::Place.eq(known.place.code()))
            .filter(pack::Column::Moves.eq(known.moves))
            .exec(&tx.0)
            .await?;
        if changed.rows_affected != 1 {
            return Err(StoreError::Stale("pack"));
        }
        rows.push(movement_row(
            known.id,
            known.moves + 1,
            (known.place, *to),
            reason,
            mover,
            seq,
        )?);
    }
    movement::Entity::insert_many(rows)
        .exec_without_returning(&tx.0)
        .await?;
    let came = moves.iter().filter(|(known, to, _)| {
        let somewhere = to.at().is_some() || matches!(to, Place::Parcel { .. });
        known.recalled && somewhere
    });
    recall_looks::came(tx, came.map(|(known, ..)| known.lot.0).collect()).await
}

/// A place as columns.
struct Parts {
    organisation: Option<Uuid>,
    case: Option<Uuid>,
    parcel: Option<Uuid>,
    dose: Option<Uuid>,
}

impl Parts {
    fn of(place: Place) -> Self {
        Self {
            organisation: place.at().map(|id| id.0),
            case: place.case().map(|id| id.0),
            parcel: match place {
                Place::Parcel { parcel, .. } => Some(parcel.0),
                _ => None,
            },
            dose: match place {
                Place::Used { dose, .. } => Some(dose.0),
                _ => None,
            },
        }
    }
}

fn put(row: &mut pack::Model, place: Place) {
    let parts = Parts::of(place);
    place.code().clone_into(&mut row.place);
    row.organisation_id = parts.organisation;
    row.case_id = parts.case;
    row.parcel_id = parts.parcel;
    row.dose_id = parts.dose;
}

/// Packs with their lots, which are held until the end.
async fn with_lots(tx: &Tx, rows: Vec<pack::Model>) -> Result<Vec<Pack>, StoreError> {
    let lots: std::collections::BTreeSet<_> = rows.iter().map(|row| row.lot_id).collect();
    if lots.is_empty() {
        return Ok(Vec::new());
    }
    let lots = lot::Entity::find()
        .filter(lot::Column::Id.is_in(lots))
        .order_by_asc(lot::Column::Id)
        .lock_shared()
        .all(&tx.0)
        .await?;
    rows.into_iter()
        .map(|row| {
            let lot = lots.iter().find(|lot| lot.id == row.lot_id);
            pack_of(row, lot.ok_or(StoreError::Missing("lot"))?.clone())
        })
        .collect()
}

/// A pack as the domain knows it.
pub(in crate::store) fn pack_of(row: pack::Model, lot: lot::Model) -> Result<Pack, StoreError> {
    Ok(Pack {
        place: place_of(&row)?,
        id: PackId(row.id),
        lot: LotId(row.lot_id),
        product: lot.product,
        number: lot.number,
        expiry_on: lot.expiry_on,
        recalled: lot.recall_id.is_some(),
        gtin: row.gtin,
        serial: row.serial,
        moves: row.moves,
    })
}

pub(super) fn place_of(row: &pack::Model) -> Result<Place, StoreError> {
    let corrupt = || StoreError::Corrupt {
        table: "pack",
        row: row.id.to_string(),
        column: "place",
    };
    let at = || row.organisation_id.map(OrganisationId).ok_or_else(corrupt);
    let case = || row.case_id.map(CaseId).ok_or_else(corrupt);
    let reserved = row.case_id.map(CaseId);
    Ok(match row.place.as_str() {
        "supplier" => Place::Supplier,
        "stock" => Place::Stock { at: at()?, reserved },
        "quarantine" => Place::Quarantine { at: at()?, reserved },
        "parcel" => Place::Parcel {
            parcel: row.parcel_id.map(ParcelId).ok_or_else(corrupt)?,
            case: case()?,
        },
        "set-aside" => Place::SetAside { at: at()? },
        "used" => Place::Used {
            case: case()?,
            dose: row.dose_id.map(RecordId).ok_or_else(corrupt)?,
        },
        "lost" => Place::Lost,
        "returned" => Place::Returned,
        "destroyed" => Place::Destroyed,
        _ => return Err(corrupt()),
    })
}

/// A pack with its lot, by a condition of the pack; for lists see [`super::reading::stock`].
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store, id: PackId) -> Result<Option<Pack>, StoreError> {
    let found = pack::Entity::find_by_id(id.0)
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .one(store.reader())
        .await?;
    match found {
        Some((row, Some(lot))) => pack_of(row, lot).map(Some),
        _ => Ok(None),
    }
}

/// Packs with their lots, for reading.
///
/// # Errors
/// When the database does not answer.
pub async fn several(store: &Store, ids: &[PackId]) -> Result<Vec<Pack>, StoreError> {
    let rows = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .filter(pack::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(pack::Column::Id)
        .all(store.reader())
        .await?;
    rows.into_iter()
        .map(|(row, lot)| pack_of(row, lot.ok_or(StoreError::Missing("lot"))?))
        .collect()
}
