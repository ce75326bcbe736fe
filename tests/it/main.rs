//! The one integration-test binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod store;
mod support;
