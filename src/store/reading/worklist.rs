//! The worklist: what a role owes, the first to leave its window first. Nobody is dropped for being late.

use super::{PART, behind, found_by, scoped, still_open};
use crate::access::{Relation, Scope};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::obligation::{Kind, Why};
use crate::domain::plan::{BEFORE_THE_DOSE, comes_before};
use crate::store::entities::{case_file, obligation, organisation, parcel, person};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait as _, Func, Order, Query};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Whose list.
#[derive(Clone, Debug)]
pub struct Whose<'a> {
    /// What the policies let the reader see.
    pub scope: &'a Scope,
    /// The moment.
    pub now: DateTime<Utc>,
    /// The role whose obligations are listed; `None` lists those of everyone in the scope.
    pub role: Option<&'a str>,
}

/// How urgent an obligation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Its window has closed.
    Late,
    /// Its window closes within [`SOON_DAYS`].
    Closing,
    /// Its window is open.
    Open,
    /// Its window opens later.
    Coming,
}

/// "Closing soon" begins this many days before a window closes.
pub const SOON_DAYS: u64 = 7;

impl Urgency {
    /// Every urgency, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Late, Self::Closing, Self::Open, Self::Coming];

    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Closing => "closing",
            Self::Open => "open",
            Self::Coming => "coming",
        }
    }

    /// The urgency with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.code() == code)
    }

    /// The urgency of a window seen from a day.
    #[must_use]
    pub fn of(opens_on: NaiveDate, closes_on: NaiveDate, today: NaiveDate) -> Self {
        if closes_on < today {
            Self::Late
        } else if opens_on > today {
            Self::Coming
        } else if closes_on <= soon(today) {
            Self::Closing
        } else {
            Self::Open
        }
    }

    fn condition(self, today: NaiveDate) -> Condition {
        let (opens, closes) = (obligation::Column::OpensOn, obligation::Column::ClosesOn);
        match self {
            Self::Late => Condition::all().add(closes.lt(today)),
            Self::Closing => Condition::all()
                .add(closes.gte(today))
                .add(closes.lte(soon(today)))
                .add(opens.lte(today)),
            Self::Open => Condition::all().add(closes.gt(soon(today))).add(opens.lte(today)),
            Self::Coming => Condition::all().add(closes.gte(today)).add(opens.gt(today)),
        }
    }
}

fn soon(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(today)
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Narrowed<'a> {
    /// One kind.
    pub kind: Option<Kind>,
    /// One urgency.
    pub urgency: Option<Urgency>,
    /// A reference, the beginning of a name, or a whole IIN.
    pub q: Option<&'a str>,
    /// Rows after this one.
    pub after: Option<(NaiveDate, Uuid)>,
}

impl Narrowed<'_> {
    /// Is it the list from its beginning, with nothing left out?
    #[must_use]
    pub fn leaves_nothing_out(&self) -> bool {
        self.kind.is_none() && self.urgency.is_none() && self.q.is_none() && self.after.is_none()
    }
}

/// One row.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WorkRow {
    /// Identity of the obligation; with `closes_on` the place in the list.
    pub id: Uuid,
    case_id: Uuid,
    kind: String,
    /// Which one of its kind.
    pub cycle: i32,
    /// First day.
    pub opens_on: NaiveDate,
    /// Due.
    pub due_on: NaiveDate,
    /// Last day.
    pub closes_on: NaiveDate,
    /// Why, as it is stored.
    why: String,
    /// Role whose move it is.
    pub owner_role: String,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
    /// Name in Latin script.
    pub name_latin: String,
    /// Last covered day.
    pub covered_until: Option<NaiveDate>,
    responsible_id: Uuid,
    /// Where the person is treated or, of what is about a parcel, where that goes; in Kazakh.
    pub place_kk: String,
    /// The same in Russian.
    pub place_ru: String,
    /// The same in English.
    pub place_en: String,
}

impl WorkRow {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// The kind; `None` for one that this version does not know.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Kind::from_code(&self.kind)
    }

    /// Why; `None` where this version cannot read it.
    #[must_use]
    pub fn why(&self) -> Option<Why> {
        serde_json::from_str(&self.why).ok()
    }

    /// Where the person is treated.
    #[must_use]
    pub fn responsible(&self) -> OrganisationId {
        OrganisationId(self.responsible_id)
    }
}

