//! The desk of supply: parcels by what is the matter with them, and heaps on shelves that want somebody's eye. Each is
//! one range of one index, one part long.

use super::PART;
use super::forecast::Whereabouts;
use super::parcels::{ParcelRow, rows, unannounced};
use super::stock::COUNTED;
use crate::domain::ids::{LotId, OrganisationId, PackId};
use crate::domain::obligation::Kind;
use crate::domain::supply::{ParcelState, Place};
use crate::store::entities::{lot, obligation, organisation, pack, parcel, stock_count};
use crate::store::stock::{origins, to_lot};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, RelationDef,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What is the matter with a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Nothing: it is on its way, or about to be.
    OnTheWay,
    /// A hand has had it longer than is allowed.
    Late,
    /// Something of it did not arrive, and nobody has said why.
    Unaccounted,
    /// It came without notice, and nobody has said why: nothing is missing, something is too much.
    Unannounced,
}

impl Matter {
    fn condition(self, now: DateTime<Utc>) -> Condition {
        let late = parcel::Column::OverdueAt.lt(now);
        let all = Condition::all().add(parcel::Column::Open.eq(true));
        match self {
            Self::OnTheWay => {
                let states = [ParcelState::Prepared, ParcelState::UnderWay].map(ParcelState::code);
                let in_time = Condition::any()
                    .add(parcel::Column::OverdueAt.is_null())
                    .add(parcel::Column::OverdueAt.gte(now));
                all.add(parcel::Column::State.is_in(states)).add(in_time)
            }
            Self::Late => all.add(late),
            Self::Unaccounted => all
                .add(parcel::Column::Discrepancy.eq(true))
                .add(unannounced().not()),
            Self::Unannounced => all.add(parcel::Column::Discrepancy.eq(true)).add(unannounced()),
        }
    }
}

/// Parcels of which this is the matter, the oldest first: one part, and one more where there are more.
///
/// # Errors
/// When the database does not answer.
pub async fn parcels(
    store: &Store,
    around: &Whereabouts<'_>,
    matter: Matter,
    now: DateTime<Utc>,
) -> Result<Vec<ParcelRow>, StoreError> {
    let near = match around.only {
        Some(only) => Condition::any()
            .add(parcel::Column::ToId.eq(only.0))
            .add(parcel::Column::FromId.eq(only.0)),
        None => Condition::all().add(parcel::Column::Region.eq(around.region)),
    };
    let select = rows()
        .filter(near)
        .filter(matter.condition(now))
        .order_by_asc(parcel::Column::PreparedAt)
        .order_by_asc(parcel::Column::Id)
        .limit(PART + 1);
    Ok(select.into_model::<ParcelRow>().all(store.reader()).await?)
}

/// Parcels for which a place answers, from whichever shelf they were packed, of which packs wait in quarantine in another region,
/// the oldest first: the shelf where they wait is none of its own, and the verdict is.
///
/// # Errors
/// When the database does not answer.
pub async fn quarantined_far(
    store: &Store,
    answers: OrganisationId,
    region: &str,
) -> Result<Vec<ParcelRow>, StoreError> {
    let to_shelf: RelationDef = pack::Entity::belongs_to(organisation::Entity)
        .from(pack::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let far = pack::Entity::find()
        .join(JoinType::InnerJoin, to_shelf)
        .select_only()
        .column(pack::Column::CaseId)
        .filter(pack::Column::Place.eq("quarantine"))
        .filter(pack::Column::CaseId.is_not_null())
        .filter(organisation::Column::Region.ne(region))
        .into_query();
    let select = rows()
        .filter(parcel::Column::AnswersId.eq(answers.0))
        .filter(parcel::Column::Quarantine.eq(true))
        .filter(parcel::Column::CaseId.in_subquery(far))
        .order_by_asc(parcel::Column::PreparedAt)
        .order_by_asc(parcel::Column::Id)
        .limit(PART + 1);
    Ok(select.into_model::<ParcelRow>().all(store.reader()).await?)
}

/// Packs of one lot in one place.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SiteHeap {
    lot_id: Uuid,
    organisation_id: Uuid,
    /// Product id.
    pub product: String,
    /// Number of the lot.
    pub number: String,
    /// Last day of use.
    pub expiry_on: NaiveDate,
    /// So many packs.
    pub packs: i64,
}

impl SiteHeap {
    /// The lot.
    #[must_use]
    pub fn lot(&self) -> LotId {
        LotId(self.lot_id)
    }

    /// Where it lies.
    #[must_use]
    pub fn at(&self) -> OrganisationId {
        OrganisationId(self.organisation_id)
    }
}

