//! Who is expected where: presence only. No column of this list says what for.

use super::worklist::to_person;
use super::{PART, scoped};
use crate::access::Scope;
use crate::store::entities::{case_file, obligation, person};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// One person expected.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Expected {
    /// With `closes_on` the place in the list.
    pub id: Uuid,
    /// Reference of the case.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
    /// The day it is planned for.
    pub due_on: NaiveDate,
    /// Last day.
    pub closes_on: NaiveDate,
    /// Do those who treat name the day first? Then nobody is brought.
    pub awaited: bool,
}

/// One part of those whose planned day comes by a day, the first to leave the window first; one row more than
/// [`PART`] where there is a next part. Whoever is late is still expected.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    store: &Store,
    scope: &Scope,
    now: DateTime<Utc>,
    by: NaiveDate,
    after: Option<(NaiveDate, Uuid)>,
) -> Result<Vec<Expected>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let to_case: RelationDef = obligation::Entity::belongs_to(case_file::Entity)
        .from(obligation::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let mut select = obligation::Entity::find()
        .select_only()
        .columns([
            obligation::Column::Id,
            obligation::Column::DueOn,
            obligation::Column::ClosesOn,
        ])
        .join(JoinType::InnerJoin, to_case)
        .join(JoinType::InnerJoin, to_person())
        .column_as(case_file::Column::Reference, "reference")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .column_as(case_file::Column::Awaited, "awaited")
        .filter(scoped(scope, now))
        .filter(obligation::Column::Kind.eq("dose"))
        .filter(obligation::Column::State.eq("open"))
        .filter(obligation::Column::DueOn.lte(by))
        .order_by_asc(obligation::Column::ClosesOn)
        .order_by_asc(obligation::Column::Id)
        .limit(PART + 1);
    if let Some((closes_on, id)) = after {
        let same = Condition::all()
            .add(obligation::Column::ClosesOn.eq(closes_on))
            .add(obligation::Column::Id.gt(id));
        select = select.filter(
            Condition::any()
                .add(obligation::Column::ClosesOn.gt(closes_on))
                .add(same),
        );
    }
    Ok(select.into_model::<Expected>().all(store.reader()).await?)
}