/// The obligations of a list as a condition on `obligation`: one range of one index.
pub(super) fn owed(whose: &Whose<'_>) -> Condition {
    let column = obligation::Column::State.eq("open");
    let mut any = Condition::any();
    for rows in &whose.scope.any_of {
        let mut all = Condition::all();
        match &rows.relation {
            // What an organisation owes is its own, whatever it has to do with the case.
            Relation::Responsible(id)
            | Relation::Supervising(id)
            | Relation::Offered(id)
            | Relation::Former(id)
            | Relation::FormerSupervising(id) => {
                all = all.add(obligation::Column::OwnerId.eq(id.0));
            }
            Relation::Region(region) | Relation::OfferedRegion(region) => {
                all = all.add(obligation::Column::Region.eq(region));
            }
            Relation::Any => {}
        }
        any = any.add(all);
    }
    let all = Condition::all().add(any).add(column);
    match whose.role {
        Some(role) => all.add(obligation::Column::OwnerRole.eq(role)),
        None => all,
    }
}

/// One part of the list, one row more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    store: &Store,
    whose: &Whose<'_>,
    narrowed: &Narrowed<'_>,
    today: NaiveDate,
) -> Result<Vec<WorkRow>, StoreError> {
    if whose.scope.is_nothing() {
        return Ok(Vec::new());
    }
    let mut select = obligation::Entity::find()
        .join(JoinType::InnerJoin, to_case())
        .join(JoinType::InnerJoin, to_person())
        .join(JoinType::InnerJoin, to_place())
        .column_as(case_file::Column::Reference, "reference")
        .column_as(case_file::Column::CoveredUntil, "covered_until")
        .column_as(case_file::Column::ResponsibleId, "responsible_id")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .column_as(person::Column::NameLatin, "name_latin")
        .column_as(organisation::Column::NameKk, "place_kk")
        .column_as(organisation::Column::NameRu, "place_ru")
        .column_as(organisation::Column::NameEn, "place_en")
        .filter(owed(whose))
        .order_by_asc(obligation::Column::ClosesOn)
        .order_by_asc(obligation::Column::Id)
        .limit(PART + 1);
    if let Some(kind) = narrowed.kind {
        select = select.filter(obligation::Column::Kind.eq(kind.code()));
    }
    if let Some(urgency) = narrowed.urgency {
        select = select.filter(urgency.condition(today));
    }
    if !whose.scope.any_of.iter().any(|rows| rows.closed_too) {
        select = select.filter(still_open(whose.now));
    }
    if let Some(q) = narrowed.q {
        select = select.filter(found_by(q)).filter(scoped(whose.scope, whose.now));
    }
    if let Some((closes_on, id)) = narrowed.after {
        let columns = [obligation::Column::ClosesOn, obligation::Column::Id];
        select = select.filter(behind(columns, (closes_on, id)));
    }
    let mut rows = select.into_model::<WorkRow>().all(store.reader()).await?;
    place_parcels(store, &mut rows).await?;
    Ok(rows)
}

/// What is about a parcel is done where that goes: it may go back, while the person is treated elsewhere.
async fn place_parcels(store: &Store, rows: &mut [WorkRow]) -> Result<(), StoreError> {
    let about = |row: &WorkRow| row.kind().is_some_and(Kind::of_parcel);
    let parcels = rows.iter().filter(|row| about(row));
    let cases: BTreeSet<Uuid> = parcels.map(|row| row.case_id).collect();
    if cases.is_empty() {
        return Ok(());
    }
    let to: RelationDef = parcel::Entity::belongs_to(organisation::Entity)
        .from(parcel::Column::ToId)
        .to(organisation::Column::Id)
        .into();
    let found: Vec<(Uuid, i32, String, String, String)> = parcel::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, to)
        .column(parcel::Column::CaseId)
        .column(parcel::Column::Number)
        .column(organisation::Column::NameKk)
        .column(organisation::Column::NameRu)
        .column(organisation::Column::NameEn)
        .filter(parcel::Column::CaseId.is_in(cases))
        .into_tuple()
        .all(store.reader())
        .await?;
    for row in rows.iter_mut().filter(|row| about(row)) {
        let mut goes = found.iter();
        let goes = goes.find(|(case, number, ..)| *case == row.case_id && *number == row.cycle);
        if let Some((.., kk, ru, en)) = goes {
            row.place_kk.clone_from(kk);
            row.place_ru.clone_from(ru);
            row.place_en.clone_from(en);
        }
    }
    Ok(())
}

/// The kinds that occur among rows, in the order of [`Kind::ALL`].
#[must_use]
pub fn kinds_among(rows: &[WorkRow]) -> Vec<Kind> {
    let occurs = |kind: &Kind| rows.iter().any(|row| row.kind == kind.code());
    Kind::ALL.into_iter().filter(occurs).collect()
}

/// So many tasks are looked at to know which kinds occur: the work of one look, whatever the length of the list.
const LOOKED_AT: u64 = 100;

