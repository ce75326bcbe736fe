//! What one account did in a stretch of time, by case: for telling whose records a breach concerns.

use crate::domain::ids::AccountId;
use crate::domain::letter::Touched;
use crate::store::entities::{case_file, ledger};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use uuid::Uuid;

/// The most entries of one account that a dossier is made of; where there were more, it cannot be made for so long a
/// stretch.
pub const MOST: u64 = 100_000;

/// What an account did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deeds {
    /// The cases that it read or changed, the first touched first.
    pub cases: Vec<Touched>,
    /// The cases that were refused to it: the reference, and how often.
    pub refused: Vec<(String, u32)>,
    /// What it did that belongs to no case: the verb, and how often.
    pub lists: Vec<(String, u32)>,
    /// Number of the last entry of the ledger, whoever made it.
    pub last_entry: i64,
    /// Its hash, in hexadecimal.
    pub last_hash: String,
    /// Were there more entries than can be told?
    pub more: bool,
}

#[derive(FromQueryResult)]
struct Raw {
    at: DateTime<Utc>,
    verb: String,
    case_id: Option<Uuid>,
    reference: Option<String>,
}

/// Reads what an account did from one instant through another: one range of one index.
///
/// # Errors
/// When the database does not answer.
pub async fn deeds(
    store: &Store,
    account: AccountId,
    from_at: DateTime<Utc>,
    until_at: DateTime<Utc>,
) -> Result<Deeds, StoreError> {
    let to_case: RelationDef = ledger::Entity::belongs_to(case_file::Entity)
        .from(ledger::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let rows = ledger::Entity::find()
        .select_only()
        .columns([ledger::Column::At, ledger::Column::Verb, ledger::Column::CaseId])
        .column_as(case_file::Column::Reference, "reference")
        .join(JoinType::LeftJoin, to_case)
        .filter(ledger::Column::AccountId.eq(account.0))
        .filter(ledger::Column::At.gte(from_at))
        .filter(ledger::Column::At.lte(until_at))
        .order_by_asc(ledger::Column::Seq)
        .limit(MOST + 1)
        .into_model::<Raw>()
        .all(store.reader())
        .await?;
    let last = ledger::Entity::find()
        .order_by_desc(ledger::Column::Seq)
        .limit(1)
        .one(store.reader())
        .await?;
    let (last_entry, last_hash) = last.map_or((0, String::new()), |entry| (entry.seq, hex(&entry.hash)));
    let more = u64::try_from(rows.len()).unwrap_or(u64::MAX) > MOST;
    Ok(Deeds {
        last_entry,
        last_hash,
        more,
        ..told(rows)
    })
}

fn told(rows: Vec<Raw>) -> Deeds {
    let mut order = Vec::new();
    let mut cases: BTreeMap<Uuid, Touched> = BTreeMap::new();
    let mut refused: BTreeMap<String, u32> = BTreeMap::new();
    let mut lists: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows {
        let (Some(id), Some(reference)) = (row.case_id, row.reference) else {
            *lists.entry(row.verb).or_default() += 1;
            continue;
        };
        // Whoever was refused saw nothing of the person, whom the breach does not concern by that.
        if row.verb == "forbidden" {
            *refused.entry(reference).or_default() += 1;
            continue;
        }
        let case = cases.entry(id).or_insert_with(|| {
            order.push(id);
            Touched {
                reference,
                first_at: row.at,
                last_at: row.at,
                reads: 0,
                changes: 0,
            }
        });
        case.last_at = row.at;
        // Whoever opened the form of an act has read.
        if row.verb.starts_with("read-") || (row.verb.starts_with("open-") && row.verb != "open-case") {
            case.reads += 1;
        } else {
            case.changes += 1;
        }
    }
    let cases = order.into_iter().filter_map(|id| cases.remove(&id));
    Deeds {
        cases: cases.collect(),
        refused: refused.into_iter().collect(),
        lists: lists.into_iter().collect(),
        last_entry: 0,
        last_hash: String::new(),
        more: false,
    }
}

fn hex(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
