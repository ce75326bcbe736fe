//! The program under test, as a process of its own.

use std::{
    env,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Longest wait for a program to begin to answer. Inventing the country takes minutes in a debug build.
const PATIENCE: Duration = Duration::from_secs(900);

/// A running server; ends when it is dropped.
pub struct Server {
    child: Child,
    /// Where it answers, without a slash at the end.
    pub address: String,
    /// Held while the server lives, so that its folder does.
    folder: Option<tempfile::TempDir>,
}

impl Server {
    /// Serves a training database.
    ///
    /// # Panics
    /// When the program does not begin to answer.
    #[must_use]
    pub fn serve(database: &Path, folder: tempfile::TempDir) -> Self {
        let url = format!("sqlite://{}", database.display());
        Self::start(Some(folder), |port| {
            let mut command = told_of_a_full_disk();
            command
                .args(["serve", "--training"])
                .env("MERZIM_DATABASE_URL", &url)
                .env("MERZIM_PORT", port.to_string())
                .env("MERZIM_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
                .env("MERZIM_LOG", "warn");
            command
        })
    }

    /// Starts what `command` says for a port, and waits until it answers there.
    ///
    /// # Panics
    /// When it does not begin to answer.
    #[must_use]
    pub fn start(folder: Option<tempfile::TempDir>, command: impl Fn(u16) -> Command) -> Self {
        // Between asking for a free port and using it somebody else may take it; then the program ends, and we ask again.
        for _ in 0..5 {
            let port = free_port();
            let child = command(port).stdout(Stdio::null()).spawn().unwrap();
            let mut server = Self {
                child,
                address: format!("http://127.0.0.1:{port}"),
                folder: None,
            };
            if server.answers(port) {
                server.folder = folder;
                return server;
            }
        }
        panic!("the program ended before it answered");
    }

    /// The number of the process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Where its database is.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.as_ref().unwrap().path()
    }

    /// Waits for the first answer; false when the program ended.
    fn answers(&mut self, port: u16) -> bool {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if ready(port).unwrap_or(false) {
                return true;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("the program did not answer within {} s", PATIENCE.as_secs());
    }

    /// Asks the program to end, and waits until it has.
    pub fn end(&mut self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill")
            .args(["-TERM", &id])
            .stderr(Stdio::null())
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

fn ready(port: u16) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 200"))
}

/// A port that nobody listens on now.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// The program, free of what this shell may say to it.
pub(crate) fn program() -> Command {
    cleaned(Command::new(path()))
}

/// The program, which learns from its writes that a file may not grow, as from a full disk: by itself the system would
/// end it.
fn told_of_a_full_disk() -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(path());
    cleaned(command)
}

fn cleaned(mut command: Command) -> Command {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("MERZIM_") {
            command.env_remove(name);
        }
    }
    command
}

/// `MERZIM_PROGRAM`, or what was built beside this test.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn path() -> PathBuf {
    if let Some(named) = env::var_os("MERZIM_PROGRAM") {
        return named.into();
    }
    let test = env::current_exe().unwrap();
    let built = test.parent().and_then(Path::parent).unwrap().join("merzim");
    assert!(built.exists(), "{} is not built: cargo build", built.display());
    built
}