/// The kinds that occur on the list of a post, in the order of [`Kind::ALL`]; every kind, where the list is so long that
/// looking it through would cost more than it helps.
///
/// # Errors
/// When the database does not answer.
pub async fn kinds(store: &Store, whose: &Whose<'_>) -> Result<Vec<Kind>, StoreError> {
    if whose.scope.is_nothing() {
        return Ok(Vec::new());
    }
    let mut select = obligation::Entity::find()
        .select_only()
        .column(obligation::Column::Kind)
        .filter(owed(whose))
        .order_by_asc(obligation::Column::ClosesOn)
        .order_by_asc(obligation::Column::Id)
        .limit(LOOKED_AT);
    if !whose.scope.any_of.iter().any(|rows| rows.closed_too) {
        select = select
            .join(JoinType::InnerJoin, to_case())
            .filter(still_open(whose.now));
    }
    let found: Vec<String> = select.into_tuple().all(store.reader()).await?;
    let all = u64::try_from(found.len()).is_ok_and(|looked_at| looked_at == LOOKED_AT);
    let occurs = |kind: &Kind| all || found.iter().any(|code| code == kind.code());
    Ok(Kind::ALL.into_iter().filter(occurs).collect())
}

/// What a role owes first in each of some cases: its kind, and when it is due.
///
/// # Errors
/// When the database does not answer.
pub async fn first_owed(
    store: &Store,
    role: &str,
    cases: &[CaseId],
) -> Result<BTreeMap<CaseId, (String, NaiveDate)>, StoreError> {
    if cases.is_empty() {
        return Ok(BTreeMap::new());
    }
    let owed: Vec<(Uuid, String, NaiveDate)> = obligation::Entity::find()
        .select_only()
        .column(obligation::Column::CaseId)
        .column(obligation::Column::Kind)
        .column(obligation::Column::DueOn)
        .filter(obligation::Column::CaseId.is_in(cases.iter().map(|case| case.0)))
        .filter(obligation::Column::OwnerRole.eq(role))
        .filter(obligation::Column::State.eq("open"))
        .order_by_desc(obligation::Column::ClosesOn)
        .order_by_desc(obligation::Column::Id)
        .into_tuple()
        .all(store.reader())
        .await?;
    // The first to close comes last, and stays.
    let owed = owed.into_iter();
    Ok(owed
        .map(|(case, kind, due_on)| (CaseId(case), (kind, due_on)))
        .collect())
}

/// What must be done before the open dose of these cases may be given, where something must, in one question.
///
/// # Errors
/// When the database does not answer.
pub async fn before_the_dose(
    store: &Store,
    cases: impl IntoIterator<Item = CaseId>,
) -> Result<BTreeMap<CaseId, Kind>, StoreError> {
    let rows = open_of(store, cases, &BEFORE_THE_DOSE).await?;
    let mut first = BTreeMap::new();
    for kind in BEFORE_THE_DOSE {
        let comes_first = |why: &str| {
            let why = serde_json::from_str::<Why>(why);
            why.is_ok_and(|why| comes_before(kind, &why))
        };
        let of_kind = rows.iter().filter(|(_, code, _)| code == kind.code());
        for (case, ..) in of_kind.filter(|(.., why)| comes_first(why)) {
            first.entry(CaseId(*case)).or_insert(kind);
        }
    }
    Ok(first)
}

/// Those of these cases in which the person has complained and waits for an answer, in one question.
///
/// # Errors
/// When the database does not answer.
pub async fn complained(
    store: &Store,
    cases: impl IntoIterator<Item = CaseId>,
) -> Result<BTreeSet<CaseId>, StoreError> {
    let rows = open_of(store, cases, &[Kind::AnswerComplaint]).await?;
    Ok(rows.into_iter().map(|(case, ..)| CaseId(case)).collect())
}

/// What is open of some kinds in some cases: the case, the code of the kind, and why it is owed, as it is stored.
async fn open_of(
    store: &Store,
    cases: impl IntoIterator<Item = CaseId>,
    kinds: &[Kind],
) -> Result<Vec<(Uuid, String, String)>, StoreError> {
    let cases: Vec<Uuid> = cases.into_iter().map(|case| case.0).collect();
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let codes = kinds.iter().map(|kind| kind.code());
    let rows = obligation::Entity::find()
        .select_only()
        .column(obligation::Column::CaseId)
        .column(obligation::Column::Kind)
        .column(obligation::Column::Why)
        .filter(obligation::Column::CaseId.is_in(cases))
        .filter(obligation::Column::Kind.is_in(codes))
        .filter(obligation::Column::State.eq("open"))
        .into_tuple::<(Uuid, String, String)>()
        .all(store.reader())
        .await?;
    Ok(rows)
}

