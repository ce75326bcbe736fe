//! What every test needs, and no test is about.

pub mod database;
pub mod invariants;
pub mod rows;
pub mod world;
