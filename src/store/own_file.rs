//! The file of an SQLite database. Where somebody moves it away or removes it under a running program, SQLite goes on reading
//! and writing what no path leads to any more: everything is answered as ever, and gone at the next start.

use std::path::{Path, PathBuf};

use super::StoreError;

/// Which file was opened, and where it lay.
#[derive(Debug)]
pub(super) struct OwnFile {
    path: PathBuf,
    opened: Option<Identity>,
}

/// Device and number of a file.
type Identity = (u64, u64);

impl OwnFile {
    /// The file as it lies there now. Where files have no number, nothing is known of it.
    pub(super) fn opened(path: &Path) -> Self {
        // From here on it is the same file wherever the program works.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let opened = identity(&path);
        Self { path, opened }
    }

    /// Does the path still lead to the file that was opened?
    ///
    /// # Errors
    /// [`StoreError::Lost`] where it leads to another, or to none.
    pub(super) fn still_there(&self) -> Result<(), StoreError> {
        match self.opened {
            Some(opened) if identity(&self.path) != Some(opened) => Err(StoreError::Lost),
            _ => Ok(()),
        }
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<Identity> {
    None
}
