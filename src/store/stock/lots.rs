//! Lots: what was said about them, and the recall that stands.

use super::Mover;
use crate::domain::ids::{AccountId, LotId, RecordId};
use crate::domain::supply::{StandingRecall, lot_reads};
use crate::store::entities::{lot, lot_change};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

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

/// A lot by its product and number, however it was typed, held until the end.
///
/// # Errors
/// When the database does not answer.
pub async fn lot_named(tx: &Tx, product: &str, number: &str) -> Result<Option<Lot>, StoreError> {
    let found = reading_as(product, number).lock_exclusive().all(&tx.0).await?;
    Ok(nearest(found, number).map(Into::into))
}

/// The lots of a product whose number reads as what was typed: one, but for those taken in twice before that was seen.
fn reading_as(product: &str, number: &str) -> sea_orm::Select<lot::Entity> {
    lot::Entity::find()
        .filter(lot::Column::Product.eq(product))
        .filter(lot::Column::Reads.eq(lot_reads(number)))
}

/// The one that was typed to the letter, or one that was recalled, or any.
fn nearest(found: Vec<lot::Model>, number: &str) -> Option<lot::Model> {
    found
        .into_iter()
        .max_by_key(|known| (known.number == number, known.recall_id.is_some()))
}

/// A lot, held until the end.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_lot(tx: &Tx, id: LotId) -> Result<Option<Lot>, StoreError> {
    let found = lot::Entity::find_by_id(id.0).lock_exclusive().one(&tx.0).await?;
    Ok(found.map(Into::into))
}

/// Holds what is said of a lot until the end: whoever writes down that a person received it, and whoever recalls it, wait
/// for each other. None where the lot is not on record.
async fn hold(tx: &Tx, product: &str, number: &str) -> Result<Option<lot::Model>, StoreError> {
    let found = reading_as(product, number).lock_shared().all(&tx.0).await?;
    Ok(nearest(found, number))
}

/// The same for a lot that was typed by hand.
pub(in crate::store) async fn hold_typed(
    tx: &Tx,
    product: &str,
    number: &str,
) -> Result<Option<lot::Model>, StoreError> {
    hold(tx, product, number).await
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
        reads: lot_reads(&new.number),
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

/// The recall of a lot that stands, as a transaction sees it; none for a lot that is not on record.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_recall(
    tx: &Tx,
    product: &str,
    number: &str,
) -> Result<Option<StandingRecall>, StoreError> {
    let known = hold(tx, product, number).await?;
    match known {
        Some(known) => recall_of(&tx.0, &known).await,
        None => Ok(None),
    }
}

/// A lot by its product and number, for reading.
pub(in crate::store) async fn named<C: ConnectionTrait>(
    on: &C,
    product: &str,
    number: &str,
) -> Result<Option<lot::Model>, StoreError> {
    let found = reading_as(product, number).all(on).await?;
    Ok(nearest(found, number))
}

/// The recall of a lot that stands.
pub(in crate::store) async fn recall_of<C: ConnectionTrait>(
    on: &C,
    known: &lot::Model,
) -> Result<Option<StandingRecall>, StoreError> {
    let Some(recall) = known.recall_id else {
        return Ok(None);
    };
    let said = lot_change::Entity::find()
        .filter(lot_change::Column::LotId.eq(known.id))
        .filter(lot_change::Column::RecallId.eq(recall))
        .filter(lot_change::Column::Kind.eq("recalled"))
        .one(on)
        .await?
        .ok_or(StoreError::Missing("recall"))?;
    Ok(Some(StandingRecall {
        recall: RecordId(recall),
        product: known.product.clone(),
        lot: known.number.clone(),
        notice: said.reason,
        since_at: said.changed_at,
    }))
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
