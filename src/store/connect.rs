//! Connections: one writer and several readers on SQLite, one pool on PostgreSQL.
//!
//! SQLite lets one connection write at a time; its own waiting is unfair and times out under load, so all
//! writing goes through a pool of one, where callers queue. Readers never block the writer (WAL).

use std::{sync::Arc, time::Duration};

use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{
    AccessMode, ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait as _, IsolationLevel, PaginatorTrait as _, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait as _,
};

use super::{
    StoreError, address,
    entities::case_file,
    ledger::{Continued, End},
    locks,
    own_file::OwnFile,
    settings,
};

/// How to open a database.
#[derive(Clone, Copy, Debug)]
pub struct OpenOptions {
    /// Make the SQLite file when there is none.
    pub create: bool,
    /// Accept a database that may lose acknowledged writes at power loss. For throw-away databases only.
    pub allow_unsafe_durability: bool,
    /// Connections for reading (PostgreSQL: connections in all).
    pub connections: u32,
    /// How long a caller waits for a connection, or for another writer, before it is told that the database is
    /// not available.
    pub patience: Duration,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            create: false,
            allow_unsafe_durability: false,
            connections: 8,
            patience: Duration::from_secs(5),
        }
    }
}

/// What a database is for. Decided once, when it is first used, and never crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Invented people, movable clock.
    Training,
    /// Real people, real time.
    Production,
}

/// The setting that says which.
const MODE: &str = "mode";

impl Mode {
    fn as_str(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Production => "production",
        }
    }
}

/// Why a database is not opened. Each message is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// The address is not one of a supported database.
    #[error("database address must begin with sqlite:// (a file) or postgres://")]
    Address,
    /// A setting under which acknowledged writes may be lost.
    #[error("unsafe database setting {setting} = {found}; needed: {needed}")]
    Unsafe {
        /// The setting.
        setting: &'static str,
        /// Its value, as read back.
        found: String,
        /// What it must be.
        needed: &'static str,
    },
    /// The database belongs to the other mode.
    #[error("this is a {found} database; it cannot be opened in {wanted} mode")]
    OtherMode {
        /// What it is.
        found: String,
        /// What was asked for.
        wanted: &'static str,
    },
    /// The file of a new database could not be made.
    #[error("cannot make the database file: {0}")]
    File(#[source] std::io::Error),
    /// The database did not answer as it should.
    #[error("cannot open the database: {0}")]
    Connect(#[source] DbErr),
    /// A later step failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    end: End,
    file: Option<Arc<OwnFile>>,
}

/// One writing transaction: everything or nothing. Dropped without [`Tx::commit`] it leaves no trace.
#[derive(Debug)]
pub struct Tx(
    pub(in crate::store) DatabaseTransaction,
    pub(in crate::store) Continued,
    Option<Arc<OwnFile>>,
);

impl Tx {
    /// Makes everything written durable.
    ///
    /// # Errors
    /// When the database could not; then nothing was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        still_there(self.2.as_deref())?;
        self.0.commit().await?;
        self.1.stands();
        Ok(())
    }
}

/// Does the path still lead to the whole file? A database on a server has none.
fn still_there(file: Option<&OwnFile>) -> Result<(), StoreError> {
    file.map_or(Ok(()), OwnFile::still_there)
}

impl Store {
    /// Opens a database and reads its durability settings back.
    ///
    /// # Errors
    /// An address that is not supported, a database that does not answer, or one with unsafe settings.
    pub async fn open(url: &str, options: OpenOptions) -> Result<Self, OpenFault> {
        let store = if address::is_postgres(url) {
            let pool = Database::connect(address::postgres(url, options))
                .await
                .map_err(OpenFault::Connect)?;
            Self {
                writer: pool.clone(),
                reader: pool,
                end: End::default(),
                file: None,
            }
        } else if address::is_sqlite_file(url) {
            if options.create {
                address::make_private(url).map_err(OpenFault::File)?;
            }
            // The writer first: it switches the file to WAL, which lasts.
            let writer = Database::connect(address::sqlite(url, options, true))
                .await
                .map_err(OpenFault::Connect)?;
            let reader = Database::connect(address::sqlite(url, options, false))
                .await
                .map_err(OpenFault::Connect)?;
            Self {
                writer,
                reader,
                end: End::default(),
                file: address::file_of(url).map(|path| Arc::new(OwnFile::opened(&path))),
            }
        } else {
            return Err(OpenFault::Address);
        };
        if !options.allow_unsafe_durability {
            store.self_check().await?;
        }
        Ok(store)
    }

