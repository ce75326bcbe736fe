//! Random lives of cases through the pure core, without a database: whatever people, courts and the clock do in
//! whatever order, the same things hold.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

mod arrival;
mod found;
mod histories;
pub mod lives;
mod merged;
mod pack_codes;
mod passage;
mod supplies;
