//! The one place that knows SeaORM: rows in, typed values out.
//!
//! [`Store`] holds the connections, [`Tx`] is one writing transaction. What other rooms see are plain types;
//! connections, entities and queries stay in here.

pub mod accounts;
mod address;
pub mod ages;
pub mod backup;
mod connect;
pub mod desk;
pub mod drafts;
pub mod endpoints;
mod entities;
mod error;
pub mod feeds;
pub mod file;
pub mod given_up;
pub mod imports;
pub mod kept_forms;
pub mod ledger;
pub mod letter_mail;
pub mod letters;
mod locks;
pub mod lost_alone;
mod mailed;
mod messages;
pub mod organisations;
pub mod outbox;
mod own_file;
mod parcels;
pub mod passage;
pub mod people;
mod projections;
pub mod reading;
pub mod recall_looks;
pub mod recalled;
mod reviews;
pub mod run_sheets;
pub mod sessions;
pub mod settings;
pub mod sheet_scans;
pub mod shelf_duties;
pub mod stock;
pub mod submissions;

pub use connect::{Mode, OpenFault, OpenOptions, Store, Tx};
pub use error::StoreError;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// The instant as both databases keep it: whole microseconds.
#[must_use]
pub fn whole_micros(at: DateTime<Utc>) -> DateTime<Utc> {
    // Fails only outside the years 1677–2262, where an instant is kept as it is.
    at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at)
}
