//! The command line.

use std::{ffi::OsString, process::ExitCode};

/// Runs.
pub fn run(_arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::SUCCESS
}
