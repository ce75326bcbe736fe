//! Where channels other than mail lead: systems of organisations, telephones of accounts. An address is never changed:
//! it is withdrawn, and another one entered.

use super::entities::{account, endpoint, organisation};
use super::{Store, StoreError, Tx, whole_micros};
use crate::domain::ids::{AccountId, EndpointId, OrganisationId};
use crate::domain::localised::Localised;
use crate::domain::rules::Channel;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// Where a channel leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Identity.
    pub id: EndpointId,
    /// Which channel.
    pub channel: Channel,
    /// Whose: the organisation, or that of the account.
    pub organisation: OrganisationId,
    /// Whose: the account, for a telephone.
    pub account: Option<AccountId>,
    /// URL or telephone number.
    pub address: String,
    /// Key of the signatures, sealed for [`owner`].
    pub secret: Option<Vec<u8>>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// Since when nothing is sent there.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// The name under which an endpoint's secret is sealed.
#[must_use]
pub fn owner(id: EndpointId) -> String {
    format!("endpoint:{id}")
}

/// Enters an address.
///
/// # Errors
/// When the database does not answer.
pub async fn create(tx: &Tx, new: &Endpoint) -> Result<(), StoreError> {
    let row = endpoint::Model {
        id: new.id.0,
        channel: new.channel.code().to_owned(),
        organisation_id: new.organisation.0,
        account_id: new.account.map(|id| id.0),
        address: new.address.clone(),
        secret: new.secret.clone(),
        created_at: whole_micros(new.created_at),
        withdrawn_at: new.withdrawn_at.map(whole_micros),
    };
    endpoint::Entity::insert(endpoint::ActiveModel::from(row).reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// Withdraws an address; false where it is none, or withdrawn already.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(tx: &Tx, id: EndpointId, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = endpoint::Entity::update_many()
        .col_expr(endpoint::Column::WithdrawnAt, Expr::value(whole_micros(at)))
        .filter(endpoint::Column::Id.eq(id.0))
        .filter(endpoint::Column::WithdrawnAt.is_null())
        .exec(&tx.0)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Every address in use at an organisation, the oldest first.
pub(in crate::store) async fn at(
    on: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<Endpoint>, StoreError> {
    let rows = endpoint::Entity::find()
        .filter(endpoint::Column::OrganisationId.eq(organisation.0))
        .filter(endpoint::Column::WithdrawnAt.is_null())
        .order_by_asc(endpoint::Column::CreatedAt)
        .order_by_asc(endpoint::Column::Id)
        .all(on)
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Is a number in use already as a telephone of an account?
///
/// # Errors
/// When the database does not answer.
pub async fn rings_already(
    tx: &Tx,
    (organisation, account): (OrganisationId, AccountId),
    number: &str,
) -> Result<bool, StoreError> {
    let known = at(&tx.0, organisation).await?;
    Ok(known.iter().any(|other| {
        other.channel == Channel::Sms && other.account == Some(account) && other.address == number
    }))
}

/// Where a message for an endpoint goes now: there, or, where that address was withdrawn, to the newest one of the same
/// owner and channel. None where there is none any more.
///
/// # Errors
/// When the database does not answer.
pub async fn now_of(store: &Store, id: EndpointId) -> Result<Option<Endpoint>, StoreError> {
    let Some(row) = endpoint::Entity::find_by_id(id.0).one(store.reader()).await? else {
        return Ok(None);
    };
    if row.withdrawn_at.is_none() {
        return Ok(Some(row.try_into()?));
    }
    let known = at(store.reader(), OrganisationId(row.organisation_id)).await?;
    let same = |other: &&Endpoint| {
        other.channel.code() == row.channel && other.account.map(|id| id.0) == row.account_id
    };
    Ok(known.iter().rev().find(same).cloned())
}

/// An address in use, as the list of them shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Identity.
    pub id: EndpointId,
    /// Which channel.
    pub channel: Channel,
    /// Name of the organisation.
    pub organisation: Localised,
    /// Name of the account's user, for a telephone.
    pub user: Option<String>,
    /// URL or telephone number.
    pub address: String,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

impl Listed {
    /// Its place in the list.
    #[must_use]
    pub fn place(&self) -> (DateTime<Utc>, Uuid) {
        (self.created_at, self.id.0)
    }
}

#[derive(FromQueryResult)]
struct Raw {
    id: Uuid,
    channel: String,
    address: String,
    created_at: DateTime<Utc>,
    name_kk: String,
    name_ru: String,
    name_en: String,
    user_name: Option<String>,
}

/// One part of the addresses in use, the newest first; one more than `most` where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    store: &Store,
    before: Option<(DateTime<Utc>, Uuid)>,
    most: u64,
) -> Result<Vec<Listed>, StoreError> {
    let to_place: RelationDef = endpoint::Entity::belongs_to(organisation::Entity)
        .from(endpoint::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let to_user: RelationDef = endpoint::Entity::belongs_to(account::Entity)
        .from(endpoint::Column::AccountId)
        .to(account::Column::Id)
        .into();
    let mut select = endpoint::Entity::find()
        .select_only()
        .columns([
            endpoint::Column::Id,
            endpoint::Column::Channel,
            endpoint::Column::Address,
            endpoint::Column::CreatedAt,
        ])
        .join(JoinType::InnerJoin, to_place)
        .columns([
            organisation::Column::NameKk,
            organisation::Column::NameRu,
            organisation::Column::NameEn,
        ])
        .join(JoinType::LeftJoin, to_user)
        .column_as(account::Column::DisplayName, "user_name")
        .filter(endpoint::Column::WithdrawnAt.is_null())
        .order_by_desc(endpoint::Column::CreatedAt)
        .order_by_desc(endpoint::Column::Id)
        .limit(most + 1);
    if let Some(place) = before {
        let columns = [endpoint::Column::CreatedAt, endpoint::Column::Id];
        select = select.filter(super::reading::before(columns, place));
    }
    let rows = select.into_model::<Raw>().all(store.reader()).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                channel: channel(&row.channel, row.id)?,
                id: EndpointId(row.id),
                organisation: Localised {
                    kk: row.name_kk,
                    ru: row.name_ru,
                    en: row.name_en,
                },
                user: row.user_name,
                address: row.address,
                created_at: row.created_at,
            })
        })
        .collect()
}

fn channel(code: &str, id: Uuid) -> Result<Channel, StoreError> {
    Channel::from_code(code).ok_or_else(|| StoreError::Corrupt {
        table: "endpoint",
        row: id.to_string(),
        column: "channel",
    })
}

impl TryFrom<endpoint::Model> for Endpoint {
    type Error = StoreError;

    fn try_from(row: endpoint::Model) -> Result<Self, StoreError> {
        Ok(Self {
            channel: channel(&row.channel, row.id)?,
            id: EndpointId(row.id),
            organisation: OrganisationId(row.organisation_id),
            account: row.account_id.map(AccountId),
            address: row.address,
            secret: row.secret,
            created_at: row.created_at,
            withdrawn_at: row.withdrawn_at,
        })
    }
}
