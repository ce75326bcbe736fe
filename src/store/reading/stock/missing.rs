//! Packs that lay on a shelf last or were in a parcel, and lie in nobody's rooms now.

use super::Lying;
use crate::domain::ids::{LotId, OrganisationId, PackId};
use crate::domain::supply::Place;
use crate::store::entities::{lot, movement, organisation, pack, parcel};
use crate::store::reading::PART;
use crate::store::reading::forecast::Whereabouts;
use crate::store::stock::{origins, pack_of, to_lot};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, JoinType, Order, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Kinds of places in nobody's rooms, to which a pack goes from a shelf or out of a parcel.
const OFF_SHELF: [&str; 4] = ["lost", "used", "returned", "destroyed"];

/// The packs of a lot that lie on no shelf, and left this one last, or were in a parcel from here or to here: given, gone back,
/// destroyed, or not there. The newest first, one part of each.
///
/// # Errors
/// When the database does not answer.
pub async fn off_shelf(store: &Store, (at, of): (OrganisationId, LotId)) -> Result<Vec<Lying>, StoreError> {
    let on = store.reader();
    let from = |origin: String| {
        Condition::all()
            .add(pack::Column::LotId.eq(of.0))
            .add(pack::Column::Place.is_in(OFF_SHELF))
            .add(movement::Column::Origin.contains(origin))
    };
    let mut gone = stepped(on, from(lay_at(at)), (Order::Desc, 0, PART)).await?;
    let carried = from("\"place\":\"parcel\"".to_owned());
    gone.extend(passed(on, at, &carried).await?);
    Ok(gone)
}

/// So many carried packs are looked at together.
const AT_ONCE: u64 = 500;

/// The packs that were in a parcel from here or to here. Where a parcel went stands with it and not with the step of a pack, so
/// those of the whole country are gone through, the newest first, until one part of them was from here or to here.
async fn passed<C: ConnectionTrait>(
    on: &C,
    at: OrganisationId,
    carried: &Condition,
) -> Result<Vec<Lying>, StoreError> {
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let mut near = Vec::new();
    let mut seen = 0;
    loop {
        let some = stepped(on, carried.clone(), (Order::Desc, seen, AT_ONCE)).await?;
        let last = u64::try_from(some.len()).is_ok_and(|read| read < AT_ONCE);
        near.extend(passing(on, at, some).await?);
        if last || near.len() >= part {
            near.truncate(part);
            return Ok(near);
        }
        seen += AT_ONCE;
    }
}

/// As in the index that holds these packs alone.
const LOST: &str = "place = 'lost'";

/// The packs that went missing from the shelves around a reader and could still be given, each with whose shelf it was: those that
/// are missing longest first, one part and one more where there are more.
///
/// # Errors
/// When the database does not answer.
pub async fn missing_around(
    store: &Store,
    around: &Whereabouts<'_>,
    today: NaiveDate,
) -> Result<Vec<(Lying, OrganisationId)>, StoreError> {
    let on = store.reader();
    let near = match around.only {
        Some(only) => vec![only.0],
        None => {
            organisation::Entity::find()
                .select_only()
                .column(organisation::Column::Id)
                .filter(organisation::Column::Region.eq(around.region))
                .into_tuple::<Uuid>()
                .all(on)
                .await?
        }
    };
    if near.is_empty() {
        return Ok(Vec::new());
    }
    let mut lay = Condition::any();
    for at in near {
        lay = lay.add(movement::Column::Origin.contains(lay_at(OrganisationId(at))));
    }
    let missing = Condition::all()
        .add(Expr::cust(LOST))
        .add(lot::Column::ExpiryOn.gte(today))
        .add(lay);
    let missing = stepped(on, missing, (Order::Asc, 0, PART + 1)).await?;
    let from = origins(on, &steps(&missing)).await?;
    let known = missing.into_iter().filter_map(|lying| {
        let at = from.get(&lying.pack.id)?.at()?;
        Some((lying, at))
    });
    Ok(known.collect())
}

/// How a movement says that a pack lay at a place before it.
fn lay_at(at: OrganisationId) -> String {
    // With hyphens, as a stored place has them; an address has none.
    format!("\"at\":\"{}\"", at.0)
}

/// Packs with their lots, by a condition that may name their last movement: by when that was, after so many, so many.
async fn stepped<C: ConnectionTrait>(
    on: &C,
    wanted: Condition,
    (order, after, most): (Order, u64, u64),
) -> Result<Vec<Lying>, StoreError> {
    let to_steps = pack::Entity::belongs_to(movement::Entity)
        .from(pack::Column::Id)
        .to(movement::Column::PackId)
        .into();
    let last = Expr::col((movement::Entity, movement::Column::Seq));
    let rows = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .join(JoinType::InnerJoin, to_steps)
        .select_also(lot::Entity)
        .filter(last.equals((pack::Entity, pack::Column::Moves)))
        .filter(wanted)
        .order_by(pack::Column::SinceAt, order)
        .order_by_asc(pack::Column::Id)
        .offset(after)
        .limit(most)
        .all(on)
        .await?;
    rows.into_iter().map(lying).collect()
}

fn lying((row, lot): (pack::Model, Option<lot::Model>)) -> Result<Lying, StoreError> {
    Ok(Lying {
        since_at: row.since_at,
        pack: pack_of(row, lot.ok_or(StoreError::Missing("lot"))?)?,
    })
}

fn steps(packs: &[Lying]) -> Vec<(PackId, i32)> {
    let step = |lying: &Lying| (lying.pack.id, lying.pack.moves);
    packs.iter().map(step).collect()
}

/// Those that were in a parcel which a place sent or awaited.
async fn passing<C: ConnectionTrait>(
    on: &C,
    at: OrganisationId,
    carried: Vec<Lying>,
) -> Result<Vec<Lying>, StoreError> {
    let from = origins(on, &steps(&carried)).await?;
    let inside = |pack: PackId| match from.get(&pack) {
        Some(Place::Parcel { parcel, .. }) => Some(parcel.0),
        _ => None,
    };
    let parcels = carried.iter().filter_map(|lying| inside(lying.pack.id));
    let end = Condition::any()
        .add(parcel::Column::ToId.eq(at.0))
        .add(parcel::Column::FromId.eq(at.0));
    let near = parcel::Entity::find()
        .filter(parcel::Column::Id.is_in(parcels))
        .filter(end)
        .all(on)
        .await?;
    let near: BTreeSet<Uuid> = near.into_iter().map(|row| row.id).collect();
    let here = |lying: &Lying| inside(lying.pack.id).is_some_and(|parcel| near.contains(&parcel));
    Ok(carried.into_iter().filter(here).collect())
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
    let lost = rows.into_iter().map(lying).collect::<Result<Vec<_>, _>>()?;
    let from = origins(on, &steps(&lost)).await?;
    let known = lost.into_iter().filter_map(|lying| {
        let from = from.get(&lying.pack.id).copied()?;
        Some((lying, from))
    });
    Ok(known.collect())
}
