//! Somebody finds that a dose was recorded in the case of one person and given to another.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Takes it down in both cases, to be signed by a second person.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`] where one of the cases is not the actor's.
pub async fn report_wrong_person(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (recorded, record): (CaseId, RecordId),
    given: CaseId,
    words: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ReportWrongPerson, async |work| {
        let (mut there, mut here) = work.two_cases(recorded, given).await?;
        let ask = |file: &crate::store::file::CaseFile| {
            let facts = file.facts.clone().into();
            work.authorise(Action::ReportWrongPerson, &facts, &Context::default())
        };
        let (first, second) = (ask(&there)?, ask(&here)?);
        let id = RecordId::fresh();
        let (in_there, in_here) = decide::report_wrong_person(&there.case, &here.case, id, record, words)?;
        let written = work.record(first, &mut there, in_there).await?;
        let written = written.and(work.record(second, &mut here, in_here).await?);
        Ok((written, id))
    })
    .await
}
