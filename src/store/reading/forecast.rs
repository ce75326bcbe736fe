//! What the forecast needs: the planned doses of a region, and the packs that lie or travel there. Each is one range of
//! one index, bounded.

use crate::domain::forecast::{Lies, Need, NextDose, Stocked, needs};
use crate::domain::ids::{CaseId, OrganisationId, PackId};
use crate::domain::obligation::{Kind, Why};
use crate::domain::passage::ReleaseState;
use crate::domain::rules::Rules;
use crate::domain::time::civil_date;
use crate::store::entities::{case_file, lot, obligation, organisation, pack, parcel, release_ahead};
use crate::store::stock::to_lot;
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, Order, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// Most doses and most packs that are looked at; a region has hundreds of people and packs, not thousands.
pub const MOST: u64 = 5_000;

/// The places of a reader: a region, or one organisation in it.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts<'a> {
    /// The region.
    pub region: &'a str,
    /// This organisation only.
    pub only: Option<OrganisationId>,
}

/// A planned dose.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DoseRow {
    case_id: Uuid,
    owner_id: Uuid,
    cycle: i32,
    /// First day.
    pub opens_on: NaiveDate,
    /// Due.
    pub due_on: NaiveDate,
    /// Last day in time.
    pub closes_on: NaiveDate,
    why: String,
    /// Reference of the case.
    pub reference: String,
    /// From when on the case is closed, where its last day is known.
    pub closed_at: Option<DateTime<Utc>>,
    region: String,
    release_on: Option<NaiveDate>,
    ahead: Option<String>,
    receiver_id: Option<Uuid>,
    receiver_region: Option<String>,
    /// By when a pack is owed for it, where one is.
    pub owed_by: Option<NaiveDate>,
    owed_why: Option<String>,
}

