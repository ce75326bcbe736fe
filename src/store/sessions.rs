//! Sessions of signed-in browsers, and one-time links for enrolling. Of every token only the SHA-256 is kept:
//! whoever reads the database cannot sign in with what he finds.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType,
    QueryFilter as _, QuerySelect as _, sea_query::Expr,
};

use super::{
    Store, StoreError, Tx,
    accounts::{self, Account, AccountRow},
    entities::{account, enrolment, session},
    whole_micros,
};
use crate::domain::ids::AccountId;

/// SHA-256 of a token.
pub type TokenHash = [u8; 32];

/// A session about to begin.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// SHA-256 of the token in the cookie.
    pub token: TokenHash,
    /// Who signed in.
    pub account: AccountId,
    /// Token that every form of the session carries.
    pub csrf: &'a str,
    /// `kk`, `ru` or `en`.
    pub language: &'a str,
    /// Wrong attempts with this name since the sign-in before.
    pub failures: u32,
    /// Sign-in.
    pub at: DateTime<Utc>,
    /// Ends when unused until then.
    pub idle_expires_at: DateTime<Utc>,
    /// Ends then in any case.
    pub expires_at: DateTime<Utc>,
}

/// A living session, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in.
    pub account: Account,
    /// Token that every form of the session carries.
    pub csrf: String,
    /// Language chosen in this session.
    pub language: String,
    /// Wrong attempts with this name before this sign-in.
    pub failures: u32,
    /// Sign-in.
    pub created_at: DateTime<Utc>,
    /// Last request that was noted.
    pub seen_at: DateTime<Utc>,
    /// Ends when unused until then.
    pub idle_expires_at: DateTime<Utc>,
    /// Ends then in any case.
    pub expires_at: DateTime<Utc>,
}

/// Begins a session.
///
/// # Errors
/// When the database does not answer.
pub async fn create(tx: &Tx, new: &NewSession<'_>) -> Result<(), StoreError> {
    let row = session::Model {
        token_hash: new.token.to_vec(),
        account_id: new.account.0,
        csrf: new.csrf.to_owned(),
        language: new.language.to_owned(),
        failures_before: i32::try_from(new.failures).unwrap_or(i32::MAX),
        created_at: whole_micros(new.at),
        seen_at: whole_micros(new.at),
        idle_expires_at: whole_micros(new.idle_expires_at),
        expires_at: whole_micros(new.expires_at),
        ended_at: None,
    };
    session::Entity::insert(session::ActiveModel::from(row).reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// The session with this token, if it lives at `now`, its account is open and waits for nobody to vouch for it. One
/// query.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    store: &Store,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<Session>, StoreError> {
    // No page may look as ever where what is done on it would be lost.
    store.is_there()?;
    let of_session = session::Entity::belongs_to(account::Entity)
        .from(session::Column::AccountId)
        .to(account::Column::Id)
        .into();
    let joined = account::Entity::find()
        .join(JoinType::InnerJoin, accounts::to_organisation())
        .join_rev(JoinType::InnerJoin, of_session);
    let found = accounts::of_organisation(joined)
        .column_as(session::Column::Csrf, "csrf")
        .column_as(session::Column::Language, "session_language")
        .column(session::Column::FailuresBefore)
        .column_as(session::Column::CreatedAt, "session_created_at")
        .column_as(session::Column::SeenAt, "seen_at")
        .column_as(session::Column::IdleExpiresAt, "idle_expires_at")
        .column_as(session::Column::ExpiresAt, "expires_at")
        .filter(session::Column::TokenHash.eq(token.to_vec()))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::IdleExpiresAt.gt(now))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(account::Column::DisabledAt.is_null())
        .filter(account::Column::WaitsSince.is_null())
        .into_model::<SessionRow>()
        .one(store.reader())
        .await?;
    found.map(TryInto::try_into).transpose()
}

/// Notes that a session was used, so that it does not end for idleness.
///
/// # Errors
/// When the database does not answer.
pub async fn touch(
    tx: &Tx,
    token: &TokenHash,
    seen_at: DateTime<Utc>,
    idle_expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(whole_micros(seen_at)))
        .col_expr(
            session::Column::IdleExpiresAt,
            Expr::value(whole_micros(idle_expires_at)),
        )
        .filter(session::Column::TokenHash.eq(token.to_vec()))
        .filter(session::Column::EndedAt.is_null())
        .exec(&tx.0)
        .await?;
    Ok(())
}

