//! People who lack cover, or a day of release.

use super::{Narrowed, Place};
use crate::access::Scope;
use crate::domain::ids::{CaseId, OrganisationId};
use crate::store::entities::{case_file, person, release_ahead};
use crate::store::reading::{PART, behind, scoped, still_open, worklist};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// What somebody in an open case may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Cover: his last dose works no longer.
    Cover,
    /// A day of release: he is held, and nobody knows it.
    ReleaseDay,
}

impl Lacking {
    /// The day by which the list is sorted.
    fn day(self) -> case_file::Column {
        match self {
            Self::Cover => case_file::Column::CoveredUntil,
            Self::ReleaseDay => case_file::Column::DayUnknownSince,
        }
    }

    /// Whoever lacks it, seen from a day.
    fn condition(self, today: NaiveDate) -> Expr {
        match self {
            Self::Cover => self.day().lt(today),
            Self::ReleaseDay => self.day().is_not_null(),
        }
    }
}

/// The regions of the open cases of people who lack something, for counting.
///
/// # Errors
/// When the database does not answer.
pub async fn lacking_numbers(
    store: &Store,
    lacking: Lacking,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Vec<(String, i64)>, StoreError> {
    let select = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Region)
        .column_as(case_file::Column::Id.count(), "number")
        .filter(lacking.condition(today))
        .filter(still_open(now))
        .group_by(case_file::Column::Region);
    Ok(select.into_tuple().all(store.reader()).await?)
}

/// Somebody who lacks something.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LackingRow {
    id: Uuid,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
    responsible_id: Uuid,
    /// The day by which the list is sorted: the last one on which his dose worked, or that since which he is held.
    pub sorted_on: NaiveDate,
    /// The day of his release, where one lies ahead.
    pub release_on: Option<NaiveDate>,
    receiver_id: Option<Uuid>,
}

impl LackingRow {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.id)
    }

    /// Where the person is.
    #[must_use]
    pub fn responsible(&self) -> OrganisationId {
        OrganisationId(self.responsible_id)
    }

    /// Who was asked to take him over on release, or has accepted.
    #[must_use]
    pub fn receiver(&self) -> Option<OrganisationId> {
        self.receiver_id.map(OrganisationId)
    }

    /// The place in the list.
    #[must_use]
    pub fn place(&self) -> Place {
        (self.sorted_on, self.id)
    }
}

fn to_release() -> RelationDef {
    case_file::Entity::belongs_to(release_ahead::Entity)
        .from(case_file::Column::Id)
        .to(release_ahead::Column::CaseId)
        .into()
}

/// One part of the people who lack something, the longest first; one row more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn lacking(
    store: &Store,
    scope: &Scope,
    (lacking, narrowed): (Lacking, &Narrowed),
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Vec<LackingRow>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let (day, id) = (lacking.day(), case_file::Column::Id);
    let mut select = case_file::Entity::find()
        .join(JoinType::InnerJoin, worklist::to_person())
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .join(JoinType::LeftJoin, to_release())
        .column_as(day, "sorted_on")
        .column_as(release_ahead::Column::ReleaseOn, "release_on")
        .column_as(release_ahead::Column::ReceiverId, "receiver_id")
        .filter(scoped(scope, now))
        .filter(lacking.condition(today))
        .filter(still_open(now))
        .order_by_asc(day)
        .order_by_asc(id)
        .limit(PART + 1);
    if let Some(region) = &narrowed.region {
        select = select.filter(case_file::Column::Region.eq(region));
    }
    if let Some(place) = narrowed.after {
        select = select.filter(behind([day, id], place));
    }
    Ok(select.into_model::<LackingRow>().all(store.reader()).await?)
}
