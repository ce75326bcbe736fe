//! A day on paper: sheets are printed, rows are found by their code and typed, and a second person compares.

mod compared;
mod typed;

use super::record::{Answer, fresh, known, refused};
use super::wrong_person::said_of;
use crate::access::{Action, Resource};
use crate::commands::{self, own_site};
use crate::domain::ids::SheetId;
use crate::domain::paper::{MOST_SCANS, RowCode};
use crate::domain::time::civil_date;
use crate::store::reading::run_sheets::{self as sheets, SheetCount};
use crate::store::reading::{mistakes, worklist};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::parts::{Link, Moment, Status, Tone};
use crate::web::views::run_sheets::{
    PaperRow, ProductChecks, RunSheet, RunSheetPaper, RunSheets, SheetLine, SheetRow, Unverified,
};
use crate::web::views::symbol::Symbol;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use std::collections::BTreeMap;

pub(super) use compared::{comparable, sheet_of};
pub(super) use typed::typed_from;

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    [
        routes![run_sheets, print_run_sheet, find_row, run_sheet, paper],
        typed::routes(),
        compared::routes(),
    ]
    .concat()
}

/// The reader's own site, where it prints sheets.
pub(super) async fn site(visit: &Visit<'_>) -> Result<Resource, Fault> {
    let site = own_site(visit.actor()).ok_or(Fault::Forbidden)?;
    let permit = visit
        .desk
        .permit(visit.actor(), Action::PrintRunSheet, &site)
        .await?;
    // Looking uses nothing up.
    drop(permit);
    Ok(site)
}

#[get("/sheets")]
async fn run_sheets(visit: Visit<'_>) -> Result<Html, Fault> {
    site(&visit).await?;
    let mut print = fresh();
    put_date(
        &mut print,
        "sheet_on",
        civil_date(visit.desk.instant(), visit.who.zone),
    );
    visit.show(&desk_view(&visit, print, fresh()).await?)
}

#[post("/sheets", data = "<typed>")]
async fn print_run_sheet(visit: Visit<'_>, typed: Checked<Typed>) -> Answer {
    site(&visit).await?;
    let typed = typed.0;
    let (desk, submission) = (visit.desk, Some(visit.submission(&typed)));
    let day = typed.needed_date("sheet_on");
    match done_or_refused(commands::print_run_sheet(desk, visit.actor(), submission, day).await)? {
        Ok(sheet) => Ok(Ok(Redirect::to(format!("/sheets/{sheet}/paper")))),
        Err(refusals) => {
            let print = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&desk_view(&visit, print, fresh()).await?)?))
        }
    }
}

/// Where a code leads. The code goes into the address: it says nothing about anybody.
#[post("/sheets/code", data = "<typed>")]
async fn find_row(visit: Visit<'_>, typed: Checked<Typed>) -> Answer {
    site(&visit).await?;
    let code = typed.0.text("code").parse::<RowCode>();
    let found = match &code {
        Ok(code) => sheets::find(visit.desk.store(), code).await?,
        Err(_) => None,
    };
    match (code, found) {
        (Ok(code), Some(_)) => Ok(Ok(Redirect::to(format!("/transcribe/{}", code.plain())))),
        (code, _) => {
            let problem = if code.is_ok() {
                "row-code-unknown"
            } else {
                "row-code-impossible"
            };
            let find = typed.0.form().problem("code", Words::key(problem));
            Ok(Err(visit.refuse(&desk_view(&visit, fresh(), find).await?)?))
        }
    }
}

