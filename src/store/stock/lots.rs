//! Lots: what was said about them, and the recall that stands.

use super::Mover;
use crate::domain::ids::{AccountId, LotId, RecordId};
use crate::domain::rules::Rules;
use crate::domain::supply::{StandingRecall, lot_passes_for, lot_reads};
use crate::store::entities::{lot, lot_change, pack};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
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
    /// `registered`, `expiry-corrected`, `recalled`, `recall-lifted`, `renamed` or `joined`.
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
    /// Put on record.
    Registered,
    /// The last day of use was read wrongly.
    ExpiryCorrected(NaiveDate),
    /// Recalled.
    Recalled(RecordId),
    /// The recall was lifted.
    RecallLifted(RecordId),
    /// It was taken in as another product, or under another number.
    Renamed,
    /// Packs that were taken in under a wrong name are of the lot that is on record: said of both.
    Joined,
}

/// A lot by the products of its medicine and its number, however it was typed, held until the end. One vial that two protocols
/// give is of one lot, under whichever of them it was taken in.
///
/// # Errors
/// When the database does not answer.
pub async fn lot_named(tx: &Tx, products: &[String], number: &str) -> Result<Option<Lot>, StoreError> {
    let found = read_as(&tx.0, (products, number), Some(LockType::Update)).await?;
    Ok(found.map(Into::into))
}

/// The lot of a medicine whose number reads as what was typed: one, but for those taken in twice before that was seen. Where
/// none does, a recalled one for which the number may pass.
async fn read_as<C: ConnectionTrait>(
    on: &C,
    (products, number): (&[String], &str),
    lock: Option<LockType>,
) -> Result<Option<lot::Model>, StoreError> {
    let held = |select: Select<lot::Entity>| match lock {
        Some(lock) => select.lock(lock),
        None => select,
    };
    let of_medicine =
        || lot::Entity::find().filter(lot::Column::Product.is_in(products.iter().map(String::as_str)));
    // Whoever holds several takes them in the order of their identities.
    let select = of_medicine()
        .filter(lot::Column::Reads.eq(lot_reads(number)))
        .order_by_asc(lot::Column::Id);
    let found = nearest(held(select).all(on).await?, products, number);
    if found.is_some() {
        return Ok(found);
    }
    let recalled = of_medicine()
        .filter(lot::Column::RecallId.is_not_null())
        .order_by_asc(lot::Column::Id)
        .all(on)
        .await?;
    let typed = lot_passes_for(number);
    match recalled
        .into_iter()
        .find(|known| lot_passes_for(&known.number) == typed)
    {
        Some(known) if lock.is_some() => Ok(held(lot::Entity::find_by_id(known.id)).one(on).await?),
        found => Ok(found),
    }
}

/// One that was recalled, or the one that was typed to the letter, or any. Of twins the recalled one comes first: which of
/// the two spellings was typed says nothing about the box in the hand.
fn nearest(found: Vec<lot::Model>, products: &[String], number: &str) -> Option<lot::Model> {
    found.into_iter().max_by_key(|known| {
        let own = products.first() == Some(&known.product);
        (known.recall_id.is_some(), known.number == number, own)
    })
}

/// The lots that are one with a lot: of its medicine and its number, taken in under another protocol or another spelling; not
/// those recalled already.
///
/// # Errors
/// When the database does not answer.
pub async fn twins(tx: &Tx, rules: &Rules, id: LotId) -> Result<Vec<LotId>, StoreError> {
    let found = twins_on(&tx.0, rules, id).await?;
    Ok(found.into_iter().map(|known| LotId(known.id)).collect())
}

/// The same, for reading.
pub(in crate::store) async fn twins_on<C: ConnectionTrait>(
    on: &C,
    rules: &Rules,
    id: LotId,
) -> Result<Vec<lot::Model>, StoreError> {
    let Some(known) = lot::Entity::find_by_id(id.0).one(on).await? else {
        return Ok(Vec::new());
    };
    let reads = lot_reads(&known.number);
    if reads.is_empty() {
        return Ok(Vec::new());
    }
    let others = lot::Entity::find()
        .filter(lot::Column::Product.is_in(rules.products_of(&known.product)))
        .filter(lot::Column::Reads.eq(reads))
        .filter(lot::Column::Id.ne(id.0))
        .filter(lot::Column::RecallId.is_null())
        .order_by_asc(lot::Column::Id);
    Ok(others.all(on).await?)
}

/// The other lots that one recall froze.
///
/// # Errors
/// When the database does not answer.
pub async fn recalled_with(tx: &Tx, id: LotId) -> Result<Vec<LotId>, StoreError> {
    let known = lot::Entity::find_by_id(id.0).one(&tx.0).await?;
    let Some(recall) = known.and_then(|known| known.recall_id) else {
        return Ok(Vec::new());
    };
    let others = lot::Entity::find()
        .filter(lot::Column::RecallId.eq(recall))
        .filter(lot::Column::Id.ne(id.0))
        .order_by_asc(lot::Column::Id);
    let others = others.all(&tx.0).await?;
    Ok(others.into_iter().map(|known| LotId(known.id)).collect())
}

