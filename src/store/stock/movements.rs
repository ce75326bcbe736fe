//! Movements: where a pack came from, each beside its entry of the ledger; and what was counted.

use crate::domain::ids::{AccountId, LotId, OrganisationId, PackId};
use crate::domain::supply::{Pack, Place};
use crate::store::entities::{ledger_head, movement, stock_count};
use crate::store::{Store, StoreError, Tx, locks};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Who moves packs, when, by which act, and why.
#[derive(Clone, Copy, Debug)]
pub struct Mover<'a> {
    /// By whom; nobody, where it follows by itself.
    pub by: Option<AccountId>,
    /// The act, as the ledger names it.
    pub verb: &'a str,
    /// When it happened.
    pub moved_at: DateTime<Utc>,
    /// When it is written down.
    pub recorded_at: DateTime<Utc>,
    /// So many entries of the ledger are still written before the one of the act.
    pub entries_before: i64,
}

impl Mover<'_> {
    /// Who says something of a lot or a shelf: no job does.
    pub(super) fn account(&self) -> Result<Uuid, StoreError> {
        let by = self.by.ok_or(StoreError::Missing("account"))?;
        Ok(by.0)
    }
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
    /// By whom; nobody, where it followed by itself.
    pub by: Option<AccountId>,
    /// Why.
    pub reason: String,
    /// Entry of the ledger.
    pub ledger_seq: i64,
}

impl Movement {
    /// Did it lead nowhere? Then it was only put right of which lot the pack is.
    #[must_use]
    pub fn stays(&self) -> bool {
        self.from == self.to
    }
}

/// Who moved a pack to where it is now, by everything it went through; nobody, where it came there by itself. Whoever only put
/// right of which lot it is has not set it aside.
#[must_use]
pub fn last_mover(moves: &[Movement]) -> Option<AccountId> {
    moves.iter().rfind(|step| !step.stays()).and_then(|step| step.by)
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

/// When a pack was received where it lies, if it came there in a parcel: nobody asks when a pack that is taken in came.
pub(in crate::store) async fn received_at<C: ConnectionTrait>(
    on: &C,
    known: &Pack,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let came = came_there(on, known).await?;
    let came = came.filter(|(_, from)| matches!(from, Place::Parcel { .. }));
    Ok(came.map(|(moved_at, _)| moved_at))
}

/// Since when the last of these packs lies where it is now; none where they lie in nobody's rooms.
///
/// # Errors
/// When the database does not answer.
pub async fn lie_since(tx: &Tx, packs: &[Pack]) -> Result<Option<DateTime<Utc>>, StoreError> {
    let mut last: Option<DateTime<Utc>> = None;
    for pack in packs {
        let came = came_there(&tx.0, pack).await?;
        last = last.max(came.map(|(moved_at, _)| moved_at));
    }
    Ok(last)
}

/// When a pack came into the rooms where it is now, and from where.
async fn came_there<C: ConnectionTrait>(
    on: &C,
    known: &Pack,
) -> Result<Option<(DateTime<Utc>, Place)>, StoreError> {
    let Some(at) = known.place.at() else {
        return Ok(None);
    };
    let rows = movement::Entity::find()
        .filter(movement::Column::PackId.eq(known.id.0))
        .order_by_desc(movement::Column::Seq)
        .all(on)
        .await?;
    for row in rows {
        let step = movement_of(row)?;
        if step.to.at() != Some(at) {
            return Ok(None);
        }
        if step.from.at() != Some(at) {
            return Ok(Some((step.moved_at, step.from)));
        }
    }
    Ok(None)
}

/// From where each of these packs came to where it is now, by the number of its last movement.
///
/// # Errors
/// When the database does not answer.
pub(in crate::store) async fn origins<C: ConnectionTrait>(
    on: &C,
    packs: &[(PackId, i32)],
) -> Result<BTreeMap<PackId, Place>, StoreError> {
    let last = packs.iter().map(|(pack, seq)| identity(*pack, *seq));
    let rows = movement::Entity::find()
        .filter(movement::Column::Id.is_in(last))
        .all(on)
        .await?;
    let from = |row| movement_of(row).map(|step| (step.pack, step.from));
    rows.into_iter().map(from).collect()
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
        account_id: mover.account()?,
        counted_at: mover.recorded_at,
    };
    stock_count::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// A count of a lot on a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The lot.
    pub lot: LotId,
    /// So many should have been there.
    pub expected: i32,
    /// So many were.
    pub counted: i32,
    /// What was said about a difference.
    pub words: String,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Most counts of one shelf that are looked at; the newest.
const MOST_COUNTS: u64 = 200;

/// The counts of a shelf, the newest first; older ones than [`MOST_COUNTS`] are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(store: &Store, at: OrganisationId) -> Result<Vec<Count>, StoreError> {
    let rows = stock_count::Entity::find()
        .filter(stock_count::Column::OrganisationId.eq(at.0))
        .order_by_desc(stock_count::Column::CountedAt)
        .order_by_desc(stock_count::Column::Id)
        .limit(MOST_COUNTS)
        .all(store.reader())
        .await?;
    let count = |row: stock_count::Model| Count {
        lot: LotId(row.lot_id),
        expected: row.expected,
        counted: row.counted,
        words: row.words,
        by: AccountId(row.account_id),
        at: row.counted_at,
    };
    Ok(rows.into_iter().map(count).collect())
}

