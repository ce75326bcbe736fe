//! `merzim migrate`: brings the tables of a database up to this program.

use std::io::{self, Write};

use crate::store::{Store, StoreError};

/// Why migrating failed; nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum MigrateFault {
    /// The database refused, or is ahead of this program.
    #[error("migrations were not applied: {}", chain(.0))]
    Store(#[from] StoreError),
    /// The answer could not be written.
    #[error("cannot write the answer: {0}")]
    Output(#[from] io::Error),
}

/// Applies what is pending, all or nothing, and says what that was.
///
/// # Errors
/// See [`MigrateFault`].
pub async fn migrate(store: &Store, mut out: impl Write + Send) -> Result<(), MigrateFault> {
    let applied = store.migrate().await?;
    for name in &applied {
        writeln!(out, "applied {name}")?;
    }
    if applied.is_empty() {
        writeln!(out, "nothing to apply")?;
    }
    Ok(())
}

/// The error and what lies beneath it, on one line.
fn chain(error: &StoreError) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