async fn desk_view(visit: &Visit<'_>, mut print: Form, mut find: Form) -> Result<RunSheets, Fault> {
    let (store, organisation) = (visit.desk.store(), visit.organisation()?);
    print.action = "/sheets".to_owned();
    find.action = "/sheets/code".to_owned();
    let unverified = sheets::unverified(store, organisation).await?;
    let latest = sheets::latest(store, organisation).await?;
    let ids: Vec<SheetId> = latest.iter().map(sheets::Sheet::id).collect();
    let counts: BTreeMap<_, _> = sheets::counts(store, &ids).await?.into_iter().collect();
    let waiting = unverified.iter().map(|row| Unverified {
        code: row.code(),
        person: row.name_cyrillic.clone(),
        reference: row.reference.clone(),
        what: outcome(row.given),
        typed_at: Moment::new(row.transcribed_at.unwrap_or_default(), visit.who.zone),
        verify: verify_link(visit, row),
    });
    Ok(RunSheets {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        print,
        find,
        unverified: waiting.collect(),
        sheets: latest
            .iter()
            .map(|sheet| line(visit, sheet, counts.get(&sheet.id())))
            .collect(),
    })
}

fn line(visit: &Visit<'_>, sheet: &sheets::Sheet, count: Option<&SheetCount>) -> SheetLine {
    let (rows, told) = count.map_or((0, 0), |count| (count.rows, count.told));
    // That nothing came back is a fault once the day of the sheet is over.
    let over = is_over(visit, sheet);
    let state = match rows - told {
        0 => Status::new(Tone::Good, Words::key("sheet-returned")),
        open if !over => Status::new(Tone::Quiet, Words::key("sheet-open").number("n", open)),
        missing => Status::new(Tone::Warn, Words::key("sheet-missing").number("n", missing)),
    };
    SheetLine {
        href: format!("/sheets/{}", sheet.id()),
        number: sheet.number.clone(),
        day: sheet.day,
        printed_at: Moment::new(sheet.printed_at, visit.who.zone),
        printed_by: sheet.printed_by.clone(),
        rows,
        state,
    }
}

fn is_over(visit: &Visit<'_>, sheet: &sheets::Sheet) -> bool {
    sheet.day < civil_date(visit.desk.instant(), visit.who.zone)
}

fn outcome(given: bool) -> Words {
    Words::key(if given { "paper-given" } else { "paper-not-given" })
}

/// The way to compare an entry; none for whoever typed it.
fn verify_link(visit: &Visit<'_>, row: &sheets::SheetRow) -> Option<Link> {
    let record = row.record()?;
    let own = row.transcribed_by() == visit.actor().account_id();
    let href = format!("/cases/{}/records/{record}/verify", row.case());
    (!own).then(|| Link::new(href, Words::key("verify-entry-action")))
}

/// A sheet of the reader's own site; of another it answers as if it were not there.
pub(super) async fn own_sheet(visit: &Visit<'_>, id: &str) -> Result<sheets::Sheet, Fault> {
    site(visit).await?;
    let sheet = sheets::sheet(visit.desk.store(), known(id)?).await?;
    let own = visit.organisation()?;
    let sheet = sheet
        .filter(|sheet| sheet.organisation() == own)
        .ok_or(Fault::NotFound)?;
    visit.desk.note(visit.actor(), "read-run-sheet").await?;
    Ok(sheet)
}

#[get("/sheets/<id>")]
async fn run_sheet(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let sheet = own_sheet(&visit, id).await?;
    visit.show(&sheet_view(&visit, &sheet, fresh()).await?)
}

/// A sheet with its rows and its scans; the form keeps one more.
pub(super) async fn sheet_view(
    visit: &Visit<'_>,
    sheet: &sheets::Sheet,
    form: Form,
) -> Result<RunSheet, Fault> {
    let rows = sheets::rows(visit.desk.store(), sheet.id()).await?;
    let over = is_over(visit, sheet);
    let way = format!("/sheets/{}/scans", sheet.id());
    let scans = super::sheet_scans::shown(visit, sheet.id(), &way).await?;
    Ok(RunSheet {
        number: sheet.number.clone(),
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        day: sheet.day,
        printed_at: Moment::new(sheet.printed_at, visit.who.zone),
        printed_by: sheet.printed_by.clone(),
        paper_href: format!("/sheets/{}/paper", sheet.id()),
        rows: rows.iter().map(|row| on_screen(visit, row, over)).collect(),
        form,
        keep_href: (scans.len() < MOST_SCANS).then(|| format!("/sheets/{}", sheet.id())),
        scans,
    })
}

