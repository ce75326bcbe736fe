//! Answers of a form that takes several pages, kept until it is sent. Only the account that types them reads them. What
//! nobody went on with is cleared away ([`super::ages`]): half an answer about a person is not kept.

use super::entities::draft;
use super::{Store, StoreError};
use crate::domain::ids::{AccountId, CaseId, SubmissionKey};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use std::collections::BTreeMap;

/// Which draft: the key of its form, whose it is, which case, which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftId {
    /// Key of the form.
    pub key: SubmissionKey,
    /// Whose.
    pub account: AccountId,
    /// Which case.
    pub case: CaseId,
    /// Which form.
    pub form: &'static str,
}

/// The answers so far; `None` where there are none yet.
///
/// # Errors
/// [`StoreError::Missing`] for a draft of somebody else, of another case or form, as if it were not there.
pub async fn read(store: &Store, id: DraftId) -> Result<Option<BTreeMap<String, String>>, StoreError> {
    let Some(row) = draft::Entity::find_by_id(id.key.0).one(store.reader()).await? else {
        return Ok(None);
    };
    if !is(&row, id) {
        return Err(StoreError::Missing("draft"));
    }
    let answers = serde_json::from_str(&row.answers).map_err(|_| StoreError::Corrupt {
        table: "draft",
        row: id.key.to_string(),
        column: "answers",
    })?;
    Ok(Some(answers))
}

/// Keeps the answers so far, and throws away what was left lying.
///
/// # Errors
/// As [`read`].
pub async fn keep(
    store: &Store,
    id: DraftId,
    answers: &BTreeMap<String, String>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let tx = store.begin_write().await?;
    let known = draft::Entity::find_by_id(id.key.0).one(&tx.0).await?;
    if known.is_some_and(|row| !is(&row, id)) {
        return Err(StoreError::Missing("draft"));
    }
    let row = draft::ActiveModel {
        key: Set(id.key.0),
        account_id: Set(id.account.0),
        case_id: Set(id.case.0),
        form: Set(id.form.to_owned()),
        answers: Set(serde_json::to_string(answers).unwrap_or_default()),
        updated_at: Set(at),
    };
    let newest = OnConflict::column(draft::Column::Key)
        .update_columns([draft::Column::Answers, draft::Column::UpdatedAt])
        .to_owned();
    draft::Entity::insert(row)
        .on_conflict(newest)
        .exec_without_returning(&tx.0)
        .await?;
    tx.commit().await
}

/// Throws a draft away; one that is not there is gone already.
///
/// # Errors
/// When the database does not answer.
pub async fn discard(store: &Store, id: DraftId) -> Result<(), StoreError> {
    let tx = store.begin_write().await?;
    draft::Entity::delete_many()
        .filter(draft::Column::Key.eq(id.key.0))
        .filter(draft::Column::AccountId.eq(id.account.0))
        .exec(&tx.0)
        .await?;
    tx.commit().await
}

fn is(row: &draft::Model, id: DraftId) -> bool {
    row.account_id == id.account.0 && row.case_id == id.case.0 && row.form == id.form
}
