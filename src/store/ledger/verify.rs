//! Checks the whole ledger against itself, its head and the events it seals.

use std::fmt;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, DatabaseTransaction, EntityTrait as _,
    FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use serde::Deserialize;
use uuid::Uuid;

use super::encoding::{self, Hash};
use crate::store::{
    Store, StoreError,
    entities::{event, ledger, ledger_head},
};

/// What a whole ledger amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Number of entries.
    pub entries: i64,
    /// Number of events they seal.
    pub events: u64,
    /// Hash of the last entry. Whoever wrote it down earlier can tell a ledger that was rewritten whole.
    pub root: Hash,
}

/// Where a ledger stops to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("broken at entry {seq}: {what}")]
pub struct Break {
    /// The first entry that does not hold.
    pub seq: i64,
    /// In which way.
    pub what: What,
}

/// In which way a ledger does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Another entry is in its place, or none.
    Missing,
    /// It does not follow from the entry before.
    Unlinked,
    /// What it says is not what was sealed.
    Changed,
    /// It cannot be read.
    Unreadable,
    /// The head of the ledger does not agree with the last entry.
    Head,
    /// An event it seals is not there.
    EventMissing,
    /// An event it seals says something else.
    EventChanged,
    /// An event claims to be sealed by it, and is not.
    EventUnsealed,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the entry is missing",
            Self::Unlinked => "the entry does not follow from the one before",
            Self::Changed => "the entry was changed",
            Self::Unreadable => "the entry cannot be read",
            Self::Head => "the head of the ledger does not agree with it",
            Self::EventMissing => "an event that it seals is missing",
            Self::EventChanged => "an event that it seals was changed",
            Self::EventUnsealed => "an event was added that it does not seal",
        })
    }
}

/// Why a ledger could not be called whole.
#[derive(Debug, thiserror::Error)]
pub enum VerifyFault {
    /// It is broken.
    #[error(transparent)]
    Broken(#[from] Break),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Entries read at a time: memory stays the same however long the ledger is.
pub(super) const PAGE: u64 = 500;

/// Checks every entry, every sealed event and the head, as they are at one moment.
///
/// # Errors
/// [`VerifyFault::Broken`] with the first entry that does not hold.
pub async fn verify(store: &Store) -> Result<Report, VerifyFault> {
    verify_in(&store.begin_read().await?).await
}

/// As [`verify`], in a transaction that is already under way.
pub(in crate::store) async fn verify_in(tx: &DatabaseTransaction) -> Result<Report, VerifyFault> {
    let mut chain = Chain::default();
    let mut events = 0;
    loop {
        let page = entries_after(tx, &chain).await?;
        let sealed = events_of(tx, &chain, page.len()).await?;
        let mut rest = sealed.as_slice();
        for row in &page {
            chain.follow(row)?;
            let own = rest.partition_point(|event| event.ledger_seq <= row.seq);
            events += check_events(row, &rest[..own])?;
            rest = &rest[own..];
        }
        if page.is_empty() {
            break;
        }
    }
    check_head(tx, &chain).await?;
    check_strays(tx, &chain).await?;
    Ok(Report {
        entries: chain.seq,
        events,
        root: chain.hash,
    })
}

/// How far a chain has been followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain {
    /// Number of the last entry that holds.
    pub(super) seq: i64,
    /// Its hash.
    pub(super) hash: Hash,
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            seq: 0,
            hash: Hash::NONE,
        }
    }
}

impl Chain {
    /// One entry further.
    pub(super) fn follow(&mut self, row: &ledger::Model) -> Result<(), Break> {
        if row.seq != self.seq + 1 {
            return Err(self.next(What::Missing));
        }
        if row.previous_hash != self.hash.0 {
            return Err(self.next(What::Unlinked));
        }
        let hash = encoding::link(&row.previous_hash, encoding::entry(row));
        if row.hash != hash.0 || !is_whole_micros(row.at) {
            return Err(self.next(What::Changed));
        }
        *self = Self { seq: row.seq, hash };
        Ok(())
    }

    /// A break at the next entry.
    pub(super) fn next(&self, what: What) -> Break {
        Break {
            seq: self.seq + 1,
            what,
        }
    }
}

/// What lies below a microsecond is not hashed, so there must be nothing.
fn is_whole_micros(at: DateTime<Utc>) -> bool {
    at.timestamp_subsec_nanos().is_multiple_of(1_000)
}

