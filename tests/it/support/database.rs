//! Fresh databases: every test body runs on SQLite, and on PostgreSQL when `MERZIM_TEST_POSTGRES_URL` names a
//! server (and a database on it to connect to first) where databases may be made and dropped.
//!
//! A fresh database is a copy of a migrated template, which the first test makes. On PostgreSQL its name changes with the
//! migrations, on SQLite with the program under test.

use std::{
    env,
    future::Future,
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use merzim::store::{OpenOptions, Store};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement, Value};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// A fresh, migrated database. Ends with the test; look at it in the debugger before that.
pub struct Fresh {
    /// Open, as the application opens it.
    pub store: Store,
    /// Address, to open it a second time.
    pub url: String,
    /// What it is, for messages.
    pub kind: &'static str,
    /// SQLite or PostgreSQL.
    pub backend: DbBackend,
    raw: OnceCell<DatabaseConnection>,
    drop_on: Option<(String, String)>,
    _folder: Option<TempDir>,
}

impl Fresh {
    /// A connection that goes around the application, as an intruder's would.
    pub async fn raw(&self) -> &DatabaseConnection {
        self.raw
            .get_or_init(async || Database::connect(&self.url).await.unwrap())
            .await
    }

    /// Runs a statement as an intruder would, with `$1`, `$2` … for the values; rows changed.
    pub async fn intrude(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, sea_orm::DbErr> {
        let statement = Statement::from_sql_and_values(self.backend, sql, values);
        Ok(self.raw().await.execute_raw(statement).await?.rows_affected())
    }

    /// Opens the same database once more, as a second process would.
    pub async fn again(&self) -> Store {
        Store::open(&self.url, options()).await.unwrap()
    }

    /// Ends a database that a test made by itself.
    pub async fn end(self) {
        if let Some(raw) = self.raw.into_inner() {
            raw.close().await.unwrap();
        }
        self.store.close().await.unwrap();
        if let Some((server, name)) = self.drop_on {
            let server = Database::connect(server).await.unwrap();
            server
                .execute_unprepared(&format!("DROP DATABASE \"{name}\" WITH (FORCE)"))
                .await
                .unwrap();
        }
    }
}

/// Runs a test body on a fresh database of each kind.
pub fn on_each<F, Fut>(body: F)
where
    F: Fn(Fresh) -> Fut,
    Fut: Future<Output = Fresh>,
{
    runtime().block_on(async {
        body(sqlite().await).await.end().await;
        if let Some(fresh) = postgres().await {
            body(fresh).await.end().await;
        }
    });
}

/// Runs a test body on a fresh file of SQLite alone.
pub fn on_file<F, Fut>(body: F)
where
    F: Fn(Fresh) -> Fut,
    Fut: Future<Output = Fresh>,
{
    runtime().block_on(async { body(sqlite().await).await.end().await });
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

fn options() -> OpenOptions {
    OpenOptions {
        create: true,
        allow_unsafe_durability: true,
        connections: 4,
        patience: Duration::from_secs(20),
    }
}

/// A fresh SQLite file.
pub async fn sqlite() -> Fresh {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("merzim.db");
    std::fs::copy(migrated_file().await, &file).unwrap();
    let url = format!("sqlite://{}", file.display());
    let store = Store::open(&url, options()).await.unwrap();
    Fresh {
        store,
        url,
        kind: "SQLite",
        backend: DbBackend::Sqlite,
        raw: OnceCell::new(),
        drop_on: None,
        _folder: Some(folder),
    }
}

/// The migrated file that all fresh ones are copies of. Two tests that are the first at once both make it, and the later one
/// takes the place of the other: they are the same.
async fn migrated_file() -> PathBuf {
    let program = env::current_exe().unwrap().metadata().unwrap();
    let built_at = program.modified().unwrap();
    let built_at = built_at.duration_since(UNIX_EPOCH).unwrap().as_nanos();
    let shelf = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let template = shelf.join(format!("migrated-{built_at}.db"));
    if !template.exists() {
        let making = TempDir::new_in(shelf).unwrap();
        let file = making.path().join("merzim.db");
        let url = format!("sqlite://{}", file.display());
        let store = Store::open(&url, options()).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await.unwrap();
        assert!(
            !making.path().join("merzim.db-wal").exists(),
            "all is in the one file"
        );
        std::fs::rename(file, &template).unwrap();
    }
    template
}

/// A fresh PostgreSQL database, or none when no server is named.
pub async fn postgres() -> Option<Fresh> {
    let server_url = env::var("MERZIM_TEST_POSTGRES_URL").ok()?;
    let base = &server_url[..=server_url.rfind('/').unwrap()];
    let server = Database::connect(&server_url).await.unwrap();
    let template = template(&server, base).await;
    let name = format!("t_{}", merzim::domain::ids::fresh().as_simple());
    server
        .execute_unprepared(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""))
        .await
        .unwrap();
    let url = format!("{base}{name}");
    let store = Store::open(&url, options()).await.unwrap();
    Some(Fresh {
        store,
        url,
        kind: "PostgreSQL",
        backend: DbBackend::Postgres,
        raw: OnceCell::new(),
        drop_on: Some((server_url, name)),
        _folder: None,
    })
}

/// The name of the migrated template on this server; the first test to ask makes it, the others wait.
async fn template(server: &DatabaseConnection, base: &str) -> String {
    let names: String = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    let sources = concat!(
        include_str!("../../../migrations/src/m20261122_000001_people.rs"),
        include_str!("../../../migrations/src/m20261122_000002_cases.rs"),
        include_str!("../../../migrations/src/m20261122_000003_obligations.rs"),
        include_str!("../../../migrations/src/m20261122_000004_ledger.rs"),
        include_str!("../../../migrations/src/m20261122_000005_outbox.rs"),
        include_str!("../../../migrations/src/m20261122_000006_forms.rs"),
        include_str!("../../../migrations/src/m20261122_000007_append_only.rs"),
        include_str!("../../../migrations/src/m20261122_000008_count_from_index.rs"),
    );
    let digest = Sha256::digest(format!("{names}{sources}"));
    let template = format!(
        "merzim_template_{:02x}{:02x}{:02x}{:02x}",
        digest[0], digest[1], digest[2], digest[3]
    );
    let there = format!("SELECT 1 FROM pg_database WHERE datname = '{template}'");
    let there = Statement::from_string(DbBackend::Postgres, there);
    // It takes its name when it is whole: whoever finds it need not wait for anybody.
    if server.query_one_raw(there.clone()).await.unwrap().is_some() {
        return template;
    }
    // One connection holds the lock for all it does here: a pool might lock on one and unlock on another.
    let one = {
        let mut options = sea_orm::ConnectOptions::new(format!("{base}postgres"));
        options.max_connections(1).min_connections(1);
        Database::connect(options).await.unwrap()
    };
    one.execute_unprepared("SELECT pg_advisory_lock(7)")
        .await
        .unwrap();
    if one.query_one_raw(there).await.unwrap().is_none() {
        let making = format!("{template}_making");
        server
            .execute_unprepared(&format!("DROP DATABASE IF EXISTS \"{making}\""))
            .await
            .unwrap();
        server
            .execute_unprepared(&format!("CREATE DATABASE \"{making}\""))
            .await
            .unwrap();
        let store = Store::open(&format!("{base}{making}"), options()).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await.unwrap();
        server
            .execute_unprepared(&format!("ALTER DATABASE \"{making}\" RENAME TO \"{template}\""))
            .await
            .unwrap();
    }
    one.close().await.unwrap();
    template
}
