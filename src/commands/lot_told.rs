//! Something is said about a lot, and every case it concerns is told: what these acts begin with.

use crate::domain::ids::{CaseId, LotId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Failure, Work};
use crate::store::file::CaseFile;
use crate::store::stock::{self, Lot};
use crate::store::{StoreError, reading};

/// Whom an act about a lot tells.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whom {
    /// Everybody who received it, or for whom it is kept or on its way.
    Concerned,
    /// Everybody whom its recall reached.
    Reached,
}

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
/// [`Refusal::NothingToDo`] for a lot that is not there; [`StoreError::Stale`] where somebody received it, or gave it up,
/// while this act waited: then it is tried again, and nobody is left out.
pub(super) async fn concerned(work: &Work<'_>, whom: Whom, lot: LotId) -> Result<Concerned, Failure> {
    let cases = those(work, whom, lot).await?;
    let mut files = Vec::new();
    for case in &cases {
        files.push(work.case(*case).await?);
    }
    let known = stock::lock_lot(work.tx(), lot)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    // Whoever writes down a dose holds the lot until he is done: only now nobody can come any more.
    if those(work, whom, lot).await? != cases {
        return Err(StoreError::Stale("lot").into());
    }
    Ok(Concerned { files, known })
}

async fn those(work: &Work<'_>, whom: Whom, lot: LotId) -> Result<Vec<CaseId>, Failure> {
    Ok(match whom {
        Whom::Concerned => reading::stock::concerned(work.tx(), lot).await?,
        Whom::Reached => reading::stock::reached(work.tx(), lot).await?,
    })
}
