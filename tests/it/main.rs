//! The one integration-test binary.

mod access;
mod store;
mod support;
