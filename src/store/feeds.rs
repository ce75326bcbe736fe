//! Addresses of calendar feeds. A calendar cannot sign in, so the address itself is the secret: the database keeps only
//! its digest, and a person has one at a time.

use super::entities::feed;
use super::{Store, StoreError, Tx, whole_micros};
use crate::domain::ids::{AccountId, FeedId};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _};

/// A feed in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Whose.
    pub account: AccountId,
    /// `kk`, `ru` or `en`.
    pub language: String,
    /// When its address was made.
    pub created_at: DateTime<Utc>,
}

/// Makes an address; the former one leads nowhere from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn issue(
    tx: &Tx,
    id: FeedId,
    account: AccountId,
    token_hash: [u8; 32],
    language: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    revoke(tx, account, at).await?;
    let row = feed::Model {
        id: id.0,
        account_id: account.0,
        token_hash: token_hash.to_vec(),
        language: language.to_owned(),
        created_at: whole_micros(at),
        revoked_at: None,
    };
    feed::Entity::insert(feed::ActiveModel::from(row).reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// Revokes the address of an account; false where there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(tx: &Tx, account: AccountId, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = feed::Entity::update_many()
        .col_expr(feed::Column::RevokedAt, Expr::value(whole_micros(at)))
        .filter(feed::Column::AccountId.eq(account.0))
        .filter(feed::Column::RevokedAt.is_null())
        .exec(&tx.0)
        .await?;
    Ok(done.rows_affected > 0)
}

/// The feed behind an address.
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store, token_hash: [u8; 32]) -> Result<Option<Feed>, StoreError> {
    let row = feed::Entity::find()
        .filter(feed::Column::TokenHash.eq(token_hash.to_vec()))
        .filter(feed::Column::RevokedAt.is_null())
        .one(store.reader())
        .await?;
    Ok(row.map(Into::into))
}

/// The feed of an account.
///
/// # Errors
/// When the database does not answer.
pub async fn of(store: &Store, account: AccountId) -> Result<Option<Feed>, StoreError> {
    let row = feed::Entity::find()
        .filter(feed::Column::AccountId.eq(account.0))
        .filter(feed::Column::RevokedAt.is_null())
        .one(store.reader())
        .await?;
    Ok(row.map(Into::into))
}

impl From<feed::Model> for Feed {
    fn from(row: feed::Model) -> Self {
        Self {
            account: AccountId(row.account_id),
            language: row.language,
            created_at: row.created_at,
        }
    }
}
