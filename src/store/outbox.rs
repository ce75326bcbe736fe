//! Messages on their way out.
//!
//! A message is written in the transaction of what it tells. Workers lease it, deliver it, and say what came of
//! it: delivered, tried again later, or given up as a task for a human. A worker that dies lets its lease run
//! out; the message's id travels with it, so that the receiver can tell a second copy from a second message.

mod leased;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, sea_query::Expr,
};
use serde_json::{Map, Value};

use super::entities::{notice, outbox};
use super::{Store, StoreError, Tx, whole_micros};
use crate::domain::ids::{AccountId, AlertId, CaseId, EndpointId, MessageId};
use crate::domain::rules::{Channel, Night};
use uuid::Uuid;

pub use leased::{Due, delivered, give_up, is_due, lease, put_off, retry};

pub(super) const PENDING: &str = "pending";
const DELIVERED: &str = "delivered";
pub(super) const GIVEN_UP: &str = "given-up";

/// What is said also to somebody whose account waits until a second person vouches for its holder: that what he was told
/// before is over, and what concerns his own sign-in. Everything else asks something of him.
const SAID_WHILE_WAITING: [&str; 9] = [
    "message-alert-correction",
    "message-alert-closed",
    "message-alert-passed",
    "message-alert-left",
    "message-letter-again",
    "message-letter-withdrawn",
    "message-letter-left",
    "message-sign-in-waits",
    "message-sign-in-locked",
];

/// Template of a message that stands for many alerts: those about cases that were taken over, and late before that.
pub const GATHERED: &str = "message-import-late";
/// The argument that says for how many.
const NUMBER: &str = "number";

/// A message about to be written. Its arguments hold no personal data but the reference of the case.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    /// Identity; the receiver's key against doubles.
    pub id: MessageId,
    /// When it is written.
    pub at: DateTime<Utc>,
    /// Not to be sent before.
    pub run_at: DateTime<Utc>,
    /// The addressee, when a person is named.
    pub recipient: Option<AccountId>,
    /// By which channel.
    pub channel: Channel,
    /// E-mail address, URL or telephone number it goes to.
    pub address: &'a str,
    /// The endpoint behind that address, where the channel is not mail.
    pub endpoint: Option<EndpointId>,
    /// Text key of the message.
    pub template: &'a str,
    /// Arguments of the text.
    pub arguments: Map<String, Value>,
    /// `kk`, `ru` or `en`.
    pub language: &'a str,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// The alert it belongs to.
    pub alert: Option<AlertId>,
    /// The row of the notice that it carries.
    pub notice: Option<Uuid>,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waiting to be delivered, or for another attempt.
    Pending,
    /// Accepted by the receiver's side.
    Delivered(DateTime<Utc>),
    /// Nobody tries any more: a human must.
    GivenUp,
}

/// A message as it lies in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Identity.
    pub id: MessageId,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Not before; after a failure, when it is tried again.
    pub run_at: DateTime<Utc>,
    /// The addressee, when a person is named.
    pub recipient: Option<AccountId>,
    /// By which channel.
    pub channel: Channel,
    /// E-mail address, URL or telephone number it goes to.
    pub address: String,
    /// The endpoint behind that address, where the channel is not mail.
    pub endpoint: Option<EndpointId>,
    /// Text key of the message.
    pub template: String,
    /// Arguments of the text.
    pub arguments: Map<String, Value>,
    /// `kk`, `ru` or `en`.
    pub language: String,
    /// How far it has come.
    pub state: State,
    /// Attempts begun.
    pub attempts: u32,
    /// Why the last attempt failed; no personal data.
    pub last_error: Option<String>,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// The alert it belongs to.
    pub alert: Option<AlertId>,
    /// The hours in which it does not leave, whichever attempt it is.
    pub night: Option<Night>,
}

impl Message {
    /// When it may leave that is ready at an instant.
    #[must_use]
    pub fn leaves_at(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.night.map_or(at, |night| night.leaves_at(at))
    }

    /// Does it ask something of its addressee, or lead him to something new?
    #[must_use]
    pub fn asks(&self) -> bool {
        !SAID_WHILE_WAITING.contains(&self.template.as_str())
    }
}

/// Writes a message, to be delivered once the transaction is committed.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue(tx: &Tx, new: &NewMessage<'_>) -> Result<(), StoreError> {
    enqueue_by_day(tx, new, None).await
}

/// Writes a message that does not leave by night.
pub(super) async fn enqueue_by_day(
    tx: &Tx,
    new: &NewMessage<'_>,
    night: Option<Night>,
) -> Result<(), StoreError> {
    let row = outbox::Model {
        id: new.id.0,
        created_at: whole_micros(new.at),
        run_at: whole_micros(new.run_at),
        channel: new.channel.code().to_owned(),
        recipient_account_id: new.recipient.map(|id| id.0),
        address: new.address.to_owned(),
        template: new.template.to_owned(),
        arguments: Value::Object(new.arguments.clone()).to_string(),
        language: new.language.to_owned(),
        state: PENDING.to_owned(),
        attempts: 0,
        leased_by: None,
        leased_until: None,
        delivered_at: None,
        last_error: None,
        case_id: new.case.map(|id| id.0),
        alert_id: new.alert.map(|id| id.0),
        notice_id: new.notice,
        endpoint_id: new.endpoint.map(|id| id.0),
        begun_at: None,
        quiet: night.map(|night| night.to_string()),
    };
    // Two posts of one office may be told in the same moment; its system hears it once.
    outbox::Entity::insert(outbox::ActiveModel::from(row).reset_all())
        .on_conflict_do_nothing_on([outbox::Column::Id])
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// The message that still gathers alerts for somebody: not sent yet, and with no worker.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn gathering(
    tx: &Tx,
    recipient: AccountId,
    address: &str,
    now: DateTime<Utc>,
) -> Result<Option<MessageId>, StoreError> {
    let found = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(outbox::Column::State.eq(PENDING))
        .filter(outbox::Column::Channel.eq(Channel::Email.code()))
        .filter(outbox::Column::Template.eq(GATHERED))
        .filter(outbox::Column::RecipientAccountId.eq(recipient.0))
        .filter(outbox::Column::Address.eq(address))
        .filter(unleased(now))
        .order_by_asc(outbox::Column::RunAt)
        .into_tuple::<Uuid>()
        .one(&tx.0)
        .await?;
    Ok(found.map(MessageId))
}

