//! What a worker does with a message: takes it for itself alone, and says what came of it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select, UpdateMany,
    sea_query::{Expr, ExprTrait as _, LockBehavior, LockType},
};
use uuid::Uuid;

use super::{DELIVERED, GIVEN_UP, Message, PENDING, unleased};
use crate::domain::ids::{self, EndpointId, MessageId};
use crate::domain::rules::Channel;
use crate::store::entities::{attempt, outbox};
use crate::store::{Store, StoreError, whole_micros};

const RETRIED: &str = "retried";

/// What a worker may take.
#[derive(Clone, Copy, Debug)]
pub struct Due<'a> {
    /// From this channel.
    pub channel: Channel,
    /// What was due, and with no other worker, at this moment.
    pub by: DateTime<Utc>,
    /// Nothing for these endpoints: it is not their turn.
    pub except: &'a [EndpointId],
}

impl Due<'_> {
    /// Whatever is due in a channel.
    #[must_use]
    pub fn any(channel: Channel, by: DateTime<Utc>) -> Self {
        Self {
            channel,
            by,
            except: &[],
        }
    }

    fn ids(self) -> Select<outbox::Entity> {
        let mut due = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Id)
            .filter(outbox::Column::State.eq(PENDING))
            .filter(outbox::Column::Channel.eq(self.channel.code()))
            .filter(outbox::Column::RunAt.lte(self.by));
        if !self.except.is_empty() {
            let others = outbox::Column::EndpointId.is_not_in(self.except.iter().map(|id| id.0));
            // Nothing is neither in a list nor out of it.
            let others = Condition::any()
                .add(outbox::Column::EndpointId.is_null())
                .add(others);
            due = due.filter(others);
        }
        due
    }
}

/// Is anything due?
///
/// # Errors
/// When the database does not answer.
pub async fn is_due(store: &Store, due: Due<'_>) -> Result<bool, StoreError> {
    let first = due.ids().into_tuple::<Uuid>().one(store.reader()).await?;
    Ok(first.is_some())
}

/// Takes the message that has been due longest for `worker` alone until `leased_until`, and counts the attempt that begins
/// at `now`; none when nothing is due. One statement: two workers never take the same one.
///
/// # Errors
/// When the database does not answer.
pub async fn lease(
    store: &Store,
    due: Due<'_>,
    worker: &str,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
) -> Result<Option<Message>, StoreError> {
    // `id = (…)`, not `id IN (…)`: PostgreSQL may run the latter's subquery again for every row and so lease
    // more than one. SeaQuery leaves the lock out on SQLite, where nobody writes beside us.
    let next = due
        .ids()
        .filter(unleased(due.by))
        .order_by_asc(outbox::Column::RunAt)
        .order_by_asc(outbox::Column::Id)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_query();
    let tx = store.begin_write().await?;
    let leased = outbox::Entity::update_many()
        .col_expr(outbox::Column::LeasedBy, Expr::value(worker))
        .col_expr(
            outbox::Column::LeasedUntil,
            Expr::value(whole_micros(leased_until)),
        )
        .col_expr(
            outbox::Column::Attempts,
            Expr::col(outbox::Column::Attempts).add(1),
        )
        .col_expr(outbox::Column::BegunAt, Expr::value(whole_micros(now)))
        .filter(Expr::col(outbox::Column::Id).eq(Expr::SubQuery(None, Box::new(next.into()))))
        .exec_with_returning(&tx.0)
        .await?;
    tx.commit().await?;
    leased.into_iter().next().map(TryInto::try_into).transpose()
}

/// Notes that a leased message was accepted.
///
/// # Errors
/// [`StoreError::Stale`] when the lease has passed to another worker.
pub async fn delivered(
    store: &Store,
    id: MessageId,
    worker: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let outcome = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(DELIVERED))
        .col_expr(outbox::Column::DeliveredAt, Expr::value(whole_micros(now)))
        .col_expr(outbox::Column::LastError, Expr::value(None::<String>));
    let ended = Ended {
        at: now,
        outcome: DELIVERED,
        reason: None,
    };
    settle(store, outcome, id, worker, ended).await
}

