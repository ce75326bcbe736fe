//! The command line.

pub mod calendar;
pub mod check;
pub mod ledger;
pub mod migrate;

use std::{ffi::OsString, process::ExitCode};

/// Runs.
pub fn run(_arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::SUCCESS
}
