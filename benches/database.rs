//! Databases to be thrown away, as durable as real ones.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context as _, Result, bail, ensure};
use sea_orm::{ConnectionTrait as _, DbBackend};
use tempfile::TempDir;

/// A fresh database.
pub struct Database {
    /// What it is.
    pub name: &'static str,
    /// Its address.
    pub url: String,
    /// Its kind.
    pub backend: DbBackend,
    /// Where it is dropped from.
    server: Option<String>,
    _folder: Option<TempDir>,
}

impl Database {
    /// An SQLite file in a temporary folder.
    pub fn sqlite() -> Result<Self> {
        let folder = TempDir::new()?;
        Ok(Self {
            name: "SQLite",
            url: format!("sqlite://{}", folder.path().join("merzim.db").display()),
            backend: DbBackend::Sqlite,
            server: None,
            _folder: Some(folder),
        })
    }

    /// One that is there, and stays.
    pub fn named(url: &str) -> Self {
        let sqlite = url.starts_with("sqlite:");
        Self {
            name: if sqlite { "SQLite" } else { "PostgreSQL" },
            url: url.to_owned(),
            backend: if sqlite {
                DbBackend::Sqlite
            } else {
                DbBackend::Postgres
            },
            server: None,
            _folder: None,
        }
    }

    /// Drops it, where it was made for the bench.
    pub async fn end(self) -> Result<()> {
        let Some(server) = &self.server else { return Ok(()) };
        let name = self.url.rsplit('/').next().unwrap_or_default();
        let server = sea_orm::Database::connect(server).await?;
        server
            .execute_unprepared(&format!("DROP DATABASE \"{name}\" WITH (FORCE)"))
            .await?;
        Ok(server.close().await?)
    }
}

/// A PostgreSQL server: the one that `MERZIM_BENCH_POSTGRES_URL` names, or one of our own that ends with us.
pub struct Postgres {
    url: String,
    own: Option<Cluster>,
}

struct Cluster {
    programs: PathBuf,
    folder: TempDir,
}

impl Postgres {
    pub fn named_or_thrown_away() -> Result<Self> {
        if let Ok(url) = env::var("MERZIM_BENCH_POSTGRES_URL") {
            return Ok(Self { url, own: None });
        }
        let folder = TempDir::new()?;
        let cluster = Cluster {
            programs: programs()?,
            folder,
        };
        let port = crate::server::free_port()?;
        cluster.start(port)?;
        Ok(Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            own: Some(cluster),
        })
    }

    /// A fresh database on it.
    pub async fn database(&self) -> Result<Database> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("merzim_bench_{}_{number}", std::process::id());
        let server = sea_orm::Database::connect(&self.url).await?;
        server
            .execute_unprepared(&format!("CREATE DATABASE \"{name}\""))
            .await?;
        server.close().await?;
        let (base, _) = self
            .url
            .rsplit_once('/')
            .context("MERZIM_BENCH_POSTGRES_URL names no database to connect to first")?;
        Ok(Database {
            name: "PostgreSQL",
            url: format!("{base}/{name}"),
            backend: DbBackend::Postgres,
            server: Some(self.url.clone()),
            _folder: None,
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(cluster) = &self.own {
            let data = cluster.data();
            let stopped = as_postgres(&cluster.programs.join("pg_ctl"))
                .arg("-D")
                .arg(data)
                .args(["-m", "immediate", "-w", "stop"])
                .current_dir(cluster.folder.path())
                .output();
            if stopped.is_err() {
                println!("the PostgreSQL server of the bench could not be stopped");
            }
        }
    }
}

impl Cluster {
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn start(&self, port: u16) -> Result<()> {
        let folder = self.folder.path();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder))?;
        }
        let data = self.data();
        let mut init = as_postgres(&self.programs.join("initdb"));
        init.arg("-D").arg(&data);
        init.args(["-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]);
        run(init.current_dir(folder))?;
        // Durable as it comes: nothing but the address is set.
        let options = format!("-p {port} -h 127.0.0.1 -k {}", data.display());
        let mut start = as_postgres(&self.programs.join("pg_ctl"));
        start.arg("-D").arg(&data).arg("-l").arg(data.join("server.log"));
        start.args(["-w", "-t", "60", "-o", &options, "start"]);
        // The server outlives this call and would hold its output open.
        let status = start
            .current_dir(folder)
            .stdout(std::process::Stdio::null())
            .status()?;
        ensure!(status.success(), "PostgreSQL did not start");
        Ok(())
    }
}

/// The newest server that Debian's package brought.
fn programs() -> Result<PathBuf> {
    let folders = fs::read_dir("/usr/lib/postgresql").context("no PostgreSQL is installed")?;
    let mut found: Vec<PathBuf> = folders
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().context("no PostgreSQL is installed")
}

fn is_root() -> bool {
    fs::read_to_string("/proc/self/status")
        .is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

/// The server refuses to run as root; it then runs as the user that its package made.
fn as_postgres(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output()?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
