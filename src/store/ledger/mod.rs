//! The ledger: a hash chain over every act, written in the transaction of the act.
//!
//! An entry says who did what, when and on what, by ids only. The events of a case that the act wrote are
//! sealed by their digests in the entry's detail, so that events and chain vouch for each other.
//! `docs/ledger.md` describes the bytes, for those who want to check without this program.

mod bundle;
mod encoding;
mod end;
mod verify;

pub use bundle::{Bundle, BundleFault, export, verify_bundle};
pub use encoding::Hash;
pub(in crate::store) use end::{Continued, End};
pub(in crate::store) use verify::verify_in;
pub use verify::{Break, Report, VerifyFault, What, verify};

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait as _, ConnectionTrait, DbBackend, EntityTrait as _};
use serde_json::{Map, Value, json};

use super::{
    Store, StoreError, Tx,
    entities::{event, ledger},
    locks, whole_micros,
};
use crate::domain::ids::{AccountId, CaseId};

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub enum Who<'a> {
    /// A signed-in person.
    Account {
        /// The account.
        id: AccountId,
        /// The role in which it acts.
        role: &'a str,
    },
    /// A job of the system.
    Job(&'a str),
    /// Nobody who is known, such as a sign-in that failed.
    Nobody,
}

/// One act, about to be sealed. Holds no personal data: ids, policy ids, digests.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// When it is recorded.
    pub at: DateTime<Utc>,
    /// Who acts.
    pub who: Who<'a>,
    /// What is done, as the verb of the command.
    pub verb: &'a str,
    /// The case it is done on.
    pub case: Option<CaseId>,
    /// What else it is done on, such as `account:<id>`.
    pub subject: Option<&'a str>,
    /// Ids and policy ids that explain it. The key `events` is taken.
    pub detail: Map<String, Value>,
    /// The events it writes in the case; stored and sealed with the entry.
    pub events: &'a [NewEvent<'a>],
}

/// An event of a case, about to be stored.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// Its place in the case: 1 for the first, then without a gap.
    pub seq: i64,
    /// What was done.
    pub verb: &'a str,
    /// The event as JSON text; stored byte for byte.
    pub payload: &'a str,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
}

/// Where an act was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Number of the entry.
    pub seq: i64,
    /// Its hash.
    pub hash: Hash,
}

/// Seals an act and stores its events. Appending makes other writers wait until the transaction ends, so do
/// it last.
///
/// # Errors
/// When the database refuses; [`StoreError::is_duplicate`] when another has stored an event with this `seq`;
/// [`StoreError::Missing`] for events without a case.
pub async fn append(tx: &Tx, entry: Entry<'_>) -> Result<Sealed, StoreError> {
    append_all(tx, [entry]).await
}

/// Seals acts in this order, in as many turns as one act takes. Answers where the last was sealed. The database
/// moves the head along, and refuses an entry that does not follow it.
///
/// # Errors
/// As [`append`].
pub(in crate::store) async fn append_all<'e>(
    tx: &Tx,
    entries: impl IntoIterator<Item = Entry<'e>>,
) -> Result<Sealed, StoreError> {
    let entries: Vec<_> = entries.into_iter().collect();
    let (last, events) = match tx.1.last() {
        Some(head) => write_behind(&tx.0, head, &entries).await?,
        None => match guessed(tx, &entries).await? {
            Some(written) => written,
            None => write_behind(&tx.0, stored_head(tx).await?, &entries).await?,
        },
    };
    tx.1.reached(last);
    if !events.is_empty() {
        event::Entity::insert_many(events)
            .exec_without_returning(&tx.0)
            .await?;
    }
    Ok(last)
}

/// Where the ledger ends, held until the end of the transaction.
async fn stored_head(tx: &Tx) -> Result<Sealed, StoreError> {
    let head = locks::lock_ledger_head(tx).await?;
    let seq = head.seq;
    let hash = head.hash.try_into().map_err(|_| StoreError::Corrupt {
        table: "ledger_head",
        row: seq.to_string(),
        column: "hash",
    })?;
    Ok(Sealed {
        seq,
        hash: Hash(hash),
    })
}

