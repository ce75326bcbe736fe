//! Forms that were sent: one key acts once and answers as often as it is asked.

use super::desk::Sent;
use super::entities::submission;
use super::{Store, StoreError, Tx};
use crate::domain::ids::{AccountId, SubmissionKey};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait as _, sea_query::OnConflict};
use serde::de::DeserializeOwned;

/// What is known of a form that was sent.
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// It was acted on, and answered.
    Answered(String),
    /// Its key was sent with other content, for another verb, or by another account.
    OtherContent,
}

/// Keeps the answer with its key; false where the key was taken before. A twin that arrives at the same moment waits here
/// until the first transaction ends.
pub(super) async fn keep(
    tx: &Tx,
    sent: &Sent<'_>,
    answer: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row = submission::ActiveModel {
        key: Set(sent.key.0),
        account_id: Set(account(sent)?.0),
        verb: Set(sent.verb.to_owned()),
        body_digest: Set(sent.digest.to_vec()),
        answer: Set(answer.to_owned()),
        at: Set(at),
    };
    let inserted = submission::Entity::insert(row)
        .on_conflict(
            OnConflict::column(submission::Column::Key)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(&tx.0)
        .await?;
    Ok(inserted == 1)
}

/// What became of a form.
pub(super) async fn find(store: &Store, sent: &Sent<'_>) -> Result<Found, StoreError> {
    let (key, account) = (sent.key, account(sent)?);
    let stored = submission::Entity::find_by_id(key.0).one(store.reader()).await?;
    Ok(match stored {
        None => Found::Nothing,
        Some(stored)
            if stored.account_id == account.0
                && stored.verb == sent.verb
                && stored.body_digest == sent.digest =>
        {
            Found::Answered(stored.answer)
        }
        Some(_) => Found::OtherContent,
    })
}

fn account(sent: &Sent<'_>) -> Result<AccountId, StoreError> {
    sent.actor.account_id().ok_or(StoreError::Missing("account"))
}

/// The answer that a form of this account already got; `None` where it was not sent yet.
///
/// # Errors
/// [`StoreError::Missing`] for somebody else's form, as if it were not there; [`StoreError::Corrupt`] where the
/// stored answer is none of this kind.
pub async fn answer_of<T: DeserializeOwned>(
    store: &Store,
    key: SubmissionKey,
    account: AccountId,
) -> Result<Option<T>, StoreError> {
    let stored = submission::Entity::find_by_id(key.0).one(store.reader()).await?;
    let Some(stored) = stored else { return Ok(None) };
    if stored.account_id != account.0 {
        return Err(StoreError::Missing("submission"));
    }
    let answer = serde_json::from_str(&stored.answer).map_err(|_| StoreError::Corrupt {
        table: "submission",
        row: key.to_string(),
        column: "answer",
    })?;
    Ok(Some(answer))
}
