//! Accounts of named users, and what signing in needs to remember of them.
//!
//! What must not happen twice is one statement that says so in its `WHERE`: a code is accepted for a step that
//! is later than the last one, a change is made to the version that was read.

mod credentials;
mod vouching;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef, Select, UpdateMany,
    sea_query::{Expr, LockType},
};

use super::{
    Store, StoreError, Tx,
    entities::{account, organisation},
};
use crate::domain::{
    ids::{AccountId, OrganisationId},
    localised::Localised,
};

pub use credentials::{record_failure, record_success, set_credentials, unlock};
pub use vouching::{vouch, vouched, vouched_in, wait, waiting, waits};

/// A named user's account, with what it takes from its organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// What the user types to sign in.
    pub sign_in_name: String,
    /// Name shown to others.
    pub display_name: String,
    /// Where the user works.
    pub organisation: OrganisationId,
    /// Kind of that organisation.
    pub organisation_kind: String,
    /// Its name.
    pub organisation_name: Localised,
    /// Region id of that organisation.
    pub region: String,
    /// Time zone of that organisation.
    pub zone: String,
    /// Role id.
    pub role: String,
    /// Address for messages.
    pub email: Option<String>,
    /// `kk`, `ru` or `en`.
    pub language: String,
    /// Argon2id hash in PHC form; none before enrolment.
    pub password_hash: Option<String>,
    /// Encrypted secret of the one-time codes; none before enrolment.
    pub totp_secret: Option<Vec<u8>>,
    /// Wrong attempts since the last success.
    pub failures: u32,
    /// No attempt is looked at before this instant.
    pub throttled_until: Option<DateTime<Utc>>,
    /// Who acts while this user is away.
    pub deputy: Option<AccountId>,
    /// First day away.
    pub absent_from: Option<NaiveDate>,
    /// Last day away.
    pub absent_until: Option<NaiveDate>,
    /// Since when the account is closed.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Since when it waits until somebody vouches for its holder.
    pub waits_since: Option<DateTime<Utc>>,
    /// Who opened it, or had it enrolled anew, so that it waits.
    pub waits_by: Option<AccountId>,
    /// Version, for changes by administrators and heads.
    pub version: i64,
}

impl Account {
    /// Is it open, and does it wait for nobody? All others fill no chair, are told nothing and are chosen for nothing.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.disabled_at.is_none() && self.waits_since.is_none()
    }

    /// Whether its user is away on a day.
    #[must_use]
    pub fn is_away(&self, on: NaiveDate) -> bool {
        self.absent_from.is_some_and(|from| from <= on) && self.absent_until.is_none_or(|until| on <= until)
    }
}

/// An account about to be made. It cannot sign in before its user has enrolled.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// Identity.
    pub id: AccountId,
    /// Lower case; unique.
    pub sign_in_name: &'a str,
    /// Name shown to others.
    pub display_name: &'a str,
    /// Where the user works.
    pub organisation: OrganisationId,
    /// Role id.
    pub role: &'a str,
    /// Address for messages.
    pub email: Option<&'a str>,
    /// `kk`, `ru` or `en`.
    pub language: &'a str,
    /// When it is made.
    pub at: DateTime<Utc>,
}

/// Makes an account.
///
/// # Errors
/// [`StoreError::is_duplicate`] when the sign-in name is taken.
pub async fn create(tx: &Tx, new: &NewAccount<'_>) -> Result<(), StoreError> {
    let [name, turned] = sought(new.display_name);
    let row = account::ActiveModel {
        id: Set(new.id.0),
        sign_in_name: Set(new.sign_in_name.to_owned()),
        display_name: Set(new.display_name.to_owned()),
        search_name: Set(name),
        search_turned: Set(turned),
        organisation_id: Set(new.organisation.0),
        role: Set(new.role.to_owned()),
        email: Set(new.email.map(str::to_owned)),
        language: Set(new.language.to_owned()),
        totp_last_step: Set(0),
        failures: Set(0),
        created_at: Set(super::whole_micros(new.at)),
        version: Set(1),
        ..Default::default()
    };
    account::Entity::insert(row).exec_without_returning(&tx.0).await?;
    Ok(())
}

/// A name as it is looked for: as it stands, and with its first word last.
fn sought(name: &str) -> [String; 2] {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split_whitespace().collect();
    let turned = match words.split_first() {
        Some((first, rest)) => [rest, &[*first]].concat().join(" "),
        None => String::new(),
    };
    [words.join(" "), turned]
}

/// One account.
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store, id: AccountId) -> Result<Option<Account>, StoreError> {
    one(
        store.reader(),
        with_organisation().filter(account::Column::Id.eq(id.0)),
    )
    .await
}

