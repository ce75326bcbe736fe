//! Which organisations have, had or await packs of a lot.

use super::recall_ahead::spellings;
use crate::domain::ids::{LotId, OrganisationId, RecordId};
use crate::domain::rules::Rules;
use crate::domain::supply::{Place, same_lot};
use crate::store::entities::{dose, lot as lots, movement, pack, parcel};
use crate::store::{Store, StoreError, Tx};
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

/// Every organisation in whose rooms a pack of the lot lies or lay, where one was given that never lay there by the record, or
/// to which one is on its way.
///
/// # Errors
/// When the database does not answer.
pub async fn held(tx: &Tx, rules: &Rules, lot: LotId) -> Result<BTreeMap<OrganisationId, Held>, StoreError> {
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
    let lay = lay(tx, lot).await?;
    for (_, at) in lay.difference(&now) {
        all.entry(*at).or_default().gone += 1;
    }
    for at in given_by_hand(tx, rules, lot, &lay).await? {
        all.entry(at).or_default().gone += 1;
    }
    Ok(all)
}

/// For each of these lots whose recall stands, the organisations in whose rooms some of it lies, where some was given, or to which
/// some is on its way: whoever came to it after the recall is found without going through every movement.
///
/// # Errors
/// When the database does not answer.
pub async fn holders_of_recalled(
    store: &Store,
    rules: &Rules,
    looked_at: &BTreeSet<LotId>,
) -> Result<BTreeMap<(LotId, RecordId), BTreeSet<OrganisationId>>, StoreError> {
    let mut all: BTreeMap<(LotId, RecordId), BTreeSet<OrganisationId>> = BTreeMap::new();
    let recalled = lots::Entity::find()
        .filter(lots::Column::Id.is_in(looked_at.iter().map(|lot| lot.0)))
        .filter(lots::Column::RecallId.is_not_null())
        .all(store.reader())
        .await?;
    if recalled.is_empty() {
        return Ok(all);
    }
    let ids = || recalled.iter().map(|lot| lot.id);
    let lying: Vec<(Uuid, Option<Uuid>)> = pack::Entity::find()
        .select_only()
        .column(pack::Column::LotId)
        .column(pack::Column::OrganisationId)
        .distinct()
        .filter(pack::Column::LotId.is_in(ids()))
        .filter(pack::Column::OrganisationId.is_not_null())
        .into_tuple()
        .all(store.reader())
        .await?;
    let to_parcel: RelationDef = pack::Entity::belongs_to(parcel::Entity)
        .from(pack::Column::ParcelId)
        .to(parcel::Column::Id)
        .into();
    let coming: Vec<(Uuid, Uuid)> = pack::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, to_parcel)
        .column(pack::Column::LotId)
        .column(parcel::Column::ToId)
        .distinct()
        .filter(pack::Column::LotId.is_in(ids()))
        .filter(pack::Column::Place.eq("parcel"))
        .into_tuple()
        .all(store.reader())
        .await?;
    let given = given_of(store, rules, &recalled).await?;
    for lot in &recalled {
        let Some(recall) = lot.recall_id else {
            continue;
        };
        let lying = lying.iter().filter(|(of, _)| *of == lot.id);
        let coming = coming.iter().filter(|(of, _)| *of == lot.id);
        let given = given.iter().filter(|(of, _)| *of == lot.id);
        let at = lying
            .filter_map(|(_, at)| *at)
            .chain(coming.map(|(_, to)| *to))
            .chain(given.map(|(_, at)| *at));
        all.entry((LotId(lot.id), RecordId(recall)))
            .or_default()
            .extend(at.map(OrganisationId));
    }
    Ok(all)
}

