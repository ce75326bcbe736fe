//! The list of cases, by reference, and the search.

use super::{PART, found_by, scoped};
use crate::access::Scope;
use crate::domain::ids::{CaseId, OrganisationId, PersonId};
use crate::domain::obligation::Kind;
use crate::domain::supervision::Expected;
use crate::store::entities::{case_file, obligation, organisation, person};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType, Order, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One row.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CaseRow {
    id: Uuid,
    /// Reference; the place in the list.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
    /// Open?
    pub open: bool,
    /// Why there is no open dose, or `open`.
    pub standing: String,
    /// Kind of the next obligation.
    pub next_kind: Option<String>,
    /// When it is due.
    pub next_due_on: Option<NaiveDate>,
    /// The role that owes it.
    pub next_role: Option<String>,
    attempt_on: Option<NaiveDate>,
    appointment_on: Option<NaiveDate>,
    excused_from: Option<NaiveDate>,
    excused_until: Option<NaiveDate>,
    awaited: bool,
    responsible_id: Uuid,
    /// Place, in Kazakh.
    pub place_kk: String,
    /// Place, in Russian.
    pub place_ru: String,
    /// Place, in English.
    pub place_en: String,
}

impl CaseRow {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.id)
    }

    /// What the next visit follows from.
    #[must_use]
    pub fn expected(&self) -> Expected {
        let dose = self.next_kind.as_deref() == Some(Kind::Dose.code());
        Expected {
            due_on: self.next_due_on.filter(|_| dose),
            attempt_on: self.attempt_on,
            appointment_on: self.appointment_on,
            excused: self.excused_from.zip(self.excused_until),
            awaited: self.awaited,
        }
    }

    /// Where the person is treated.
    #[must_use]
    pub fn responsible(&self) -> OrganisationId {
        OrganisationId(self.responsible_id)
    }
}

/// The case with a reference.
///
/// # Errors
/// When the database does not answer.
pub async fn by_reference(store: &Store, reference: &str) -> Result<Option<CaseId>, StoreError> {
    let id = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(case_file::Column::Reference.eq(reference.trim()))
        .into_tuple::<Uuid>()
        .one(store.reader())
        .await?;
    Ok(id.map(CaseId))
}

/// Those of some cases that a reader with this scope may open.
///
/// # Errors
/// When the database does not answer.
pub async fn open_to(
    store: &Store,
    scope: &Scope,
    now: DateTime<Utc>,
    cases: &[CaseId],
) -> Result<BTreeSet<CaseId>, StoreError> {
    if scope.is_nothing() || cases.is_empty() {
        return Ok(BTreeSet::new());
    }
    let ids: Vec<Uuid> = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(case_file::Column::Id.is_in(cases.iter().map(|case| case.0)))
        .filter(scoped(scope, now))
        .into_tuple()
        .all(store.reader())
        .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// So many namesakes are named.
const NAMESAKES: u64 = 5;

/// Cases of persons of a name, in either script, who were born on a day: reference and region. Whoever registers somebody
/// is told of them. A person with the same number of identity is no namesake but the same person.
///
/// # Errors
/// When the database does not answer.
pub async fn namesakes(
    store: &Store,
    names: (&str, &str),
    born_on: NaiveDate,
    iin: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    namesakes_on(store.reader(), names, born_on, iin).await
}

/// The same as a transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn namesakes_in(
    tx: &Tx,
    names: (&str, &str),
    born_on: NaiveDate,
    iin: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    namesakes_on(&tx.0, names, born_on, iin).await
}

/// Of cases with their regions, those of a region and those of others, by reference. Of the others a region may know no more
/// than that there are any.
#[must_use]
pub fn seen_from(region: &str, cases: Vec<(String, String)>) -> (Vec<String>, Vec<String>) {
    let (here, elsewhere): (Vec<_>, Vec<_>) = cases.into_iter().partition(|(_, known)| known == region);
    let references =
        |cases: Vec<(String, String)>| cases.into_iter().map(|(reference, _)| reference).collect();
    (references(here), references(elsewhere))
}

