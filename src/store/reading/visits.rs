//! What stands in somebody's calendar: planned visits of the cases in sight, and the own tasks around them. References
//! and days, nothing else.

use super::scoped;
use crate::access::Scope;
use crate::domain::ids::CaseId;
use crate::domain::obligation::Kind;
use crate::store::entities::{case_file, obligation};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// Entries of one calendar: a year of a large clinic.
const MOST: u64 = 1_000;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Entry {
    /// The obligation; the same as long as it is owed.
    pub id: Uuid,
    /// Its case.
    pub case_id: Uuid,
    /// The reference of the case.
    pub reference: String,
    /// Its kind.
    pub kind: String,
    /// The day it is due.
    pub due_on: NaiveDate,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
}

impl Entry {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// Is it a visit of the person?
    #[must_use]
    pub fn is_visit(&self) -> bool {
        self.kind == Kind::Dose.code()
    }
}

/// The visits in a scope, and what a role owes in it besides; the earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn entries(
    store: &Store,
    scope: &Scope,
    now: DateTime<Utc>,
    role: Option<&str>,
) -> Result<Vec<Entry>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let to_case: RelationDef = obligation::Entity::belongs_to(case_file::Entity)
        .from(obligation::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let mut wanted = Condition::any().add(obligation::Column::Kind.eq(Kind::Dose.code()));
    if let Some(role) = role {
        wanted = wanted.add(obligation::Column::OwnerRole.eq(role));
    }
    let entries = obligation::Entity::find()
        .select_only()
        .columns([
            obligation::Column::Id,
            obligation::Column::CaseId,
            obligation::Column::Kind,
            obligation::Column::DueOn,
            obligation::Column::OpenedAt,
        ])
        .join(JoinType::InnerJoin, to_case)
        .column(case_file::Column::Reference)
        .filter(obligation::Column::State.eq("open"))
        .filter(wanted)
        .filter(scoped(scope, now))
        .order_by_asc(obligation::Column::DueOn)
        .order_by_asc(obligation::Column::Id)
        .limit(MOST)
        .into_model::<Entry>()
        .all(store.reader())
        .await?;
    Ok(entries)
}
