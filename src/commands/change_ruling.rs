//! A clerk records what a court did to a ruling; it takes effect from its day.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RulingId};
use crate::domain::refusal::Refusal;
use crate::domain::ruling::RulingChange;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::organisations;

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
        let named = change.terms.as_ref().and_then(|terms| terms.supervising);
        if let Some(body) = named {
            let found = organisations::find_in(work.tx(), body).await?;
            let kind = found.and_then(|found| work.rules().places.kind(&found.kind));
            if !kind.is_some_and(|kind| kind.supervises) {
                return Err(Refusal::Required { field: "supervising" }.into());
            }
        }
        let events = decide::change_ruling(&file.case, change, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, change.ruling))
    })
    .await
}
