//! Shelves, lots and the packs on them: each an index range, bounded.

mod find;
mod missing;
mod offered;
mod recall;

pub use find::{FoundLot, FoundLots, find_lots, typed_expiry};
pub use missing::{missing_around, missing_from_quarantine, off_shelf};
pub use offered::{LOTS, LotOffered, lots_offered, packs_offered};
pub use recall::{Reach, RecalledCase, ReliedDose, beyond, concerned, free, reach, reached, recalled_cases};

use super::PART;
use crate::domain::decide::{Shelf, TypedLot};
use crate::domain::ids::{CaseId, LotId, OrganisationId, PackId, ParcelId};
use crate::domain::refusal::PackFault;
use crate::domain::supply::Pack;
use crate::store::entities::{lot, pack, parcel};
use crate::store::stock::{alike, hold_named, named, pack_of, recall_of, received_at, to_lot};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef, Select,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many packs of a lot lie in one kind of place.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Heap {
    lot_id: Uuid,
    /// Product id.
    pub product: String,
    /// Number of the lot.
    pub number: String,
    /// Last day of use.
    pub expiry_on: NaiveDate,
    recall_id: Option<Uuid>,
    /// Code of the place.
    pub place: String,
    /// So many packs.
    pub packs: i64,
    /// So many of them are kept for somebody.
    pub kept: i64,
}

impl Heap {
    /// The lot.
    #[must_use]
    pub fn lot(&self) -> LotId {
        LotId(self.lot_id)
    }

    /// Is it recalled?
    #[must_use]
    pub fn recalled(&self) -> bool {
        self.recall_id.is_some()
    }
}

/// Kinds of places on somebody's shelf.
const ON_SHELF: [&str; 3] = ["stock", "quarantine", "set-aside"];

/// What lies on the shelf of an organisation, by lot and kind of place, the soonest to expire first. An organisation
/// has tens of lots: beyond some hundreds, the later ones are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn heaps(store: &Store, at: OrganisationId) -> Result<Vec<Heap>, StoreError> {
    let select = grouped()
        .filter(pack::Column::OrganisationId.eq(at.0))
        .filter(pack::Column::Place.is_in(ON_SHELF))
        .limit(MOST_HEAPS);
    Ok(select.into_model::<Heap>().all(store.reader()).await?)
}

/// Most lots shown of one shelf.
const MOST_HEAPS: u64 = 300;

/// Where all packs of a lot are, by kind of place.
///
/// # Errors
/// When the database does not answer.
pub async fn whereabouts(store: &Store, id: LotId) -> Result<Vec<Heap>, StoreError> {
    let select = grouped().filter(pack::Column::LotId.eq(id.0));
    Ok(select.into_model::<Heap>().all(store.reader()).await?)
}

fn grouped() -> sea_orm::Select<pack::Entity> {
    pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_only()
        .column(pack::Column::LotId)
        .column(pack::Column::Place)
        .column(lot::Column::Product)
        .column(lot::Column::Number)
        .column(lot::Column::ExpiryOn)
        .column(lot::Column::RecallId)
        .column_as(pack::Column::Id.count(), "packs")
        .column_as(pack::Column::CaseId.count(), "kept")
        .group_by(pack::Column::LotId)
        .group_by(pack::Column::Place)
        .group_by(lot::Column::Product)
        .group_by(lot::Column::Number)
        .group_by(lot::Column::ExpiryOn)
        .group_by(lot::Column::RecallId)
        .order_by_asc(lot::Column::ExpiryOn)
        .order_by_asc(lot::Column::Number)
        .order_by_asc(pack::Column::Place)
}

/// A pack in a list, and since when it lies where it lies.
#[derive(Clone, Debug)]
pub struct Lying {
    /// The pack.
    pub pack: Pack,
    /// There since.
    pub since_at: DateTime<Utc>,
}

