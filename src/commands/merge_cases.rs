//! Two cases turn out to be about one person: one goes on for both, the other rests.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Numbers};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;

/// Lets a case rest beside the one that leads. Nothing in either is changed or moved.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`] where one of the cases is not the actor's.
pub async fn merge_cases(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (leading, resting): (CaseId, CaseId),
    words: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::MergeCases, async |work| {
        let (mut leads, mut rests) = work.two_cases(leading, resting).await?;
        let ask = |file: &CaseFile| {
            let facts = file.facts.clone().into();
            work.authorise(Action::MergeCases, &facts, &Context::default())
        };
        let (first, second) = (ask(&leads)?, ask(&rests)?);
        let id = RecordId::fresh();
        let numbers = Numbers {
            leading: leads.person.iin.as_deref(),
            resting: rests.person.iin.as_deref(),
        };
        let (in_leads, in_rests) = decide::merge_cases(
            (&leads.case, &leads.now),
            (&rests.case, &rests.now),
            id,
            words,
            (work.rules(), numbers),
        )?;
        let written = work.record(first, &mut leads, in_leads).await?;
        let written = written.and(work.record(second, &mut rests, in_rests).await?);
        Ok((written, id))
    })
    .await
}
