//! From an address to the options of a connection.

use std::{path::PathBuf, str::FromStr as _, time::Duration};

use sea_orm::{
    ConnectOptions,
    sqlx::{
        self, Connection as _,
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
    },
};

use super::OpenOptions;

/// Addresses that cannot be understood go no further: an error from below would quote them, password and all.
pub(super) fn is_postgres(url: &str) -> bool {
    (url.starts_with("postgres://") || url.starts_with("postgresql://"))
        && PgConnectOptions::from_str(url).is_ok()
}

/// An SQLite database in memory would give the reader and the writer one each.
pub(super) fn is_sqlite_file(url: &str) -> bool {
    url.starts_with("sqlite:")
        && !url.contains(":memory:")
        && !url.contains("mode=memory")
        && SqliteConnectOptions::from_str(url).is_ok()
}

/// Makes the file of a new SQLite database readable by its owner alone, before anything is written to it; the
/// files that SQLite lays beside it take the same rights. An existing file keeps its own.
pub(super) fn make_private(url: &str) -> std::io::Result<()> {
    let Ok(options) = SqliteConnectOptions::from_str(url) else {
        return Ok(());
    };
    let mut file = std::fs::OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    match file.open(options.get_filename()) {
        Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// The file of an SQLite database.
pub(super) fn file_of(url: &str) -> Option<PathBuf> {
    let options = SqliteConnectOptions::from_str(url).ok()?;
    Some(options.get_filename().to_owned())
}

fn common(url: &str, options: OpenOptions) -> ConnectOptions {
    let mut connect = ConnectOptions::new(url);
    connect
        .acquire_timeout(options.patience)
        .connect_timeout(options.patience)
        .sqlx_logging_level(tracing_log::log::LevelFilter::Trace)
        .sqlx_slow_statements_logging_settings(tracing_log::log::LevelFilter::Warn, Duration::from_secs(1))
        .record_stmt_in_spans(false);
    connect
}

pub(super) fn postgres(url: &str, options: OpenOptions) -> ConnectOptions {
    let mut connect = common(url, options);
    connect
        .max_connections(options.connections)
        .set_application_name("merzim")
        // A connection in use a moment ago needs no question whether it lives: it saves a round trip.
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(10));
    connect
}

/// Statements that a connection to SQLite keeps prepared: half of what the driver would. Each takes 10 KiB and more, on every
/// connection. Under a load of all pages 83 of a hundred are found prepared instead of 91; to prepare one takes 50 microseconds.
const READY: usize = 50;

/// Each reader of SQLite is a thread that works while it is asked: more than two for a processor only take turns away
/// from those that print the pages.
fn readers(most: u32) -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    most.min(u32::try_from(processors).unwrap_or(u32::MAX).saturating_mul(2))
}

pub(super) fn sqlite(url: &str, options: OpenOptions, writes: bool) -> ConnectOptions {
    let connections = if writes { 1 } else { readers(options.connections) };
    let mut connect = common(url, options);
    connect
        .max_connections(connections)
        // Opened ahead: a reader would otherwise wait while a connection is made and its statements are prepared.
        .min_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .create_if_missing(writes && options.create)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                // What SQLite puts aside for a moment, the rows of a statement that may have to be undone or sorted, would
                // otherwise be written to files beside the database's own, hundreds of times a second, and with names in it.
                .pragma("temp_store", "MEMORY")
                .statement_cache_capacity(READY)
                .busy_timeout(options.patience);
            if writes {
                sqlite.optimize_on_close(true, None)
            } else {
                sqlite.pragma("query_only", "ON")
            }
        })
        .map_sqlx_sqlite_pool_opts(|pool| {
            pool.after_release(|connection, _| Box::pin(async move { is_at_rest(connection).await }))
        });
    connect
}

/// Whether a connection may be used again: only when it is in no transaction. Where a commit fails, on a full disk for
/// one, SQLite gives the transaction up by itself; the driver's own way back then fails, and it goes on counting the
/// transaction as open. The next ones would be savepoints of one that nobody commits: acknowledged, and lost.
async fn is_at_rest(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // Its way back may still wait for its turn.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}
