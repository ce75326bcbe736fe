//! A clerk records a further ruling.

use super::open_case::{explained, was_under_age};
use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RulingId};
use crate::domain::ruling::Ruling;
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk records a further ruling.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_ruling(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    ruling: &Ruling,
) -> Result<RulingId, Failure> {
    desk.perform(actor, submission, Action::RecordRuling, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::RecordRuling,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        // Another ruling is about another offence: its reason is its own.
        let needed = was_under_age(Some(file.person.born_on), ruling, work.rules(), &file.now);
        let ruling = &explained(ruling, needed)?;
        let events = decide::record_ruling(&file.case, ruling, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ruling.id))
    })
    .await
}
