//! What every test needs, and no test is about.

pub mod database;
pub mod forms;
pub mod invariants;
pub mod log;
pub mod page;
pub mod paper;
pub mod pdf;
pub mod rows;
pub mod sink;
pub mod site;
pub mod world;
