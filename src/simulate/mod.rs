//! Whole lives of cases through the pure core: what people do, what goes wrong, and what must hold all the same.
//!
//! No database, no clock, no network: the rules decide, the events are folded, the sweep is a function. The tests and
//! `merzim simulate` live the same lives. `docs/simulate.md` says what is covered and what is not.

pub mod arrival;
pub mod chance;
pub mod custody;
pub mod invariants;
pub mod life;
pub mod naive;
pub mod papers;
pub mod run;
pub mod sent;
pub mod step;
pub mod stock;
mod walk;

use std::fmt;

/// Something that must hold and does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which promise, in a few words.
    pub promise: &'static str,
    /// What was found instead.
    pub found: String,
}

impl Broken {
    /// A broken promise.
    #[must_use]
    pub fn new(promise: &'static str, found: impl Into<String>) -> Self {
        Self {
            promise,
            found: found.into(),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.promise, self.found)
    }
}
