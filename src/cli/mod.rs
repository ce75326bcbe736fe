//! The command line: what an operator can ask for. The definitions and the dispatch come from the shell.

pub mod calendar;
pub mod check;
pub mod ledger;
pub mod migrate;
