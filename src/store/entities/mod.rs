//! One file per table: the rows as they lie in the database.
//!
//! Instants are UTC with microseconds, civil dates have no zone, structured values are JSON text (the digests
//! of the ledger are taken over the exact bytes, so no database may reformat them).

#![allow(
    dead_code,
    reason = "SeaORM asks each entity for a `Relation`; joins here are written where they are read"
)]

pub mod account;
pub mod alert;
pub mod case_file;
pub mod dose;
pub mod draft;
pub mod enrolment;
pub mod event;
pub mod former_stay;
pub mod handover;
pub mod ledger;
pub mod ledger_head;
pub mod notice;
pub mod obligation;
pub mod organisation;
pub mod outbox;
pub mod person;
pub mod release_ahead;
pub mod session;
pub mod setting;
pub mod submission;
pub mod waiting_signature;
