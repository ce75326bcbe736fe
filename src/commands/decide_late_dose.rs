//! A physician decides whether a very late dose may be given.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, FlareAnswer, Grounds};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician decides whether a very late dose may be given.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
#[allow(
    clippy::too_many_arguments,
    reason = "each is a fact of its own; none belongs to another"
)]
pub async fn decide_late_dose<'w>(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    cycle: u32,
    give: Option<bool>,
    grounds: impl Into<Grounds<'w>>,
    flare: &FlareAnswer,
) -> Result<RecordId, Failure> {
    let grounds = grounds.into();
    desk.perform(actor, submission, Action::DecideLateDose, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::DecideLateDose,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let record = RecordId::fresh();
        let events = decide::decide_late_dose(
            &file.case,
            (record, RecordId::fresh()),
            cycle,
            give,
            grounds,
            flare,
            work.rules(),
            &file.now,
        )?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
