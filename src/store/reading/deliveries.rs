//! The steps of ladders that were taken, and what became of their messages; and of the mails about a letter.

use crate::domain::alert::NoticeKind;
use crate::domain::ids::{AccountId, AlertId, CaseId, LetterId, OrganisationId};
use crate::domain::rules::Channel;
use crate::store::entities::{account, alert, attempt, notice, outbox};
use crate::store::letter_mail::OF_LETTERS;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef,
};
use serde_json::{Map, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// One step that was taken, and what became of its message.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Of which alert.
    pub alert: AlertId,
    /// Told: organisation.
    pub organisation: OrganisationId,
    /// Told: role.
    pub role: String,
    /// Told: person.
    pub account: Option<AccountId>,
    /// Whether it corrected what was said before.
    pub correction: bool,
    /// Whether it told somebody who had taken over, and asked nothing.
    pub entrusted: bool,
    /// When it should have been.
    pub due_at: DateTime<Utc>,
    /// When it was.
    pub fired_at: DateTime<Utc>,
    /// What was missing.
    pub gap: Option<String>,
    /// The messages that carried it; none where the desk itself is the message.
    pub messages: Vec<Sent>,
}

/// A message of a step, and what became of it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// By which channel.
    pub channel: Channel,
    /// Its text, by the key, and what stands in it.
    pub template: String,
    /// The arguments of the text; no personal data but the reference.
    pub arguments: Map<String, Value>,
    /// The language it was written in.
    pub language: String,
    /// `pending`, `delivered` or `given-up`.
    pub state: String,
    /// How often its delivery was begun.
    pub begun: i32,
    /// The attempts that came to an end, the oldest first.
    pub attempts: Vec<Attempt>,
}

/// An attempt that came to an end.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// `delivered`, `retried` or `given-up`.
    pub outcome: String,
    /// Why it failed; no personal data.
    pub reason: Option<String>,
}

/// Steps shown at once: far more than a year of daily repeats.
const MOST_STEPS: u64 = 500;
/// Attempts read for them; a message has some thirteen at the most.
const MOST_ATTEMPTS: u64 = 5_000;

/// The last steps of an alert, the newest first, in three questions however many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn of(store: &Store, id: AlertId) -> Result<Vec<Delivery>, StoreError> {
    of_these(store, &[id.0]).await
}

/// The last steps of every alert of a case that is not over, the newest first: one question where there is none, four
/// however many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn of_live(store: &Store, case: CaseId) -> Result<Vec<Delivery>, StoreError> {
    let live = alert::Entity::find()
        .select_only()
        .column(alert::Column::Id)
        .filter(alert::Column::CaseId.eq(case.0))
        .filter(alert::Column::ResolvedAt.is_null())
        .into_tuple::<Uuid>()
        .all(store.reader())
        .await?;
    if live.is_empty() {
        return Ok(Vec::new());
    }
    of_these(store, &live).await
}

/// A mail that told somebody of a letter, and what became of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The person.
    pub name: String,
    /// Where that person works.
    pub organisation: OrganisationId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The mail.
    pub sent: Sent,
}

/// The mails that told of a letter, the newest first. Those about a case are found by it; a letter that belongs to none is
/// looked for among all, and seldom.
///
/// # Errors
/// When the database does not answer.
pub async fn of_letter(
    store: &Store,
    letter: LetterId,
    case: Option<CaseId>,
) -> Result<Vec<Told>, StoreError> {
    let of = match case {
        Some(case) => outbox::Column::CaseId.eq(case.0),
        None => outbox::Column::CaseId.is_null(),
    };
    let to: RelationDef = outbox::Entity::belongs_to(account::Entity)
        .from(outbox::Column::RecipientAccountId)
        .to(account::Column::Id)
        .into();
    let messages = outbox::Entity::find()
        .join(JoinType::InnerJoin, to)
        .select_also(account::Entity)
        .filter(of)
        .filter(outbox::Column::Template.is_in(OF_LETTERS))
        .filter(outbox::Column::Arguments.contains(letter.to_string()))
        .order_by_desc(outbox::Column::CreatedAt)
        .order_by_asc(outbox::Column::Id)
        .limit(MOST_STEPS)
        .all(store.reader())
        .await?;
    let ids = messages.iter().map(|(message, _)| message.id);
    let attempts = attempt::Entity::find()
        .filter(attempt::Column::MessageId.is_in(ids))
        .order_by_asc(attempt::Column::BegunAt)
        .limit(MOST_ATTEMPTS)
        .all(store.reader())
        .await?;
    let mut attempts = by_message(attempts);
    let told = messages.into_iter().filter_map(|(message, account)| {
        let account = account?;
        Some(Told {
            name: account.display_name,
            organisation: OrganisationId(account.organisation_id),
            at: message.created_at,
            sent: sent_as(&mut attempts, message),
        })
    });
    Ok(told.collect())
}

