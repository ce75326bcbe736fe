//! The disk under the server: full, and free again.

use crate::Browser;
use std::process::Command;

/// How far a file may reach while the disk is full: less than the database holds.
const FULL: &str = "--fsize=4096:";
const FREE: &str = "--fsize=unlimited:";

impl Browser {
    /// From now on nothing that the server writes reaches a file.
    ///
    /// # Panics
    /// When the system does not let us say so.
    pub fn fill_disk(&self) {
        self.limit(FULL);
    }

    /// The server can write again.
    ///
    /// # Panics
    /// When the system does not let us say so.
    pub fn free_disk(&self) {
        self.limit(FREE);
    }

    fn limit(&self, files: &str) {
        let mut limit = Command::new("prlimit");
        limit.args(["--pid", &self.process.to_string(), files]);
        assert!(limit.status().unwrap().success(), "{limit:?}");
    }
}
