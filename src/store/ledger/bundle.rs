//! Evidence bundles: all a case has in the ledger, with its events, checkable without the database.
//!
//! JSON lines. Entries of the case are written out; of all others between them only the digest is given,
//! which is enough to follow the chain from the first entry of the case to the root, and says nothing about
//! other people.

use std::io::{self, BufRead, Write};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    encoding::{self, Hash},
    verify::{Break, Chain, PAGE, What, check_events},
};
use crate::{
    domain::ids::CaseId,
    store::{
        Store, StoreError,
        entities::{event, ledger},
    },
};

/// What a bundle that holds amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The case.
    pub case: CaseId,
    /// Entries of the case.
    pub entries: u64,
    /// Events of the case.
    pub events: u64,
    /// Number of entries in the whole ledger when the bundle was made.
    pub ledger_entries: i64,
    /// Hash of the last of them: the root to compare with one written down elsewhere.
    pub root: Hash,
}

/// Why there is no bundle, or it does not hold.
#[derive(Debug, thiserror::Error)]
pub enum BundleFault {
    /// The chain does not hold.
    #[error(transparent)]
    Broken(#[from] Break),
    /// The ledger has no entry of this case.
    #[error("the ledger has no entry of this case")]
    NoEntry,
    /// The file is not a bundle, or not the whole of it.
    #[error("line {line} of the bundle: {what}")]
    Malformed {
        /// Line of the file, from 1.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The file cannot be read or written.
    #[error("the bundle cannot be read or written: {0}")]
    File(#[from] io::Error),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Bundle(Head),
    Entry(Box<EntryLine>),
    Others(Vec<Hash>),
    Root(Root),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: u32,
    case: CaseId,
    exported_at: DateTime<Utc>,
    /// Number and hash of the entry before the first one here.
    after: i64,
    previous_hash: Hash,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryLine {
    seq: i64,
    at: DateTime<Utc>,
    account_id: Option<Uuid>,
    job: Option<String>,
    role: Option<String>,
    verb: String,
    subject: Option<String>,
    detail: String,
    hash: Hash,
    events: Vec<EventLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventLine {
    seq: i64,
    verb: String,
    payload: String,
    occurred_at: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
    account_id: Option<Uuid>,
    job: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Root {
    entries: i64,
    hash: Hash,
}

/// Writes the bundle of a case, checking the chain on the way.
///
/// # Errors
/// When the case has no entry, the chain does not hold, or the file cannot be written.
pub async fn export(
    store: &Store,
    case: CaseId,
    exported_at: DateTime<Utc>,
    mut file: impl Write + Send,
) -> Result<Bundle, BundleFault> {
    let tx = store.begin_read().await?;
    let first = ledger::Entity::find()
        .filter(ledger::Column::CaseId.eq(case.0))
        .order_by_asc(ledger::Column::Seq)
        .one(&tx)
        .await
        .map_err(StoreError::from)?
        .ok_or(BundleFault::NoEntry)?;
    let previous_hash = hash_of(first.seq - 1, &first.previous_hash)?;
    let head = Head {
        version: 1,
        case,
        exported_at,
        after: first.seq - 1,
        previous_hash,
    };
    let mut follow = Follow::new(&head);
    put(&mut file, &Line::Bundle(head))?;

    loop {
        let page = ledger::Entity::find()
            .filter(ledger::Column::Seq.gt(follow.chain.seq))
            .order_by_asc(ledger::Column::Seq)
            .limit(PAGE)
            .all(&tx)
            .await
            .map_err(StoreError::from)?;
        if page.is_empty() {
            break;
        }
        let mut others = Vec::new();
        for row in page {
            if row.case_id == Some(case.0) {
                put_others(&mut file, &mut others)?;
                let events = event::Entity::find()
                    .filter(event::Column::LedgerSeq.eq(row.seq))
                    .order_by_asc(event::Column::Seq)
                    .all(&tx)
                    .await
                    .map_err(StoreError::from)?;
                follow.entry(&row, &events)?;
                put(&mut file, &Line::Entry(Box::new(entry_line(row, events)?)))?;
            } else {
                follow.chain.follow(&row)?;
                others.push(encoding::entry(&row));
            }
        }
        put_others(&mut file, &mut others)?;
    }
    let bundle = follow.end();
    put(
        &mut file,
        &Line::Root(Root {
            entries: bundle.ledger_entries,
            hash: bundle.root,
        }),
    )?;
    file.flush()?;
    Ok(bundle)
}

fn put(file: &mut impl Write, line: &Line) -> Result<(), BundleFault> {
    serde_json::to_writer(&mut *file, line).map_err(io::Error::from)?;
    Ok(file.write_all(b"\n")?)
}

fn put_others(file: &mut impl Write, others: &mut Vec<Hash>) -> Result<(), BundleFault> {
    if others.is_empty() {
        Ok(())
    } else {
        put(file, &Line::Others(std::mem::take(others)))
    }
}

fn hash_of(seq: i64, bytes: &[u8]) -> Result<Hash, Break> {
    bytes.try_into().map(Hash).map_err(|_| Break {
        seq,
        what: What::Unreadable,
    })
}

fn entry_line(row: ledger::Model, events: Vec<event::Model>) -> Result<EntryLine, Break> {
    let hash = hash_of(row.seq, &row.hash)?;
    let events = events.into_iter().map(|event| EventLine {
        seq: event.seq,
        verb: event.verb,
        payload: event.payload,
        occurred_at: event.occurred_at,
        recorded_at: event.recorded_at,
        account_id: event.account_id,
        job: event.job,
    });
    Ok(EntryLine {
        seq: row.seq,
        at: row.at,
        account_id: row.account_id,
        job: row.job,
        role: row.role,
        verb: row.verb,
        subject: row.subject,
        detail: row.detail,
        hash,
        events: events.collect(),
    })
}

/// Checks a bundle by itself: that nothing in it was changed, that its events are all there from the first
/// one on, and that it leads to its root. Compare the root with one written down elsewhere.
///
/// # Errors
/// The first thing that does not hold.
pub fn verify_bundle(file: impl BufRead) -> Result<Bundle, BundleFault> {
    let mut follow: Option<Follow> = None;
    let mut root = None;
    let mut number = 0;
    for text in file.lines() {
        number += 1;
        let malformed = |what| BundleFault::Malformed { line: number, what };
        let line = serde_json::from_str(&text?).map_err(|_| malformed("not a line of a bundle"))?;
        if root.is_some() {
            return Err(malformed("nothing may follow the root"));
        }
        match (line, &mut follow) {
            (Line::Bundle(head), None) if head.version == 1 && (0..i64::MAX / 2).contains(&head.after) => {
                follow = Some(Follow::new(&head));
            }
            (Line::Entry(line), Some(follow)) => {
                let (row, events) = rows(*line, follow);
                follow.entry(&row, &events)?;
            }
            (Line::Others(digests), Some(follow)) => {
                digests.into_iter().for_each(|digest| follow.other(digest));
            }
            (Line::Root(found), Some(_)) => root = Some(found),
            _ => return Err(malformed("out of place")),
        }
    }
    let malformed = |what| BundleFault::Malformed { line: number, what };
    let bundle = follow.ok_or_else(|| malformed("the file is empty"))?.end();
    match root {
        None => Err(malformed("the end is missing")),
        Some(root) if root.entries != bundle.ledger_entries || root.hash != bundle.root => Err(Break {
            seq: bundle.ledger_entries,
            what: What::Head,
        }
        .into()),
        Some(_) if bundle.entries == 0 => Err(BundleFault::NoEntry),
        Some(_) => Ok(bundle),
    }
}

fn rows(line: EntryLine, follow: &Follow) -> (ledger::Model, Vec<event::Model>) {
    let case_id = follow.case.0;
    let events = line.events.into_iter().map(|event| event::Model {
        case_id,
        seq: event.seq,
        verb: event.verb,
        payload: event.payload,
        occurred_at: event.occurred_at,
        recorded_at: event.recorded_at,
        account_id: event.account_id,
        job: event.job,
        ledger_seq: line.seq,
    });
    let row = ledger::Model {
        seq: line.seq,
        at: line.at,
        account_id: line.account_id,
        job: line.job,
        role: line.role,
        verb: line.verb,
        case_id: Some(case_id),
        subject: line.subject,
        detail: line.detail,
        previous_hash: follow.chain.hash.0.to_vec(),
        hash: line.hash.0.to_vec(),
    };
    (row, events.collect())
}

/// The chain, followed for one case.
struct Follow {
    case: CaseId,
    chain: Chain,
    entries: u64,
    /// Events so far, which is also the `seq` of the last: none may be left out.
    events: u64,
}

impl Follow {
    fn new(head: &Head) -> Self {
        Self {
            case: head.case,
            chain: Chain {
                seq: head.after,
                hash: head.previous_hash,
            },
            entries: 0,
            events: 0,
        }
    }

    /// An entry of the case.
    fn entry(&mut self, row: &ledger::Model, events: &[event::Model]) -> Result<(), Break> {
        self.chain.follow(row)?;
        check_events(row, events)?;
        for event in events {
            self.events += 1;
            if u64::try_from(event.seq) != Ok(self.events) {
                return Err(Break {
                    seq: row.seq,
                    what: What::EventMissing,
                });
            }
        }
        self.entries += 1;
        Ok(())
    }

    /// An entry of another case, of which only the digest is known.
    fn other(&mut self, digest: Hash) {
        self.chain = Chain {
            seq: self.chain.seq + 1,
            hash: encoding::link(&self.chain.hash.0, digest),
        };
    }

    fn end(self) -> Bundle {
        Bundle {
            case: self.case,
            entries: self.entries,
            events: self.events,
            ledger_entries: self.chain.seq,
            root: self.chain.hash,
        }
    }
}