/// Holds an account until the end: of two requests of one person, the second counts what the first has written. Whoever only
/// refers to the account waits for neither.
///
/// # Errors
/// [`StoreError::Missing`] where there is none.
pub async fn hold(tx: &Tx, id: AccountId) -> Result<(), StoreError> {
    let held = account::Entity::find_by_id(id.0)
        .lock(LockType::NoKeyUpdate)
        .one(&tx.0)
        .await?;
    held.map(drop).ok_or(StoreError::Missing("account"))
}

/// One account, as a transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn find_in(tx: &Tx, id: AccountId) -> Result<Option<Account>, StoreError> {
    one(&tx.0, with_organisation().filter(account::Column::Id.eq(id.0))).await
}

/// These accounts, open and closed, as a transaction sees them, by sign-in name.
///
/// # Errors
/// When the database does not answer.
pub async fn these_in(tx: &Tx, ids: &[AccountId]) -> Result<Vec<Account>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = with_organisation()
        .filter(account::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(account::Column::SignInName);
    many(&tx.0, select).await
}

/// Everybody who works, or worked, at an organisation, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn working_at(store: &Store, id: OrganisationId) -> Result<Vec<Account>, StoreError> {
    let select = with_organisation()
        .filter(account::Column::OrganisationId.eq(id.0))
        .order_by_asc(account::Column::DisplayName);
    many(store.reader(), select).await
}

/// The account with this sign-in name, open or closed.
///
/// # Errors
/// When the database does not answer.
pub async fn find_by_sign_in_name(store: &Store, name: &str) -> Result<Option<Account>, StoreError> {
    one(
        store.reader(),
        with_organisation().filter(account::Column::SignInName.eq(name)),
    )
    .await
}

/// All accounts, by sign-in name.
///
/// # Errors
/// When the database does not answer.
pub async fn all(store: &Store) -> Result<Vec<Account>, StoreError> {
    let select = with_organisation().order_by_asc(account::Column::SignInName);
    many(store.reader(), select).await
}

/// All accounts of some organisations, open and closed, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn at(store: &Store, organisations: &[OrganisationId]) -> Result<Vec<Account>, StoreError> {
    let select = with_organisation()
        .filter(account::Column::OrganisationId.is_in(organisations.iter().map(|id| id.0)))
        .order_by_asc(account::Column::CreatedAt)
        .order_by_asc(account::Column::SignInName);
    many(store.reader(), select).await
}

/// The open accounts that hold a role at an organisation, the oldest first. One that waits holds nothing yet.
///
/// # Errors
/// When the database does not answer.
pub async fn holders(tx: &Tx, organisation: OrganisationId, role: &str) -> Result<Vec<Account>, StoreError> {
    let select = with_organisation()
        .filter(account::Column::OrganisationId.eq(organisation.0))
        .filter(account::Column::Role.eq(role))
        .filter(account::Column::DisabledAt.is_null())
        .filter(account::Column::WaitsSince.is_null())
        .order_by_asc(account::Column::CreatedAt)
        .order_by_asc(account::Column::Id);
    many(&tx.0, select).await
}

/// Names who acts while a user is away; no deputy and no days away when all are none.
///
/// # Errors
/// [`StoreError::Stale`] when the account is no longer at `version`.
pub async fn name_deputy(
    tx: &Tx,
    id: AccountId,
    version: i64,
    deputy: Option<AccountId>,
    absent: Option<(NaiveDate, NaiveDate)>,
) -> Result<(), StoreError> {
    let change = update(id)
        .col_expr(
            account::Column::DeputyId,
            Expr::value(deputy.map(|deputy| deputy.0)),
        )
        .col_expr(
            account::Column::AbsentFrom,
            Expr::value(absent.map(|(from, _)| from)),
        )
        .col_expr(
            account::Column::AbsentUntil,
            Expr::value(absent.map(|(_, until)| until)),
        );
    change_at(tx, change, version).await
}

/// Closes an account. End its sessions too.
///
/// # Errors
/// [`StoreError::Stale`] when the account is no longer at `version`.
pub async fn disable(tx: &Tx, id: AccountId, version: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    let change = update(id).col_expr(account::Column::DisabledAt, Expr::value(super::whole_micros(at)));
    change_at(tx, change, version).await
}

/// Opens a closed account again.
///
/// # Errors
/// [`StoreError::Stale`] when the account is no longer at `version`.
pub async fn enable(tx: &Tx, id: AccountId, version: i64) -> Result<(), StoreError> {
    let open = update(id).col_expr(account::Column::DisabledAt, Expr::value(None::<DateTime<Utc>>));
    change_at(tx, open, version).await
}

