//! Parcels on their way, late, to be received, and those about which something is still to be said.

use super::{PART, before};
use crate::domain::ids::{CaseId, LotId, OrganisationId, ParcelId};
use crate::domain::obligation::Kind;
use crate::domain::plan::{ASTRAY, UNANNOUNCED};
use crate::store::entities::{case_file, obligation, organisation, pack, parcel};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A parcel in a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ParcelRow {
    id: Uuid,
    case_id: Uuid,
    /// What stands on its label.
    pub code: String,
    /// Reference of the case.
    pub reference: String,
    /// Product id.
    pub product: String,
    /// So many packs.
    pub packs: i32,
    from_id: Uuid,
    to_id: Uuid,
    /// Code of where it stands.
    pub state: String,
    /// Something did not arrive, or it came without notice, and nobody has said why.
    pub discrepancy: bool,
    /// It came without notice, and nobody has said why.
    pub unannounced: bool,
    /// It came to the wrong place, and whole, and nobody has said how.
    pub astray: bool,
    /// Packs wait for a pharmacist.
    pub quarantine: bool,
    /// It is on its way with a recalled pack.
    pub recalled: bool,
    /// When it was packed.
    pub prepared_at: DateTime<Utc>,
    /// When it is late: its day has passed, or the hand that has it has had it too long.
    pub overdue_at: Option<DateTime<Utc>>,
}

impl ParcelRow {
    /// Identity.
    #[must_use]
    pub fn id(&self) -> ParcelId {
        ParcelId(self.id)
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// Who packed it.
    #[must_use]
    pub fn from(&self) -> OrganisationId {
        OrganisationId(self.from_id)
    }

    /// Where it is to go.
    #[must_use]
    pub fn to(&self) -> OrganisationId {
        OrganisationId(self.to_id)
    }
}

/// Whose parcels.
#[derive(Clone, Copy, Debug)]
pub enum Around<'a> {
    /// Those that an organisation sends or awaits.
    Organisation(OrganisationId),
    /// Those for the people of a region, and those that an organisation sends or awaits.
    Region(&'a str, OrganisationId),
}

/// One part of the parcels, the newest first: those about which something is to be done, or those that are over.
///
/// A parcel belongs to a region, a sender and a receiver, and the policies let a reader see it by each of them. No index
/// holds all three in one order, and one question for all of them would read everything before it sorts; so each range
/// gives its own newest part, and the newest of these are the newest of all.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    store: &Store,
    around: Around<'_>,
    open: bool,
    after: Option<(DateTime<Utc>, Uuid)>,
) -> Result<Vec<ParcelRow>, StoreError> {
    let (region, own) = match around {
        Around::Organisation(id) => (None, id),
        Around::Region(region, id) => (Some(parcel::Column::Region.eq(region)), id),
    };
    let ranges = [
        Some(parcel::Column::ToId.eq(own.0)),
        Some(parcel::Column::FromId.eq(own.0)),
        region,
    ];
    let mut found: Vec<ParcelRow> = Vec::new();
    for range in ranges.into_iter().flatten() {
        let mut select = rows().filter(range).filter(parcel::Column::Open.eq(open));
        if let Some(place) = after {
            let columns = [parcel::Column::PreparedAt, parcel::Column::Id];
            select = select.filter(before(columns, place));
        }
        let select = select
            .order_by_desc(parcel::Column::PreparedAt)
            .order_by_desc(parcel::Column::Id)
            .limit(PART + 1);
        found.extend(select.into_model::<ParcelRow>().all(store.reader()).await?);
    }
    found.sort_by_key(|row| std::cmp::Reverse((row.prepared_at, row.id)));
    found.dedup_by_key(|row| row.id);
    found.truncate(usize::try_from(PART + 1).unwrap_or(usize::MAX));
    Ok(found)
}

/// The parcels around somebody in which packs of a lot lie, each with how many of them, the oldest first: one part.
///
/// # Errors
/// When the database does not answer.
pub async fn holding(
    store: &Store,
    around: Around<'_>,
    lot: LotId,
) -> Result<Vec<(ParcelRow, i64)>, StoreError> {
    let inside = pack::Column::LotId
        .eq(lot.0)
        .and(pack::Column::Place.eq("parcel"));
    let own = |id: OrganisationId| {
        Condition::any()
            .add(parcel::Column::FromId.eq(id.0))
            .add(parcel::Column::ToId.eq(id.0))
    };
    let near = match around {
        Around::Organisation(id) => own(id),
        Around::Region(region, id) => own(id).add(parcel::Column::Region.eq(region)),
    };
    let holds = pack::Entity::find()
        .select_only()
        .column(pack::Column::ParcelId)
        .filter(inside.clone())
        .into_query();
    let found = rows()
        .filter(parcel::Column::Id.in_subquery(holds))
        .filter(near)
        .order_by_asc(parcel::Column::PreparedAt)
        .order_by_asc(parcel::Column::Id)
        .limit(PART)
        .into_model::<ParcelRow>()
        .all(store.reader())
        .await?;
    let counts: Vec<(Uuid, i64)> = pack::Entity::find()
        .select_only()
        .column(pack::Column::ParcelId)
        .column_as(pack::Column::Id.count(), "packs")
        .filter(inside)
        .filter(pack::Column::ParcelId.is_in(found.iter().map(|row| row.id)))
        .group_by(pack::Column::ParcelId)
        .into_tuple()
        .all(store.reader())
        .await?;
    let counts: BTreeMap<Uuid, i64> = counts.into_iter().collect();
    let counted = |row: ParcelRow| {
        let packs = counts.get(&row.id).copied().unwrap_or_default();
        (row, packs)
    };
    Ok(found.into_iter().map(counted).collect())
}

