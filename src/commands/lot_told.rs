//! Something is said about a lot, and every case it concerns is told: what these acts begin with.

use crate::domain::ids::{CaseId, LotId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Failure, Work};
use crate::store::file::CaseFile;
use crate::store::stock::{self, Lot};

/// The cases that a lot concerns, and the lot: held until the end.
pub(super) struct Concerned {
    /// The cases, in the order of their identities.
    pub(super) files: Vec<CaseFile>,
    /// The lot.
    pub(super) known: Lot,
}

/// Takes the cases first, in the order of their identities, then the lot: no two such acts wait for each other.
///
/// # Errors
/// [`Refusal::NothingToDo`] for a lot that is not there.
pub(super) async fn concerned(work: &Work<'_>, cases: Vec<CaseId>, lot: LotId) -> Result<Concerned, Failure> {
    let mut files = Vec::new();
    for case in cases {
        files.push(work.case(case).await?);
    }
    let known = stock::lock_lot(work.tx(), lot)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    Ok(Concerned { files, known })
}
