//! Accounts, by the name to sign in with: the administrator's list, and the people of an organisation.

use super::{PART, beginning};
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::localised::Localised;
use crate::store::entities::{account, organisation, session};
use crate::store::{Store, StoreError, accounts::to_organisation};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

/// One account. No hash and no secret.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Identity.
    pub id: AccountId,
    /// What its user types to sign in; the place in the list.
    pub sign_in_name: String,
    /// Name shown.
    pub name: String,
    /// Role.
    pub role: String,
    /// Where.
    pub organisation: OrganisationId,
    /// Name of that organisation.
    pub organisation_name: Localised,
    /// Whether it can be written to.
    pub reachable: bool,
    /// Whether its user has enrolled.
    pub enrolled: bool,
    /// Whether it is open.
    pub enabled: bool,
    /// Whether it waits until somebody vouches for its holder.
    pub waits: bool,
    /// Wrong attempts since the last success.
    pub failures: u32,
    /// No attempt is looked at before this instant.
    pub throttled_until: Option<DateTime<Utc>>,
    /// Name of whoever acts while its user is away.
    pub deputy: Option<String>,
    /// First and last day away.
    pub away: Option<(NaiveDate, Option<NaiveDate>)>,
    /// When its user was last seen.
    pub seen_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Raw {
    id: Uuid,
    sign_in_name: String,
    display_name: String,
    role: String,
    organisation_id: Uuid,
    name_kk: String,
    name_ru: String,
    name_en: String,
    email: Option<String>,
    password_hash: Option<String>,
    disabled_at: Option<DateTime<Utc>>,
    waits_since: Option<DateTime<Utc>>,
    failures: i32,
    throttled_until: Option<DateTime<Utc>>,
    deputy_name: Option<String>,
    absent_from: Option<NaiveDate>,
    absent_until: Option<NaiveDate>,
    seen_at: Option<DateTime<Utc>>,
}

/// Whose accounts.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Everybody's.
    Everyone,
    /// Those that are looked for: whose name, or name to sign in with, begins with the words, and all at these organisations.
    Found(&'a str, &'a [OrganisationId]),
    /// Those of open accounts at these organisations.
    Organisations(&'a [OrganisationId]),
}

/// One part of the accounts, one more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn part(store: &Store, of: Of<'_>, after: Option<&str>) -> Result<Vec<AccountRow>, StoreError> {
    let last_seen = Query::select()
        .expr(Expr::col((session::Entity, session::Column::SeenAt)).max())
        .from(session::Entity)
        .and_where(
            Expr::col((session::Entity, session::Column::AccountId))
                .equals((account::Entity, account::Column::Id)),
        )
        .to_owned();
    let deputy = Alias::new("deputy");
    let deputy_name = Query::select()
        .column((deputy.clone(), account::Column::DisplayName))
        .from_as(account::Entity, deputy.clone())
        .and_where(
            Expr::col((deputy, account::Column::Id)).equals((account::Entity, account::Column::DeputyId)),
        )
        .to_owned();
    let mut select = account::Entity::find()
        .join(JoinType::InnerJoin, to_organisation())
        .column(organisation::Column::NameKk)
        .column(organisation::Column::NameRu)
        .column(organisation::Column::NameEn)
        .expr_as(Expr::SubQuery(None, Box::new(last_seen.into())), "seen_at")
        .expr_as(Expr::SubQuery(None, Box::new(deputy_name.into())), "deputy_name")
        .order_by_asc(account::Column::SignInName)
        .limit(PART + 1);
    match of {
        Of::Everyone => {}
        Of::Found(q, organisations) => select = select.filter(found_by(q, organisations)),
        Of::Organisations(organisations) => {
            select = select
                .filter(account::Column::OrganisationId.is_in(organisations.iter().map(|id| id.0)))
                .filter(account::Column::DisabledAt.is_null());
        }
    }
    if let Some(after) = after {
        select = select.filter(account::Column::SignInName.gt(after));
    }
    let rows = select.into_model::<Raw>().all(store.reader()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A search by the beginning of a name, either way round, or of the name to sign in with; and by the organisations found. Each
/// has its index, but to be at none of no organisations has none, and the whole would be read for it.
fn found_by(q: &str, organisations: &[OrganisationId]) -> Condition {
    let words: Vec<&str> = q.split_whitespace().collect();
    let lower = words.join(" ").to_lowercase();
    let named = Condition::any()
        .add(account::Column::SignInName.like(beginning(&lower)))
        .add(account::Column::SearchName.like(beginning(&lower)))
        .add(account::Column::SearchTurned.like(beginning(&lower)));
    if organisations.is_empty() {
        return named;
    }
    named.add(account::Column::OrganisationId.is_in(organisations.iter().map(|id| id.0)))
}

impl From<Raw> for AccountRow {
    fn from(row: Raw) -> Self {
        Self {
            id: AccountId(row.id),
            sign_in_name: row.sign_in_name,
            name: row.display_name,
            role: row.role,
            organisation: OrganisationId(row.organisation_id),
            organisation_name: Localised {
                kk: row.name_kk,
                ru: row.name_ru,
                en: row.name_en,
            },
            reachable: row.email.is_some(),
            enrolled: row.password_hash.is_some(),
            enabled: row.disabled_at.is_none(),
            waits: row.waits_since.is_some(),
            failures: u32::try_from(row.failures).unwrap_or(0),
            throttled_until: row.throttled_until,
            deputy: row.deputy_name,
            away: row.absent_from.map(|from| (from, row.absent_until)),
            seen_at: row.seen_at,
        }
    }
}
