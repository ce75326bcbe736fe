//! The stories that the tracker must pass, each on every database and with more than one set of dates.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

mod backward_clocks;
mod before_first_dose;
mod clock_edges;
mod complaint;
mod corrected;
mod court_clocks;
mod departed;
mod desk;
mod ended_by_term;
mod given_late;
mod handover;
mod held;
mod imported;
mod incident;
mod known_late;
mod letters;
mod merged;
mod missed;
mod monitored;
mod moved;
mod outage;
mod pack;
mod paper_day;
mod prescribed_again;
mod reactions;
mod recalled;
mod refused;
mod regimen_changed;
mod review_signed;
mod reviewed;
mod supplied;
mod suspended;
mod told;
mod two_nurses;
mod wrong_person;
