//! What signing in needs: passwords, the secrets of one-time codes, and wrong attempts.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _,
    sea_query::{Expr, ExprTrait as _},
};

use super::{change_at, count, update};
use crate::domain::ids::AccountId;
use crate::store::{StoreError, Tx, entities::account, whole_micros};

/// Counts a wrong attempt; how many there are now. `throttle` says from this number until when no attempt is
/// looked at.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such account.
pub async fn record_failure(
    tx: &Tx,
    id: AccountId,
    throttle: impl FnOnce(u32) -> Option<DateTime<Utc>> + Send,
) -> Result<u32, StoreError> {
    let failures = Expr::col(account::Column::Failures).add(1);
    let counted = update(id)
        .col_expr(account::Column::Failures, failures)
        .exec(&tx.0)
        .await?;
    if counted.rows_affected != 1 {
        return Err(StoreError::Missing("account"));
    }
    // The update keeps the row to this transaction, so the number read is the one just written.
    let row = account::Entity::find_by_id(id.0)
        .one(&tx.0)
        .await?
        .ok_or(StoreError::Missing("account"))?;
    let failures = count(row.id.to_string(), row.failures)?;
    let until = throttle(failures).map(whole_micros);
    update(id)
        .col_expr(account::Column::ThrottledUntil, Expr::value(until))
        .exec(&tx.0)
        .await?;
    Ok(failures)
}

/// Accepts the one-time code of a step, and forgets wrong attempts. False when that step or a later one was
/// accepted before: a code works once.
///
/// # Errors
/// When the database does not answer.
pub async fn record_success(tx: &Tx, id: AccountId, step: i64) -> Result<bool, StoreError> {
    let accepted = update(id)
        .col_expr(account::Column::TotpLastStep, Expr::value(step))
        .col_expr(account::Column::Failures, Expr::value(0))
        .col_expr(
            account::Column::ThrottledUntil,
            Expr::value(None::<DateTime<Utc>>),
        )
        .filter(account::Column::TotpLastStep.lt(step))
        .filter(account::Column::DisabledAt.is_null())
        .exec(&tx.0)
        .await?;
    Ok(accepted.rows_affected == 1)
}

/// Forgets the wrong attempts of an account, so that its owner need not wait.
///
/// # Errors
/// [`StoreError::Stale`] when the account is no longer at `version`.
pub async fn unlock(tx: &Tx, id: AccountId, version: i64) -> Result<(), StoreError> {
    let forgotten = update(id)
        .col_expr(account::Column::Failures, Expr::value(0))
        .col_expr(
            account::Column::ThrottledUntil,
            Expr::value(None::<DateTime<Utc>>),
        );
    change_at(tx, forgotten, version).await
}

/// Sets password and one-time codes, as the user chose them on enrolling. Wrong attempts are forgotten, and
/// the codes of the new secret begin anew.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such account.
pub async fn set_credentials(
    tx: &Tx,
    id: AccountId,
    password_hash: &str,
    totp_secret: &[u8],
) -> Result<(), StoreError> {
    let set = update(id)
        .col_expr(account::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(account::Column::TotpSecret, Expr::value(totp_secret.to_vec()))
        .col_expr(account::Column::TotpLastStep, Expr::value(0_i64))
        .col_expr(account::Column::Failures, Expr::value(0))
        .col_expr(
            account::Column::ThrottledUntil,
            Expr::value(None::<DateTime<Utc>>),
        )
        .exec(&tx.0)
        .await?;
    if set.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Missing("account"))
    }
}
