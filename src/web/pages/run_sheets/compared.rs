//! A second person compares what was typed with its paper.

use super::outcome;
use crate::access::Action;
use crate::commands::{self, verifying};
use crate::domain::ids::RecordId;
use crate::domain::paper::RowCode;
use crate::store::file::CaseFile;
use crate::store::reading::run_sheets::{self as sheets, Found};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, who};
use crate::web::pages::case_page::timeline::dose_details;
use crate::web::pages::record::{Answer, done, fresh, known, refused};
use crate::web::pages::rows::{dose_rows, not_given_rows};
use crate::web::pages::sheet_scans;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Link, Row};
use crate::web::views::run_sheets::VerifyEntry;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![verification, verify_entry]
}

/// Opens the case for comparing an entry; the policies ask who typed it.
pub(in crate::web::pages) async fn comparable(
    visit: &Visit<'_>,
    id: &str,
    record: RecordId,
) -> Result<CaseFile, Fault> {
    let typed = |file: &CaseFile| verifying(file, record);
    let (actor, case) = (visit.actor(), known(id)?);
    Ok(visit
        .desk
        .look_when(actor, Action::VerifyEntry, case, typed)
        .await?)
}

#[get("/cases/<id>/records/<record>/verify")]
async fn verification(visit: Visit<'_>, id: &str, record: &str) -> Result<Html, Fault> {
    let record = known(record)?;
    let file = comparable(&visit, id, record).await?;
    let view = verify_view(&visit, &file, record, fresh()).await?;
    visit.show(&view.ok_or(Fault::NotFound)?)
}

#[post("/cases/<id>/records/<record>/verify", data = "<typed>")]
async fn verify_entry(visit: Visit<'_>, id: &str, record: &str, typed: Checked<Typed>) -> Answer {
    let (case, record, typed) = (known(id)?, known(record)?, typed.0);
    let file = comparable(&visit, id, record).await?;
    let said = (typed.ticked("agrees"), typed.text("words"));
    let (desk, submission) = (visit.desk, Some(visit.submission(&typed)));
    let outcome = commands::verify_entry(desk, visit.actor(), submission, case, record, said).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(case, Action::VerifyEntry))),
        Err(refusals) => {
            let form = refused(&typed, &refusals);
            let view = verify_view(&visit, &file, record, form).await?;
            Ok(Err(visit.refuse(&view.ok_or(Fault::NotFound)?)?))
        }
    }
}

/// The sheet that a record was typed from.
pub(in crate::web::pages) async fn sheet_of(
    visit: &Visit<'_>,
    file: &CaseFile,
    record: RecordId,
) -> Result<Option<Found>, Fault> {
    let typed = file.case.transcription(record);
    let code = typed.and_then(|typed| typed.from.row.parse::<RowCode>().ok());
    Ok(match code {
        Some(code) => sheets::find(visit.desk.store(), &code).await?,
        None => None,
    })
}

/// An entry beside its paper, with the scans of the sheet: whoever compares it may read them, wherever he works.
async fn verify_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    record: RecordId,
    form: Form,
) -> Result<Option<VerifyEntry>, Fault> {
    let scans = match sheet_of(visit, file, record).await? {
        Some(found) => {
            let way = format!("/cases/{}/records/{record}/scans", file.case.id);
            sheet_scans::shown(visit, found.sheet, &way).await?
        }
        None => Vec::new(),
    };
    Ok(compared_view(visit, file, record, form).map(|view| VerifyEntry { scans, ..view }))
}

fn compared_view(visit: &Visit<'_>, file: &CaseFile, record: RecordId, form: Form) -> Option<VerifyEntry> {
    let typed = file.case.transcription(record)?;
    let (rules, zone) = (visit.desk.rules(), file.now.zone);
    let dose = file.case.doses.iter().find(|entry| entry.content.id == record);
    let mut rows = vec![outcome_row(dose.is_some())];
    if let Some(entry) = dose {
        rows.extend(dose_rows(rules, &entry.content, zone));
        rows.extend(dose_details(visit, file, &entry.content));
    } else {
        let entry = file
            .case
            .not_given
            .iter()
            .find(|entry| entry.content.id == record)?;
        rows.extend(not_given_rows(rules, &entry.content, zone));
    }
    let row = typed.from.row.parse::<RowCode>();
    let row = row.map_or_else(|_| typed.from.row.clone(), |code| code.to_string());
    let mut paper = vec![
        Row::new(Words::key("paper-sheet"), typed.from.sheet.clone()),
        Row::new(Words::key("paper-row"), row),
        Row::new(Words::key("paper-typed-by"), who(file, &typed.by)),
    ];
    let scan = typed.from.scan_sha256.clone();
    paper.extend(scan.map(|hash| Row::new(Words::key("paper-scan-label"), hash)));
    let path = format!("/cases/{}/records/{record}", file.case.id);
    let correct = [("amend", "amend-record-action"), ("void", "void-record-action")];
    Some(VerifyEntry {
        head: case_head(visit, file),
        form,
        paper,
        scans: Vec::new(),
        rows,
        correct: correct
            .map(|(step, key)| Link::new(format!("{path}/{step}"), Words::key(key)))
            .into(),
    })
}

fn outcome_row(given: bool) -> Row {
    Row::new(Words::key("paper-outcome"), outcome(given))
}
