//! Which organisations have, had or await packs of a lot.

use crate::domain::ids::{LotId, OrganisationId};
use crate::domain::supply::Place;
use crate::store::entities::{dose, lot as lots, movement, pack, parcel};
use crate::store::{StoreError, Tx};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, JoinType, QueryFilter as _, QuerySelect as _, RelationDef,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The packs of a lot that an organisation has, had or awaits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Packs that lie there.
    pub here: u32,
    /// Packs on their way there.
    pub coming: u32,
    /// Packs that lay there and no longer do.
    pub gone: u32,
}

/// Every organisation in whose rooms a pack of the lot lies or lay, where one was given that nobody took in, or to which one
/// is on its way.
///
/// # Errors
/// When the database does not answer.
pub async fn held(tx: &Tx, lot: LotId) -> Result<BTreeMap<OrganisationId, Held>, StoreError> {
    let mut all: BTreeMap<OrganisationId, Held> = BTreeMap::new();
    let lying: Vec<(Uuid, Option<Uuid>)> = pack::Entity::find()
        .select_only()
        .column(pack::Column::Id)
        .column(pack::Column::OrganisationId)
        .filter(pack::Column::LotId.eq(lot.0))
        .into_tuple()
        .all(&tx.0)
        .await?;
    let now: BTreeSet<(Uuid, OrganisationId)> = lying
        .into_iter()
        .filter_map(|(pack, at)| Some((pack, OrganisationId(at?))))
        .collect();
    for (_, at) in &now {
        all.entry(*at).or_default().here += 1;
    }
    for to in under_way(tx, lot).await? {
        all.entry(to).or_default().coming += 1;
    }
    for (_, at) in lay(tx, lot).await?.difference(&now) {
        all.entry(*at).or_default().gone += 1;
    }
    for at in given_by_hand(tx, lot).await? {
        all.entry(at).or_default().gone += 1;
    }
    Ok(all)
}

/// Where each dose was given whose lot was typed: the pack is on no record, and was there.
async fn given_by_hand(tx: &Tx, lot: LotId) -> Result<Vec<OrganisationId>, StoreError> {
    let known = lots::Entity::find_by_id(lot.0).one(&tx.0).await?;
    let known = known.ok_or(StoreError::Missing("lot"))?;
    let from_packs: Vec<Option<Uuid>> = pack::Entity::find()
        .select_only()
        .column(pack::Column::DoseId)
        .filter(pack::Column::LotId.eq(lot.0))
        .filter(pack::Column::DoseId.is_not_null())
        .into_tuple()
        .all(&tx.0)
        .await?;
    let from_packs: BTreeSet<Uuid> = from_packs.into_iter().flatten().collect();
    let given: Vec<(Uuid, Uuid)> = dose::Entity::find()
        .select_only()
        .column(dose::Column::Id)
        .column(dose::Column::OrganisationId)
        .filter(dose::Column::Product.eq(known.product))
        .filter(dose::Column::Lot.eq(known.number))
        .filter(dose::Column::VoidedAt.is_null())
        .into_tuple()
        .all(&tx.0)
        .await?;
    let by_hand = given.into_iter().filter(|(dose, _)| !from_packs.contains(dose));
    Ok(by_hand.map(|(_, at)| OrganisationId(at)).collect())
}

/// Where each pack that is in a parcel is to go.
async fn under_way(tx: &Tx, lot: LotId) -> Result<Vec<OrganisationId>, StoreError> {
    let to_parcel: RelationDef = pack::Entity::belongs_to(parcel::Entity)
        .from(pack::Column::ParcelId)
        .to(parcel::Column::Id)
        .into();
    let ends: Vec<Uuid> = pack::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, to_parcel)
        .column(parcel::Column::ToId)
        .filter(pack::Column::LotId.eq(lot.0))
        .filter(pack::Column::Place.eq("parcel"))
        .into_tuple()
        .all(&tx.0)
        .await?;
    Ok(ends.into_iter().map(OrganisationId).collect())
}

/// In whose rooms each pack ever was.
async fn lay(tx: &Tx, lot: LotId) -> Result<BTreeSet<(Uuid, OrganisationId)>, StoreError> {
    let to_pack: RelationDef = movement::Entity::belongs_to(pack::Entity)
        .from(movement::Column::PackId)
        .to(pack::Column::Id)
        .into();
    let steps: Vec<(Uuid, String)> = movement::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, to_pack)
        .column(movement::Column::PackId)
        .column(movement::Column::Destination)
        .filter(pack::Column::LotId.eq(lot.0))
        .into_tuple()
        .all(&tx.0)
        .await?;
    let mut rooms = BTreeSet::new();
    for (pack, destination) in steps {
        let place: Place = serde_json::from_str(&destination).map_err(|_| StoreError::Corrupt {
            table: "movement",
            row: pack.to_string(),
            column: "destination",
        })?;
        rooms.extend(place.at().map(|at| (pack, at)));
    }
    Ok(rooms)
}
