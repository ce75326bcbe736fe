//! Two cases that counted as one are about two persons after all.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;

/// Tells two cases apart again: each goes on with its own history.
///
/// # Errors
/// [`Failure::Refused`] where they are not merged, or without words; [`Failure::Forbidden`].
pub async fn part_cases(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (leading, resting): (CaseId, CaseId),
    merging: RecordId,
    words: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::PartCases, async |work| {
        let (mut leads, mut rests) = work.two_cases(leading, resting).await?;
        let ask = |file: &CaseFile| {
            let facts = file.facts.clone().into();
            work.authorise(Action::PartCases, &facts, &Context::default())
        };
        let (first, second) = (ask(&leads)?, ask(&rests)?);
        let (in_leads, in_rests) = decide::part_cases(
            (&leads.case, &leads.now),
            (&rests.case, &rests.now),
            merging,
            words,
        )?;
        let written = work.record(first, &mut leads, in_leads).await?;
        let written = written.and(work.record(second, &mut rests, in_rests).await?);
        Ok((written, merging))
    })
    .await
}
