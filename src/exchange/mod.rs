//! What comes from other programs and goes to them, as bytes: read into plain values, never acted on here.

pub mod roster;
