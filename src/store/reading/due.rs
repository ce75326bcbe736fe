//! What the sweep must look at: one range scan over the index on `case_file.next_step_at`.

use crate::domain::ids::CaseId;
use crate::store::entities::case_file;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};

/// The cases in which something is due by `now`, the longest due first; at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn cases(store: &Store, now: DateTime<Utc>, limit: u64) -> Result<Vec<CaseId>, StoreError> {
    let rows: Vec<uuid::Uuid> = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(case_file::Column::NextStepAt.lte(now))
        .order_by_asc(case_file::Column::NextStepAt)
        .order_by_asc(case_file::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(store.reader())
        .await?;
    Ok(rows.into_iter().map(CaseId).collect())
}
