//! Time passes: what follows by itself in a case is recorded.

use crate::access::{Action, Actor, Context};
use crate::domain::ids::CaseId;
use crate::store::desk::{Desk, Failure, Work, Written};

/// Records everything that has become due in a case by now. Two sweeps at once find it done: the second sees
/// the case as the first left it.
///
/// # Errors
/// [`Failure`]; the sweep tries the case again on its next round.
pub async fn advance_case(desk: &Desk, actor: &Actor, case: CaseId) -> Result<bool, Failure> {
    desk.perform(actor, None, Action::AdvanceCase, async |work| {
        advance(work, case).await
    })
    .await
}

/// The same within a transaction that brings more cases up to date.
///
/// # Errors
/// As [`advance_case`].
pub async fn advance(work: &Work<'_>, case: CaseId) -> Result<(Written, bool), Failure> {
    let mut file = work.case(case).await?;
    let permit = work.authorise(
        Action::AdvanceCase,
        &file.facts.clone().into(),
        &Context::default(),
    )?;
    work.advance(permit, &mut file).await
}
