//! Which cases have something to do by themselves: one range of one index, whatever the number of cases.

use super::behind;
use crate::domain::ids::CaseId;
use crate::store::entities::case_file;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

/// Cases read at a time. A row is an identity and an instant, so many fit into one scan; each further one costs a turn to
/// the database and a plan of its own there, which together are worth as much as reading thousands of rows.
pub const PART: u64 = 10_000;

/// A case that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub case: CaseId,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// At most `limit` cases due by `now`, the one that has waited longest first, from the one after `after` on.
///
/// # Errors
/// When the database does not answer.
pub async fn cases(
    store: &Store,
    now: DateTime<Utc>,
    after: Option<Due>,
    limit: u64,
) -> Result<Vec<Due>, StoreError> {
    let mut select = waiting().filter(case_file::Column::NextStepAt.lte(now));
    if let Some(Due { case, since }) = after {
        let columns = [case_file::Column::NextStepAt, case_file::Column::Id];
        select = select.filter(behind(columns, (since, case.0)));
    }
    let rows = select
        .limit(limit)
        .into_tuple::<(Uuid, DateTime<Utc>)>()
        .all(store.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, since)| Due {
            case: CaseId(id),
            since,
        })
        .collect())
}

/// The next instant at which any case has something to do; none while nothing is planned anywhere.
///
/// # Errors
/// When the database does not answer.
pub async fn earliest(store: &Store) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row = waiting()
        .into_tuple::<(Uuid, DateTime<Utc>)>()
        .one(store.reader())
        .await?;
    Ok(row.map(|(_, since)| since))
}

fn waiting() -> Select<case_file::Entity> {
    case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .column(case_file::Column::NextStepAt)
        .filter(case_file::Column::NextStepAt.is_not_null())
        .order_by_asc(case_file::Column::NextStepAt)
        .order_by_asc(case_file::Column::Id)
}