/// Every lot of a medicine that has a number, recalled or not, however it was typed: one vial that two protocols give may stand
/// there as two lots of one number, and what is asked about a box is asked of both.
///
/// # Errors
/// When the database does not answer.
pub async fn lots_read_as(
    store: &Store,
    products: &[String],
    number: &str,
) -> Result<Vec<LotId>, StoreError> {
    alike(store.reader(), products, number).await
}

/// The same as a transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn lots_alike(tx: &Tx, products: &[String], number: &str) -> Result<Vec<LotId>, StoreError> {
    alike(&tx.0, products, number).await
}

/// The same, for reading; where no number reads so, a recalled lot for which it may pass.
pub(in crate::store) async fn alike<C: ConnectionTrait>(
    on: &C,
    products: &[String],
    number: &str,
) -> Result<Vec<LotId>, StoreError> {
    let same: Vec<Uuid> = lot::Entity::find()
        .select_only()
        .column(lot::Column::Id)
        .filter(lot::Column::Product.is_in(products.iter().map(String::as_str)))
        .filter(lot::Column::Reads.eq(lot_reads(number)))
        .order_by_asc(lot::Column::Id)
        .into_tuple()
        .all(on)
        .await?;
    if !same.is_empty() {
        return Ok(same.into_iter().map(LotId).collect());
    }
    let passes = read_as(on, (products, number), None).await?;
    Ok(passes.into_iter().map(|known| LotId(known.id)).collect())
}

/// A lot, as a transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn lot_in(tx: &Tx, id: LotId) -> Result<Option<Lot>, StoreError> {
    let found = lot::Entity::find_by_id(id.0).one(&tx.0).await?;
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

/// Holds what is said of a lot until the end: whoever writes down that a person received it, and whoever recalls it, wait
/// for each other. None where the lot is not on record.
pub(in crate::store) async fn hold_named(
    tx: &Tx,
    products: &[String],
    number: &str,
) -> Result<Option<lot::Model>, StoreError> {
    read_as(&tx.0, (products, number), Some(LockType::Share)).await
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

/// Registers a lot with its first last day of use; the reason is empty where packs of it came.
///
/// # Errors
/// [`StoreError::is_duplicate`] when another has just registered it.
pub async fn register_lot(tx: &Tx, new: &Lot, reason: &str, mover: Mover<'_>) -> Result<(), StoreError> {
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
    note(tx, new.id, 1, Said::Registered, (new.expiry_on, reason), mover).await
}

/// Puts what is new of a lot into its row, unless somebody changed it meanwhile.
async fn put(tx: &Tx, lot: &Lot, to: lot::ActiveModel) -> Result<(), StoreError> {
    let changed = lot::Entity::update_many()
        .set(lot::ActiveModel {
            changes: Set(lot.changes + 1),
            ..to
        })
        .filter(lot::Column::Id.eq(lot.id.0))
        .filter(lot::Column::Changes.eq(lot.changes))
        .exec(&tx.0)
        .await?;
    if changed.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale("lot"))
    }
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
    let to = lot::ActiveModel {
        expiry_on: Set(expiry_on),
        recall_id: Set(recall),
        ..Default::default()
    };
    put(tx, lot, to).await?;
    note(tx, lot.id, lot.changes + 1, said, (expiry_on, reason), mover).await
}

/// Says that a lot is of another product, or has another number, than it was taken in with; `said` keeps both.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile; [`StoreError::is_duplicate`] where another lot has that name.
pub async fn rename_lot(
    tx: &Tx,
    lot: &Lot,
    (product, number): (&str, &str),
    said: &str,
    mover: Mover<'_>,
) -> Result<(), StoreError> {
    let to = lot::ActiveModel {
        product: Set(product.to_owned()),
        number: Set(number.to_owned()),
        reads: Set(lot_reads(number)),
        ..Default::default()
    };
    put(tx, lot, to).await?;
    let expiry_on = lot.expiry_on;
    note(
        tx,
        lot.id,
        lot.changes + 1,
        Said::Renamed,
        (expiry_on, said),
        mover,
    )
    .await
}

