//! A second person compares an entry with the paper it was typed from.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::StoreError;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;

/// Who wrote an entry from paper as it stands, as the policies ask: whoever typed it, or corrected it since, does not verify
/// it.
///
/// # Errors
/// [`StoreError::Missing`] for an entry that was not typed from paper.
pub fn verifying(file: &CaseFile, record: RecordId) -> Result<Context, StoreError> {
    let typed = file.case.transcription(record);
    let typed = typed.ok_or(StoreError::Missing("entry"))?;
    Ok(Context {
        placed_by: typed.last_by.account(),
        recorded_at: file.case.sheet_site(record),
        ..Context::default()
    })
}

/// Verifies an entry.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`], also for whoever typed it.
pub async fn verify_entry(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    record: RecordId,
    (agrees, words): (bool, &str),
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::VerifyEntry, async |work| {
        let mut file = work.case(case).await?;
        let context = verifying(&file, record).map_err(|_| Refusal::NothingToDo)?;
        let permit = work.authorise(Action::VerifyEntry, &file.facts.clone().into(), &context)?;
        let events = decide::verify_entry(&file.case, record, agrees, words)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
