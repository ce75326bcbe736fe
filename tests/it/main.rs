//! The one integration-test binary.

mod access;
mod pages;
mod shell;
mod store;
mod support;