/// One part of the packs of a lot on a shelf, by identity.
///
/// # Errors
/// When the database does not answer.
pub async fn packs(
    store: &Store,
    (at, of): (OrganisationId, LotId),
    after: Option<PackId>,
) -> Result<Vec<Lying>, StoreError> {
    let mut select = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .filter(pack::Column::LotId.eq(of.0))
        .filter(pack::Column::OrganisationId.eq(at.0))
        .filter(pack::Column::Place.is_in(ON_SHELF))
        .order_by_asc(pack::Column::Id)
        .limit(PART + 1);
    if let Some(after) = after {
        select = select.filter(pack::Column::Id.gt(after.0));
    }
    let rows = select.all(store.reader()).await?;
    let lying = |(row, lot): (pack::Model, Option<lot::Model>)| {
        Ok(Lying {
            since_at: row.since_at,
            pack: pack_of(row, lot.ok_or(StoreError::Missing("lot"))?)?,
        })
    };
    rows.into_iter().map(lying).collect()
}

/// Kinds of places whose packs are to be found when a shelf is counted.
pub(super) const COUNTED: [&str; 2] = ["stock", "quarantine"];

/// How many packs of a lot are on a shelf to be counted: free, kept or in quarantine.
///
/// # Errors
/// When the database does not answer.
pub async fn on_shelf(tx: &Tx, at: OrganisationId, of: LotId) -> Result<i32, StoreError> {
    let count = pack::Entity::find()
        .filter(pack::Column::OrganisationId.eq(at.0))
        .filter(pack::Column::LotId.eq(of.0))
        .filter(pack::Column::Place.is_in(COUNTED))
        .count(&tx.0)
        .await?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// How many packs of a lot wait in quarantine at a place and are nobody's: about those of a person his case owes the verdict.
///
/// # Errors
/// When the database does not answer.
pub async fn nobodys_in_quarantine(tx: &Tx, at: OrganisationId, of: LotId) -> Result<i32, StoreError> {
    let count = nobodys()
        .filter(pack::Column::OrganisationId.eq(at.0))
        .filter(pack::Column::LotId.eq(of.0))
        .count(&tx.0)
        .await?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// The places and lots of which packs wait in quarantine that are nobody's.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_for_verdict(store: &Store) -> Result<BTreeSet<(OrganisationId, LotId)>, StoreError> {
    let rows = nobodys()
        .select_only()
        .column(pack::Column::OrganisationId)
        .column(pack::Column::LotId)
        .distinct()
        .into_tuple::<(Option<Uuid>, Uuid)>()
        .all(store.reader())
        .await?;
    let known = rows.into_iter().filter_map(|(at, lot)| Some((at?, lot)));
    Ok(known.map(|(at, lot)| (OrganisationId(at), LotId(lot))).collect())
}

fn nobodys() -> Select<pack::Entity> {
    pack::Entity::find().filter(Expr::cust(NOBODYS))
}

/// As in the index that holds these packs alone: said in other words, or with an argument, a plan made for all arguments would go
/// through every pack, and the sweep asks on each of its rounds.
const NOBODYS: &str = "place = 'quarantine' AND case_id IS NULL";

/// Most packs listed at once where one chooses among those that expire first; any other is scanned, or typed by its lot.
const MOST_OFFERED: u64 = 12;

/// Packs about to be given.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The products of the medicine: whichever of them a pack was taken in as, it is given for each.
    pub products: &'a [String],
    /// Where.
    pub at: OrganisationId,
    /// For whom.
    pub case: CaseId,
    /// Good on this day.
    pub day: NaiveDate,
    /// The number of a lot typed by hand.
    pub typed_lot: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn typed(&self) -> Option<&'a str> {
        self.typed_lot.filter(|number| !number.is_empty())
    }
}

/// The shelf as the form of a dose needs it.
///
/// # Errors
/// When the database does not answer.
pub async fn shelf(store: &Store, wanted: &Wanted<'_>, chosen: Option<Pack>) -> Result<Shelf, StoreError> {
    let typed = match wanted.typed() {
        Some(number) => named(store.reader(), wanted.products, number).await?,
        None => None,
    };
    shelf_on(store.reader(), wanted, chosen, typed).await
}

/// The same as a transaction sees it, which holds what is said of a typed lot until its end.
///
/// # Errors
/// When the database does not answer.
pub async fn shelf_in(tx: &Tx, wanted: &Wanted<'_>, chosen: Option<Pack>) -> Result<Shelf, StoreError> {
    let typed = match wanted.typed() {
        Some(number) => hold_named(tx, wanted.products, number).await?,
        None => None,
    };
    shelf_on(&tx.0, wanted, chosen, typed).await
}

