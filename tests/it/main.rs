//! The one integration-test binary.

mod access;
mod shell;
mod store;
mod support;
