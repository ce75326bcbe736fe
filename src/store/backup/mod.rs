//! Backups: every table as it stands at one moment, in one file that either database can take in again.
//!
//! JSON lines: a head, then each table with its columns and rows, then an end with counts, the root of the ledger and
//! the digest of all lines before it. Nothing here knows what a table means: what a later migration adds is kept
//! without a change here, and a column of a kind that cannot be kept is refused by name.

mod restore;
mod tables;

pub use restore::{check, restore};

use super::ledger::{Hash, VerifyFault, verify_in};
use super::{Store, StoreError};
use chrono::{DateTime, Utc};
use migrations::{Migrator, MigratorTrait as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::io::{self, Write};

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Rows of all tables.
    pub rows: u64,
    /// Entries of the ledger.
    pub entries: i64,
    /// Hash of the last of them.
    pub root: Hash,
}

/// Why there is no backup, or it was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// The ledger is broken, or the database did not answer.
    #[error(transparent)]
    Ledger(#[from] VerifyFault),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file cannot be read or written.
    #[error("the file cannot be read or written: {0}")]
    File(#[from] io::Error),
    /// The file is no backup, or not the whole of one.
    #[error("line {line} of the backup: {what}")]
    Malformed {
        /// Line of the file, from 1.
        line: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The tables of the backup are not those of this program.
    #[error("the backup was made by another version of the program: its migrations end with {last}")]
    OtherVersion {
        /// The last migration it knows.
        last: String,
    },
    /// The database is further than the backup.
    #[error("the database has newer tables than the backup: restore into an empty one")]
    NewerDatabase,
    /// Something is there already.
    #[error("the database is not empty: {table} has rows")]
    NotEmpty {
        /// Where.
        table: String,
    },
    /// A column of a kind that is not kept.
    #[error("{table}.{column} has a type that a backup cannot keep: {found}")]
    UnknownType {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its type, as the database names it.
        found: String,
    },
    /// What was taken in does not lead to the root that the backup names.
    #[error("the ledger that was taken in leads to another root than the backup names")]
    OtherRoot,
}

/// The first line of a backup.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: u32,
    made_at: DateTime<Utc>,
    migrations: Vec<String>,
}

/// The last line of a backup.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    rows: u64,
    entries: i64,
    root: Hash,
    sha256: Hash,
}

/// A line of a backup.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Backup(Head),
    Table { name: String, columns: Vec<String> },
    Row(Vec<Value>),
    End(End),
}

const VERSION: u32 = 1;
/// The table of migrations: the head names them instead.
const MIGRATIONS: &str = "seaql_migrations";
/// Never kept. Whoever was signed in signs in again: what was ended since must not come back to life. The head of
/// the ledger follows the entries.
const LEFT_OUT: [&str; 4] = [MIGRATIONS, "session", "enrolment", "ledger_head"];

/// Writes all tables as they are at one moment, while others work. A ledger that does not hold is not kept: then the
/// database itself is the evidence.
///
/// # Errors
/// When the ledger does not hold, the database does not answer, or the file cannot be written.
pub async fn back_up(
    store: &Store,
    made_at: DateTime<Utc>,
    file: impl Write + Send,
) -> Result<Kept, BackupFault> {
    let tx = store.begin_read().await?;
    let report = verify_in(&tx).await?;
    let mut file = Digesting {
        file,
        digest: Sha256::new(),
    };
    let known = Migrator::migrations();
    let pending = Migrator::get_pending_migrations_read_only(&tx)
        .await
        .map_err(StoreError::from)?;
    let applied = known.len().saturating_sub(pending.len());
    file.line(&Line::Backup(Head {
        version: VERSION,
        made_at,
        migrations: known
            .iter()
            .take(applied)
            .map(|migration| migration.name().to_owned())
            .collect(),
    }))?;
    let mut rows = 0;
    for table in tables::all(&tx).await? {
        file.line(&Line::Table {
            name: table.name.clone(),
            columns: table.columns.iter().map(|column| column.name.clone()).collect(),
        })?;
        let mut after = None;
        loop {
            let page = table.page(&tx, after.as_deref()).await?;
            for row in &page {
                file.line(&Line::Row(table.to_json(row)?))?;
            }
            rows += page.len() as u64;
            let Some(last) = page.last() else { break };
            after = Some(table.key(last)?);
        }
    }
    let (sha256, mut file) = file.end();
    let end = Line::End(End {
        rows,
        entries: report.entries,
        root: report.root,
        sha256,
    });
    writeln!(file, "{}", text(&end)?)?;
    file.flush()?;
    Ok(Kept {
        made_at,
        rows,
        entries: report.entries,
        root: report.root,
    })
}

fn text(line: &Line) -> Result<String, io::Error> {
    serde_json::to_string(line).map_err(io::Error::from)
}

/// A file whose digest grows with it.
struct Digesting<W> {
    file: W,
    digest: Sha256,
}

impl<W: Write> Digesting<W> {
    fn line(&mut self, line: &Line) -> Result<(), io::Error> {
        let text = format!("{}\n", text(line)?);
        self.digest.update(text.as_bytes());
        self.file.write_all(text.as_bytes())
    }

    fn end(self) -> (Hash, W) {
        (Hash(self.digest.finalize().into()), self.file)
    }
}
