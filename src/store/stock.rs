//! Lots and packs. A pack changes its place only here, by one movement, and only from where it is: whoever decided on
//! another place decided too late.

use super::entities::{ledger_head, lot, lot_change, movement, organisation, pack, stock_count};
use super::{Store, StoreError, Tx, locks};
use crate::domain::ids::{AccountId, CaseId, LotId, OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::supply::{Pack, Place};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// A lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Identity.
    pub id: LotId,
    /// Product id.
    pub product: String,
    /// Number as printed.
    pub number: String,
    /// Last day of use, as last corrected.
    pub expiry_on: NaiveDate,
    /// The recall that stands.
    pub recall: Option<RecordId>,
    changes: i32,
}

/// What was said about a lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotChange {
    /// `registered`, `expiry-corrected`, `recalled` or `recall-lifted`.
    pub kind: String,
    /// Last day of use from then on.
    pub expiry_on: NaiveDate,
    /// Why; for a recall, the notice.
    pub reason: String,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a change says about a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// First taken in.
    Registered,
    /// The last day of use was read wrongly.
    ExpiryCorrected(NaiveDate),
    /// Recalled.
    Recalled(RecordId),
    /// The recall was lifted.
    RecallLifted(RecordId),
}

/// Who moves packs, when, by which act, and why.
#[derive(Clone, Copy, Debug)]
pub struct Mover<'a> {
    /// By whom.
    pub by: AccountId,
    /// The act, as the ledger names it.
    pub verb: &'a str,
    /// When it happened.
    pub moved_at: DateTime<Utc>,
    /// When it is written down.
    pub recorded_at: DateTime<Utc>,
}

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

/// One movement, as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The pack.
    pub pack: PackId,
    /// Which of its movements.
    pub seq: i32,
    /// The act.
    pub verb: String,
    /// From where.
    pub from: Place,
    /// To where.
    pub to: Place,
    /// When it happened.
    pub moved_at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub by: AccountId,
    /// Why.
    pub reason: String,
    /// Entry of the ledger.
    pub ledger_seq: i64,
}

pub(in crate::store) fn to_lot() -> RelationDef {
    pack::Entity::belongs_to(lot::Entity)
        .from(pack::Column::LotId)
        .to(lot::Column::Id)
        .into()
}

/// A lot by its product and number, held until the end.
///
/// # Errors
/// When the database does not answer.
pub async fn lot_named(tx: &Tx, product: &str, number: &str) -> Result<Option<Lot>, StoreError> {
    let found = lot::Entity::find()
        .filter(lot::Column::Product.eq(product))
        .filter(lot::Column::Number.eq(number))
        .lock_exclusive()
        .one(&tx.0)
        .await?;
    Ok(found.map(Into::into))
}

/// A lot, held until the end.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_lot(tx: &Tx, id: LotId) -> Result<Option<Lot>, StoreError> {
    let found = lot::Entity::find_by_id(id.0).lock_exclusive().one(&tx.0).await?;
    Ok(found.map(Into::into))
}

/// A lot, for reading.
///
/// # Errors
/// When the database does not answer.
pub async fn lot(store: &Store, id: LotId) -> Result<Option<Lot>, StoreError> {
    Ok(lot::Entity::find_by_id(id.0)
        .one(store.reader())
        .await?
        .map(Into::into))
}

/// Registers a lot with its first last day of use.
///
/// # Errors
/// [`StoreError::is_duplicate`] when another has just registered it.
pub async fn register_lot(tx: &Tx, new: &Lot, mover: Mover<'_>) -> Result<(), StoreError> {
    let row = lot::Model {
        id: new.id.0,
        product: new.product.clone(),
        number: new.number.clone(),
        expiry_on: new.expiry_on,
        recall_id: None,
        changes: 1,
    };
    lot::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    note(tx, new.id, 1, Said::Registered, (new.expiry_on, ""), mover).await
}

