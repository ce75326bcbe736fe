//! Rocket: guards, sealed forms, pages, faults.

pub mod assets;
pub mod faults;
pub mod health;
pub mod logging;
pub mod security;
