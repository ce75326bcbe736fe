//! Imports of rosters, as the registry that made them sees them.

use crate::domain::ids::{OrganisationId, RecordId};
use crate::store::entities::{account, roster_import, roster_import_case};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, Order, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};
use uuid::Uuid;

/// The latest imports that are shown.
const SHOWN: u64 = 20;

/// An import that was made.
#[derive(Clone, Debug)]
pub struct PastImport {
    /// Identity.
    pub id: RecordId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who made it.
    pub by: String,
    /// Cases it opened.
    pub cases: i64,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    at: DateTime<Utc>,
    name: String,
    undone_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Opened {
    import_id: Uuid,
    number: i64,
}

fn made_at(organisation: OrganisationId) -> Select<roster_import::Entity> {
    let joined = roster_import::Entity::belongs_to(account::Entity)
        .from(roster_import::Column::AccountId)
        .to(account::Column::Id)
        .into();
    roster_import::Entity::find()
        .select_only()
        .column(roster_import::Column::Id)
        .column(roster_import::Column::At)
        .column(roster_import::Column::UndoneAt)
        .column_as(account::Column::DisplayName, "name")
        .join(JoinType::InnerJoin, joined)
        .filter(account::Column::OrganisationId.eq(organisation.0))
}

async fn with_cases(store: &Store, found: Vec<Found>) -> Result<Vec<PastImport>, StoreError> {
    let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let opened: Vec<Opened> = roster_import_case::Entity::find()
        .select_only()
        .column(roster_import_case::Column::ImportId)
        .column_as(roster_import_case::Column::CaseId.count(), "number")
        .filter(roster_import_case::Column::ImportId.is_in(ids))
        .group_by(roster_import_case::Column::ImportId)
        .into_model()
        .all(store.reader())
        .await?;
    let cases = |id: Uuid| {
        let row = opened.iter().find(|row| row.import_id == id);
        row.map_or(0, |row| row.number)
    };
    let past = found.into_iter().map(|row| PastImport {
        id: RecordId(row.id),
        at: row.at,
        by: row.name,
        cases: cases(row.id),
        undone_at: row.undone_at,
    });
    Ok(past.collect())
}

/// The latest imports made by the people of an organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn of_organisation(
    store: &Store,
    organisation: OrganisationId,
) -> Result<Vec<PastImport>, StoreError> {
    let found = made_at(organisation)
        .order_by(roster_import::Column::At, Order::Desc)
        .order_by(roster_import::Column::Id, Order::Desc)
        .limit(SHOWN)
        .into_model()
        .all(store.reader())
        .await?;
    with_cases(store, found).await
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn one(
    store: &Store,
    organisation: OrganisationId,
    import: RecordId,
) -> Result<Option<PastImport>, StoreError> {
    let found = made_at(organisation)
        .filter(roster_import::Column::Id.eq(import.0))
        .into_model()
        .all(store.reader())
        .await?;
    Ok(with_cases(store, found).await?.pop())
}
