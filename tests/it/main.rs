//! The one integration-test binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::needless_pass_by_value,
    clippy::type_complexity,
    reason = "tests are told, not called by others"
)]

// As in the program. It is quicker besides, and the tests allocate as much as an unoptimised build does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod access;
mod cli;
mod demo;
mod flows;
mod hazards;
mod house;
mod letters;
mod packs_owed;
mod pages;
mod properties;
mod serving;
mod shell;
mod sign_in;
mod simulated;
mod store;
mod support;
mod web;
mod words;