/// Enters the address that messages to an account go to; none where it has none.
///
/// # Errors
/// [`StoreError::Stale`] when the account is no longer at `version`.
pub async fn set_email(tx: &Tx, id: AccountId, version: i64, email: Option<&str>) -> Result<(), StoreError> {
    let change = update(id).col_expr(account::Column::Email, Expr::value(email));
    change_at(tx, change, version).await
}

/// Sets the language of an account.
///
/// # Errors
/// When the database does not answer.
pub async fn set_language(tx: &Tx, id: AccountId, language: &str) -> Result<(), StoreError> {
    update(id)
        .col_expr(account::Column::Language, Expr::value(language))
        .exec(&tx.0)
        .await?;
    Ok(())
}

fn update(id: AccountId) -> UpdateMany<account::Entity> {
    account::Entity::update_many().filter(account::Column::Id.eq(id.0))
}

async fn change_at(tx: &Tx, change: UpdateMany<account::Entity>, version: i64) -> Result<(), StoreError> {
    let changed = change
        .col_expr(account::Column::Version, Expr::value(version + 1))
        .filter(account::Column::Version.eq(version))
        .exec(&tx.0)
        .await?;
    if changed.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale("account"))
    }
}

/// A row of `account` with the columns that [`to_organisation`] adds.
#[derive(FromQueryResult)]
pub(in crate::store) struct AccountRow {
    #[sea_orm(nested)]
    account: account::Model,
    organisation_kind: String,
    organisation_region: String,
    organisation_zone: String,
    organisation_kk: String,
    organisation_ru: String,
    organisation_en: String,
}

/// `account` joined to its organisation.
pub(in crate::store) fn to_organisation() -> RelationDef {
    account::Entity::belongs_to(organisation::Entity)
        .from(account::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into()
}

fn with_organisation() -> Select<account::Entity> {
    of_organisation(account::Entity::find().join(JoinType::InnerJoin, to_organisation()))
}

/// What an account takes from its organisation.
pub(in crate::store) fn of_organisation(select: Select<account::Entity>) -> Select<account::Entity> {
    select
        .column_as(organisation::Column::Kind, "organisation_kind")
        .column_as(organisation::Column::Region, "organisation_region")
        .column_as(organisation::Column::Zone, "organisation_zone")
        .column_as(organisation::Column::NameKk, "organisation_kk")
        .column_as(organisation::Column::NameRu, "organisation_ru")
        .column_as(organisation::Column::NameEn, "organisation_en")
}

async fn one(
    db: &impl ConnectionTrait,
    select: Select<account::Entity>,
) -> Result<Option<Account>, StoreError> {
    select
        .into_model::<AccountRow>()
        .one(db)
        .await?
        .map(TryInto::try_into)
        .transpose()
}

async fn many(
    db: &impl ConnectionTrait,
    select: Select<account::Entity>,
) -> Result<Vec<Account>, StoreError> {
    select
        .into_model::<AccountRow>()
        .all(db)
        .await?
        .into_iter()
        .map(TryInto::try_into)
        .collect()
}

fn count(row: String, failures: i32) -> Result<u32, StoreError> {
    u32::try_from(failures).map_err(|_| StoreError::Corrupt {
        table: "account",
        row,
        column: "failures",
    })
}

impl TryFrom<AccountRow> for Account {
    type Error = StoreError;

    fn try_from(row: AccountRow) -> Result<Self, StoreError> {
        let AccountRow {
            account,
            organisation_kind,
            organisation_region,
            organisation_zone,
            organisation_kk,
            organisation_ru,
            organisation_en,
        } = row;
        Ok(Self {
            failures: count(account.id.to_string(), account.failures)?,
            id: AccountId(account.id),
            sign_in_name: account.sign_in_name,
            display_name: account.display_name,
            organisation: OrganisationId(account.organisation_id),
            organisation_kind,
            organisation_name: Localised {
                kk: organisation_kk,
                ru: organisation_ru,
                en: organisation_en,
            },
            region: organisation_region,
            zone: organisation_zone,
            role: account.role,
            email: account.email,
            language: account.language,
            password_hash: account.password_hash,
            totp_secret: account.totp_secret,
            throttled_until: account.throttled_until,
            deputy: account.deputy_id.map(AccountId),
            absent_from: account.absent_from,
            absent_until: account.absent_until,
            disabled_at: account.disabled_at,
            waits_since: account.waits_since,
            waits_by: account.waits_by.map(AccountId),
            version: account.version,
        })
    }
}
