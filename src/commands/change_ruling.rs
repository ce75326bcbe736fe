//! A clerk records what a court did to a ruling; it takes effect from its day.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RulingId};
use crate::domain::ruling::RulingChange;
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk records what a court did to a ruling; it takes effect from its day.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn change_ruling(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    change: &RulingChange,
) -> Result<RulingId, Failure> {
    desk.perform(actor, submission, Action::ChangeRuling, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::ChangeRuling,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let events = decide::change_ruling(&file.case, change)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, change.ruling))
    })
    .await
}