async fn of_these(store: &Store, alerts: &[Uuid]) -> Result<Vec<Delivery>, StoreError> {
    let notices = notice::Entity::find()
        .filter(notice::Column::AlertId.is_in(alerts.iter().copied()))
        .order_by_desc(notice::Column::FiredAt)
        .order_by_desc(notice::Column::Step)
        .order_by_desc(notice::Column::Id)
        .limit(MOST_STEPS)
        .all(store.reader())
        .await?;
    let carried: Vec<Uuid> = notices.iter().filter_map(|row| row.message_id).collect();
    let mut sent = sent(store, alerts, &carried).await?;
    let deliveries = notices.into_iter().map(|row| Delivery {
        alert: AlertId(row.alert_id),
        organisation: OrganisationId(row.recipient_organisation_id),
        role: row.recipient_role,
        account: row.recipient_account_id.map(AccountId),
        correction: row.kind == NoticeKind::Correction.code(),
        entrusted: row.kind == NoticeKind::Entrusted.code(),
        due_at: row.due_at,
        fired_at: row.fired_at,
        gap: row.gap,
        messages: sent
            .remove(&row.id)
            .into_iter()
            // A mail that stands for many may have carried several of these.
            .chain(row.message_id.and_then(|id| sent.get(&id).cloned()))
            .flatten()
            .collect(),
    });
    Ok(deliveries.collect())
}

/// The messages about some alerts, by the notice they carry; those from before notices were noted, and those that stand
/// for many alerts at once, by their own identity.
async fn sent(
    store: &Store,
    alerts: &[Uuid],
    carried: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Sent>>, StoreError> {
    let about = || {
        Condition::any()
            .add(outbox::Column::AlertId.is_in(alerts.iter().copied()))
            .add(outbox::Column::Id.is_in(carried.iter().copied()))
    };
    let messages = outbox::Entity::find()
        .filter(about())
        .order_by_desc(outbox::Column::CreatedAt)
        .order_by_asc(outbox::Column::Channel)
        .order_by_asc(outbox::Column::Id)
        .limit(MOST_STEPS * 3)
        .all(store.reader())
        .await?;
    let of_alert = sea_orm::QueryTrait::into_query(
        outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Id)
            .filter(about()),
    );
    let rows = attempt::Entity::find()
        .filter(attempt::Column::MessageId.in_subquery(of_alert))
        .order_by_asc(attempt::Column::BegunAt)
        .limit(MOST_ATTEMPTS)
        .all(store.reader())
        .await?;
    let mut attempts = by_message(rows);
    let mut sent: HashMap<Uuid, Vec<Sent>> = HashMap::new();
    for row in messages {
        sent.entry(row.notice_id.unwrap_or(row.id))
            .or_default()
            .push(sent_as(&mut attempts, row));
    }
    Ok(sent)
}

fn by_message(rows: Vec<attempt::Model>) -> HashMap<Uuid, Vec<Attempt>> {
    let mut attempts: HashMap<Uuid, Vec<Attempt>> = HashMap::new();
    for row in rows {
        attempts.entry(row.message_id).or_default().push(Attempt {
            at: row.begun_at,
            outcome: row.outcome,
            reason: row.reason,
        });
    }
    attempts
}

/// A message with its attempts, which are taken out of those of all.
fn sent_as(attempts: &mut HashMap<Uuid, Vec<Attempt>>, row: outbox::Model) -> Sent {
    Sent {
        channel: Channel::from_code(&row.channel).unwrap_or(Channel::Email),
        template: row.template,
        // What cannot be read is shown as a message without words.
        arguments: serde_json::from_str(&row.arguments).unwrap_or_default(),
        language: row.language,
        state: row.state,
        begun: row.attempts,
        attempts: attempts.remove(&row.id).unwrap_or_default(),
    }
}