/// The next page of entries. From the first page on nothing is filtered out below: an entry 0 must be seen.
async fn entries_after(tx: &DatabaseTransaction, chain: &Chain) -> Result<Vec<ledger::Model>, VerifyFault> {
    let select = ledger::Entity::find()
        .order_by_asc(ledger::Column::Seq)
        .limit(PAGE);
    let select = if chain.seq == 0 {
        select
    } else {
        select.filter(ledger::Column::Seq.gt(chain.seq))
    };
    let rows = tx.query_all(select.as_query()).await.map_err(StoreError::from)?;
    let readable = rows.iter().map(|row| ledger::Model::from_query_result(row, ""));
    Ok(readable
        .collect::<Result<_, _>>()
        .map_err(|_| chain.next(What::Unreadable))?)
}

/// The events sealed by the next `entries` entries, in the order of the entries.
async fn events_of(
    tx: &DatabaseTransaction,
    chain: &Chain,
    entries: usize,
) -> Result<Vec<event::Model>, VerifyFault> {
    let last = chain.seq + i64::try_from(entries).unwrap_or(i64::MAX);
    let select = event::Entity::find()
        .filter(event::Column::LedgerSeq.gt(chain.seq))
        .filter(event::Column::LedgerSeq.lte(last))
        .order_by_asc(event::Column::LedgerSeq)
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq);
    let rows = tx.query_all(select.as_query()).await.map_err(StoreError::from)?;
    let readable = rows.iter().map(|row| event::Model::from_query_result(row, ""));
    Ok(readable
        .collect::<Result<_, _>>()
        .map_err(|_| chain.next(What::EventChanged))?)
}

/// What the detail of an entry says about an event.
#[derive(Deserialize)]
struct SealedEvent {
    seq: i64,
    verb: String,
    sha256: Hash,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    events: Vec<SealedEvent>,
}

/// Compares the events of an entry with what it seals; how many there are.
pub(super) fn check_events(row: &ledger::Model, events: &[event::Model]) -> Result<u64, Break> {
    let broken = |what| Break { seq: row.seq, what };
    let detail: Detail = serde_json::from_str(&row.detail).map_err(|_| broken(What::Unreadable))?;
    for sealed in &detail.events {
        let event = events.iter().find(|event| event.seq == sealed.seq);
        let event = event.ok_or_else(|| broken(What::EventMissing))?;
        let whole = is_whole_micros(event.occurred_at) && is_whole_micros(event.recorded_at);
        if event.verb != sealed.verb || encoding::event(event) != sealed.sha256 || !whole {
            return Err(broken(What::EventChanged));
        }
    }
    if events.len() != detail.events.len() {
        return Err(broken(What::EventUnsealed));
    }
    if events.iter().any(|event| Some(event.case_id) != row.case_id) {
        return Err(broken(What::EventChanged));
    }
    Ok(events.len() as u64)
}

async fn check_head(tx: &DatabaseTransaction, chain: &Chain) -> Result<(), VerifyFault> {
    let heads = ledger_head::Entity::find().limit(2);
    let rows = tx.query_all(heads.as_query()).await.map_err(StoreError::from)?;
    let head = match rows.as_slice() {
        [row] => ledger_head::Model::from_query_result(row, "").ok(),
        _ => None,
    };
    match head {
        Some(head) if head.seq > chain.seq => Err(chain.next(What::Missing).into()),
        Some(head) if head.seq == chain.seq && head.hash == chain.hash.0 => Ok(()),
        _ => Err(Break {
            seq: chain.seq,
            what: What::Head,
        }
        .into()),
    }
}

/// Events that name an entry outside the ledger.
async fn check_strays(tx: &DatabaseTransaction, chain: &Chain) -> Result<(), VerifyFault> {
    let outside = Condition::any()
        .add(event::Column::LedgerSeq.lt(1))
        .add(event::Column::LedgerSeq.gt(chain.seq));
    let stray = event::Entity::find()
        .select_only()
        .column(event::Column::CaseId)
        .filter(outside)
        .into_tuple::<Uuid>()
        .one(tx)
        .await
        .map_err(StoreError::from)?;
    match stray {
        Some(_) => Err(chain.next(What::EventUnsealed).into()),
        None => Ok(()),
    }
}
