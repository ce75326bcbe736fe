//! Accounts that wait until somebody vouches for their holder, and those among whom somebody may.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
    sea_query::{Expr, ExprTrait as _},
};
use uuid::Uuid;

use super::{Account, change_at, many, update, with_organisation};
use crate::domain::ids::AccountId;
use crate::store::{
    Store, StoreError, Tx,
    entities::{account, organisation},
    whole_micros,
};

/// Does an account wait until somebody vouches for its holder?
///
/// # Errors
/// When the database does not answer.
pub async fn waits(store: &Store, id: AccountId) -> Result<bool, StoreError> {
    let waiting = account::Entity::find_by_id(id.0)
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::WaitsSince.is_not_null())
        .into_tuple::<Uuid>()
        .one(store.reader())
        .await?;
    Ok(waiting.is_some())
}

/// Has an account wait until somebody vouches for its holder: what was vouched for before is not what it is now. `by` is
/// whoever made it so, and vouches for it least of all.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such account.
pub async fn wait(
    tx: &Tx,
    id: AccountId,
    by: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let waits = update(id)
        .col_expr(account::Column::WaitsSince, Expr::value(whole_micros(at)))
        .col_expr(account::Column::WaitsBy, Expr::value(by.map(|by| by.0)))
        .col_expr(account::Column::VouchedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(account::Column::VouchedBy, Expr::value(None::<Uuid>))
        .col_expr(
            account::Column::Version,
            Expr::col(account::Column::Version).add(1),
        )
        .exec(&tx.0)
        .await?;
    if waits.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Missing("account"))
    }
}

/// Lets an account wait no longer: `by` vouched for its holder; nobody by name where the operator did.
///
/// # Errors
/// [`StoreError::Stale`] when the account is no longer at `version`.
pub async fn vouch(
    tx: &Tx,
    id: AccountId,
    version: i64,
    by: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let change = update(id)
        .col_expr(account::Column::WaitsSince, Expr::value(None::<DateTime<Utc>>))
        .col_expr(account::Column::VouchedAt, Expr::value(whole_micros(at)))
        .col_expr(account::Column::VouchedBy, Expr::value(by.map(|by| by.0)));
    change_at(tx, change, version).await
}

/// The open accounts of a region that wait until somebody vouches for them, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(store: &Store, region: &str) -> Result<Vec<Account>, StoreError> {
    let select = with_organisation()
        .filter(account::Column::WaitsSince.is_not_null())
        .filter(account::Column::DisabledAt.is_null())
        .filter(organisation::Column::Region.eq(region))
        .order_by_asc(account::Column::WaitsSince)
        .order_by_asc(account::Column::SignInName);
    many(store.reader(), select).await
}

/// The open accounts of a region that wait for nobody, by sign-in name: those among whom somebody may vouch.
///
/// # Errors
/// When the database does not answer.
pub async fn vouched(store: &Store, region: &str) -> Result<Vec<Account>, StoreError> {
    many(store.reader(), of_region(region)).await
}

/// As [`vouched`], as a transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn vouched_in(tx: &Tx, region: &str) -> Result<Vec<Account>, StoreError> {
    many(&tx.0, of_region(region)).await
}

fn of_region(region: &str) -> Select<account::Entity> {
    with_organisation()
        .filter(account::Column::WaitsSince.is_null())
        .filter(account::Column::DisabledAt.is_null())
        .filter(organisation::Column::Region.eq(region))
        .order_by_asc(account::Column::SignInName)
}
