//! Packs that lay on a shelf last, and that nobody can find.

use super::Lying;
use crate::domain::ids::{LotId, OrganisationId, PackId};
use crate::domain::supply::Place;
use crate::store::entities::{lot, pack};
use crate::store::reading::PART;
use crate::store::stock::{origins, pack_of, to_lot};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

/// The packs of a lot that went missing from a shelf and were not found again: one part.
///
/// # Errors
/// When the database does not answer.
pub async fn missing(store: &Store, (at, of): (OrganisationId, LotId)) -> Result<Vec<Lying>, StoreError> {
    let gone = gone(store.reader(), of).await?;
    let here = gone.into_iter().filter(|(_, from)| from.at() == Some(at));
    Ok(here.map(|(lying, _)| lying).collect())
}

/// The packs of a lot that went missing since a moment from where packs wait at a place for a verdict.
///
/// # Errors
/// When the database does not answer.
pub async fn missing_from_quarantine(
    tx: &Tx,
    (at, of): (OrganisationId, LotId),
    since_at: DateTime<Utc>,
) -> Result<Vec<PackId>, StoreError> {
    let gone = gone(&tx.0, of).await?;
    let waited = gone.into_iter().filter(|(lying, from)| {
        let waited = matches!(from, Place::Quarantine { at: here, .. } if *here == at);
        waited && lying.since_at >= since_at
    });
    Ok(waited.map(|(lying, _)| lying.pack.id).collect())
}

/// Packs of a lot that nobody can find, each with where it was before.
async fn gone<C: ConnectionTrait>(on: &C, of: LotId) -> Result<Vec<(Lying, Place)>, StoreError> {
    let rows = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .filter(pack::Column::LotId.eq(of.0))
        .filter(pack::Column::Place.eq(Place::Lost.code()))
        .order_by_asc(pack::Column::Id)
        .limit(PART)
        .all(on)
        .await?;
    let mut lost = Vec::new();
    for (row, lot) in rows {
        lost.push(Lying {
            since_at: row.since_at,
            pack: pack_of(row, lot.ok_or(StoreError::Missing("lot"))?)?,
        });
    }
    let last: Vec<_> = lost
        .iter()
        .map(|lying| (lying.pack.id, lying.pack.moves))
        .collect();
    let from = origins(on, &last).await?;
    let known = lost.into_iter().filter_map(|lying| {
        let from = from.get(&lying.pack.id).copied()?;
        Some((lying, from))
    });
    Ok(known.collect())
}
