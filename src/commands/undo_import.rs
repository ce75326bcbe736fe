//! A clerk undoes a whole import.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::RecordId;
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission, Written};
use crate::store::imports;

/// Undoes a whole import: each of its cases ends as one that was entered by mistake, its doses are struck out, and all of
/// it stays readable. Possible only while nobody has done anything in any of them.
///
/// # Errors
/// [`Failure::Refused`] for an import that is not there or undone already, for missing words, and where something was
/// recorded since; [`Failure::Forbidden`].
pub async fn undo_import(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    import: RecordId,
    words: &str,
) -> Result<u64, Failure> {
    desk.perform(actor, submission, Action::UndoImport, async |work| {
        imports::take_turn(work.tx()).await?;
        let cases = imports::cases_of(work.tx(), import).await?;
        let mut written: Option<Written> = None;
        for kept in &cases {
            let mut file = work.case(kept.case).await?;
            let permit = work.authorise(
                Action::UndoImport,
                &file.facts.clone().into(),
                &Context::default(),
            )?;
            let touched = file
                .history
                .iter()
                .any(|told| told.seq > kept.version && told.by.account().is_some());
            if touched {
                let reference = file.case.reference.clone();
                return Err(Refusal::ImportTouched { reference }.into());
            }
            let events = decide::undo_import(&file.case, import, words, &file.now)?;
            let one = work.record(permit, &mut file, events).await?;
            written = Some(match written {
                Some(before) => before.and(one),
                None => one,
            });
        }
        imports::undone(work.tx(), import, work.instant()).await?;
        let written = written.ok_or(Refusal::NothingToDo)?;
        Ok((written, cases.len() as u64))
    })
    .await
}
