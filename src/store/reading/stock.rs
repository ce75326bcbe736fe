//! Shelves, lots and the packs on them: each an index range, bounded.

use super::recall_ahead::received_by;
use super::{PART, scoped};
use crate::access::Scope;
use crate::domain::decide::{Shelf, TypedLot};
use crate::domain::event::PackNamed;
use crate::domain::ids::{CaseId, LotId, OrganisationId, PackId, RecordId};
use crate::domain::refusal::PackFault;
use crate::domain::supply::{Free, Pack};
use crate::store::entities::{case_file, lot, organisation, pack, recall_case};
use crate::store::stock::{hold_named, named, pack_of, recall_of, received_at, to_lot};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, NullOrdering};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType, Order,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
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

/// Most packs listed at once: one chooses among those that expire first; any other is scanned.
const MOST_OFFERED: u64 = 12;

/// Packs about to be given.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Product id.
    pub product: &'a str,
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
        Some(number) => named(store.reader(), wanted.product, number).await?,
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
        Some(number) => hold_named(tx, wanted.product, number).await?,
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
        Some(lot) => Some(TypedLot {
            kept_back: kept_back(on, wanted, lot.id).await?,
            number: lot.number,
            expiry_on: lot.expiry_on,
        }),
        None => None,
    };
    Ok(Shelf {
        at: Some(wanted.at),
        usable: usable_on(on, wanted).await?,
        chosen,
        came_at,
        typed_lot,
        recall,
    })
}