/// The case a parcel belongs to.
///
/// # Errors
/// When the database does not answer.
pub async fn case_of(store: &Store, id: ParcelId) -> Result<Option<CaseId>, StoreError> {
    let found = parcel::Entity::find_by_id(id.0).one(store.reader()).await?;
    Ok(found.map(|row| CaseId(row.case_id)))
}

/// Where a parcel is to go, and who packed it.
///
/// # Errors
/// When the database does not answer.
pub async fn ends(store: &Store, id: ParcelId) -> Result<Option<[OrganisationId; 2]>, StoreError> {
    let found = parcel::Entity::find_by_id(id.0).one(store.reader()).await?;
    Ok(found.map(|row| [row.to_id, row.from_id].map(OrganisationId)))
}

/// The parcel with this code, read aloud and typed in groups or in small letters, too.
///
/// # Errors
/// When the database does not answer.
pub async fn by_code(store: &Store, code: &str) -> Result<Option<ParcelId>, StoreError> {
    let signs = code.chars().filter(char::is_ascii_alphanumeric);
    let code = signs.collect::<String>().to_ascii_uppercase();
    let found = parcel::Entity::find()
        .filter(parcel::Column::Code.eq(code))
        .one(store.reader())
        .await?;
    Ok(found.map(|row| ParcelId(row.id)))
}

/// The parcels on their way that a box without a label may be, the oldest first: those in which packs with these codes lie (trade
/// item number and serial number of each), and those of this sender with packs of these lots. One more than a page shows says that
/// there are more.
///
/// # Errors
/// When the database does not answer.
pub async fn perhaps(
    store: &Store,
    codes: &[(String, String)],
    sent: Option<(OrganisationId, &[LotId])>,
) -> Result<Vec<ParcelRow>, StoreError> {
    if codes.is_empty() && sent.is_none() {
        return Ok(Vec::new());
    }
    let mut any = Condition::any();
    for (gtin, serial) in codes {
        let both = Condition::all()
            .add(pack::Column::Gtin.eq(gtin.as_str()))
            .add(pack::Column::Serial.eq(serial.as_str()));
        any = any.add(both);
    }
    if let Some((from, lots)) = sent {
        let both = Condition::all()
            .add(pack::Column::LotId.is_in(lots.iter().map(|lot| lot.0)))
            .add(parcel::Column::FromId.eq(from.0));
        any = any.add(both);
    }
    let to_parcel = pack::Entity::belongs_to(parcel::Entity)
        .from(pack::Column::ParcelId)
        .to(parcel::Column::Id)
        .into();
    let holds = pack::Entity::find()
        .select_only()
        .column(pack::Column::ParcelId)
        .join(JoinType::InnerJoin, to_parcel)
        .filter(pack::Column::Place.eq("parcel"))
        .filter(any)
        .into_query();
    let select = rows()
        .filter(parcel::Column::Id.in_subquery(holds))
        .order_by_asc(parcel::Column::PreparedAt)
        .order_by_asc(parcel::Column::Id)
        .limit(PART + 1);
    Ok(select.into_model::<ParcelRow>().all(store.reader()).await?)
}

/// Is a pack of one of these lots in a parcel of this sender that nobody has received?
///
/// # Errors
/// When the database does not answer.
pub async fn on_the_way(tx: &Tx, from: OrganisationId, lots: &[LotId]) -> Result<bool, StoreError> {
    let to_parcel = pack::Entity::belongs_to(parcel::Entity)
        .from(pack::Column::ParcelId)
        .to(parcel::Column::Id)
        .into();
    let inside = pack::Entity::find()
        .join(JoinType::InnerJoin, to_parcel)
        .filter(pack::Column::LotId.is_in(lots.iter().map(|lot| lot.0)))
        .filter(pack::Column::Place.eq("parcel"))
        .filter(parcel::Column::FromId.eq(from.0))
        .count(&tx.0)
        .await?;
    Ok(inside > 0)
}

