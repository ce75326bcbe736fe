//! A row of a sheet is found by its code, and what the paper says is typed.

use crate::access::Action;
use crate::commands::on_sheet_of;
use crate::domain::decide::scan_digest;
use crate::domain::ids::{CaseId, OrganisationId, SubmissionKey};
use crate::domain::paper::RowCode;
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::store::drafts::{self, DraftId};
use crate::store::file::CaseFile;
use crate::store::reading::run_sheets::{self as sheets, Found};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, case_href};
use crate::web::pages::record::{Answer, fresh, known, refused};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::notices::Notice;
use crate::web::views::parts::Link;
use crate::web::views::run_sheets::TranscribeEntry;
use crate::web::visit::{Html, Visit};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use std::collections::BTreeMap;

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![transcription, transcribe_entry]
}

/// The row of a code, with its case, for whoever may type it.
async fn opened(visit: &Visit<'_>, code: &str) -> Result<(RowCode, Found, CaseFile), Fault> {
    let code: RowCode = known(code)?;
    let found = sheets::find(visit.desk.store(), &code)
        .await?
        .ok_or(Fault::NotFound)?;
    let file = open_sheet(visit, &found).await?;
    Ok((code, found, file))
}

/// The case of a row, for whoever may type it: also where the sheet was printed, when the person has gone on.
async fn open_sheet(visit: &Visit<'_>, found: &Found) -> Result<CaseFile, Fault> {
    let (actor, whose) = (visit.actor(), on_sheet_of(found.organisation));
    let looked = visit
        .desk
        .look_when(actor, Action::TranscribeEntry, found.case, |_| Ok(whose));
    Ok(looked.await?)
}

/// The same for the pages that follow, with the site of the sheet: they carry the code along.
pub(in crate::web::pages) async fn typed_from(
    visit: &Visit<'_>,
    row: RowCode,
    case: CaseId,
) -> Result<(CaseFile, OrganisationId), Fault> {
    let found = sheets::find(visit.desk.store(), &row).await?;
    let found = found.filter(|found| found.case == case).ok_or(Fault::NotFound)?;
    Ok((open_sheet(visit, &found).await?, found.organisation))
}

#[get("/transcribe/<code>")]
async fn transcription(visit: Visit<'_>, code: &str) -> Result<Html, Fault> {
    let (code, found, file) = opened(&visit, code).await?;
    if file.case.returned(&code.plain()) {
        return visit.show(&Notice {
            title: Words::key("transcribed-already"),
            lines: vec![Words::key("transcribed-already-words")],
            links: vec![Link::new(case_href(&file), Words::key("open-case-file"))],
        });
    }
    let mut form = fresh();
    put_date(&mut form, "occurred_on", found.day);
    visit.show(&transcribe_view(&visit, &file, code, &found, form))
}

/// What the paper says of the moment is asked first: the questions that follow are those of that moment.
#[post("/transcribe/<code>", data = "<typed>")]
async fn transcribe_entry(visit: Visit<'_>, code: &str, typed: Checked<Typed>) -> Answer {
    let ((code, found, file), typed) = (opened(&visit, code).await?, typed.0);
    let occurred_at = typed.moment("occurred_on", "occurred_time", file.now.zone);
    let mut wrong = Vec::new();
    let given = match typed.text("outcome") {
        "given" => true,
        "not-given" => false,
        _ => {
            wrong.push(Refusal::Required { field: "outcome" });
            false
        }
    };
    match occurred_at {
        None => wrong.push(Refusal::NotUnderstood { field: "occurred_on" }),
        Some(at) if at > file.now.instant => wrong.push(Refusal::InFuture { field: "occurred_on" }),
        // Whoever treats him now types what is asked of him; another site, what happened in its own time.
        Some(at) if file.facts.responsible != visit.organisation()? => {
            let on = civil_date(at, file.now.zone);
            wrong.extend(file.case.not_treated_there(found.organisation, on));
        }
        Some(_) => {}
    }
    let scan = scan_digest(typed.text("scan_sha256")).map_err(|refusal| wrong.push(refusal));
    if !wrong.is_empty() {
        let view = transcribe_view(&visit, &file, code, &found, refused(&typed, &wrong));
        return Ok(Err(visit.refuse(&view)?));
    }
    let scan = scan.ok().flatten().unwrap_or_default();
    let key = SubmissionKey::fresh();
    let draft = DraftId {
        key,
        account: visit.actor().account_id().ok_or(Fault::Forbidden)?,
        case: found.case,
        form: if given { "log-injection" } else { "not-given" },
    };
    let mut fields: BTreeMap<String, String> = typed
        .fields()
        .into_iter()
        .filter(|(name, _)| name.starts_with("occurred_"))
        .collect();
    fields.insert("cycle".to_owned(), found.cycle.to_string());
    fields.insert("sheet_row".to_owned(), code.plain());
    fields.insert("sheet_number".to_owned(), found.number.clone());
    fields.insert("scan_sha256".to_owned(), scan);
    drafts::keep(visit.desk.store(), draft, &fields, visit.desk.instant()).await?;
    let case = found.case;
    Ok(Ok(Redirect::to(if given {
        format!("/cases/{case}/dose/{key}/identity")
    } else {
        format!("/cases/{case}/not-given?paper={key}")
    })))
}

fn transcribe_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    code: RowCode,
    found: &Found,
    form: Form,
) -> TranscribeEntry {
    TranscribeEntry {
        head: case_head(visit, file),
        form,
        sheet: found.number.clone(),
        day: found.day,
        code: code.to_string(),
        outcomes: TranscribeEntry::outcome_choices(),
    }
}
