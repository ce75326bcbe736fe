//! The stories that the tracker must pass, each on every database and with more than one set of dates.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

mod backward_clocks;
mod before_first_dose;
mod clock_edges;
mod complaint;
mod corrected;
mod court_clocks;
mod departed;
mod ended_by_term;
mod given_late;
mod handover;
mod held;
mod incident;
mod known_late;
mod missed;
mod monitored;
mod moved;
mod outage;
mod pack;
mod prescribed_again;
mod reactions;
mod refused;
mod regimen_changed;
mod review_signed;
mod reviewed;
mod suspended;
mod two_nurses;
