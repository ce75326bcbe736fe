//! What was typed into a form when its reader chose another language: kept until the form is shown in it; so is what stands
//! once more beside an answer that has a page of its own. Only the account that typed it reads it, and it is cleared away with
//! the drafts ([`super::ages`]). Of each account only the last ones are kept: nobody fills the disk by changing languages.

use super::entities::kept_form;
use super::{Store, StoreError, whole_micros};
use crate::domain::ids::{AccountId, SubmissionKey};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Forms kept of one account: more than anybody has open at once.
pub const MOST: u64 = 20;

/// Keeps what was typed, in the place of the oldest where there are enough.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    store: &Store,
    key: SubmissionKey,
    account: AccountId,
    answers: &BTreeMap<String, String>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = kept_form::ActiveModel {
        key: Set(key.0),
        account_id: Set(account.0),
        answers: Set(serde_json::to_string(answers).unwrap_or_default()),
        updated_at: Set(whole_micros(at)),
    };
    let tx = store.begin_write().await?;
    kept_form::Entity::insert(row)
        .exec_without_returning(&tx.0)
        .await?;
    let older: Vec<Uuid> = kept_form::Entity::find()
        .select_only()
        .column(kept_form::Column::Key)
        .filter(kept_form::Column::AccountId.eq(account.0))
        .filter(kept_form::Column::Key.ne(key.0))
        .order_by_desc(kept_form::Column::UpdatedAt)
        .offset(MOST - 1)
        .limit(MOST)
        .into_tuple()
        .all(&tx.0)
        .await?;
    if !older.is_empty() {
        kept_form::Entity::delete_many()
            .filter(kept_form::Column::Key.is_in(older))
            .exec(&tx.0)
            .await?;
    }
    tx.commit().await
}

/// What an account typed; none where it is gone, or somebody else's.
///
/// # Errors
/// When the database does not answer.
pub async fn read(
    store: &Store,
    key: SubmissionKey,
    account: AccountId,
) -> Result<Option<BTreeMap<String, String>>, StoreError> {
    let row = kept_form::Entity::find_by_id(key.0)
        .filter(kept_form::Column::AccountId.eq(account.0))
        .one(store.reader())
        .await?;
    let answers = row.map(|row| serde_json::from_str(&row.answers));
    answers.transpose().map_err(|_| StoreError::Corrupt {
        table: "kept_form",
        row: key.to_string(),
        column: "answers",
    })
}