/// Says something new about a lot; what was said before stays.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile.
pub async fn change_lot(
    tx: &Tx,
    lot: &Lot,
    said: Said,
    reason: &str,
    mover: Mover<'_>,
) -> Result<(), StoreError> {
    let expiry_on = match said {
        Said::ExpiryCorrected(day) => day,
        _ => lot.expiry_on,
    };
    let recall = match said {
        Said::Recalled(recall) => Some(recall.0),
        Said::RecallLifted(_) => None,
        _ => lot.recall.map(|recall| recall.0),
    };
    let changed = lot::Entity::update_many()
        .set(lot::ActiveModel {
            expiry_on: Set(expiry_on),
            recall_id: Set(recall),
            changes: Set(lot.changes + 1),
            ..Default::default()
        })
        .filter(lot::Column::Id.eq(lot.id.0))
        .filter(lot::Column::Changes.eq(lot.changes))
        .exec(&tx.0)
        .await?;
    if changed.rows_affected != 1 {
        return Err(StoreError::Stale("lot"));
    }
    note(tx, lot.id, lot.changes + 1, said, (expiry_on, reason), mover).await
}

async fn note(
    tx: &Tx,
    lot: LotId,
    seq: i32,
    said: Said,
    (expiry_on, reason): (NaiveDate, &str),
    mover: Mover<'_>,
) -> Result<(), StoreError> {
    let (kind, recall) = match said {
        Said::Registered => ("registered", None),
        Said::ExpiryCorrected(_) => ("expiry-corrected", None),
        Said::Recalled(recall) => ("recalled", Some(recall.0)),
        Said::RecallLifted(recall) => ("recall-lifted", Some(recall.0)),
    };
    let row = lot_change::Model {
        id: crate::domain::ids::fresh(),
        lot_id: lot.0,
        seq,
        kind: kind.to_owned(),
        expiry_on,
        recall_id: recall,
        reason: reason.to_owned(),
        account_id: mover.by.0,
        changed_at: mover.recorded_at,
    };
    lot_change::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// Everything said about a lot, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn changes(store: &Store, id: LotId) -> Result<Vec<LotChange>, StoreError> {
    let rows = lot_change::Entity::find()
        .filter(lot_change::Column::LotId.eq(id.0))
        .order_by_asc(lot_change::Column::Seq)
        .all(store.reader())
        .await?;
    let change = |row: lot_change::Model| LotChange {
        kind: row.kind,
        expiry_on: row.expiry_on,
        reason: row.reason,
        by: AccountId(row.account_id),
        at: row.changed_at,
    };
    Ok(rows.into_iter().map(change).collect())
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
    let seq = next_entry(tx).await?;
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
    Ok(())
}

/// Packs, held until the end, in the order of their identities.
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
    with_lots(&tx.0, held).await
}

/// Moves packs, each from where it is known to be.
///
/// # Errors
/// [`StoreError::Stale`] when one of them was moved meanwhile; [`StoreError::Corrupt`] for a movement that cannot be.
pub async fn move_packs(tx: &Tx, moves: &[(&Pack, Place, &str)], mover: Mover<'_>) -> Result<(), StoreError> {
    if moves.is_empty() {
        return Ok(());
    }
    let seq = next_entry(tx).await?;
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
    Ok(())
}

/// Everything a pack went through, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn movements(store: &Store, id: PackId) -> Result<Vec<Movement>, StoreError> {
    let rows = movement::Entity::find()
        .filter(movement::Column::PackId.eq(id.0))
        .order_by_asc(movement::Column::Seq)
        .all(store.reader())
        .await?;
    rows.into_iter().map(movement_of).collect()
}

