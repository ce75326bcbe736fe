//! A record is corrected: nothing is deleted, everyone who was told is told again.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::event::Corrected;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;

/// A record is corrected: nothing is deleted, everyone who was told is told again.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn amend_record(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    corrected: &Corrected,
    reason: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::AmendRecord, async |work| {
        let mut file = work.case(case).await?;
        let record = match corrected {
            Corrected::Dose(dose) => dose.id,
            Corrected::NotGiven(record) => record.id,
        };
        let context = made_at(&file, record)?;
        let permit = work.authorise(Action::AmendRecord, &file.facts.clone().into(), &context)?;
        let events = decide::amend(&file.case, corrected, reason, work.rules(), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

/// The circumstance that the policies on corrections ask for: where the record was made.
///
/// # Errors
/// [`Refusal::NothingToDo`] where the case holds no such record.
pub fn made_at(file: &CaseFile, record: RecordId) -> Result<Context, Refusal> {
    let known = file.case.record(record).ok_or(Refusal::NothingToDo)?;
    Ok(Context {
        recorded_at: file.organisation_of(known.by),
        ..Context::default()
    })
}