    /// Reads the durability settings back from the database.
    ///
    /// # Errors
    /// The first setting under which an acknowledged write could be lost, by name.
    pub async fn self_check(&self) -> Result<(), OpenFault> {
        let settings: &[(&str, &[&str], &str)] = match self.backend() {
            DbBackend::Postgres => &[
                ("fsync", &["on"], "on"),
                ("full_page_writes", &["on"], "on"),
                (
                    "synchronous_commit",
                    &["on", "local", "remote_write", "remote_apply"],
                    "on",
                ),
            ],
            _ => &[
                ("journal_mode", &["wal"], "wal"),
                ("synchronous", &["2", "3"], "2 (FULL)"),
                ("foreign_keys", &["1"], "1 (on)"),
            ],
        };
        for &(setting, safe, needed) in settings {
            let found = self.read_back(setting).await.map_err(OpenFault::Connect)?;
            if !safe.contains(&found.as_str()) {
                return Err(OpenFault::Unsafe {
                    setting,
                    found,
                    needed,
                });
            }
        }
        Ok(())
    }

    /// The value in force of a setting of the database, as text.
    async fn read_back(&self, setting: &str) -> Result<String, DbErr> {
        let postgres = self.backend() == DbBackend::Postgres;
        let sql = if postgres {
            format!("SHOW {setting}")
        } else {
            format!("PRAGMA {setting}")
        };
        let row = self
            .writer
            .query_one_raw(Statement::from_string(self.backend(), sql))
            .await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound(setting.to_owned()))?;
        row.try_get_by_index::<String>(0)
            .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))
    }

    /// Names of the migrations this database lacks, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read, or was migrated by a newer program.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        let pending = Migrator::get_pending_migrations_read_only(&self.reader).await?;
        Ok(pending
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect())
    }

    /// Applies all pending migrations in one transaction and names them. Processes that start together wait
    /// for each other.
    ///
    /// # Errors
    /// When one fails; then none is applied.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let tx = self.begin_write().await?;
        locks::lock_migrations(&tx).await?;
        let pending = Migrator::get_pending_migrations_read_only(&tx.0).await?;
        let names = pending
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect();
        if !pending.is_empty() {
            Migrator::up(&tx.0, None).await?;
        }
        tx.commit().await?;
        Ok(names)
    }

    /// Opens the database for a mode, and makes it that mode's own when it is new. A database of unknown mode
    /// that holds cases counts as production.
    ///
    /// # Errors
    /// [`OpenFault::OtherMode`] when it belongs to the other mode.
    pub async fn enter(&self, mode: Mode) -> Result<(), OpenFault> {
        let tx = self.begin_write().await?;
        let found = match settings::read(&tx.0, MODE).await? {
            Some(found) => found,
            None if case_file::Entity::find()
                .count(&tx.0)
                .await
                .map_err(StoreError::from)?
                > 0 =>
            {
                Mode::Production.as_str().to_owned()
            }
            None => mode.as_str().to_owned(),
        };
        if found != mode.as_str() {
            return Err(OpenFault::OtherMode {
                found,
                wanted: mode.as_str(),
            });
        }
        settings::put(&tx, MODE, &found).await?;
        Ok(tx.commit().await?)
    }

    /// Was this database made for training? One that nobody has entered yet was not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_training(&self) -> Result<bool, StoreError> {
        let mode = settings::read(&self.reader, MODE).await?;
        Ok(mode.as_deref() == Some(Mode::Training.as_str()))
    }

    /// Begins a writing transaction. On SQLite it takes the write lock at once: one that reads first and
    /// writes later would be refused when another wrote in between.
    ///
    /// # Errors
    /// When no connection is free in time, or the database is gone.
    pub async fn begin_write(&self) -> Result<Tx, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.is_there()?;
        let tx = self.writer.begin_with_options(options).await?;
        Ok(Tx(tx, self.end.continued(), self.file.clone()))
    }

    /// Begins a reading transaction that sees one moment of the database, however long it takes.
    pub(in crate::store) async fn begin_read(&self) -> Result<DatabaseTransaction, StoreError> {
        self.is_there()?;
        let options = match self.backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // A transaction on SQLite sees one moment anyway; its readers cannot write.
            _ => TransactionOptions::default(),
        };
        Ok(self.reader.begin_with_options(options).await?)
    }

    /// Does the path still lead to the file that is read and written, and is it whole? Asking takes a microsecond.
    ///
    /// # Errors
    /// [`StoreError::Lost`] where it does not.
    pub(in crate::store) fn is_there(&self) -> Result<(), StoreError> {
        still_there(self.file.as_deref())
    }

    /// Where the ledger ends, as far as this process knows.
    pub(in crate::store) fn end(&self) -> &End {
        &self.end
    }

    /// Connections for reading.
    pub(in crate::store) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The connection for writing, for a statement that is a transaction by itself.
    pub(in crate::store) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    pub(in crate::store) fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Has SQLite look again at how its tables are filled, where they changed: which index answers best depends on it.
    /// It looks at a bounded number of rows. PostgreSQL does so by itself.
    ///
    /// What such a look does not keep is how single values are spread. With that on record SQLite would plan a statement anew
    /// for every value that is put into it, at each of its turns.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refresh_statistics(&self) -> Result<(), StoreError> {
        if self.backend() == DbBackend::Sqlite {
            // 0x10000: every table, not only those this connection read. 0x10: some two thousand rows of each index and no more,
            // else a large file holds the one connection that writes for minutes.
            // <https://www.sqlite.org/pragma.html#pragma_optimize>
            self.writer
                .execute_unprepared("PRAGMA optimize = 0x10012")
                .await?;
        }
        Ok(())
    }

    /// Asks the database for a sign of life: a row, for SQLite answers without having looked into its file.
    ///
    /// # Errors
    /// When it gives none.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.is_there()?;
        settings::read(&self.reader, MODE).await?;
        Ok(())
    }

    /// Ends all connections; on SQLite the write-ahead log is folded into the file.
    ///
    /// # Errors
    /// When a connection could not be ended in order.
    pub async fn close(self) -> Result<(), StoreError> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fresh(folder: &tempfile::TempDir) -> Store {
        let url = format!("sqlite://{}", folder.path().join("merzim.db").display());
        let options = OpenOptions {
            create: true,
            ..OpenOptions::default()
        };
        let store = Store::open(&url, options).await.unwrap();
        store.migrate().await.unwrap();
        store
    }

    #[tokio::test]
    async fn a_full_disk_is_told_as_such_and_leaves_nothing_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let store = fresh(&folder).await;
        // SQLite answers "full" when the file may not grow, as it does when the disk cannot.
        store
            .writer
            .execute_unprepared("PRAGMA max_page_count = 1")
            .await
            .unwrap();
        let tx = store.begin_write().await.unwrap();
        settings::put(&tx, "small", "fits").await.unwrap();
        let refused = settings::put(&tx, "large", &"x".repeat(1_000_000))
            .await
            .unwrap_err();
        assert!(refused.is_unavailable(), "{refused:?}");
        drop(tx);
        store
            .writer
            .execute_unprepared("PRAGMA max_page_count = 1000000")
            .await
            .unwrap();
        assert_eq!(settings::get(&store, "small").await.unwrap(), None);
        let tx = store.begin_write().await.unwrap();
        settings::put(&tx, "large", &"x".repeat(1_000_000)).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A look at all rows would hold the connection that writes for minutes, and would have statements planned anew at each of
    /// their turns.
    #[tokio::test]
    async fn a_look_at_the_tables_counts_rows_and_keeps_no_values() {
        let folder = tempfile::tempdir().unwrap();
        let store = fresh(&folder).await;
        let many = "WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 3000) \
                    INSERT INTO setting (key, value) SELECT 'many-' || n, '' FROM up";
        store.writer.execute_unprepared(many).await.unwrap();
        store.refresh_statistics().await.unwrap();
        let counted = |table: &str| {
            let sql = format!("SELECT count(*) FROM {table} WHERE tbl = 'setting'");
            Statement::from_string(DbBackend::Sqlite, sql)
        };
        let mut known = Vec::new();
        for table in ["sqlite_stat1", "sqlite_stat4"] {
            let row = store.writer.query_one_raw(counted(table)).await.unwrap().unwrap();
            known.push(row.try_get_by_index::<i64>(0).unwrap());
        }
        assert_eq!(known, [1, 0]);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_file_that_was_moved_away_takes_nothing_until_it_is_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("merzim.db");
        let away = folder.path().join("away.db");
        let url = format!("sqlite://{}", file.display());
        let options = OpenOptions {
            create: true,
            // One reader, so that none is opened while another file lies there.
            connections: 1,
            ..OpenOptions::default()
        };
        let store = Store::open(&url, options).await.unwrap();
        store.migrate().await.unwrap();
        let begun = store.begin_write().await.unwrap();
        settings::put(&begun, "begun", "before").await.unwrap();
        std::fs::rename(&file, &away).unwrap();
        for another_lies_there in [false, true] {
            if another_lies_there {
                std::fs::copy(&away, &file).unwrap();
            }
            assert!(matches!(store.begin_write().await, Err(StoreError::Lost)));
            assert!(matches!(store.begin_read().await, Err(StoreError::Lost)));
            assert!(matches!(store.ping().await, Err(StoreError::Lost)));
        }
        assert!(matches!(begun.commit().await, Err(StoreError::Lost)));
        std::fs::rename(&away, &file).unwrap();
        store.ping().await.unwrap();
        assert_eq!(settings::get(&store, "begun").await.unwrap(), None);
        let tx = store.begin_write().await.unwrap();
        settings::put(&tx, "begun", "anew").await.unwrap();
        tx.commit().await.unwrap();
    }
}
