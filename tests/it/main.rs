//! The one integration-test binary.

mod access;
mod flows;
mod pages;
mod shell;
mod sign_in;
mod store;
mod support;