/// The arguments of a message as it leaves. One that gathers stands for as many alerts as it carries by then, and keeps
/// the number it went out with.
///
/// # Errors
/// When the database does not answer.
pub async fn arguments_of(store: &Store, message: &Message) -> Result<Map<String, Value>, StoreError> {
    let mut arguments = message.arguments.clone();
    if message.template != GATHERED {
        return Ok(arguments);
    }
    let alerts = notice::Entity::find()
        .select_only()
        .column(notice::Column::AlertId)
        .distinct()
        .filter(notice::Column::MessageId.eq(message.id.0))
        .into_tuple::<Uuid>()
        .all(store.reader())
        .await?;
    // A text, as all arguments are: what is said holds for every number.
    arguments.insert(NUMBER.to_owned(), Value::from(alerts.len().to_string()));
    let tx = store.begin_write().await?;
    outbox::Entity::update_many()
        .col_expr(
            outbox::Column::Arguments,
            Expr::value(Value::Object(arguments.clone()).to_string()),
        )
        .filter(outbox::Column::Id.eq(message.id.0))
        .exec(&tx.0)
        .await?;
    tx.commit().await?;
    Ok(arguments)
}

fn unleased(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(outbox::Column::LeasedUntil.is_null())
        .add(outbox::Column::LeasedUntil.lte(now))
}

/// Sends a given-up message again, perhaps to a corrected address; false when it is not given up.
///
/// # Errors
/// When the database does not answer.
pub async fn send_again(
    tx: &Tx,
    id: MessageId,
    address: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let sent = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(PENDING))
        .col_expr(outbox::Column::Address, Expr::value(address))
        .col_expr(outbox::Column::Attempts, Expr::value(0))
        .col_expr(outbox::Column::RunAt, Expr::value(whole_micros(now)))
        .filter(outbox::Column::Id.eq(id.0))
        .filter(outbox::Column::State.eq(GIVEN_UP))
        .exec(&tx.0)
        .await?;
    Ok(sent.rows_affected == 1)
}

/// The last messages, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn recent(store: &Store, limit: u64) -> Result<Vec<Message>, StoreError> {
    messages(store, outbox::Entity::find(), limit).await
}

/// Messages that wait for a human, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn given_up(store: &Store, limit: u64) -> Result<Vec<Message>, StoreError> {
    messages(
        store,
        outbox::Entity::find().filter(outbox::Column::State.eq(GIVEN_UP)),
        limit,
    )
    .await
}

/// Messages about a case, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_case(store: &Store, case: CaseId, limit: u64) -> Result<Vec<Message>, StoreError> {
    messages(
        store,
        outbox::Entity::find().filter(outbox::Column::CaseId.eq(case.0)),
        limit,
    )
    .await
}

async fn messages(
    store: &Store,
    select: Select<outbox::Entity>,
    limit: u64,
) -> Result<Vec<Message>, StoreError> {
    let rows = select
        .order_by_desc(outbox::Column::CreatedAt)
        .order_by_desc(outbox::Column::Id)
        .limit(limit)
        .all(store.reader())
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

impl TryFrom<outbox::Model> for Message {
    type Error = StoreError;

    fn try_from(row: outbox::Model) -> Result<Self, StoreError> {
        let corrupt = |column| StoreError::Corrupt {
            table: "outbox",
            row: row.id.to_string(),
            column,
        };
        let state = match (row.state.as_str(), row.delivered_at) {
            (PENDING, _) => State::Pending,
            (DELIVERED, Some(at)) => State::Delivered(at),
            (GIVEN_UP, _) => State::GivenUp,
            _ => return Err(corrupt("state")),
        };
        let night = row.quiet.as_deref().map(str::parse::<Night>).transpose();
        Ok(Self {
            night: night.map_err(|()| corrupt("quiet"))?,
            attempts: u32::try_from(row.attempts).map_err(|_| corrupt("attempts"))?,
            arguments: serde_json::from_str(&row.arguments).map_err(|_| corrupt("arguments"))?,
            id: MessageId(row.id),
            created_at: row.created_at,
            run_at: row.run_at,
            recipient: row.recipient_account_id.map(AccountId),
            channel: Channel::from_code(&row.channel).ok_or_else(|| corrupt("channel"))?,
            address: row.address,
            endpoint: row.endpoint_id.map(EndpointId),
            template: row.template,
            language: row.language,
            state,
            last_error: row.last_error,
            case: row.case_id.map(CaseId),
            alert: row.alert_id.map(AlertId),
        })
    }
}
