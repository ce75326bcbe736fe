//! What was written by hand on a printed sheet is typed in, under its true time.

use super::DoseRecorded;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, OnPaper, Paper};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::paper::RowCode;
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::run_sheets;

/// Types one row of a sheet: a dose given, or one that was not.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong, as at the chair; [`Failure::Forbidden`].
pub async fn transcribe_entry(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    (row, scan_sha256): (RowCode, &str),
    said: &OnPaper,
) -> Result<DoseRecorded, Failure> {
    desk.perform(actor, submission, Action::TranscribeEntry, async |work| {
        let mut file = work.case(case).await?;
        let (facts, context) = (file.facts.clone().into(), Context::default());
        let permit = work.authorise(Action::TranscribeEntry, &facts, &context)?;
        let printed = run_sheets::printed(work.tx(), &row).await?;
        let printed = printed.filter(|printed| printed.case == case);
        let printed = printed.ok_or(Refusal::NotUnderstood { field: "code" })?;
        if file.case.returned(&row.plain()) {
            return Err(Refusal::RowReturned.into());
        }
        let cycle = match said {
            OnPaper::Given(form) => form.cycle,
            OnPaper::NotGiven(form) => form.cycle,
        };
        if cycle != printed.cycle {
            return Err(Refusal::NothingToDo.into());
        }
        let paper = Paper {
            row,
            sheet: printed.number,
            scan_sha256: scan_sha256.to_owned(),
        };
        let record = RecordId::fresh();
        let (rules, roster) = (work.rules(), &file.roster);
        let events = decide::transcribe(&file.case, record, said, &paper, rules, roster, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        let next = file.plan(work.rules()).dose;
        Ok((written, DoseRecorded::of(record, cycle, next)))
    })
    .await
}