/// Why a heap wants somebody's eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heed {
    /// It waits for a pharmacist.
    Quarantined,
    /// It can be used until this day at the latest, also where it waits for a pharmacist: he judges it while it is good.
    ExpiresBy(NaiveDate),
}

/// Heaps that want somebody's eye, the soonest to expire first: one part, and one more where there are more.
///
/// # Errors
/// When the database does not answer.
pub async fn heaps(store: &Store, around: &Whereabouts<'_>, heed: Heed) -> Result<Vec<SiteHeap>, StoreError> {
    let to_shelf: RelationDef = pack::Entity::belongs_to(organisation::Entity)
        .from(pack::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let mut select = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .join(JoinType::InnerJoin, to_shelf)
        .select_only()
        .column(pack::Column::LotId)
        .column(pack::Column::OrganisationId)
        .column(lot::Column::Product)
        .column(lot::Column::Number)
        .column(lot::Column::ExpiryOn)
        .column_as(pack::Column::Id.count(), "packs")
        .filter(organisation::Column::Region.eq(around.region))
        .group_by(pack::Column::LotId)
        .group_by(pack::Column::OrganisationId)
        .group_by(lot::Column::Product)
        .group_by(lot::Column::Number)
        .group_by(lot::Column::ExpiryOn)
        .order_by_asc(lot::Column::ExpiryOn)
        .order_by_asc(lot::Column::Number)
        .order_by_asc(pack::Column::OrganisationId)
        .limit(PART + 1);
    select = match heed {
        Heed::Quarantined => select.filter(pack::Column::Place.eq("quarantine")),
        Heed::ExpiresBy(day) => select
            .filter(pack::Column::Place.is_in(["stock", "quarantine"]))
            .filter(lot::Column::ExpiryOn.lte(day)),
    };
    if let Some(only) = around.only {
        select = select.filter(pack::Column::OrganisationId.eq(only.0));
    }
    Ok(select.into_model::<SiteHeap>().all(store.reader()).await?)
}

/// A pack in quarantine that is kept for somebody.
#[derive(FromQueryResult)]
struct Kept {
    id: Uuid,
    lot_id: Uuid,
    organisation_id: Uuid,
    case_id: Uuid,
    moves: i32,
    since_at: DateTime<Utc>,
}

/// A parcel of which a verdict is owed.
#[derive(FromQueryResult)]
struct Unjudged {
    id: Uuid,
    case_id: Uuid,
    prepared_at: DateTime<Utc>,
    due_on: NaiveDate,
}

/// By when verdicts are owed about packs in quarantine that somebody's case answers for, by place and lot: of several the first.
/// A case owes one for each parcel, so a pack goes by the parcel that it came in.
///
/// # Errors
/// When the database does not answer.
pub async fn verdicts_of_cases(
    store: &Store,
    heaps: &[SiteHeap],
) -> Result<BTreeMap<(OrganisationId, LotId), NaiveDate>, StoreError> {
    if heaps.is_empty() {
        return Ok(BTreeMap::new());
    }
    let kept = pack::Entity::find()
        .filter(pack::Column::Place.eq("quarantine"))
        .filter(pack::Column::LotId.is_in(heaps.iter().map(|heap| heap.lot_id)))
        .filter(pack::Column::OrganisationId.is_in(heaps.iter().map(|heap| heap.organisation_id)))
        .filter(pack::Column::CaseId.is_not_null())
        .into_model::<Kept>()
        .all(store.reader())
        .await?;
    let unjudged = unjudged(store, kept.iter().map(|pack| pack.case_id).collect()).await?;
    let steps: Vec<_> = kept.iter().map(|pack| (PackId(pack.id), pack.moves)).collect();
    let came = origins(store.reader(), &steps).await?;
    let mut first = BTreeMap::new();
    for pack in &kept {
        let brought = |parcel: &&Unjudged| match came.get(&PackId(pack.id)) {
            Some(Place::Parcel { parcel: known, .. }) => parcel.id == known.0,
            // What came without notice was in no parcel that we know of: it is one from the moment it came.
            _ => parcel.case_id == pack.case_id && parcel.prepared_at == pack.since_at,
        };
        let Some(parcel) = unjudged.iter().find(brought) else {
            continue;
        };
        let heap = (OrganisationId(pack.organisation_id), LotId(pack.lot_id));
        let known = first.entry(heap).or_insert(parcel.due_on);
        *known = std::cmp::min(parcel.due_on, *known);
    }
    Ok(first)
}

/// The parcels of cases of which verdicts are owed.
async fn unjudged(store: &Store, cases: BTreeSet<Uuid>) -> Result<Vec<Unjudged>, StoreError> {
    let to_owed: RelationDef = parcel::Entity::belongs_to(obligation::Entity)
        .from(parcel::Column::CaseId)
        .to(obligation::Column::CaseId)
        .into();
    let number = Expr::col((obligation::Entity, obligation::Column::Cycle));
    let select = parcel::Entity::find()
        .join(JoinType::InnerJoin, to_owed)
        .select_only()
        .column(parcel::Column::Id)
        .column(parcel::Column::CaseId)
        .column(parcel::Column::PreparedAt)
        .column(obligation::Column::DueOn)
        .filter(parcel::Column::CaseId.is_in(cases))
        .filter(number.equals((parcel::Entity, parcel::Column::Number)))
        .filter(obligation::Column::Kind.eq(Kind::QuarantineVerdict.code()))
        .filter(obligation::Column::State.eq("open"));
    Ok(select.into_model::<Unjudged>().all(store.reader()).await?)
}

/// A count that found another number than the list, and the list has not come to it since.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Unsettled {
    lot_id: Uuid,
    organisation_id: Uuid,
    /// Product id.
    pub product: String,
    /// Number of the lot.
    pub number: String,
    /// So many were found.
    pub counted: i32,
    /// So many stand in the list now.
    pub listed: i64,
    /// When it was counted.
    pub counted_at: DateTime<Utc>,
}