async fn shelf_on<C: ConnectionTrait>(
    on: &C,
    wanted: &Wanted<'_>,
    chosen: Option<Pack>,
    typed: Option<lot::Model>,
) -> Result<Shelf, StoreError> {
    let recalled = chosen.as_ref().filter(|pack| pack.recalled);
    let of_chosen = match recalled {
        Some(pack) => lot::Entity::find_by_id(pack.lot.0).one(on).await?,
        None => None,
    };
    let recall = match of_chosen.as_ref().or(typed.as_ref()) {
        Some(lot) => recall_of(on, lot).await?,
        None => None,
    };
    let came_at = match &chosen {
        Some(pack) => received_at(on, pack).await?,
        None => None,
    };
    let typed_lot = match typed {
        Some(lot) => {
            let (kept_back, coming) = kept_back(on, wanted, &lot.number).await?;
            Some(TypedLot {
                number: lot.number,
                expiry_on: lot.expiry_on,
                kept_back,
                coming,
            })
        }
        None => None,
    };
    Ok(Shelf {
        at: Some(wanted.at),
        usable: usable_on(on, wanted).await?,
        chosen,
        came_at,
        typed_lot,
        recall: recall.map(|recall| recall.of_medicine(wanted.products)),
    })
}

/// Why none of the packs of a lot that lie here, under whichever protocol of its medicine, may be given to this person; none where
/// one may. One that is kept for somebody else says less than one that nobody may have, and both less than that his own is on its
/// way. Where none lies here, and a parcel brings some, they are elsewhere until somebody writes down that it came.
async fn kept_back<C: ConnectionTrait>(
    on: &C,
    wanted: &Wanted<'_>,
    number: &str,
) -> Result<(Option<PackFault>, Option<ParcelId>), StoreError> {
    let lots = alike(on, wanted.products, number).await?;
    let lying: Vec<(String, Option<Uuid>)> = pack::Entity::find()
        .select_only()
        .column(pack::Column::Place)
        .column(pack::Column::CaseId)
        .distinct()
        .filter(pack::Column::LotId.is_in(lots.iter().map(|lot| lot.0)))
        .filter(pack::Column::OrganisationId.eq(wanted.at.0))
        .into_tuple()
        .all(on)
        .await?;
    let his = parcel::Column::CaseId.eq(wanted.case.0);
    if lying.is_empty() {
        let here = parcel::Column::ToId.eq(wanted.at.0);
        let coming = coming(on, wanted, &lots, Condition::any().add(his).add(here)).await?;
        return Ok((coming.map(|_| PackFault::Elsewhere), coming));
    }
    let fault = |(place, whose): &(String, Option<Uuid>)| match (place.as_str(), whose) {
        ("stock", Some(whose)) if *whose != wanted.case.0 => Some(PackFault::OtherPerson),
        ("stock", _) => None,
        _ => Some(PackFault::NotReleased),
    };
    let faults: Option<Vec<_>> = lying.iter().map(fault).collect();
    let faults = faults.unwrap_or_default();
    let held = faults.contains(&PackFault::NotReleased);
    let fault = held.then_some(PackFault::NotReleased).or(faults.first().copied());
    // What lies here is nobody's or kept for others, and his own is on its way: that is the one that he is given.
    let own_here = lying.iter().any(|(_, whose)| *whose == Some(wanted.case.0));
    if fault.is_some()
        && !own_here
        && let Some(own) = coming(on, wanted, &lots, Condition::any().add(his)).await?
    {
        return Ok((Some(PackFault::Elsewhere), Some(own)));
    }
    Ok((fault, None))
}

