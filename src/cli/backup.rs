//! `merzim backup` and `merzim restore`: the whole database in one file, and back.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, Write},
    path::Path,
};

use chrono::{DateTime, Utc};

use crate::store::{
    Store,
    backup::{self, BackupFault, Kept},
};

/// Why there is no backup, or it was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// The database or the file does not hold.
    #[error("backup: {0}")]
    Backup(#[from] BackupFault),
    /// The file exists, or cannot be opened.
    #[error("{file}: {why}")]
    File {
        /// The file.
        file: String,
        /// What the operating system said.
        why: io::Error,
    },
    /// The answer could not be written.
    #[error("cannot write the answer: {0}")]
    Output(#[from] io::Error),
}

/// Writes a backup to a new file that its owner alone may read, and reads it through again.
///
/// # Errors
/// When the file exists, the ledger does not hold, or what was written is not what is read; then no file is left.
pub async fn back_up(
    store: &Store,
    file: &Path,
    now: DateTime<Utc>,
    mut out: impl Write + Send,
) -> Result<(), FileFault> {
    let new = private(file).map_err(|why| refused(file, why))?;
    let written = write_and_read(store, file, &new, now).await;
    match written {
        Ok(kept) => Ok(print(&kept, &mut out)?),
        Err(fault) => {
            // It is ours and incomplete; should it stay, restoring it will say so.
            drop(fs::remove_file(file));
            Err(fault)
        }
    }
}

async fn write_and_read(
    store: &Store,
    file: &Path,
    new: &File,
    now: DateTime<Utc>,
) -> Result<Kept, FileFault> {
    let kept = backup::back_up(store, now, BufWriter::new(new)).await?;
    new.sync_all().map_err(BackupFault::File)?;
    let read = File::open(file).map_err(|why| refused(file, why))?;
    if backup::check(BufReader::new(read))? != kept {
        return Err(BackupFault::OtherRoot.into());
    }
    Ok(kept)
}

/// Takes a backup into an empty database.
///
/// # Errors
/// When the file is not whole, or the database holds something; then the database is as it was.
pub async fn restore(store: &Store, file: &Path, mut out: impl Write + Send) -> Result<(), FileFault> {
    let open = File::open(file).map_err(|why| refused(file, why))?;
    Ok(print(
        &backup::restore(store, BufReader::new(open)).await?,
        &mut out,
    )?)
}

fn private(file: &Path) -> Result<File, io::Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

fn refused(file: &Path, why: io::Error) -> FileFault {
    FileFault::File {
        file: file.display().to_string(),
        why,
    }
}

fn print(kept: &Kept, out: &mut impl Write) -> Result<(), io::Error> {
    let made_at = kept.made_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    writeln!(
        out,
        "whole: {} rows, {} entries of the ledger, as of {made_at}",
        kept.rows, kept.entries
    )?;
    writeln!(out, "root {}", kept.root)
}