pub(super) fn rows() -> sea_orm::Select<parcel::Entity> {
    let to_case = parcel::Entity::belongs_to(case_file::Entity)
        .from(parcel::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    parcel::Entity::find()
        .join(JoinType::InnerJoin, to_case)
        .column_as(case_file::Column::Reference, "reference")
        .expr_as(unannounced(), "unannounced")
        .expr_as(asked_because(ASTRAY), "astray")
}

/// What is owed about it says that it came without notice.
pub(super) fn unannounced() -> Expr {
    asked_because(UNANNOUNCED)
}

/// Somebody is asked about it because of this fact.
fn asked_because(fact: &str) -> Expr {
    let owed = |column| Expr::col((obligation::Entity, column));
    let select = Query::select()
        .column((obligation::Entity, obligation::Column::Id))
        .from(obligation::Entity)
        .and_where(owed(obligation::Column::CaseId).equals((parcel::Entity, parcel::Column::CaseId)))
        .and_where(owed(obligation::Column::Kind).eq(Kind::ReconcileDiscrepancy.code()))
        .and_where(owed(obligation::Column::Cycle).equals((parcel::Entity, parcel::Column::Number)))
        .and_where(owed(obligation::Column::State).eq("open"))
        .and_where(owed(obligation::Column::Why).like(format!("%\"{fact}\"%")))
        .to_owned();
    Expr::exists(select)
}

/// The organisations of a region on whose shelves packs lie, or that keep stock, by code: what a parcel brought lies there, too.
///
/// # Errors
/// When the database does not answer.
pub async fn shelves(store: &Store, region: &str) -> Result<Vec<OrganisationId>, StoreError> {
    let lies = Expr::col((pack::Entity, pack::Column::OrganisationId));
    let lying = Query::select()
        .column((pack::Entity, pack::Column::Id))
        .from(pack::Entity)
        .and_where(lies.equals((organisation::Entity, organisation::Column::Id)))
        .to_owned();
    let keeps = Condition::any()
        .add(organisation::Column::StockSinceAt.is_not_null())
        .add(Expr::exists(lying));
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Region.eq(region))
        .filter(keeps)
        .order_by_asc(organisation::Column::Code)
        .all(store.reader())
        .await?;
    Ok(rows.into_iter().map(|row| OrganisationId(row.id)).collect())
}

/// Something owed about the drug.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Owed {
    case_id: Uuid,
    /// Reference of the case.
    pub reference: String,
    /// Code of the kind.
    pub kind: String,
    cycle: i32,
    /// By when.
    pub due_on: chrono::NaiveDate,
    /// First day.
    pub opens_on: chrono::NaiveDate,
    responsible_id: Uuid,
    /// Where the parcel goes that it is about.
    to_id: Option<Uuid>,
}

impl Owed {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// Where the parcel goes that it is about; of anything else, where the person is treated.
    #[must_use]
    pub fn place(&self) -> OrganisationId {
        let goes = self.to_id.filter(|_| self.parcel().is_some());
        OrganisationId(goes.unwrap_or(self.responsible_id))
    }

    /// Of what is about one parcel, the number of it in the case: whoever packed it may open it also when the person's case is
    /// none of his any more.
    #[must_use]
    pub fn parcel(&self) -> Option<i32> {
        let kind = Kind::from_code(&self.kind)?;
        kind.of_parcel().then_some(self.cycle)
    }
}

/// Where the parcel goes whose number in the case an obligation names.
fn destination() -> Expr {
    let of = |column| Expr::col((parcel::Entity, column));
    let this = |column| (obligation::Entity, column);
    let select = Query::select()
        .column((parcel::Entity, parcel::Column::ToId))
        .from(parcel::Entity)
        .and_where(of(parcel::Column::CaseId).equals(this(obligation::Column::CaseId)))
        .and_where(of(parcel::Column::Number).equals(this(obligation::Column::Cycle)))
        .limit(1)
        .to_owned();
    Expr::SubQuery(None, Box::new(select.into()))
}

/// What a post of an organisation owes about the drug, the first to close first: one part.
///
/// # Errors
/// When the database does not answer.
pub async fn owed(store: &Store, by: OrganisationId, role: &str) -> Result<Vec<Owed>, StoreError> {
    let to_case = obligation::Entity::belongs_to(case_file::Entity)
        .from(obligation::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let kinds = Kind::SUPPLY.map(Kind::code);
    let select = obligation::Entity::find()
        .join(JoinType::InnerJoin, to_case)
        .column_as(case_file::Column::Reference, "reference")
        .column_as(case_file::Column::ResponsibleId, "responsible_id")
        .expr_as(destination(), "to_id")
        .filter(obligation::Column::OwnerId.eq(by.0))
        .filter(obligation::Column::OwnerRole.eq(role))
        .filter(obligation::Column::State.eq("open"))
        .filter(obligation::Column::Kind.is_in(kinds))
        .order_by_asc(obligation::Column::ClosesOn)
        .order_by_asc(obligation::Column::Id)
        .limit(PART);
    Ok(select.into_model::<Owed>().all(store.reader()).await?)
}
