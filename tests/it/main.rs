//! The one integration-test binary.

#![allow(clippy::unwrap_used)] // a helper of a test may fail as a test does

mod access;
mod cli;
mod pages;
mod serving;
mod shell;
mod sign_in;
mod store;
mod support;