/// Where doses of these lots were given, each lot with the organisation.
async fn given_of(
    store: &Store,
    rules: &Rules,
    recalled: &[lots::Model],
) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    let recalls = recalled.iter().filter_map(|lot| lot.recall_id);
    let together = lots::Entity::find()
        .filter(lots::Column::RecallId.is_in(recalls))
        .all(store.reader())
        .await?;
    let products: BTreeMap<Uuid, Vec<String>> = recalled
        .iter()
        .map(|lot| (lot.id, counted_with(lot, rules, &together)))
        .collect();
    let all_products = || products.values().flatten().map(String::as_str);
    let written: Vec<(String, String)> = dose::Entity::find()
        .select_only()
        .column(dose::Column::Product)
        .column(dose::Column::Lot)
        .distinct()
        .filter(dose::Column::Product.is_in(all_products()))
        .into_tuple()
        .all(store.reader())
        .await?;
    let names = |lot: &lots::Model, product: &str, number: &str| {
        let counted = products.get(&lot.id);
        counted.is_some_and(|counted| counted.iter().any(|known| known == product))
            && same_lot(number, &lot.number)
    };
    let numbers = written.iter().filter(|(product, number)| {
        let mut recalled = recalled.iter();
        recalled.any(|lot| names(lot, product, number))
    });
    let given: Vec<(String, String, Uuid)> = dose::Entity::find()
        .select_only()
        .column(dose::Column::Product)
        .column(dose::Column::Lot)
        .column(dose::Column::OrganisationId)
        .distinct()
        .filter(dose::Column::Product.is_in(all_products()))
        .filter(dose::Column::Lot.is_in(numbers.map(|(_, number)| number.as_str())))
        .filter(dose::Column::VoidedAt.is_null())
        .into_tuple()
        .all(store.reader())
        .await?;
    let of_lot = |lot: &lots::Model| {
        let of = given
            .iter()
            .filter(|(product, number, _)| names(lot, product, number));
        of.map(|(.., at)| (lot.id, *at)).collect::<Vec<_>>()
    };
    Ok(recalled.iter().flat_map(of_lot).collect())
}

/// The products under which doses of a lot are counted with it: those of its medicine, whichever protocol a dose was given by,
/// but for one under which another lot stands that the same recall froze. That one is written about by itself.
fn counted_with(lot: &lots::Model, rules: &Rules, together: &[lots::Model]) -> Vec<String> {
    let mut products = rules.products_of(&lot.product);
    products.retain(|product| {
        let mut others = together.iter().filter(|other| other.id != lot.id);
        *product == lot.product
            || !others.any(|other| other.recall_id == lot.recall_id && other.product == *product)
    });
    products
}

/// Where each dose was given whose pack never lay there by the record: its lot was typed, or the pack was still in a parcel, or
/// on the shelf of another. It was there all the same. With those whose pack lay there, each place of a dose is a holder, as
/// [`holders_of_recalled`] has it.
async fn given_by_hand(
    tx: &Tx,
    rules: &Rules,
    lot: LotId,
    lay: &BTreeSet<(Uuid, OrganisationId)>,
) -> Result<Vec<OrganisationId>, StoreError> {
    let known = lots::Entity::find_by_id(lot.0).one(&tx.0).await?;
    let known = known.ok_or(StoreError::Missing("lot"))?;
    let from_packs: Vec<(Uuid, Option<Uuid>)> = pack::Entity::find()
        .select_only()
        .column(pack::Column::Id)
        .column(pack::Column::DoseId)
        .filter(pack::Column::LotId.eq(lot.0))
        .filter(pack::Column::DoseId.is_not_null())
        .into_tuple()
        .all(&tx.0)
        .await?;
    let from_packs: BTreeMap<Uuid, Uuid> = from_packs
        .into_iter()
        .filter_map(|(pack, dose)| Some((dose?, pack)))
        .collect();
    let columns = (dose::Column::Product, dose::Column::Lot);
    let together = match known.recall_id {
        Some(recall) => {
            let select = lots::Entity::find().filter(lots::Column::RecallId.eq(recall));
            select.all(&tx.0).await?
        }
        None => Vec::new(),
    };
    let mut given: Vec<(Uuid, Uuid)> = Vec::new();
    for product in counted_with(&known, rules, &together) {
        let named = (product.as_str(), known.number.as_str());
        let spellings = spellings::<dose::Entity, _>(&tx.0, named, columns).await?;
        let of_product: Vec<(Uuid, Uuid)> = dose::Entity::find()
            .select_only()
            .column(dose::Column::Id)
            .column(dose::Column::OrganisationId)
            .filter(dose::Column::Product.eq(product.as_str()))
            .filter(dose::Column::Lot.is_in(spellings))
            .filter(dose::Column::VoidedAt.is_null())
            .into_tuple()
            .all(&tx.0)
            .await?;
        given.extend(of_product);
    }
    let given = given.into_iter().map(|(dose, at)| (dose, OrganisationId(at)));
    let by_hand = given.filter(|(dose, at)| {
        let pack = from_packs.get(dose);
        pack.is_none_or(|pack| !lay.contains(&(*pack, *at)))
    });
    Ok(by_hand.map(|(_, at)| at).collect())
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