impl Unsettled {
    /// The lot.
    #[must_use]
    pub fn lot(&self) -> LotId {
        LotId(self.lot_id)
    }

    /// Whose shelf.
    #[must_use]
    pub fn at(&self) -> OrganisationId {
        OrganisationId(self.organisation_id)
    }

    /// So many packs are missing; fewer than none where there are more than the list knows.
    #[must_use]
    pub fn missing(&self) -> i64 {
        self.listed - i64::from(self.counted)
    }
}

/// Counts that are not settled, the oldest first: one part, and one more where there are more. Only the last count of a
/// lot on a shelf speaks. What is missing is set aside as lost, what is too much is taken in or found, and a wrong count is
/// counted again: then the two agree.
///
/// # Errors
/// When the database does not answer.
pub async fn unsettled(store: &Store, around: &Whereabouts<'_>) -> Result<Vec<Unsettled>, StoreError> {
    use stock_count::Column::{Counted, CountedAt, Expected, Id, LotId as Lot, OrganisationId as At};
    let to_shelf: RelationDef = stock_count::Entity::belongs_to(organisation::Entity)
        .from(At)
        .to(organisation::Column::Id)
        .into();
    let to_lot: RelationDef = stock_count::Entity::belongs_to(lot::Entity)
        .from(Lot)
        .to(lot::Column::Id)
        .into();
    let this = |column| Expr::col((stock_count::Entity, column));
    let later = Alias::new("later");
    let then = |column| Expr::col((later.clone(), column));
    let at_once = then(CountedAt)
        .equals((stock_count::Entity, CountedAt))
        .and(then(Id).gt(this(Id)));
    let counted_again = Query::select()
        .column((later.clone(), Id))
        .from_as(stock_count::Entity, later.clone())
        .and_where(then(At).equals((stock_count::Entity, At)))
        .and_where(then(Lot).equals((stock_count::Entity, Lot)))
        .and_where(then(CountedAt).gt(this(CountedAt)).or(at_once))
        .to_owned();
    let listed = Query::select()
        .expr(Expr::col((pack::Entity, pack::Column::Id)).count())
        .from(pack::Entity)
        .and_where(Expr::col((pack::Entity, pack::Column::OrganisationId)).equals((stock_count::Entity, At)))
        .and_where(Expr::col((pack::Entity, pack::Column::LotId)).equals((stock_count::Entity, Lot)))
        .and_where(Expr::col((pack::Entity, pack::Column::Place)).is_in(COUNTED))
        .to_owned();
    let listed = Expr::SubQuery(None, Box::new(listed.into()));
    let mut select = stock_count::Entity::find()
        .join(JoinType::InnerJoin, to_shelf)
        .join(JoinType::InnerJoin, to_lot)
        .column(lot::Column::Product)
        .column(lot::Column::Number)
        .expr_as(listed.clone(), "listed")
        .filter(organisation::Column::Region.eq(around.region))
        .filter(this(Counted).ne(this(Expected)))
        .filter(this(Counted).ne(listed))
        .filter(Expr::not_exists(counted_again));
    if let Some(only) = around.only {
        select = select.filter(At.eq(only.0));
    }
    let select = select.order_by_asc(CountedAt).order_by_asc(Id).limit(PART + 1);
    Ok(select.into_model::<Unsettled>().all(store.reader()).await?)
}