/// How many packs of a lot were given to somebody, are kept for him, or are on their way to him.
///
/// # Errors
/// When the database does not answer.
pub async fn somebodys(tx: &Tx, id: LotId) -> Result<usize, StoreError> {
    let packs = pack::Entity::find()
        .filter(pack::Column::LotId.eq(id.0))
        .filter(pack::Column::CaseId.is_not_null())
        .count(&tx.0)
        .await?;
    Ok(usize::try_from(packs).unwrap_or(usize::MAX))
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
        Said::Renamed => ("renamed", None),
        Said::Joined => ("joined", None),
    };
    let row = lot_change::Model {
        id: crate::domain::ids::fresh(),
        lot_id: lot.0,
        seq,
        kind: kind.to_owned(),
        expiry_on,
        recall_id: recall,
        reason: reason.to_owned(),
        account_id: mover.account()?,
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
    products: &[String],
    number: &str,
) -> Result<Option<StandingRecall>, StoreError> {
    let recall = match hold_named(tx, products, number).await? {
        Some(known) => recall_of(&tx.0, &known).await?,
        None => None,
    };
    Ok(recall.map(|recall| recall.of_medicine(products)))
}

/// A lot by the products of its medicine and its number, for reading.
pub(in crate::store) async fn named<C: ConnectionTrait>(
    on: &C,
    products: &[String],
    number: &str,
) -> Result<Option<lot::Model>, StoreError> {
    read_as(on, (products, number), None).await
}

/// The recalls that stand of these lots, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn recalls_of(store: &Store, lots: &[LotId]) -> Result<Vec<StandingRecall>, StoreError> {
    if lots.is_empty() {
        return Ok(Vec::new());
    }
    let ids = lots.iter().map(|lot| lot.0);
    let known = lot::Entity::find()
        .filter(lot::Column::Id.is_in(ids))
        .filter(lot::Column::RecallId.is_not_null())
        .order_by_asc(lot::Column::Number)
        .all(store.reader())
        .await?;
    let mut recalls = Vec::new();
    for lot in &known {
        recalls.extend(recall_of(store.reader(), lot).await?);
    }
    Ok(recalls)
}

/// The recall of a lot that stands.
pub(in crate::store) async fn recall_of<C: ConnectionTrait>(
    on: &C,
    known: &lot::Model,
) -> Result<Option<StandingRecall>, StoreError> {
    match known.recall_id {
        Some(recall) => Ok(Some(spoken(on, known, recall).await?)),
        None => Ok(None),
    }
}

/// What was said with a recall, whether it stands or not.
async fn spoken<C: ConnectionTrait>(
    on: &C,
    known: &lot::Model,
    recall: Uuid,
) -> Result<StandingRecall, StoreError> {
    let said = lot_change::Entity::find()
        .filter(lot_change::Column::LotId.eq(known.id))
        .filter(lot_change::Column::RecallId.eq(recall))
        .filter(lot_change::Column::Kind.eq("recalled"))
        .one(on)
        .await?
        .ok_or(StoreError::Missing("recall"))?;
    Ok(StandingRecall {
        recall: RecordId(recall),
        product: known.product.clone(),
        also: Vec::new(),
        lot: known.number.clone(),
        notice: said.reason,
        by: AccountId(said.account_id),
        since_at: said.changed_at,
    })
}

/// A lot with one of its recalls, whether that stands or was lifted, as a transaction sees them.
///
/// # Errors
/// When the database does not answer; [`StoreError::Missing`].
pub async fn lot_and_recall(
    tx: &Tx,
    id: LotId,
    recall: RecordId,
) -> Result<(Lot, StandingRecall), StoreError> {
    let known = lot::Entity::find_by_id(id.0).one(&tx.0).await?;
    let known = known.ok_or(StoreError::Missing("lot"))?;
    let said = spoken(&tx.0, &known, recall.0).await?;
    Ok((known.into(), said))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn twin(number: &str, recalled: bool) -> lot::Model {
        lot::Model {
            id: Uuid::from_u128(u128::from(recalled)),
            product: "triptorelin-12w".to_owned(),
            number: number.to_owned(),
            reads: lot_reads(number),
            expiry_on: NaiveDate::MAX,
            recall_id: recalled.then(|| Uuid::from_u128(9)),
            changes: 1,
        }
    }

    #[test]
    fn of_a_lot_taken_in_under_two_spellings_the_recalled_one_comes_first() {
        for typed in ["L7-0042", "L70042", "l7 0042"] {
            for order in [[true, false], [false, true]] {
                let spellings = ["L7-0042", "L70042"];
                let found = std::iter::zip(spellings, order).map(|(number, recalled)| twin(number, recalled));
                let taken = nearest(found.collect(), &[], typed).unwrap();
                assert!(taken.recall_id.is_some(), "{typed} {order:?}");
            }
        }
        let sound = || vec![twin("L70042", false), twin("L7-0042", false)];
        assert_eq!(nearest(sound(), &[], "L70042").unwrap().number, "L70042");
        assert_eq!(nearest(sound(), &[], "L7-0042").unwrap().number, "L7-0042");
    }
}
