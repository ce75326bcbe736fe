//! The program itself, serving as it does in training, in a process of its own.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::{client::Client, database::Database};

const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// A port that nobody has a moment before it is used.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A running server.
pub struct Server {
    pub port: u16,
    child: Child,
    log: PathBuf,
    _folder: TempDir,
}

impl Server {
    /// Starts it; `filter` says what it logs.
    pub async fn start(program: &Path, database: &Database, filter: &str) -> Result<Self> {
        let folder = TempDir::new()?;
        let log = folder.path().join("log");
        let port = free_port()?;
        let child = Command::new(program)
            .args(["serve", "--training"])
            // Ours, and no setting of the program's: it refuses what it does not know.
            .env_remove("MERZIM_BENCH_POSTGRES_URL")
            .env("MERZIM_DATABASE_URL", &database.url)
            .env("MERZIM_PORT", port.to_string())
            .env("MERZIM_LOG", filter)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .with_context(|| format!("{} did not start", program.display()))?;
        let mut server = Self {
            port,
            child,
            log,
            _folder: folder,
        };
        server.wait().await?;
        Ok(server)
    }

    async fn wait(&mut self) -> Result<()> {
        for _ in 0..TRIES {
            tokio::time::sleep(PAUSE).await;
            if let Some(ended) = self.child.try_wait()? {
                bail!("the server ended ({ended}): {}", fs::read_to_string(&self.log)?);
            }
            if let Ok(mut client) = Client::connect(self.port).await
                && client
                    .get("/readyz")
                    .await
                    .is_ok_and(|answer| answer.status == 200)
            {
                return Ok(());
            }
        }
        bail!("the server does not answer: {}", fs::read_to_string(&self.log)?)
    }

    /// How many statements it has sent for requests so far. What the jobs ask does not count, nor what opens a
    /// connection or begins a transaction.
    pub fn statements(&self) -> Result<usize> {
        let of_request = |line: &&str| {
            line.contains("\"target\":\"sqlx::query\"")
                && line.contains("request_id")
                && !["PRAGMA", "BEGIN", "COMMIT"]
                    .iter()
                    .any(|word| line.contains(&format!("\"summary\":\"{word}")))
        };
        Ok(fs::read_to_string(&self.log)?.lines().filter(of_request).count())
    }

    /// Resident memory in MiB: now, and the most it ever was.
    pub fn memory(&self) -> Result<(f64, f64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
            Some(kib / 1024.0)
        };
        of("VmRSS:")
            .zip(of("VmHWM:"))
            .context("the system does not say how much memory a process has")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing is under way that must not be lost.
        let ended = self.child.kill().and_then(|()| self.child.wait());
        if ended.is_err() {
            println!("the server of the bench could not be stopped");
        }
    }
}