impl DoseRow {
    /// By when the dose needed the pack that is owed for it: one that was lost is owed anew, and was needed when it was.
    fn needed_by(&self) -> Option<NaiveDate> {
        let why = self.owed_why.as_deref();
        let why: Option<Why> = why.and_then(|why| serde_json::from_str(why).ok());
        why.and_then(|why| why.needed_on()).or(self.owed_by)
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// Where it is to be given: with whoever has agreed to take over, where the release comes before it.
    #[must_use]
    pub fn site(&self) -> OrganisationId {
        OrganisationId(self.taken_over().unwrap_or(self.owner_id))
    }

    fn taken_over(&self) -> Option<Uuid> {
        let accepted = self.ahead.as_deref() == Some(ReleaseState::Accepted.code());
        let before = self.release_on.is_some_and(|on| on < self.due_on);
        self.receiver_id.filter(|_| accepted && before)
    }

    /// Is it to be given at one of the places of a reader?
    fn is_given(&self, around: &Whereabouts<'_>) -> bool {
        self.region() == around.region && around.only.is_none_or(|only| self.site() == only)
    }

    /// The region of that place.
    fn region(&self) -> &str {
        let there = self.taken_over().and(self.receiver_region.as_deref());
        there.unwrap_or(&self.region)
    }

    /// Which dose.
    #[must_use]
    pub fn cycle(&self) -> u32 {
        u32::try_from(self.cycle).unwrap_or_default()
    }

    /// It and the doses that follow it, as far as their packs must lie there by a day; none where this version of the program
    /// cannot read what it follows. `zone` is that of the day on which the case is over.
    #[must_use]
    pub fn needs(&self, rules: &Rules, zone: Tz, (today, until_on): (NaiveDate, NaiveDate)) -> Vec<Need> {
        let protocol = self.protocol();
        let Some(protocol) = protocol.and_then(|(id, version)| rules.protocol(&id, version)) else {
            return Vec::new();
        };
        let ends_on = self
            .closed_at
            .map(|at| civil_date(at - TimeDelta::seconds(1), zone));
        let next = NextDose {
            case: self.case(),
            site: self.site(),
            cycle: self.cycle(),
            opens_on: self.opens_on,
            due_on: self.due_on,
            closes_on: self.closes_on,
            owed_by: self.needed_by(),
            ends_on,
        };
        needs(&next, protocol, &rules.supply.lead, today, until_on)
    }

    /// The protocol it follows: identity and version; `None` where this version of the program cannot read it.
    fn protocol(&self) -> Option<(String, u32)> {
        protocol_of(&self.why)
    }
}

fn protocol_of(why: &str) -> Option<(String, u32)> {
    let why: Why = serde_json::from_str(why).ok()?;
    let (id, version) = why.rule.rsplit_once('.')?;
    Some((id.to_owned(), version.parse().ok()?))
}

/// The next dose of every open case that is to be given here, the first to close first: of those who are treated here,
/// and of those who come here before it.
///
/// # Errors
/// When the database does not answer.
pub async fn doses(store: &Store, around: &Whereabouts<'_>) -> Result<Vec<DoseRow>, StoreError> {
    let treated = next_doses().filter(match around.only {
        // Whoever comes from the same region stands in the other range.
        Some(only) => obligation::Column::OwnerId.eq(only.0),
        None => obligation::Column::Region.eq(around.region),
    });
    let coming = next_doses().filter(match around.only {
        Some(only) => release_ahead::Column::ReceiverId.eq(only.0),
        None => organisation::Column::Region.eq(around.region),
    });
    let mut rows = Vec::new();
    for range in [treated, coming] {
        let range = range
            .order_by_asc(obligation::Column::ClosesOn)
            .order_by_asc(obligation::Column::Id)
            .limit(MOST);
        rows.extend(range.into_model::<DoseRow>().all(store.reader()).await?);
    }
    rows.retain(|row| row.is_given(around));
    rows.sort_by_key(|row| (row.closes_on, row.case_id));
    rows.dedup_by_key(|row| row.case_id);
    Ok(rows)
}

/// The next dose of one case; none where it is to be given elsewhere, or none is open.
///
/// # Errors
/// When the database does not answer.
pub async fn dose_of(
    store: &Store,
    around: &Whereabouts<'_>,
    case: CaseId,
) -> Result<Option<DoseRow>, StoreError> {
    let row = next_doses()
        .filter(obligation::Column::CaseId.eq(case.0))
        .order_by_asc(obligation::Column::ClosesOn)
        .order_by_asc(obligation::Column::Id)
        .into_model::<DoseRow>()
        .one(store.reader())
        .await?;
    Ok(row.filter(|row| row.is_given(around)))
}

/// Each open dose with the release that is ahead and whoever was asked to take over.
fn next_doses() -> sea_orm::Select<obligation::Entity> {
    let to_case: RelationDef = obligation::Entity::belongs_to(case_file::Entity)
        .from(obligation::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let to_release: RelationDef = obligation::Entity::belongs_to(release_ahead::Entity)
        .from(obligation::Column::CaseId)
        .to(release_ahead::Column::CaseId)
        .into();
    let to_receiver: RelationDef = release_ahead::Entity::belongs_to(organisation::Entity)
        .from(release_ahead::Column::ReceiverId)
        .to(organisation::Column::Id)
        .into();
    obligation::Entity::find()
        .join(JoinType::InnerJoin, to_case)
        .join(JoinType::LeftJoin, to_release)
        .join(JoinType::LeftJoin, to_receiver)
        .column_as(case_file::Column::Reference, "reference")
        .column_as(case_file::Column::ClosedAt, "closed_at")
        .column_as(release_ahead::Column::ReleaseOn, "release_on")
        .column_as(release_ahead::Column::State, "ahead")
        .column_as(release_ahead::Column::ReceiverId, "receiver_id")
        .column_as(organisation::Column::Region, "receiver_region")
        .expr_as(owed(obligation::Column::DueOn), "owed_by")
        .expr_as(owed(obligation::Column::Why), "owed_why")
        .filter(obligation::Column::Kind.eq(Kind::Dose.code()))
        .filter(obligation::Column::State.eq("open"))
}

/// What is written of the pack that is owed for the same dose; nothing where it has one, or nobody owes one.
fn owed(column: obligation::Column) -> Expr {
    let owed = Alias::new("owed");
    let of = |column| Expr::col((owed.clone(), column));
    let this = |column| (obligation::Entity, column);
    let select = Query::select()
        .column((owed.clone(), column))
        .from_as(obligation::Entity, owed.clone())
        .and_where(of(obligation::Column::CaseId).equals(this(obligation::Column::CaseId)))
        .and_where(of(obligation::Column::Kind).eq(Kind::SupplyDose.code()))
        .and_where(of(obligation::Column::Cycle).equals(this(obligation::Column::Cycle)))
        .and_where(of(obligation::Column::State).eq("open"))
        .to_owned();
    Expr::SubQuery(None, Box::new(select.into()))
}

#[derive(FromQueryResult)]
struct PackRow {
    id: Uuid,
    place: String,
    case_id: Option<Uuid>,
    product: String,
    number: String,
    expiry_on: NaiveDate,
    at: Uuid,
}

impl PackRow {
    fn stocked(self, rules: &Rules) -> Option<Stocked> {
        let at = OrganisationId(self.at);
        let case = self.case_id.map(CaseId);
        let lies = match (self.place.as_str(), case) {
            ("stock", None) => Lies::Free { at },
            ("stock", Some(case)) => Lies::Kept { at, case },
            ("quarantine", case) => Lies::Quarantined { at, case },
            ("parcel", Some(case)) => Lies::OnTheWay { to: at, case },
            _ => return None,
        };
        Some(Stocked {
            expiry_on: self.expiry_on,
            pack: PackId(self.id),
            product: rules.medicine_of(&self.product).to_owned(),
            lot: self.number,
            lies,
        })
    }
}

/// The packs that can still be given: on a shelf, kept apart, or on the way there. Recalled lots are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn packs(
    store: &Store,
    rules: &Rules,
    around: &Whereabouts<'_>,
) -> Result<Vec<Stocked>, StoreError> {
    let lying = shelved(around).filter(pack::Column::Place.is_in(["stock", "quarantine"]));
    let to_parcel: RelationDef = pack::Entity::belongs_to(parcel::Entity)
        .from(pack::Column::ParcelId)
        .to(parcel::Column::Id)
        .into();
    let mut travelling = usable()
        .join(JoinType::InnerJoin, to_parcel)
        .column_as(parcel::Column::ToId, "at")
        .filter(parcel::Column::Region.eq(around.region))
        .filter(parcel::Column::Open.eq(true))
        .filter(pack::Column::Place.eq("parcel"));
    if let Some(only) = around.only {
        travelling = travelling.filter(parcel::Column::ToId.eq(only.0));
    }
    let mut rows = lying.into_model::<PackRow>().all(store.reader()).await?;
    rows.extend(travelling.into_model::<PackRow>().all(store.reader()).await?);
    Ok(rows.into_iter().filter_map(|row| row.stocked(rules)).collect())
}

/// The pack on a shelf that is the nearest to a dose and good until its last day: at its own site before others, one that is
/// kept for the person before a free one, and of these the first to expire. What lies elsewhere must be good until it is there,
/// by `there_on`. Whether others need it is asked by [`contest`].
///
/// # Errors
/// When the database does not answer.
pub async fn nearest_pack(
    store: &Store,
    rules: &Rules,
    around: &Whereabouts<'_>,
    need: &Need,
    there_on: NaiveDate,
) -> Result<Option<Stocked>, StoreError> {
    let his = Condition::any()
        .add(pack::Column::CaseId.is_null())
        .add(pack::Column::CaseId.eq(need.case.0));
    let row = shelved(around)
        .filter(pack::Column::Place.eq("stock"))
        .filter(lot::Column::Product.is_in(rules.products_of(&need.product)))
        .filter(lot::Column::ExpiryOn.gte(need.last_on))
        .filter(comes_in_time(need, there_on))
        .filter(his)
        .order_by(pack::Column::OrganisationId.eq(need.site.0), Order::Desc)
        .order_by(pack::Column::CaseId.is_not_null(), Order::Desc)
        .order_by_asc(lot::Column::ExpiryOn)
        .order_by_asc(pack::Column::Id)
        .limit(1)
        .into_model::<PackRow>()
        .one(store.reader())
        .await?;
    Ok(row.and_then(|row| row.stocked(rules)))
}

/// It lies where the dose is given, or is good still when it is there.
fn comes_in_time(need: &Need, there_on: NaiveDate) -> Condition {
    Condition::any()
        .add(pack::Column::OrganisationId.eq(need.site.0))
        .add(lot::Column::ExpiryOn.gte(there_on))
}

/// How many want the free packs among which one is the nearest to a dose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contest {
    /// Doses of others that close no later, are of the same medicine, and have no pack of their own.
    pub others: usize,
    /// Free packs that are good for the dose.
    pub free: u64,
}

