//! What was written down of a ruling's paper is put right.

use super::open_case::{explained, unexplained};
use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RulingId};
use crate::domain::ruling::Ruling;
use crate::store::desk::{Desk, Failure, Submission};

/// What was written down of a ruling's paper is put right.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn amend_ruling(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    ruling: &Ruling,
    reason: &str,
) -> Result<RulingId, Failure> {
    desk.perform(actor, submission, Action::AmendRuling, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::AmendRuling,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let needed = unexplained(&file, Some(file.person.born_on), ruling, work.rules());
        let ruling = &explained(ruling, needed)?;
        let events = decide::amend_ruling(&file.case, ruling, reason, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ruling.id))
    })
    .await
}
