//! Command line only.
fn main() {}
