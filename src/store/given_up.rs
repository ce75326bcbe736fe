//! Messages that reached nobody: the list from which a human sends them again. One range of the outbox's index; what a
//! message says, and about whom, is not read here.

use super::entities::{account, organisation, outbox};
use super::outbox::{GIVEN_UP, PENDING};
use super::{Store, StoreError, Tx};
use crate::domain::ids::MessageId;
use crate::domain::localised::Localised;
use crate::domain::rules::Channel;
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef, Select,
};
use uuid::Uuid;

/// One message that reached nobody.
#[derive(Clone, Debug)]
pub struct GivenUp {
    /// The message.
    pub id: MessageId,
    /// By which channel.
    pub channel: Channel,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often its delivery was begun.
    pub attempts: i32,
    /// Why the last attempt failed; no personal data.
    pub reason: Option<String>,
    /// To whom: name, where, and whether the account still works and waits for nobody.
    pub recipient: Option<(String, Localised, bool)>,
    /// The address that it goes to when it is sent again; none where it cannot be.
    pub address: Option<String>,
}

#[derive(FromQueryResult)]
struct Raw {
    id: Uuid,
    created_at: DateTime<Utc>,
    attempts: i32,
    last_error: Option<String>,
    channel: String,
    address: String,
    recipient_account_id: Option<Uuid>,
    display_name: Option<String>,
    email: Option<String>,
    disabled_at: Option<DateTime<Utc>>,
    waits_since: Option<DateTime<Utc>>,
    name_kk: Option<String>,
    name_ru: Option<String>,
    name_en: Option<String>,
}

impl From<Raw> for GivenUp {
    fn from(raw: Raw) -> Self {
        let there = raw.disabled_at.is_none() && raw.waits_since.is_none();
        let channel = Channel::from_code(&raw.channel).unwrap_or(Channel::Email);
        let place = raw
            .name_kk
            .zip(raw.name_ru)
            .zip(raw.name_en)
            .map(|((kk, ru), en)| Localised { kk, ru, en });
        Self {
            id: MessageId(raw.id),
            created_at: raw.created_at,
            attempts: raw.attempts,
            reason: raw.last_error,
            recipient: raw
                .display_name
                .zip(place)
                .map(|(name, place)| (name, place, there)),
            address: match (raw.recipient_account_id, channel) {
                (None, _) => Some(raw.address),
                (Some(_), Channel::Email) => raw.email.filter(|_| there),
                // Where an endpoint leads now is looked up when the message leaves.
                (Some(_), _) => Some(raw.address).filter(|_| there),
            },
            channel,
        }
    }
}

/// The oldest of them, up to a limit.
///
/// # Errors
/// When the database does not answer.
pub async fn oldest(store: &Store, most: u64) -> Result<Vec<GivenUp>, StoreError> {
    let rows = waiting()
        .limit(most)
        .into_model::<Raw>()
        .all(store.reader())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Where those that can be sent again go now: one, or the oldest up to a limit. What is addressed to somebody who has
/// left, or for whom nobody has vouched, is none of them.
///
/// # Errors
/// When the database does not answer.
pub async fn sendable(
    tx: &Tx,
    which: Option<MessageId>,
    most: u64,
) -> Result<Vec<(MessageId, String)>, StoreError> {
    let mut select = waiting().limit(most);
    if let Some(id) = which {
        select = select.filter(outbox::Column::Id.eq(id.0));
    }
    let rows = select.into_model::<Raw>().all(&tx.0).await?;
    let known = rows.into_iter().map(GivenUp::from);
    Ok(known
        .filter_map(|message| message.address.map(|address| (message.id, address)))
        .collect())
}

/// How many there are, counted up to a limit.
///
/// # Errors
/// When the database does not answer.
pub async fn count(store: &Store, most: u64) -> Result<u64, StoreError> {
    let ids = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(outbox::Column::State.eq(GIVEN_UP))
        .limit(most)
        .into_tuple::<Uuid>()
        .all(store.reader())
        .await?;
    Ok(u64::try_from(ids.len()).unwrap_or(u64::MAX))
}

/// How many are due by a channel and have not left, counted up to a limit.
///
/// # Errors
/// When the database does not answer.
pub async fn held_up(
    store: &Store,
    channel: Channel,
    now: DateTime<Utc>,
    most: u64,
) -> Result<u64, StoreError> {
    let ids = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(outbox::Column::State.eq(PENDING))
        .filter(outbox::Column::Channel.eq(channel.code()))
        .filter(outbox::Column::RunAt.lte(now))
        .limit(most)
        .into_tuple::<Uuid>()
        .all(store.reader())
        .await?;
    Ok(u64::try_from(ids.len()).unwrap_or(u64::MAX))
}

fn waiting() -> Select<outbox::Entity> {
    let to_recipient: RelationDef = outbox::Entity::belongs_to(account::Entity)
        .from(outbox::Column::RecipientAccountId)
        .to(account::Column::Id)
        .into();
    let to_place: RelationDef = account::Entity::belongs_to(organisation::Entity)
        .from(account::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    outbox::Entity::find()
        .select_only()
        .columns([
            outbox::Column::Id,
            outbox::Column::CreatedAt,
            outbox::Column::Attempts,
            outbox::Column::LastError,
            outbox::Column::Channel,
            outbox::Column::Address,
            outbox::Column::RecipientAccountId,
        ])
        .join(JoinType::LeftJoin, to_recipient)
        .columns([
            account::Column::DisplayName,
            account::Column::Email,
            account::Column::DisabledAt,
            account::Column::WaitsSince,
        ])
        .join(JoinType::LeftJoin, to_place)
        .columns([
            organisation::Column::NameKk,
            organisation::Column::NameRu,
            organisation::Column::NameEn,
        ])
        .filter(outbox::Column::State.eq(GIVEN_UP))
        .order_by_asc(outbox::Column::RunAt)
        .order_by_asc(outbox::Column::Id)
}