/// Why none of the packs of a lot that lie here may be given to this person; none where one may, or none lies here. One
/// that is kept for somebody else says less than one that nobody may have.
async fn kept_back<C: ConnectionTrait>(
    on: &C,
    wanted: &Wanted<'_>,
    lot: Uuid,
) -> Result<Option<PackFault>, StoreError> {
    let lying: Vec<(String, Option<Uuid>)> = pack::Entity::find()
        .select_only()
        .column(pack::Column::Place)
        .column(pack::Column::CaseId)
        .distinct()
        .filter(pack::Column::LotId.eq(lot))
        .filter(pack::Column::OrganisationId.eq(wanted.at.0))
        .into_tuple()
        .all(on)
        .await?;
    let fault = |(place, whose): &(String, Option<Uuid>)| match (place.as_str(), whose) {
        ("stock", Some(whose)) if *whose != wanted.case.0 => Some(PackFault::OtherPerson),
        ("stock", _) => None,
        _ => Some(PackFault::NotReleased),
    };
    let faults: Option<Vec<_>> = lying.iter().map(fault).collect();
    let faults = faults.unwrap_or_default();
    let held = faults.contains(&PackFault::NotReleased);
    Ok(held.then_some(PackFault::NotReleased).or(faults.first().copied()))
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
        .filter(lot::Column::Product.eq(wanted.product))
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

/// How many sound packs lie on the shelf beyond those that [`usable`] lists.
///
/// # Errors
/// When the database does not answer.
pub async fn unlisted(store: &Store, wanted: &Wanted<'_>) -> Result<u64, StoreError> {
    let all = sound(wanted).count(store.reader()).await?;
    Ok(all.saturating_sub(MOST_OFFERED))
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

/// The product that packs with this trade item number were of, where one was taken in.
///
/// # Errors
/// When the database does not answer.
pub async fn product_of(tx: &Tx, gtin: &str) -> Result<Option<String>, StoreError> {
    let found: Option<String> = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_only()
        .column(lot::Column::Product)
        .filter(pack::Column::Gtin.eq(gtin))
        .filter(pack::Column::Serial.is_not_null())
        .limit(1)
        .into_tuple()
        .one(&tx.0)
        .await?;
    Ok(found)
}

/// The cases a lot concerns: those who received it, as a dose or otherwise, by pack or by what was typed, and those it
/// is kept or on its way for. In the order of their identities.
///
/// # Errors
/// When the database does not answer.
pub async fn concerned(tx: &Tx, id: LotId) -> Result<Vec<CaseId>, StoreError> {
    let Some(known) = lot::Entity::find_by_id(id.0).one(&tx.0).await? else {
        return Ok(Vec::new());
    };
    let received = received_by(&tx.0, &known).await?;
    let held: Vec<Option<Uuid>> = pack::Entity::find()
        .select_only()
        .column(pack::Column::CaseId)
        .distinct()
        .filter(pack::Column::LotId.eq(id.0))
        .filter(pack::Column::CaseId.is_not_null())
        .into_tuple()
        .all(&tx.0)
        .await?;
    let mut all: Vec<_> = received
        .into_iter()
        .chain(held.into_iter().flatten())
        .map(CaseId)
        .collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Free sound packs of a product in the whole country that are good on a day; the soonest to expire first.
///
/// # Errors
/// When the database does not answer.
pub async fn free(tx: &Tx, product: &str, day: NaiveDate) -> Result<Vec<Free>, StoreError> {
    let rows = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .filter(lot::Column::Product.eq(product))
        .filter(lot::Column::ExpiryOn.gte(day))
        .filter(lot::Column::RecallId.is_null())
        .filter(pack::Column::Place.eq("stock"))
        .filter(pack::Column::CaseId.is_null())
        .order_by_asc(lot::Column::ExpiryOn)
        .order_by_asc(pack::Column::Id)
        .limit(MOST_FREE)
        .all(&tx.0)
        .await?;
    let at: std::collections::BTreeSet<_> = rows.iter().filter_map(|(row, _)| row.organisation_id).collect();
    let places = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(at))
        .all(&tx.0)
        .await?;
    let free = rows.into_iter().filter_map(|(row, lot)| {
        let (at, lot) = (row.organisation_id?, lot?);
        let region = places.iter().find(|place| place.id == at)?.region.clone();
        Some(Free {
            named: PackNamed {
                pack: PackId(row.id),
                product: lot.product,
                lot: lot.number,
                expiry_on: lot.expiry_on,
            },
            at: OrganisationId(at),
            region,
        })
    });
    Ok(free.collect())
}

/// Most packs looked at for replacements: more doses than that rely on no lot.
const MOST_FREE: u64 = 1_000;

/// The cases that the standing recall of a lot reached, in the order of their identities.
///
/// # Errors
/// When the database does not answer.
pub async fn reached(tx: &Tx, id: LotId) -> Result<Vec<CaseId>, StoreError> {
    let known = lot::Entity::find_by_id(id.0).one(&tx.0).await?;
    let Some(recall) = known.and_then(|lot| lot.recall_id) else {
        return Ok(Vec::new());
    };
    let mut cases: Vec<CaseId> = recall_case::Entity::find()
        .filter(recall_case::Column::RecallId.eq(recall))
        .all(&tx.0)
        .await?
        .into_iter()
        .map(|row| CaseId(row.case_id))
        .collect();
    cases.sort_unstable();
    Ok(cases)
}

/// How far a recall has come: people who received the lot, and those of them a physician has looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// People a physician has looked at.
    pub seen: u64,
    /// People who received the lot.
    pub all: u64,
}

/// How far a recall has come.
///
/// # Errors
/// When the database does not answer.
pub async fn reach(store: &Store, recall: RecordId) -> Result<Reach, StoreError> {
    let received = || {
        recall_case::Entity::find()
            .filter(recall_case::Column::RecallId.eq(recall.0))
            .filter(recall_case::Column::Doses.gt(0))
    };
    let seen = received()
        .filter(recall_case::Column::ReachedAt.is_not_null())
        .count(store.reader())
        .await?;
    let all = received().count(store.reader()).await?;
    Ok(Reach { seen, all })
}

/// A case that a recall concerns.
#[derive(Clone, Debug)]
pub struct RecalledCase {
    /// The place in the list.
    pub id: Uuid,
    /// The case.
    pub case: CaseId,
    /// So many doses of the lot were given.
    pub doses: i32,
    /// When a physician had looked.
    pub reached_at: Option<DateTime<Utc>>,
    /// The planned dose that relied on it.
    pub relied: Option<ReliedDose>,
}

/// A planned dose that relied on a recalled lot.
#[derive(Clone, Debug)]
pub struct ReliedDose {
    /// Its day.
    pub needed_on: NaiveDate,
    /// The pack that was proposed instead, as it is now.
    pub replacement: Option<Pack>,
    /// It has no pack yet.
    pub at_risk: bool,
}

/// The cases that a recall concerns and a scope holds at a moment; none where it holds none.
fn within(recall: RecordId, (scope, now): (&Scope, DateTime<Utc>)) -> Option<Select<recall_case::Entity>> {
    let listed = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(scoped(scope, now));
    let rows = recall_case::Entity::find()
        .filter(recall_case::Column::RecallId.eq(recall.0))
        .filter(recall_case::Column::CaseId.in_subquery(listed.into_query()));
    (!scope.is_nothing()).then_some(rows)
}

/// Those that stand behind one of them, where what is needed first stands first and what nobody needs last.
async fn behind(store: &Store, after: Uuid) -> Result<Condition, StoreError> {
    use recall_case::Column as Row;
    let last = recall_case::Entity::find_by_id(after).one(store.reader()).await?;
    let next = Row::Id.gt(after);
    Ok(match last.and_then(|row| row.needed_on) {
        Some(on) => Condition::any()
            .add(Row::NeededOn.gt(on))
            .add(Condition::all().add(Row::NeededOn.eq(on)).add(next))
            .add(Row::NeededOn.is_null()),
        None => Condition::all().add(Row::NeededOn.is_null()).add(next),
    })
}

/// How many of the cases a recall concerns are beyond a scope, and how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn beyond(
    store: &Store,
    scope: (&Scope, DateTime<Utc>),
    recall: RecordId,
) -> Result<(u64, u64), StoreError> {
    let all = recall_case::Entity::find()
        .filter(recall_case::Column::RecallId.eq(recall.0))
        .count(store.reader())
        .await?;
    let listed = match within(recall, scope) {
        Some(rows) => rows.count(store.reader()).await?,
        None => 0,
    };
    Ok((all.saturating_sub(listed), all))
}