/// The references of a person's cases, where none of them is in a region.
///
/// # Errors
/// When the database does not answer.
pub async fn only_elsewhere(tx: &Tx, person: PersonId, region: &str) -> Result<Vec<String>, StoreError> {
    let cases: Vec<(String, String)> = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Reference)
        .column(case_file::Column::Region)
        .filter(case_file::Column::PersonId.eq(person.0))
        .into_tuple()
        .all(&tx.0)
        .await?;
    let (here, elsewhere) = seen_from(region, cases);
    Ok(if here.is_empty() { elsewhere } else { Vec::new() })
}

async fn namesakes_on<C: ConnectionTrait>(
    on: &C,
    (cyrillic, latin): (&str, &str),
    born_on: NaiveDate,
    iin: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    let named = person::Column::SearchCyrillic
        .eq(cyrillic.trim().to_lowercase())
        .or(person::Column::SearchLatin.eq(latin.trim().to_lowercase()));
    let people: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::BornOn.eq(born_on))
        .filter(named)
        .filter(
            person::Column::Iin
                .is_null()
                .or(person::Column::Iin.ne(iin.trim())),
        )
        .limit(NAMESAKES)
        .into_tuple()
        .all(on)
        .await?;
    if people.is_empty() {
        return Ok(Vec::new());
    }
    Ok(case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Reference)
        .column(case_file::Column::Region)
        .filter(case_file::Column::PersonId.is_in(people))
        .order_by(case_file::Column::Reference, Order::Asc)
        .limit(NAMESAKES)
        .into_tuple()
        .all(on)
        .await?)
}

/// The role that owes what is next in a case.
fn owner_of_next() -> SimpleExpr {
    let owed = |column| Expr::col((obligation::Entity, column));
    let case = |column| Expr::col((case_file::Entity, column));
    let first = Query::select()
        .column((obligation::Entity, obligation::Column::OwnerRole))
        .from(obligation::Entity)
        .and_where(owed(obligation::Column::CaseId).eq(case(case_file::Column::Id)))
        .and_where(owed(obligation::Column::Kind).eq(case(case_file::Column::NextKind)))
        .and_where(owed(obligation::Column::State).eq("open"))
        .order_by((obligation::Entity, obligation::Column::DueOn), Order::Asc)
        .limit(1)
        .take();
    SimpleExpr::SubQuery(None, Box::new(first.into()))
}

/// One part of the list, one row more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    store: &Store,
    scope: &Scope,
    q: Option<&str>,
    after: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<CaseRow>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let to_person = case_file::Entity::belongs_to(person::Entity)
        .from(case_file::Column::PersonId)
        .to(person::Column::Id)
        .into();
    let to_place = case_file::Entity::belongs_to(organisation::Entity)
        .from(case_file::Column::ResponsibleId)
        .to(organisation::Column::Id)
        .into();
    let mut select = case_file::Entity::find()
        .join(JoinType::InnerJoin, to_person)
        .join(JoinType::InnerJoin, to_place)
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .column_as(organisation::Column::NameKk, "place_kk")
        .column_as(organisation::Column::NameRu, "place_ru")
        .column_as(organisation::Column::NameEn, "place_en")
        .expr_as(owner_of_next(), "next_role")
        .filter(scoped(scope, now))
        .order_by_asc(case_file::Column::Reference)
        .limit(PART + 1);
    if let Some(q) = q {
        select = select.filter(found_by(q));
    }
    if let Some(after) = after {
        select = select.filter(case_file::Column::Reference.gt(after));
    }
    Ok(select.into_model::<CaseRow>().all(store.reader()).await?)
}

/// The reference of a case: all that stock may know of a person.
///
/// # Errors
/// When the database does not answer.
pub async fn reference(store: &Store, id: crate::domain::ids::CaseId) -> Result<Option<String>, StoreError> {
    let found = case_file::Entity::find_by_id(id.0).one(store.reader()).await?;
    Ok(found.map(|row| row.reference))
}