/// How many are counted at the most: beyond it a screen says "more than", and the count stays cheap.
pub const MOST_COUNTED: u64 = 500;

/// So many of the rows that close first are looked through for those whose window is open, or not yet: a prison's list in a bad
/// year. Of a longer list the number is the least there are.
const LOOKED_THROUGH: u64 = 2_000;

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// So many were found.
    pub number: i64,
    /// Were not all looked at? Then there may be more.
    pub or_more: bool,
}

/// How many obligations per urgency, each up to [`MOST_COUNTED`], in one query whose cost does not grow with the list.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    store: &Store,
    whose: &Whose<'_>,
    today: NaiveDate,
) -> Result<Vec<(Urgency, Counted)>, StoreError> {
    counts_within(store, whose, today, LOOKED_THROUGH).await
}

/// [`counts`], with so many rows of each range looked through: the late ones, those that close soon, and the others.
///
/// # Errors
/// When the database does not answer.
pub async fn counts_within(
    store: &Store,
    whose: &Whose<'_>,
    today: NaiveDate,
    looked_through: u64,
) -> Result<Vec<(Urgency, Counted)>, StoreError> {
    if whose.scope.is_nothing() {
        return Ok(Vec::new());
    }
    let closes = obligation::Column::ClosesOn;
    let ranges = [
        ("late", closes.lt(today)),
        ("soon", closes.between(today, soon(today))),
        ("later", closes.gt(soon(today))),
    ];
    let mut select = Query::select();
    for (name, range) in ranges {
        let rows = Query::select()
            .column(obligation::Column::OpensOn)
            .from(obligation::Entity)
            .cond_where(owed(whose))
            .and_where(range)
            .order_by(closes, Order::Asc)
            .order_by(obligation::Column::Id, Order::Asc)
            .limit(looked_through)
            .to_owned();
        let opened: Expr = Expr::case(Expr::col(obligation::Column::OpensOn).lte(today), 1).into();
        let counted = Query::select()
            .expr_as(Expr::col(Asterisk).count(), Alias::new(name))
            .expr_as(Func::count(opened), Alias::new(format!("{name}_opened")))
            .from_subquery(rows, Alias::new("looked_at"))
            .to_owned();
        select.from_subquery(counted, Alias::new(format!("{name}_range")));
    }
    let select = select.column(Asterisk).to_owned();
    let row = Found::find_by_statement(store.backend().build(&select))
        .one(store.reader())
        .await?;
    let found = row.ok_or(StoreError::Missing("count"))?;
    let all = i64::try_from(looked_through).unwrap_or(i64::MAX);
    let most = i64::try_from(MOST_COUNTED).unwrap_or(i64::MAX);
    let counted = |number: i64, looked_at: i64| Counted {
        number: Ord::min(number, most),
        or_more: number >= most || looked_at >= all,
    };
    let coming = (found.soon - found.soon_opened) + (found.later - found.later_opened);
    Ok(vec![
        (Urgency::Late, counted(found.late, found.late)),
        (Urgency::Closing, counted(found.soon_opened, found.soon)),
        (Urgency::Open, counted(found.later_opened, found.later)),
        (
            Urgency::Coming,
            counted(coming, Ord::max(found.soon, found.later)),
        ),
    ])
}

/// What was found in the three ranges, and how much of it is open.
#[derive(FromQueryResult)]
struct Found {
    late: i64,
    soon: i64,
    soon_opened: i64,
    later: i64,
    later_opened: i64,
}

fn to_case() -> RelationDef {
    obligation::Entity::belongs_to(case_file::Entity)
        .from(obligation::Column::CaseId)
        .to(case_file::Column::Id)
        .into()
}

pub(in crate::store) fn to_person() -> RelationDef {
    case_file::Entity::belongs_to(person::Entity)
        .from(case_file::Column::PersonId)
        .to(person::Column::Id)
        .into()
}

pub(super) fn to_place() -> RelationDef {
    case_file::Entity::belongs_to(organisation::Entity)
        .from(case_file::Column::ResponsibleId)
        .to(organisation::Column::Id)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_window_has_exactly_one_urgency() {
        let today = NaiveDate::from_ymd_opt(2026, 7, 10).unwrap();
        let day = |days: i64| today + chrono::TimeDelta::days(days);
        let of = |opens, closes| Urgency::of(day(opens), day(closes), today);
        assert_eq!(of(-20, -1), Urgency::Late);
        assert_eq!(of(-5, 0), Urgency::Closing);
        assert_eq!(of(-5, 7), Urgency::Closing);
        assert_eq!(of(-5, 8), Urgency::Open);
        assert_eq!(of(1, 3), Urgency::Coming);
    }
}
