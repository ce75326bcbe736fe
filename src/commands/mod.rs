//! One file per intention: the only way in for change.

pub mod sign_in;
