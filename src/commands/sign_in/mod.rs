//! Signing in.

pub mod one_time_code;
pub mod password;
pub mod session;
pub mod throttle;