/// The awaited parcel with packs of these lots; the person's own before another, and the one packed first.
async fn coming<C: ConnectionTrait>(
    on: &C,
    wanted: &Wanted<'_>,
    lots: &[LotId],
    awaited: Condition,
) -> Result<Option<ParcelId>, StoreError> {
    let to_parcel: RelationDef = pack::Entity::belongs_to(parcel::Entity)
        .from(pack::Column::ParcelId)
        .to(parcel::Column::Id)
        .into();
    let found: Option<Uuid> = pack::Entity::find()
        .join(JoinType::InnerJoin, to_parcel)
        .select_only()
        .column(parcel::Column::Id)
        .filter(pack::Column::LotId.is_in(lots.iter().map(|lot| lot.0)))
        .filter(pack::Column::Place.eq("parcel"))
        .filter(awaited)
        .order_by_desc(parcel::Column::CaseId.eq(wanted.case.0))
        .order_by_asc(parcel::Column::PreparedAt)
        .order_by_asc(parcel::Column::Id)
        .limit(1)
        .into_tuple()
        .one(on)
        .await?;
    Ok(found.map(ParcelId))
}

/// Sound packs on a shelf, free or kept for one person.
fn sound(wanted: &Wanted<'_>) -> sea_orm::Select<pack::Entity> {
    let his = Condition::any()
        .add(pack::Column::CaseId.is_null())
        .add(pack::Column::CaseId.eq(wanted.case.0));
    pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .filter(pack::Column::OrganisationId.eq(wanted.at.0))
        .filter(pack::Column::Place.eq("stock"))
        .filter(his)
        .filter(lot::Column::Product.is_in(wanted.products.iter().map(String::as_str)))
        .filter(lot::Column::ExpiryOn.gte(wanted.day))
        .filter(lot::Column::RecallId.is_null())
}

/// Those listed: his own first, then the soonest to expire.
async fn usable_on<C: ConnectionTrait>(on: &C, wanted: &Wanted<'_>) -> Result<Vec<Pack>, StoreError> {
    let rows = sound(wanted)
        .select_also(lot::Entity)
        // His own pack stands in the list however late it expires.
        .order_by_asc(pack::Column::CaseId.is_null())
        .order_by_asc(lot::Column::ExpiryOn)
        .order_by_asc(pack::Column::Id)
        .limit(MOST_OFFERED)
        .all(on)
        .await?;
    rows.into_iter()
        .map(|(row, lot)| pack_of(row, lot.ok_or(StoreError::Missing("lot"))?))
        .collect()
}

/// Sound packs on a shelf for one person.
///
/// # Errors
/// When the database does not answer.
pub async fn usable(store: &Store, wanted: &Wanted<'_>) -> Result<Vec<Pack>, StoreError> {
    usable_on(store.reader(), wanted).await
}

/// The pack with this code.
///
/// # Errors
/// When the database does not answer.
pub async fn by_code(store: &Store, gtin: &str, serial: &str) -> Result<Option<Pack>, StoreError> {
    let found = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .filter(pack::Column::Gtin.eq(gtin))
        .filter(pack::Column::Serial.eq(serial))
        .one(store.reader())
        .await?;
    match found {
        Some((row, Some(lot))) => pack_of(row, lot).map(Some),
        _ => Ok(None),
    }
}

/// Is no pack with this code on record, but one whose serial number has upper and lower case exchanged? Then whoever scanned it
/// has Caps Lock on.
///
/// # Errors
/// When the database does not answer.
pub async fn caps_locked(store: &Store, gtin: &str, serial: &str) -> Result<bool, StoreError> {
    let exchanged = serial.chars().map(|sign| {
        if sign.is_ascii_uppercase() {
            sign.to_ascii_lowercase()
        } else {
            sign.to_ascii_uppercase()
        }
    });
    let exchanged: String = exchanged.collect();
    Ok(exchanged != serial && by_code(store, gtin, &exchanged).await?.is_some())
}

/// The products that packs with this trade item number were of: one, but where a lot of them was taken in wrongly.
///
/// # Errors
/// When the database does not answer.
pub async fn products_of(tx: &Tx, gtin: &str) -> Result<Vec<String>, StoreError> {
    let found = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_only()
        .column(lot::Column::Product)
        .distinct()
        .filter(pack::Column::Gtin.eq(gtin))
        .filter(pack::Column::Serial.is_not_null())
        .order_by_asc(lot::Column::Product)
        .into_tuple();
    Ok(found.all(&tx.0).await?)
}
