//! Taking a backup in again: all of it, into an empty database, or nothing.

use super::tables::{self, PAGE, Table};
use super::{BackupFault, Head, Kept, Line, VERSION};
use crate::store::ledger::{Hash, verify_in};
use crate::store::{Store, StoreError, Tx, locks};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, QueryResult, Statement};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::io::{BufRead, Seek, SeekFrom};

/// Reads a backup through and compares it with its own end.
///
/// # Errors
/// When it is no backup, not the whole of one, or was changed.
pub fn check(file: impl BufRead) -> Result<Kept, BackupFault> {
    Ok(read_through(file)?.1)
}

fn read_through(file: impl BufRead) -> Result<(Head, Kept), BackupFault> {
    let mut lines = Lines::new(file);
    let Some(Line::Backup(head)) = lines.next()? else {
        return Err(lines.malformed("it does not begin as a backup"));
    };
    if head.version != VERSION {
        return Err(lines.malformed("it is a backup of another kind"));
    }
    let mut rows = 0;
    loop {
        let before = lines.digest.clone();
        match lines.next()? {
            Some(Line::Table { .. }) => {}
            Some(Line::Row(_)) => rows += 1,
            Some(Line::End(end)) => {
                if end.rows != rows || end.sha256 != Hash(before.finalize().into()) {
                    return Err(lines.malformed("what stands before it was changed or lost"));
                }
                if lines.next()?.is_some() {
                    return Err(lines.malformed("something follows the end"));
                }
                let kept = Kept {
                    made_at: head.made_at,
                    rows,
                    entries: end.entries,
                    root: end.root,
                };
                return Ok((head, kept));
            }
            Some(Line::Backup(_)) => return Err(lines.malformed("it begins twice")),
            None => return Err(lines.malformed("the end is missing")),
        }
    }
}

/// Takes a backup in. The file is read through before anything is written, all rows go in by one transaction, and it
/// commits only when the ledger holds and leads to the root that the backup names.
///
/// # Errors
/// When the database is not empty, the file is not whole, or it comes from another version of the program.
pub async fn restore(store: &Store, mut file: impl BufRead + Seek + Send) -> Result<Kept, BackupFault> {
    let (head, kept) = read_through(&mut file)?;
    file.seek(SeekFrom::Start(0))?;
    let tx = store.begin_write().await?;
    locks::lock_migrations(&tx).await?;
    make_tables(&tx, &head).await?;
    let tables = tables::all(&tx.0).await?;
    for table in &tables {
        if table.has_rows(&tx.0).await? {
            return Err(BackupFault::NotEmpty {
                table: table.name.clone(),
            });
        }
    }
    let bonds = loosen(&tx.0).await?;
    take_in(&tx.0, &tables, file).await?;
    fasten(&tx.0, &bonds).await?;
    let report = verify_in(&tx.0).await?;
    if (report.entries, report.root) != (kept.entries, kept.root) {
        return Err(BackupFault::OtherRoot);
    }
    Migrator::up(&tx.0, None).await.map_err(StoreError::from)?;
    tx.commit().await?;
    store.refresh_statistics().await?;
    Ok(kept)
}

/// Brings the tables to where they stood when the backup was made.
async fn make_tables(tx: &Tx, head: &Head) -> Result<(), BackupFault> {
    let known = Migrator::migrations();
    let wanted = head.migrations.len();
    let same = known.len() >= wanted
        && known
            .iter()
            .zip(&head.migrations)
            .all(|(ours, theirs)| ours.name() == theirs);
    if !same {
        let last = head.migrations.last().cloned().unwrap_or_default();
        return Err(BackupFault::OtherVersion { last });
    }
    let pending = Migrator::get_pending_migrations_read_only(&tx.0)
        .await
        .map_err(StoreError::from)?;
    let applied = known.len().saturating_sub(pending.len());
    let Some(missing) = wanted.checked_sub(applied) else {
        return Err(BackupFault::NewerDatabase);
    };
    if missing > 0 {
        let steps = u32::try_from(missing).unwrap_or(u32::MAX);
        Migrator::up(&tx.0, Some(steps)).await.map_err(StoreError::from)?;
    }
    Ok(())
}

