//! The file of an SQLite database. Where somebody moves it away or removes it under a running program, SQLite goes on reading
//! and writing what no path leads to any more: everything is answered as ever, and gone at the next start. Where somebody cuts it
//! short, what SQLite holds in memory is still answered, as if the rest were there.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::StoreError;

/// Which file was opened, and where it lay.
#[derive(Debug)]
pub(super) struct OwnFile {
    path: PathBuf,
    opened: Option<Identity>,
    /// The longest that it was found. It never shrinks: nothing here runs VACUUM, and taking in the log only lengthens it.
    longest: AtomicU64,
}

/// Device and number of a file.
type Identity = (u64, u64);

impl OwnFile {
    /// The file as it lies there now. Where files have no number, nothing is known of it.
    pub(super) fn opened(path: &Path) -> Self {
        // From here on it is the same file wherever the program works.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (opened, length) = found(&path).unzip();
        Self {
            path,
            opened,
            longest: AtomicU64::new(length.unwrap_or_default()),
        }
    }

    /// Does the path still lead to the file that was opened, and is nothing cut off it?
    ///
    /// # Errors
    /// [`StoreError::Lost`] where it leads to another, to a shorter one, or to none.
    pub(super) fn still_there(&self) -> Result<(), StoreError> {
        let Some(opened) = self.opened else {
            return Ok(());
        };
        // Read before the file is asked: another thread may see it grow in between.
        let longest = self.longest.load(Ordering::SeqCst);
        match found(&self.path) {
            Some((identity, length)) if identity == opened && length >= longest => {
                self.longest.fetch_max(length, Ordering::SeqCst);
                Ok(())
            }
            _ => Err(StoreError::Lost),
        }
    }
}

/// Which file lies there, and how many bytes long it is.
#[cfg(unix)]
fn found(path: &Path) -> Option<(Identity, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::metadata(path).ok()?;
    Some(((found.dev(), found.ino()), found.len()))
}

#[cfg(not(unix))]
fn found(_: &Path) -> Option<(Identity, u64)> {
    None
}
