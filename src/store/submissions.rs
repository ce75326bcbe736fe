//! Forms that were sent: one key acts once and answers as often as it is asked.

use super::desk::Submission;
use super::entities::submission;
use super::{Store, StoreError, Tx};
use crate::access::Actor;
use crate::domain::ids::{AccountId, SubmissionKey};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::OnConflict,
};
use serde::de::DeserializeOwned;

/// What a key stands for when it arrives.
pub(super) enum Claim {
    /// Never seen.
    New,
    /// Seen, acted on, answered.
    Answered(String),
    /// Seen with other content, another verb or another account.
    OtherContent,
}

/// Claims a key for this transaction. A twin that arrives at the same moment waits here until this one ends.
pub(super) async fn claim(
    tx: &Tx,
    sent: Submission,
    actor: &Actor,
    verb: &str,
    at: DateTime<Utc>,
) -> Result<Claim, StoreError> {
    let account = actor.account_id().ok_or(StoreError::Missing("account"))?;
    let row = submission::ActiveModel {
        key: Set(sent.key.0),
        account_id: Set(account.0),
        verb: Set(verb.to_owned()),
        body_digest: Set(sent.digest.to_vec()),
        answer: Set(String::new()),
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
    if inserted == 1 {
        return Ok(Claim::New);
    }
    let stored = submission::Entity::find_by_id(sent.key.0).one(&tx.0).await?;
    let stored = stored.ok_or(StoreError::Missing("submission"))?;
    let same = stored.account_id == account.0 && stored.verb == verb && stored.body_digest == sent.digest;
    Ok(if same {
        Claim::Answered(stored.answer)
    } else {
        Claim::OtherContent
    })
}

/// Stores the answer with its key.
pub(super) async fn answer(tx: &Tx, key: SubmissionKey, answer: &str) -> Result<(), StoreError> {
    submission::Entity::update_many()
        .set(submission::ActiveModel {
            answer: Set(answer.to_owned()),
            ..Default::default()
        })
        .filter(submission::Column::Key.eq(key.0))
        .exec(&tx.0)
        .await?;
    Ok(())
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
