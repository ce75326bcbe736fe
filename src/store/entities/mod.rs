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
pub mod attempt;
pub mod case_file;
pub mod dose;
pub mod draft;
pub mod endpoint;
pub mod enrolment;
pub mod event;
pub mod feed;
pub mod former_stay;
pub mod handover;
pub mod injected;
pub mod kept_form;
pub mod ledger;
pub mod ledger_head;
pub mod letter;
pub mod letter_draft;
pub mod letter_file;
pub mod letter_issue;
pub mod letter_withdrawal;
pub mod lot;
pub mod lot_change;
pub mod movement;
pub mod notice;
pub mod obligation;
pub mod organisation;
pub mod outbox;
pub mod pack;
pub mod parcel;
pub mod person;
pub mod recall_case;
pub mod recall_look;
pub mod release_ahead;
pub mod roster_import;
pub mod roster_import_case;
pub mod run_sheet;
pub mod run_sheet_row;
pub mod session;
pub mod setting;
pub mod sheet_scan;
pub mod shelf_duty;
pub mod stock_count;
pub mod submission;
pub mod waiting_letter;
pub mod waiting_signature;
