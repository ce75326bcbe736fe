//! (room being furnished)
pub mod calendar;
pub mod check;
