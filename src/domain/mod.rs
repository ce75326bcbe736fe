//! The pure core: no async, no clock, no database, no HTTP.
//!
//! Facts are what happened ([`event`]); rules are data ([`rules`]); [`plan`] is a function of both.

pub mod calendar;
pub mod ids;
pub mod iin;
pub mod localised;
pub mod rules;
pub mod schedule;
pub mod time;