/// Writes entries where this process believes the ledger to end; nothing where it is not known, or has gone on.
///
/// Not on PostgreSQL: there a refused statement ends its transaction.
async fn guessed(tx: &Tx, entries: &[Entry<'_>]) -> Result<Option<Behind>, StoreError> {
    let guess =
        tx.1.guess()
            .filter(|_| tx.0.get_database_backend() == DbBackend::Sqlite);
    match guess {
        Some(head) => in_order(write_behind(&tx.0, head, entries).await),
        None => Ok(None),
    }
}

/// The last of some entries that were written, and their events, which are still to be.
type Behind = (Sealed, Vec<event::ActiveModel>);

/// Writes entries behind one.
async fn write_behind(
    on: &impl ConnectionTrait,
    head: Sealed,
    entries: &[Entry<'_>],
) -> Result<Behind, StoreError> {
    let (last, rows, events) = chain(head, entries)?;
    if !rows.is_empty() {
        ledger::Entity::insert_many(rows)
            .exec_without_returning(on)
            .await?;
    }
    Ok((last, events))
}

/// What came of writing behind a guess: nothing where the ledger has gone on, for the database refuses an entry out of
/// order, and with it the whole statement.
fn in_order(written: Result<Behind, StoreError>) -> Result<Option<Behind>, StoreError> {
    match written {
        Err(fault) if !fault.is_unavailable() => Ok(None),
        written => written.map(Some),
    }
}

/// Seals acts that write no events behind a head that is believed to be the last: one statement is one durable
/// transaction, and the only turn to the writer. Answers nothing where the ledger has gone on in the meantime.
///
/// Not on PostgreSQL: several processes write there, so the guess would often fail, and each failure is an error in
/// the server's own log.
///
/// # Errors
/// When the database cannot be used now.
pub(in crate::store) async fn append_after(
    store: &Store,
    head: Sealed,
    entries: &[Entry<'_>],
) -> Result<Option<Sealed>, StoreError> {
    let alone = entries.iter().all(|entry| entry.events.is_empty());
    if store.backend() != DbBackend::Sqlite || !alone {
        return Ok(None);
    }
    store.is_there()?;
    let written = in_order(write_behind(store.writer(), head, entries).await)?;
    Ok(written.map(|(last, _)| last))
}

type Chained = (Sealed, Vec<ledger::ActiveModel>, Vec<event::ActiveModel>);

/// The rows of acts that follow one another behind this head, and the last of them.
fn chain(head: Sealed, entries: &[Entry<'_>]) -> Result<Chained, StoreError> {
    let mut last = head;
    let (mut rows, mut events) = (Vec::new(), Vec::new());
    for entry in entries {
        let (mut row, written) = rows_of(entry, last)?;
        last = Sealed {
            seq: row.seq,
            hash: encoding::link(&row.previous_hash, encoding::entry(&row)),
        };
        row.hash = last.hash.0.to_vec();
        rows.push(ledger::ActiveModel::from(row).reset_all());
        let written = written.into_iter();
        events.extend(written.map(|event| event::ActiveModel::from(event).reset_all()));
    }
    Ok((last, rows, events))
}

/// An act as the rows that hold it; its own hash is still to come.
fn rows_of(entry: &Entry<'_>, after: Sealed) -> Result<(ledger::Model, Vec<event::Model>), StoreError> {
    let (account_id, role, job) = match entry.who {
        Who::Account { id, role } => (Some(id.0), Some(role.to_owned()), None),
        Who::Job(job) => (None, None, Some(job.to_owned())),
        Who::Nobody => (None, None, None),
    };
    let at = whole_micros(entry.at);
    let seq = after.seq + 1;

    let mut events = Vec::with_capacity(entry.events.len());
    for new in entry.events {
        events.push(event::Model {
            case_id: entry.case.ok_or(StoreError::Missing("case of the event"))?.0,
            seq: new.seq,
            verb: new.verb.to_owned(),
            payload: new.payload.to_owned(),
            occurred_at: whole_micros(new.occurred_at),
            recorded_at: at,
            account_id,
            job: job.clone(),
            ledger_seq: seq,
        });
    }
    let row = ledger::Model {
        seq,
        at,
        account_id,
        job,
        role,
        verb: entry.verb.to_owned(),
        case_id: entry.case.map(|case| case.0),
        subject: entry.subject.map(str::to_owned),
        detail: detail(entry.detail.clone(), &events),
        previous_hash: after.hash.0.to_vec(),
        hash: Vec::new(),
    };
    Ok((row, events))
}

/// The detail as it is stored: with the digests of the events, so that the chain covers them.
fn detail(mut detail: Map<String, Value>, events: &[event::Model]) -> String {
    if !events.is_empty() {
        let digests = events
            .iter()
            .map(|event| json!({ "seq": event.seq, "verb": event.verb, "sha256": encoding::event(event).to_string() }));
        detail.insert("events".to_owned(), digests.collect());
    }
    Value::Object(detail).to_string()
}
