//! What the program writes into its log while a test runs.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// What was written into the log since the test began; every test is a process of its own.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

/// Begins with the first look at it.
pub static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    // As the program writes where nobody asks it for more.
    let writer = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO);
    let started = writer.with_writer(log.clone()).try_init();
    assert!(started.is_ok(), "somebody else keeps the log");
    log
});

impl Log {
    /// All of it.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