impl Contest {
    /// Is nothing left for the dose where each of the others takes one, as the forecast has it?
    #[must_use]
    pub fn lost(&self) -> bool {
        u64::try_from(self.others).unwrap_or(u64::MAX) >= self.free
    }
}

/// Most doses that are looked at before one.
const MOST_BEFORE: u64 = 500;

/// Who else wants the free packs that are good for a dose: two ranges of indexes and a count, and no forecast of the region.
///
/// # Errors
/// When the database does not answer.
pub async fn contest(
    store: &Store,
    rules: &Rules,
    around: &Whereabouts<'_>,
    (need, closes_on): (&Need, NaiveDate),
    there_on: NaiveDate,
) -> Result<Contest, StoreError> {
    let mut before = obligation::Entity::find()
        .select_only()
        .column(obligation::Column::CaseId)
        .column(obligation::Column::Why)
        .filter(obligation::Column::Region.eq(around.region))
        .filter(obligation::Column::Kind.eq(Kind::Dose.code()))
        .filter(obligation::Column::State.eq("open"))
        .filter(obligation::Column::ClosesOn.lte(closes_on))
        .filter(obligation::Column::CaseId.ne(need.case.0))
        // Where there are more than are looked at, it is those that close first.
        .order_by_asc(obligation::Column::ClosesOn)
        .order_by_asc(obligation::Column::CaseId)
        .limit(MOST_BEFORE);
    if let Some(only) = around.only {
        before = before.filter(obligation::Column::OwnerId.eq(only.0));
    }
    let before: Vec<(Uuid, String)> = before.into_tuple().all(store.reader()).await?;
    let products = rules.products_of(&need.product);
    let same = before.into_iter().filter(|(_, why)| {
        let follows = protocol_of(why);
        follows.is_some_and(|(product, _)| products.contains(&product))
    });
    let cases: Vec<Uuid> = same.map(|(case, _)| case).collect();
    let provided: Vec<Uuid> = pack::Entity::find()
        .select_only()
        .column(pack::Column::CaseId)
        .distinct()
        .filter(pack::Column::CaseId.is_in(cases.iter().copied()))
        .filter(pack::Column::Place.is_in(["stock", "parcel"]))
        .into_tuple()
        .all(store.reader())
        .await?;
    let free = shelved(around)
        .filter(pack::Column::Place.eq("stock"))
        .filter(pack::Column::CaseId.is_null())
        .filter(lot::Column::Product.is_in(products))
        .filter(lot::Column::ExpiryOn.gte(need.last_on))
        .filter(comes_in_time(need, there_on))
        .count(store.reader())
        .await?;
    Ok(Contest {
        others: cases.iter().filter(|case| !provided.contains(case)).count(),
        free,
    })
}

/// The usable packs in the rooms of the places of a reader.
fn shelved(around: &Whereabouts<'_>) -> sea_orm::Select<pack::Entity> {
    let to_shelf: RelationDef = pack::Entity::belongs_to(organisation::Entity)
        .from(pack::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let lying = usable()
        .join(JoinType::InnerJoin, to_shelf)
        .column_as(pack::Column::OrganisationId, "at")
        .filter(organisation::Column::Region.eq(around.region));
    match around.only {
        Some(only) => lying.filter(pack::Column::OrganisationId.eq(only.0)),
        None => lying,
    }
}

fn usable() -> sea_orm::Select<pack::Entity> {
    pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_only()
        .column(pack::Column::Id)
        .column(pack::Column::Place)
        .column(pack::Column::CaseId)
        .column(lot::Column::Product)
        .column(lot::Column::Number)
        .column(lot::Column::ExpiryOn)
        .filter(lot::Column::RecallId.is_null())
        .limit(MOST)
}
