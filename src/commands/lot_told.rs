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
    /// The same, and those whom the lots concern that are one with it.
    Recalled,
    /// Everybody whom its recall reached.
    Reached,
}

/// The cases that a lot concerns, and the lot: held until the end.
pub(super) struct Concerned {
    /// The cases, in the order of their identities.
    pub(super) files: Vec<CaseFile>,
    /// The lot.
    pub(super) known: Lot,
    /// Those that are one with it, where the act is about them, too.
    pub(super) twins: Vec<Lot>,
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
    // The lots, too, in the order of their identities.
    let mut lots = vec![lot];
    lots.extend(twins_of(work, whom, lot).await?);
    lots.sort_unstable();
    let mut twins = Vec::new();
    for id in lots {
        twins.extend(stock::lock_lot(work.tx(), id).await?);
    }
    let known = twins.iter().position(|known| known.id == lot);
    let known = twins.remove(known.ok_or(Refusal::NothingToDo)?);
    if matches!(whom, Whom::Recalled) {
        // Somebody recalled one of them while this act waited: that recall stands, and is not overwritten.
        twins.retain(|twin| twin.recall.is_none());
    }
    // Whoever writes down a dose holds the lot until he is done: only now nobody can come any more.
    if those(work, whom, lot).await? != cases {
        return Err(StoreError::Stale("lot").into());
    }
    Ok(Concerned { files, known, twins })
}

/// The other lots that an act is about.
async fn twins_of(work: &Work<'_>, whom: Whom, lot: LotId) -> Result<Vec<LotId>, Failure> {
    Ok(match whom {
        Whom::Concerned => Vec::new(),
        Whom::Recalled => stock::twins(work.tx(), work.rules(), lot).await?,
        Whom::Reached => stock::recalled_with(work.tx(), lot).await?,
    })
}

async fn those(work: &Work<'_>, whom: Whom, lot: LotId) -> Result<Vec<CaseId>, Failure> {
    let (tx, rules) = (work.tx(), work.rules());
    Ok(match whom {
        Whom::Concerned => reading::stock::concerned(tx, rules, lot).await?,
        Whom::Recalled => {
            let mut all = reading::stock::concerned(tx, rules, lot).await?;
            for twin in twins_of(work, whom, lot).await? {
                all.extend(reading::stock::concerned(tx, rules, twin).await?);
            }
            all.sort_unstable();
            all.dedup();
            all
        }
        Whom::Reached => reading::stock::reached(work.tx(), lot).await?,
    })
}
