//! (room being furnished)
pub mod ledger;
pub mod migrate;