/// The cases a recall concerns, of those that a scope holds, by identity: one part, and one more where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn recalled_cases(
    store: &Store,
    scope: (&Scope, DateTime<Utc>),
    recall: RecordId,
    after: Option<Uuid>,
) -> Result<Vec<RecalledCase>, StoreError> {
    let Some(rows) = within(recall, scope) else {
        return Ok(Vec::new());
    };
    let mut select = rows
        .order_by_with_nulls(recall_case::Column::NeededOn, Order::Asc, NullOrdering::Last)
        .order_by_asc(recall_case::Column::Id)
        .limit(PART + 1);
    if let Some(after) = after {
        select = select.filter(behind(store, after).await?);
    }
    let rows = select.all(store.reader()).await?;
    let proposed: Vec<Uuid> = rows.iter().filter_map(|row| row.replacement_id).collect();
    let packs = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .filter(pack::Column::Id.is_in(proposed))
        .all(store.reader())
        .await?;
    let packs = packs
        .into_iter()
        .filter_map(|(row, lot)| Some(pack_of(row, lot?)))
        .collect::<Result<Vec<_>, _>>()?;
    let row = |row: recall_case::Model| RecalledCase {
        id: row.id,
        case: CaseId(row.case_id),
        doses: row.doses,
        reached_at: row.reached_at,
        relied: row.needed_on.map(|needed_on| ReliedDose {
            needed_on,
            replacement: packs
                .iter()
                .find(|pack| Some(pack.id.0) == row.replacement_id)
                .cloned(),
            at_risk: row.at_risk,
        }),
    };
    Ok(rows.into_iter().map(row).collect())
}
