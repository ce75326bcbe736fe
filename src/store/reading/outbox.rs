//! The messages of a training installation, the newest first.

use super::PART;
use crate::store::entities::{account, outbox};
use crate::store::outbox::Message;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    RelationDef,
};
use uuid::Uuid;

/// A message, and to whom it is addressed.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The message.
    pub message: Message,
    /// Name of its addressee.
    pub recipient: Option<String>,
}

#[derive(FromQueryResult)]
struct Raw {
    #[sea_orm(nested)]
    outbox: outbox::Model,
    recipient_name: Option<String>,
}

/// One part of the messages, one more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn part(store: &Store, before: Option<(DateTime<Utc>, Uuid)>) -> Result<Vec<Sent>, StoreError> {
    let to_recipient: RelationDef = outbox::Entity::belongs_to(account::Entity)
        .from(outbox::Column::RecipientAccountId)
        .to(account::Column::Id)
        .into();
    let mut select = outbox::Entity::find()
        .join(JoinType::LeftJoin, to_recipient)
        .column_as(account::Column::DisplayName, "recipient_name")
        .order_by_desc(outbox::Column::CreatedAt)
        .order_by_desc(outbox::Column::Id)
        .limit(PART + 1);
    if let Some(place) = before {
        let columns = [outbox::Column::CreatedAt, outbox::Column::Id];
        select = select.filter(super::before(columns, place));
    }
    let rows = select.into_model::<Raw>().all(store.reader()).await?;
    let sent = rows.into_iter().map(|row| {
        Ok(Sent {
            message: row.outbox.try_into()?,
            recipient: row.recipient_name,
        })
    });
    sent.collect()
}