/// Notes a count.
///
/// # Errors
/// When the database does not answer.
pub async fn note_count(
    tx: &Tx,
    (at, lot): (OrganisationId, LotId),
    (expected, counted): (i32, i32),
    words: &str,
    mover: Mover<'_>,
) -> Result<(), StoreError> {
    let row = stock_count::Model {
        id: crate::domain::ids::fresh(),
        organisation_id: at.0,
        lot_id: lot.0,
        expected,
        counted,
        words: words.to_owned(),
        account_id: mover.by.0,
        counted_at: mover.recorded_at,
    };
    stock_count::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// Who moved a pack to where it is now.
///
/// # Errors
/// When the database does not answer.
pub async fn moved_by(tx: &Tx, known: &Pack) -> Result<Option<AccountId>, StoreError> {
    let last = movement::Entity::find()
        .filter(movement::Column::PackId.eq(known.id.0))
        .filter(movement::Column::Seq.eq(known.moves))
        .one(&tx.0)
        .await?;
    Ok(last.map(|row| AccountId(row.account_id)))
}

/// The number of the ledger's entry that this transaction will write. Whoever asks makes others wait.
async fn next_entry(tx: &Tx) -> Result<i64, StoreError> {
    let head: ledger_head::Model = locks::lock_ledger_head(tx).await?;
    Ok(head.seq + 1)
}

fn movement_row(
    pack: PackId,
    seq: i32,
    (from, to): (Place, Place),
    reason: &str,
    mover: Mover<'_>,
    ledger_seq: i64,
) -> Result<movement::ActiveModel, StoreError> {
    let text = |place: Place| {
        serde_json::to_string(&place).map_err(|_| StoreError::Corrupt {
            table: "movement",
            row: pack.to_string(),
            column: "destination",
        })
    };
    let row = movement::Model {
        id: Uuid::new_v5(&pack.0, seq.to_string().as_bytes()),
        pack_id: pack.0,
        seq,
        verb: mover.verb.to_owned(),
        origin: text(from)?,
        destination: text(to)?,
        moved_at: mover.moved_at,
        recorded_at: mover.recorded_at,
        account_id: mover.by.0,
        reason: reason.to_owned(),
        ledger_seq,
    };
    Ok(row.into_active_model().reset_all())
}

fn movement_of(row: movement::Model) -> Result<Movement, StoreError> {
    let place = |text: &str| {
        serde_json::from_str(text).map_err(|_| StoreError::Corrupt {
            table: "movement",
            row: row.id.to_string(),
            column: "destination",
        })
    };
    Ok(Movement {
        from: place(&row.origin)?,
        to: place(&row.destination)?,
        pack: PackId(row.pack_id),
        seq: row.seq,
        verb: row.verb,
        moved_at: row.moved_at,
        recorded_at: row.recorded_at,
        by: AccountId(row.account_id),
        reason: row.reason,
        ledger_seq: row.ledger_seq,
    })
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

/// Packs with their lots.
pub(in crate::store) async fn with_lots<C: ConnectionTrait>(
    on: &C,
    rows: Vec<pack::Model>,
) -> Result<Vec<Pack>, StoreError> {
    let lots: std::collections::BTreeSet<_> = rows.iter().map(|row| row.lot_id).collect();
    if lots.is_empty() {
        return Ok(Vec::new());
    }
    let lots = lot::Entity::find()
        .filter(lot::Column::Id.is_in(lots))
        .all(on)
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

fn place_of(row: &pack::Model) -> Result<Place, StoreError> {
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

impl From<lot::Model> for Lot {
    fn from(row: lot::Model) -> Self {
        Self {
            id: LotId(row.id),
            product: row.product,
            number: row.number,
            expiry_on: row.expiry_on,
            recall: row.recall_id.map(RecordId),
            changes: row.changes,
        }
    }
}

impl Lot {
    /// A lot not yet registered.
    #[must_use]
    pub fn new(product: &str, number: &str, expiry_on: NaiveDate) -> Self {
        Self {
            id: LotId::fresh(),
            product: product.to_owned(),
            number: number.to_owned(),
            expiry_on,
            recall: None,
            changes: 0,
        }
    }
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