async fn take_in(tx: &DatabaseTransaction, tables: &[Table], file: impl BufRead) -> Result<(), BackupFault> {
    let mut lines = Lines::new(file);
    let mut into: Option<(&Table, Vec<usize>)> = None;
    let mut waiting: Vec<Vec<Value>> = Vec::new();
    loop {
        let line = lines.next()?;
        let full = waiting.len() as u64 >= PAGE;
        if full || !matches!(line, Some(Line::Row(_))) {
            write(tx, into.as_ref(), &mut waiting, &lines).await?;
        }
        match line {
            Some(Line::Row(row)) => waiting.push(row),
            Some(Line::Table { name, columns }) => {
                let table = tables.iter().find(|table| table.name == name);
                let found = table.and_then(|table| Some((table, table.order(&columns)?)));
                into = Some(found.ok_or_else(|| lines.malformed("there is no such table here"))?);
            }
            Some(Line::Backup(_) | Line::End(_)) => {}
            None => return Ok(()),
        }
    }
}

async fn write<R>(
    tx: &DatabaseTransaction,
    into: Option<&(&Table, Vec<usize>)>,
    waiting: &mut Vec<Vec<Value>>,
    lines: &Lines<R>,
) -> Result<(), BackupFault> {
    if waiting.is_empty() {
        return Ok(());
    }
    let rows = std::mem::take(waiting);
    let (table, order) = into.ok_or_else(|| lines.malformed("a row before its table"))?;
    let insert = table.insert(order, &rows);
    let insert = insert.ok_or_else(|| lines.malformed("a value is not what its column holds"))?;
    tx.execute(&insert).await.map_err(StoreError::from)?;
    Ok(())
}

/// References between rows are looked at when all rows are there: no order of tables satisfies each of them.
async fn loosen(tx: &DatabaseTransaction) -> Result<Vec<String>, StoreError> {
    if tx.get_database_backend() != DbBackend::Postgres {
        // Ends with the transaction, whose commit looks at them.
        tx.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
        return Ok(Vec::new());
    }
    let bonds = "SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I', conrelid::regclass, conname)
                 FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";
    let rows = tx.query_all_raw(Statement::from_string(DbBackend::Postgres, bonds));
    let names = rows.await?;
    let names: Vec<String> = names
        .iter()
        .map(|row: &QueryResult| row.try_get_by_index(0))
        .collect::<Result<_, _>>()?;
    for bond in &names {
        tx.execute_unprepared(&format!("{bond} DEFERRABLE INITIALLY DEFERRED"))
            .await?;
    }
    Ok(names)
}

async fn fasten(tx: &DatabaseTransaction, bonds: &[String]) -> Result<(), StoreError> {
    if !bonds.is_empty() {
        tx.execute_unprepared("SET CONSTRAINTS ALL IMMEDIATE").await?;
    }
    for bond in bonds {
        tx.execute_unprepared(&format!("{bond} NOT DEFERRABLE")).await?;
    }
    Ok(())
}

/// The lines of a backup, with the digest of those already read.
struct Lines<R> {
    file: R,
    read: u64,
    digest: Sha256,
}

impl<R> Lines<R> {
    fn new(file: R) -> Self {
        Self {
            file,
            read: 0,
            digest: Sha256::new(),
        }
    }

    fn malformed(&self, what: &'static str) -> BackupFault {
        BackupFault::Malformed {
            line: self.read,
            what,
        }
    }
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Option<Line>, BackupFault> {
        let mut text = String::new();
        if self.file.read_line(&mut text)? == 0 {
            return Ok(None);
        }
        self.read += 1;
        self.digest.update(text.as_bytes());
        let line = serde_json::from_str(&text).map_err(|_| self.malformed("it cannot be read"))?;
        Ok(Some(line))
    }
}
