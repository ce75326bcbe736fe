//! Why an intention came to nothing.

use super::super::StoreError;
use crate::access::Forbidden;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use thiserror::Error;

/// Why an intention came to nothing.
#[derive(Debug, Error)]
pub enum Failure {
    /// The rules say no. Expected; shown on the form.
    #[error("refused: {}", .0.iter().map(Refusal::code).collect::<Vec<_>>().join(", "))]
    Refused(Vec<Refusal>),
    /// The policies say no.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such case. Told like one that this actor may not see, after as much work, with a line in the ledger.
    #[error("no such case")]
    Absent(CaseId),
    /// The same form key came with other content.
    #[error("the form was already sent with other content")]
    KeyReused,
    /// A permit for one thing was used on another. A fault of the program, caught before anything is written.
    #[error("a permit for {permit} was used on {used_on}")]
    PermitMisused {
        /// What the permit is for.
        permit: String,
        /// What it was used on.
        used_on: String,
    },
    /// A paper could not be printed; says nothing of what stands in it.
    #[error("the paper could not be printed: {0}")]
    Unprinted(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Failure {
    /// Whether the database cannot be used now.
    pub(super) fn is_unavailable(&self) -> bool {
        matches!(self, Self::Store(fault) if fault.is_unavailable())
    }
}

impl From<Vec<Refusal>> for Failure {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}