/// Chooses the language of a session.
///
/// # Errors
/// When the database does not answer.
pub async fn set_language(tx: &Tx, token: &TokenHash, language: &str) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::Language, Expr::value(language))
        .filter(session::Column::TokenHash.eq(token.to_vec()))
        .exec(&tx.0)
        .await?;
    Ok(())
}

/// Ends a session: its token is worth nothing from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn end(tx: &Tx, token: &TokenHash, at: DateTime<Utc>) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(whole_micros(at)))
        .filter(session::Column::TokenHash.eq(token.to_vec()))
        .filter(session::Column::EndedAt.is_null())
        .exec(&tx.0)
        .await?;
    Ok(())
}

/// Ends all sessions of an account; how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn end_all(tx: &Tx, account: AccountId, at: DateTime<Utc>) -> Result<u64, StoreError> {
    let ended = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(whole_micros(at)))
        .filter(session::Column::AccountId.eq(account.0))
        .filter(session::Column::EndedAt.is_null())
        .exec(&tx.0)
        .await?;
    Ok(ended.rows_affected)
}

/// Issues a one-time link for enrolling; links issued earlier to the same account stop working.
///
/// # Errors
/// When the database does not answer.
pub async fn issue_enrolment(
    tx: &Tx,
    token: TokenHash,
    account: AccountId,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let at = whole_micros(at);
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::UsedAt, Expr::value(at))
        .filter(enrolment::Column::AccountId.eq(account.0))
        .filter(enrolment::Column::UsedAt.is_null())
        .exec(&tx.0)
        .await?;
    let row = enrolment::Model {
        token_hash: token.to_vec(),
        account_id: account.0,
        created_at: at,
        expires_at: whole_micros(expires_at),
        used_at: None,
    };
    enrolment::Entity::insert(enrolment::ActiveModel::from(row).reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// Whose enrolment link this is, if it still works.
///
/// # Errors
/// When the database does not answer.
pub async fn find_enrolment(
    store: &Store,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<AccountId>, StoreError> {
    let found = enrolment::Entity::find()
        .filter(enrolment::Column::TokenHash.eq(token.to_vec()))
        .filter(enrolment::Column::UsedAt.is_null())
        .filter(enrolment::Column::ExpiresAt.gt(now))
        .one(store.reader())
        .await?;
    Ok(found.map(|row| AccountId(row.account_id)))
}

/// Whether some link of an account still works: whoever holds it can enrol.
///
/// # Errors
/// When the database does not answer.
pub async fn has_link(store: &Store, account: AccountId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    works(store.reader(), account, now).await
}

/// As [`has_link`], as a transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn has_link_in(tx: &Tx, account: AccountId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    works(&tx.0, account, now).await
}

async fn works(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let found = enrolment::Entity::find()
        .filter(enrolment::Column::AccountId.eq(account.0))
        .filter(enrolment::Column::UsedAt.is_null())
        .filter(enrolment::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Uses an enrolment link up; false when it was used before or has expired.
///
/// # Errors
/// When the database does not answer.
pub async fn use_enrolment(tx: &Tx, token: &TokenHash, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let used = enrolment::Entity::update_many()
        .col_expr(enrolment::Column::UsedAt, Expr::value(whole_micros(now)))
        .filter(enrolment::Column::TokenHash.eq(token.to_vec()))
        .filter(enrolment::Column::UsedAt.is_null())
        .filter(enrolment::Column::ExpiresAt.gt(now))
        .exec(&tx.0)
        .await?;
    Ok(used.rows_affected == 1)
}

#[derive(FromQueryResult)]
struct SessionRow {
    #[sea_orm(nested)]
    account: AccountRow,
    csrf: String,
    session_language: String,
    failures_before: i32,
    session_created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    idle_expires_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            account: row.account.try_into()?,
            csrf: row.csrf,
            language: row.session_language,
            failures: u32::try_from(row.failures_before).unwrap_or(0),
            created_at: row.session_created_at,
            seen_at: row.seen_at,
            idle_expires_at: row.idle_expires_at,
            expires_at: row.expires_at,
        })
    }
}
