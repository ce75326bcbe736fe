//! A lot that was taken in under a wrong name turns out to be one that is on record: its packs are that one's from then on.

use super::lots::{Lot, Said, change_lot};
use super::movements::Mover;
use crate::store::entities::{lot, pack};
use crate::store::{StoreError, Tx, recall_looks};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _};

/// Every pack of a lot is one of another from now on; `said` stands with both. The emptied lot stays on record with what was said
/// of it. None of the packs is anybody's, and both lots are held.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed one of them meanwhile.
pub async fn join_lot(
    tx: &Tx,
    (from, into): (&Lot, &Lot),
    said: &str,
    mover: Mover<'_>,
) -> Result<(), StoreError> {
    pack::Entity::update_many()
        .set(pack::ActiveModel {
            lot_id: Set(into.id.0),
            ..Default::default()
        })
        .filter(pack::Column::LotId.eq(from.id.0))
        .exec(&tx.0)
        .await?;
    for one in [from, into] {
        change_lot(tx, one, Said::Renamed, said, mover).await?;
    }
    // Where that one is recalled, somebody holds some of it now of whom nobody knew.
    recall_looks::came_if_recalled(tx, Condition::all().add(lot::Column::Id.eq(into.id.0))).await
}