/// Who moved a pack to where it is now; nobody, where it came there by itself.
///
/// # Errors
/// When the database does not answer.
pub async fn moved_by(tx: &Tx, known: &Pack) -> Result<Option<AccountId>, StoreError> {
    let rows = movement::Entity::find()
        .filter(movement::Column::PackId.eq(known.id.0))
        .order_by_asc(movement::Column::Seq)
        .all(&tx.0)
        .await?;
    let moves = rows.into_iter().map(movement_of).collect::<Result<Vec<_>, _>>()?;
    Ok(last_mover(&moves))
}

/// The number of the entry that this transaction will write of the act. Whoever asks makes others wait.
pub(super) async fn next_entry(tx: &Tx, mover: Mover<'_>) -> Result<i64, StoreError> {
    let head: ledger_head::Model = locks::lock_ledger_head(tx).await?;
    Ok(head.seq + 1 + mover.entries_before)
}

/// Identity of a movement: of which pack, and which of its movements.
fn identity(pack: PackId, seq: i32) -> Uuid {
    Uuid::new_v5(&pack.0, seq.to_string().as_bytes())
}

pub(super) fn movement_row(
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
        id: identity(pack, seq),
        pack_id: pack.0,
        seq,
        verb: mover.verb.to_owned(),
        origin: text(from)?,
        destination: text(to)?,
        moved_at: mover.moved_at,
        recorded_at: mover.recorded_at,
        account_id: mover.by.map(|by| by.0),
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
        by: row.account_id.map(AccountId),
        reason: row.reason,
        ledger_seq: row.ledger_seq,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_puts_right_of_which_lot_a_pack_is_has_not_set_it_aside() {
        let at = OrganisationId(Uuid::from_u128(1));
        let (stock, aside) = (Place::Stock { at, reserved: None }, Place::SetAside { at });
        let step = |seq: i32, from: Place, to: Place| Movement {
            pack: PackId(Uuid::from_u128(2)),
            seq,
            verb: String::new(),
            from,
            to,
            moved_at: DateTime::UNIX_EPOCH,
            recorded_at: DateTime::UNIX_EPOCH,
            by: Some(AccountId(Uuid::from_u128(u128::from(seq.unsigned_abs())))),
            reason: String::new(),
            ledger_seq: 0,
        };
        let moves = [
            step(1, Place::Supplier, stock),
            step(2, stock, aside),
            step(3, aside, aside),
        ];
        assert_eq!(last_mover(&moves), Some(AccountId(Uuid::from_u128(2))));
        assert_eq!(last_mover(&[]), None);
    }
}
