//! (room being furnished)
pub mod views;
