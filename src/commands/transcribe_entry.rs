//! What was written by hand on a printed sheet is typed in, under its true time.

use super::DoseRecorded;
use super::pack_taken::{self, Taking};
use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Injection, OnPaper, Paper, Shelf};
use crate::domain::ids::{CaseId, OrganisationId, RecordId};
use crate::domain::paper::RowCode;
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;
use crate::store::run_sheets;

/// Whose sheet it is, as the policies ask: the paper stays where it was printed, also when the person goes on.
#[must_use]
pub fn on_sheet_of(site: OrganisationId) -> Context {
    Context {
        recorded_at: Some(site),
        ..Context::default()
    }
}

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
    let action = Action::TranscribeEntry;
    let chosen = match said {
        OnPaper::Given(form) => form.pack,
        OnPaper::NotGiven(_) => None,
    };
    let other = pack_taken::kept_for_another(desk, case, chosen).await?;
    desk.perform(actor, submission, action, async |work| {
        let (mut file, mut before) = pack_taken::cases(work, case, other).await?;
        let printed = run_sheets::printed(work.tx(), &row).await?;
        let printed = printed.filter(|printed| printed.case == case);
        let whose = printed.as_ref().map(|printed| on_sheet_of(printed.organisation));
        let facts = file.facts.clone().into();
        let permit = work.authorise(action, &facts, &whose.unwrap_or_default())?;
        let printed = printed.ok_or(Refusal::NotUnderstood { field: "code" })?;
        if file.case.returned(&row.plain()) {
            return Err(Refusal::RowReturned.into());
        }
        let (cycle, at) = match said {
            OnPaper::Given(form) => (form.cycle, form.occurred_at),
            OnPaper::NotGiven(form) => (form.cycle, form.occurred_at),
        };
        let site = printed.organisation;
        let on = at.map(|at| civil_date(at, file.now.zone));
        let elsewhere = on.filter(|_| actor.organisation() != Some(file.facts.responsible));
        if let Some(refusal) = elsewhere.and_then(|on| file.case.not_treated_there(site, on)) {
            return Err(refusal.into());
        }
        let there = file.case.given_where_printed(site, on).then_some(site);
        let shelf = shelf(work, &file, said, there).await?;
        if cycle != printed.cycle {
            return Err(Refusal::NothingToDo.into());
        }
        let paper = Paper {
            row,
            sheet: printed.number,
            site,
            scan_sha256: scan_sha256.to_owned(),
        };
        let record = RecordId::fresh();
        let (rules, around) = (work.rules(), (&file.roster, &file.now));
        let said = &of_the_person(said, &file);
        let events = decide::transcribe(&file.case, record, said, &paper, &shelf, rules, around)?;
        if let (Some(pack), Some(at)) = (&shelf.chosen, at) {
            let permit = &permit;
            let taking = Taking {
                action,
                permit,
                case,
                record,
                at,
            };
            pack_taken::take(work, taking, pack, &mut before).await?;
        }
        let written = work.record(permit, &mut file, events).await?;
        let next = file.dose(work.rules());
        Ok((written, DoseRecorded::of(record, cycle, next)))
    })
    .await
}

/// The shelf of the place where it was given, which need not be the one that is responsible now.
async fn shelf(
    work: &Work<'_>,
    file: &CaseFile,
    said: &OnPaper,
    there: Option<OrganisationId>,
) -> Result<Shelf, Failure> {
    match said {
        OnPaper::Given(form) => {
            let here = there.unwrap_or(file.facts.responsible);
            pack_taken::shelf(work, file, form, here).await
        }
        OnPaper::NotGiven(_) => Ok(Shelf::default()),
    }
}

/// What the paper says, with the day on which the person was born.
fn of_the_person(said: &OnPaper, file: &CaseFile) -> OnPaper {
    match said {
        OnPaper::Given(form) => OnPaper::Given(Box::new(Injection {
            born_on: Some(file.person.born_on),
            ..Injection::clone(form)
        })),
        OnPaper::NotGiven(form) => OnPaper::NotGiven(form.clone()),
    }
}