/// A row on the screen; that nothing came back is a fault once the day of the sheet is over.
fn on_screen(visit: &Visit<'_>, row: &sheets::SheetRow, over: bool) -> SheetRow {
    let transcribe = || {
        let href = format!("/transcribe/{}", row.plain_code());
        Some(Link::new(href, Words::key("transcribe-entry-action")))
    };
    let (tone, key, link) = match (row.record(), row.transcribed_at, row.verified_at) {
        (Some(_), Some(_), Some(_)) => (Tone::Good, "row-verified", None),
        (Some(_), Some(_), None) => (Tone::Warn, "row-unverified", verify_link(visit, row)),
        (Some(_), None, _) => (Tone::Info, "row-recorded", None),
        (None, _, _) if row.still_due() && over => (Tone::Bad, "row-missing", transcribe()),
        (None, _, _) if row.still_due() => (Tone::Quiet, "row-open", transcribe()),
        (None, _, _) => (Tone::Quiet, "row-not-due", transcribe()),
    };
    SheetRow {
        place: row.place,
        code: row.code(),
        person: row.name_cyrillic.clone(),
        reference: row.reference.clone(),
        case_href: format!("/cases/{}", row.case()),
        due_on: row.due_on,
        state: Status::new(tone, Words::key(key)),
        link,
    }
}

#[get("/sheets/<id>/paper")]
async fn paper(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let sheet = own_sheet(&visit, id).await?;
    let store = visit.desk.store();
    let rows = sheets::rows(store, sheet.id()).await?;
    let barred = worklist::before_the_dose(store, rows.iter().map(sheets::SheetRow::case)).await?;
    let mistakes = mistakes::open_mistakes(store, rows.iter().map(sheets::SheetRow::case)).await?;
    let complained = worklist::complained(store, rows.iter().map(sheets::SheetRow::case)).await?;
    let mut products: BTreeMap<String, ProductChecks> = BTreeMap::new();
    let mut printed = Vec::new();
    for row in &rows {
        let rule = row.rule();
        let mut protocols = visit.desk.rules().protocols();
        let protocol = rule.and_then(|rule| protocols.find(|protocol| protocol.rule() == rule));
        let name = protocol.map_or_else(|| Words::key("none"), |protocol| protocol.name.clone().into());
        if let Some(protocol) = protocol {
            products
                .entry(protocol.id.clone())
                .or_insert_with(|| ProductChecks {
                    name: name.clone(),
                    checks: protocol
                        .checks
                        .iter()
                        .map(|check| check.question.clone().into())
                        .collect(),
                });
        }
        printed.push(PaperRow {
            place: row.place,
            code: row.code(),
            symbol: Symbol::new(row.plain_code()),
            person: row.name_cyrillic.clone(),
            born_on: row.born_on,
            reference: row.reference.clone(),
            product: name,
            due_on: row.due_on,
            closes_on: row.closes_on,
            late: row.closes_on < sheet.day,
            barred: barred.contains_key(&row.case()),
            doubts: mistakes
                .get(&row.case())
                .map_or_else(Vec::new, |open| open.iter().map(said_of).collect()),
            complaint: complained.contains(&row.case()),
        });
    }
    visit.show(&RunSheetPaper {
        number: sheet.number.clone(),
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        day: sheet.day,
        printed_at: Moment::new(sheet.printed_at, visit.who.zone),
        printed_by: sheet.printed_by.clone(),
        back_href: format!("/sheets/{}", sheet.id()),
        rows: printed,
        products: products.into_values().collect(),
    })
}
