//! A lot that was taken in under a wrong name turns out to be one that is on record: what lies of it on shelves is that one's from
//! then on. Each pack gets a movement that leads from where it lies to where it lies, so that its steps and their number agree and
//! its page says what it was; what lies on no shelf any more stays what it was.

use super::lots::{Lot, Said, change_lot};
use super::movements::{Mover, movement_row, next_entry};
use super::packs::place_of;
use crate::domain::ids::{LotId, PackId};
use crate::store::entities::{lot, movement, pack};
use crate::store::{StoreError, Tx, recall_looks};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

/// Kinds of places in which a pack lies in somebody's rooms.
const SHELVED: [&str; 3] = ["stock", "quarantine", "set-aside"];

/// So many movements are written at once.
const AT_ONCE: usize = 500;

/// Holds what lies of a lot on shelves until the end. Whoever moves a pack holds it before its lot: so does whoever puts the lot
/// right.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_shelved(tx: &Tx, id: LotId) -> Result<(), StoreError> {
    shelved(tx, id).await.map(|_| ())
}

async fn shelved(tx: &Tx, id: LotId) -> Result<Vec<pack::Model>, StoreError> {
    let held = pack::Entity::find()
        .filter(pack::Column::LotId.eq(id.0))
        .filter(pack::Column::Place.is_in(SHELVED))
        .order_by_asc(pack::Column::Id)
        .lock_exclusive();
    Ok(held.all(&tx.0).await?)
}

/// What lies of a lot on shelves is of another from now on; `said` stands with both, and with each pack. The emptied lot stays on
/// record. None of the packs is anybody's, and both lots are held. Answers with how many packs that were: where there is none,
/// nothing is said.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed one of them meanwhile.
pub async fn join_lot(
    tx: &Tx,
    (from, into): (&Lot, &Lot),
    said: &str,
    mover: Mover<'_>,
) -> Result<usize, StoreError> {
    let packs = shelved(tx, from.id).await?;
    if packs.is_empty() {
        return Ok(0);
    }
    let joined = pack::Entity::update_many()
        .set(pack::ActiveModel {
            lot_id: Set(into.id.0),
            ..Default::default()
        })
        .col_expr(pack::Column::Moves, Expr::col(pack::Column::Moves).add(1))
        .filter(pack::Column::LotId.eq(from.id.0))
        .filter(pack::Column::Place.is_in(SHELVED))
        .exec(&tx.0)
        .await?;
    if usize::try_from(joined.rows_affected) != Ok(packs.len()) {
        return Err(StoreError::Stale("pack"));
    }
    let seq = next_entry(tx, mover).await?;
    for some in packs.chunks(AT_ONCE) {
        let rows = some.iter().map(|row| {
            let place = place_of(row)?;
            movement_row(PackId(row.id), row.moves + 1, (place, place), said, mover, seq)
        });
        let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
        movement::Entity::insert_many(rows)
            .exec_without_returning(&tx.0)
            .await?;
    }
    for one in [from, into] {
        change_lot(tx, one, Said::Joined, said, mover).await?;
    }
    // Where that one is recalled, somebody holds some of it now of whom nobody knew.
    recall_looks::came_if_recalled(tx, Condition::all().add(lot::Column::Id.eq(into.id.0))).await?;
    Ok(packs.len())
}
