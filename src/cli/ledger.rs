//! `merzim ledger verify` and `merzim ledger export`: the evidence, checked and handed out.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Write},
    path::Path,
};

use chrono::{DateTime, Utc};

use crate::{
    domain::ids::CaseId,
    store::{
        Store,
        ledger::{self, Bundle, BundleFault, VerifyFault},
    },
};

/// Why the ledger could not answer, or what is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum LedgerFault {
    /// The ledger is broken, or the database did not answer.
    #[error("ledger: {0}")]
    Ledger(#[from] VerifyFault),
    /// The bundle is broken, or cannot be made or read.
    #[error("bundle: {0}")]
    Bundle(#[from] BundleFault),
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

/// Checks the whole ledger and prints its root.
///
/// # Errors
/// When it is broken: the first entry that does not hold, and how.
pub async fn verify(store: &Store, mut out: impl Write + Send) -> Result<(), LedgerFault> {
    let report = ledger::verify(store).await?;
    writeln!(
        out,
        "unbroken: {} entries, {} events",
        report.entries, report.events
    )?;
    writeln!(out, "root {}", report.root)?;
    Ok(())
}

/// Checks an exported bundle by itself, without a database, and prints the root it leads to.
///
/// # Errors
/// When it is broken or no bundle.
pub fn verify_bundle(file: &Path, mut out: impl Write) -> Result<(), LedgerFault> {
    let open = File::open(file).map_err(|why| LedgerFault::File {
        file: file.display().to_string(),
        why,
    })?;
    print(&ledger::verify_bundle(BufReader::new(open))?, &mut out)
}

/// Writes the bundle of a case to a new file.
///
/// # Errors
/// When the file exists, the case has no entry, or the chain does not hold; then no file is left behind.
pub async fn export(
    store: &Store,
    case: CaseId,
    file: &Path,
    now: DateTime<Utc>,
    mut out: impl Write + Send,
) -> Result<(), LedgerFault> {
    let refused = |why| LedgerFault::File {
        file: file.display().to_string(),
        why,
    };
    let new = File::create_new(file).map_err(refused)?;
    let written = match ledger::export(store, case, now, BufWriter::new(&new)).await {
        Ok(bundle) => new
            .sync_all()
            .map(|()| bundle)
            .map_err(|why| BundleFault::File(why).into()),
        Err(fault) => Err(LedgerFault::from(fault)),
    };
    match written {
        Ok(bundle) => print(&bundle, &mut out),
        Err(fault) => {
            // It is ours and incomplete; should it stay, checking it will say so.
            drop(fs::remove_file(file));
            Err(fault)
        }
    }
}

fn print(bundle: &Bundle, out: &mut impl Write) -> Result<(), LedgerFault> {
    writeln!(
        out,
        "unbroken: case {}, {} entries, {} events",
        bundle.case, bundle.entries, bundle.events
    )?;
    writeln!(
        out,
        "root {} after {} entries of the ledger",
        bundle.root, bundle.ledger_entries
    )?;
    Ok(())
}
