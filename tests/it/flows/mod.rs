//! The stories that the tracker must pass, each on every database and with more than one set of dates.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

mod ended_by_term;
mod given_late;
mod held;
mod refused;
mod suspended;