/// Notes that an attempt failed, and when the next one is due.
///
/// # Errors
/// [`StoreError::Stale`] when the lease has passed to another worker.
pub async fn retry(
    store: &Store,
    id: MessageId,
    worker: &str,
    now: DateTime<Utc>,
    run_at: DateTime<Utc>,
    why: &str,
) -> Result<(), StoreError> {
    let outcome = outbox::Entity::update_many()
        .col_expr(outbox::Column::RunAt, Expr::value(whole_micros(run_at)))
        .col_expr(outbox::Column::LastError, Expr::value(why));
    let ended = Ended {
        at: now,
        outcome: RETRIED,
        reason: Some(why),
    };
    settle(store, outcome, id, worker, ended).await
}

/// Puts a leased message off until it may leave. Nothing was attempted, so nothing is counted.
///
/// # Errors
/// [`StoreError::Stale`] when the lease has passed to another worker.
pub async fn put_off(
    store: &Store,
    id: MessageId,
    worker: &str,
    run_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let tx = store.begin_write().await?;
    let put_off = outbox::Entity::update_many()
        .col_expr(outbox::Column::RunAt, Expr::value(whole_micros(run_at)))
        .col_expr(
            outbox::Column::Attempts,
            Expr::col(outbox::Column::Attempts).sub(1),
        )
        .col_expr(outbox::Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(outbox::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(outbox::Column::Id.eq(id.0))
        .filter(outbox::Column::State.eq(PENDING))
        .filter(outbox::Column::LeasedBy.eq(worker))
        .exec(&tx.0)
        .await?;
    if put_off.rows_affected == 0 {
        return Err(StoreError::Stale("message"));
    }
    tx.commit().await
}

/// Notes that a message cannot be delivered: it becomes a task for a human.
///
/// # Errors
/// [`StoreError::Stale`] when the lease has passed to another worker.
pub async fn give_up(
    store: &Store,
    id: MessageId,
    worker: &str,
    now: DateTime<Utc>,
    why: &str,
) -> Result<(), StoreError> {
    let outcome = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(GIVEN_UP))
        .col_expr(outbox::Column::LastError, Expr::value(why));
    let ended = Ended {
        at: now,
        outcome: GIVEN_UP,
        reason: Some(why),
    };
    settle(store, outcome, id, worker, ended).await
}

/// How an attempt ended.
struct Ended<'a> {
    at: DateTime<Utc>,
    outcome: &'a str,
    reason: Option<&'a str>,
}

/// Ends the lease of `worker` with its outcome, and writes the attempt down.
async fn settle(
    store: &Store,
    outcome: UpdateMany<outbox::Entity>,
    id: MessageId,
    worker: &str,
    ended: Ended<'_>,
) -> Result<(), StoreError> {
    let tx = store.begin_write().await?;
    let settled = outcome
        .col_expr(outbox::Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(outbox::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(outbox::Column::Id.eq(id.0))
        .filter(outbox::Column::State.eq(PENDING))
        .filter(outbox::Column::LeasedBy.eq(worker))
        .exec_with_returning(&tx.0)
        .await?;
    let Some(row) = settled.into_iter().next() else {
        return Err(StoreError::Stale("message"));
    };
    let ended_at = whole_micros(ended.at);
    let written = attempt::Model {
        id: ids::fresh(),
        message_id: row.id,
        begun_at: row.begun_at.unwrap_or(ended_at),
        ended_at,
        outcome: ended.outcome.to_owned(),
        reason: ended.reason.map(str::to_owned),
    };
    attempt::Entity::insert(attempt::ActiveModel::from(written).reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    tx.commit().await
}
