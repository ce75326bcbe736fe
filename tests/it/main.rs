//! The one integration-test binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod cli;
mod demo;
mod flows;
mod pages;
mod serving;
mod shell;
mod sign_in;
mod store;
mod support;
mod web;
