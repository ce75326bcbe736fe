//! What happens without anyone asking. Jobs ask about state, never about yesterday: one that did not run for
//! days catches up, and several processes may run the same one.

pub mod deliver;
mod sweep;
pub mod transport;

pub use sweep::sweep;
