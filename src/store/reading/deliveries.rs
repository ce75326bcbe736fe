//! The steps of one alert's ladder that were taken, and what became of their messages.

use crate::domain::ids::{AccountId, AlertId, OrganisationId};
use crate::store::entities::{notice, outbox};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// One step that was taken, and what became of its message.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Told: organisation.
    pub organisation: OrganisationId,
    /// Told: role.
    pub role: String,
    /// Told: person.
    pub account: Option<AccountId>,
    /// Whether it corrected what was said before.
    pub correction: bool,
    /// When it should have been.
    pub due_at: DateTime<Utc>,
    /// When it was.
    pub fired_at: DateTime<Utc>,
    /// What was missing.
    pub gap: Option<String>,
    /// State of the message, where one was written.
    pub message: Option<String>,
    /// How often its delivery was begun.
    pub attempts: i32,
}

/// Steps shown of one alert: far more than a year of daily repeats.
const MOST_STEPS: u64 = 500;

#[derive(FromQueryResult)]
struct RawDelivery {
    recipient_organisation_id: Uuid,
    recipient_role: String,
    recipient_account_id: Option<Uuid>,
    kind: String,
    due_at: DateTime<Utc>,
    fired_at: DateTime<Utc>,
    gap: Option<String>,
    message_state: Option<String>,
    message_attempts: Option<i32>,
}

/// The last steps of an alert, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of(store: &Store, id: AlertId) -> Result<Vec<Delivery>, StoreError> {
    let to_message: RelationDef = notice::Entity::belongs_to(outbox::Entity)
        .from(notice::Column::MessageId)
        .to(outbox::Column::Id)
        .into();
    let rows = notice::Entity::find()
        .join(JoinType::LeftJoin, to_message)
        .column_as(outbox::Column::State, "message_state")
        .column_as(outbox::Column::Attempts, "message_attempts")
        .filter(notice::Column::AlertId.eq(id.0))
        .order_by_desc(notice::Column::FiredAt)
        .order_by_desc(notice::Column::Step)
        .order_by_desc(notice::Column::Id)
        .limit(MOST_STEPS)
        .into_model::<RawDelivery>()
        .all(store.reader())
        .await?;
    let deliveries = rows.into_iter().map(|row| Delivery {
        organisation: OrganisationId(row.recipient_organisation_id),
        role: row.recipient_role,
        account: row.recipient_account_id.map(AccountId),
        correction: row.kind == "correction",
        due_at: row.due_at,
        fired_at: row.fired_at,
        gap: row.gap,
        message: row.message_state,
        attempts: row.message_attempts.unwrap_or(0),
    });
    Ok(deliveries.collect())
}
