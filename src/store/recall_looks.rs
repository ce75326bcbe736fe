//! Recalled lots of which some came somewhere since the jobs last looked who has some.
//!
//! A recall stands for years, and the jobs come every few seconds: they cannot ask each time of every lot that was ever recalled
//! where it went. So whatever brings some of a recalled lot to an organisation (a pack that is moved or taken in, a parcel that
//! goes elsewhere, a dose that is written down) adds a row in its own transaction, and the look takes away the rows that it read
//! before it looked. A round reads what happened since the last one, which is nearly always nothing. No recall slips between:
//! whoever moves a pack or writes down a dose holds what is said of its lot, whoever sends a parcel elsewhere holds its case, and
//! a recall waits for both and then writes to everybody whom it finds.

use super::entities::{lot, recall_look};
use super::reading::PART;
use super::{Store, StoreError, Tx};
use crate::domain::ids::{LotId, fresh};
use crate::domain::rules::Rules;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A look that waits.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    id: Uuid,
    /// At which lot.
    pub lot: LotId,
}

/// Some of these lots, which are recalled, came somewhere.
pub(in crate::store) async fn came(tx: &Tx, recalled: BTreeSet<Uuid>) -> Result<(), StoreError> {
    if recalled.is_empty() {
        return Ok(());
    }
    let rows = recalled.into_iter().map(|lot| {
        let row = recall_look::Model {
            id: fresh(),
            lot_id: lot,
        };
        row.into_active_model().reset_all()
    });
    recall_look::Entity::insert_many(rows)
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// The same of lots of which some may be recalled.
pub(in crate::store) async fn came_if_recalled(tx: &Tx, which: Condition) -> Result<(), StoreError> {
    let recalled: Vec<Uuid> = lot::Entity::find()
        .select_only()
        .column(lot::Column::Id)
        .filter(lot::Column::RecallId.is_not_null())
        .filter(which)
        .into_tuple()
        .all(&tx.0)
        .await?;
    came(tx, recalled.into_iter().collect()).await
}

/// A lot as doses and parcels name it: under whichever product of its medicine it was taken in.
pub(in crate::store) fn named(rules: &Rules, product: &str, number: &str) -> Condition {
    Condition::all()
        .add(lot::Column::Product.is_in(rules.products_of(product)))
        .add(lot::Column::Number.eq(number))
}

/// The looks that wait: one part.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(store: &Store) -> Result<Vec<Look>, StoreError> {
    let rows = recall_look::Entity::find()
        .order_by_asc(recall_look::Column::Id)
        .limit(PART)
        .all(store.reader())
        .await?;
    let look = |row: recall_look::Model| Look {
        id: row.id,
        lot: LotId(row.lot_id),
    };
    Ok(rows.into_iter().map(look).collect())
}

/// These were done. What came meanwhile has rows of its own.
///
/// # Errors
/// When the database does not answer.
pub async fn done(store: &Store, looks: &[Look]) -> Result<(), StoreError> {
    if looks.is_empty() {
        return Ok(());
    }
    let tx = store.begin_write().await?;
    recall_look::Entity::delete_many()
        .filter(recall_look::Column::Id.is_in(looks.iter().map(|look| look.id)))
        .exec(&tx.0)
        .await?;
    tx.commit().await
}
