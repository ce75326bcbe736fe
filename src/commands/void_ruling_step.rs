//! A step of a ruling was recorded wrongly: it stays readable, and what it closed opens again.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RulingId};
use crate::store::desk::{Desk, Failure, Submission};

/// A step of a ruling was recorded wrongly: it stays readable, and what it closed opens again.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn void_ruling_step(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    (ruling, step): (RulingId, u32),
    reason: &str,
) -> Result<RulingId, Failure> {
    desk.perform(actor, submission, Action::VoidRulingStep, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::VoidRulingStep,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let events = decide::void_ruling_step(&file.case, ruling, step, reason, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ruling))
    })
    .await
}
