//! Scans of run sheets that came back: kept with the sheet, and read as files by whoever may read it.

use super::record::{Answer, known, refused};
use super::run_sheets::{comparable, own_sheet, sheet_of, sheet_view, site};
use crate::commands;
use crate::domain::ids::SheetId;
use crate::domain::paper::{MOST_SCAN_BYTES, MOST_SCANS, ScanKind};
use crate::domain::refusal::Refusal;
use crate::secrets::{digest, hex};
use crate::store::sheet_scans;
use crate::text::Words;
use crate::web::faults::{Fault, refuse};
use crate::web::security::CheckedUpload;
use crate::web::views::parts::{Link, Moment};
use crate::web::views::run_sheets::SheetScan;
use crate::web::visit::{Visit, done_or_refused};
use rocket::http::{ContentType, Header};
use rocket::request::{FromRequest, Outcome};
use rocket::response::{self, Redirect, Responder};
use rocket::{Request, Response, Route, get, post, routes};
use std::io::Cursor;

/// The routes of these scans.
pub fn routes() -> Vec<Route> {
    routes![keep_scan, scan, scan_beside_entry]
}

/// The scans of a sheet as a page lists them, each at its place on the way there.
pub(super) async fn shown(visit: &Visit<'_>, sheet: SheetId, way: &str) -> Result<Vec<SheetScan>, Fault> {
    let scans = sheet_scans::of_sheet(visit.desk.store(), sheet).await?;
    let numbered = (1..).zip(scans);
    let shown = numbered.map(|(number, scan)| SheetScan {
        file: Link::new(
            format!("{way}/{}", scan.sha256),
            Words::key("sheet-scan-open").number("n", number),
        ),
        sha256: scan.sha256,
        kept_at: Moment::new(scan.kept_at, visit.who.zone),
        kept_by: scan.kept_by,
    });
    Ok(shown.collect())
}

/// A visit of somebody who prints sheets: asked before anything of the file is read.
struct Keeping<'r>(Visit<'r>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Keeping<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let visit = match request.guard::<Visit<'r>>().await {
            Outcome::Success(visit) => visit,
            Outcome::Error(error) => return Outcome::Error(error),
            Outcome::Forward(status) => return Outcome::Forward(status),
        };
        match site(&visit).await {
            Ok(_) => Outcome::Success(Self(visit)),
            Err(fault) => Outcome::Error((refuse(request, fault), ())),
        }
    }
}

/// What is wrong with a file before anything is asked of it.
fn unfit(file: &[u8]) -> Option<&'static str> {
    if file.is_empty() {
        return Some("sheet-scan-none");
    }
    if file.len() > MOST_SCAN_BYTES {
        return Some("sheet-scan-large");
    }
    ScanKind::of(file).is_none().then_some("sheet-scan-kind")
}

/// Why a fit file was not kept: it is kept already, or no more scans fit with the sheet.
async fn not_kept(visit: &Visit<'_>, sheet: SheetId, file: &[u8]) -> Result<&'static str, Fault> {
    let sha256 = hex(&digest(file));
    let scans = sheet_scans::of_sheet(visit.desk.store(), sheet).await?;
    let kept = scans.iter().any(|scan| scan.sha256 == sha256);
    Ok(if scans.len() >= MOST_SCANS && !kept {
        "sheet-scans-full"
    } else {
        "sheet-scan-kept"
    })
}

#[post("/sheets/<id>", data = "<upload>")]
async fn keep_scan(keeping: Keeping<'_>, id: &str, upload: CheckedUpload) -> Answer {
    let Keeping(visit) = keeping;
    let CheckedUpload { typed, file } = upload;
    let sheet = own_sheet(&visit, id).await?;
    let problem = |key: &'static str| typed.form().problem("file", Words::key(key));
    let form = match unfit(&file) {
        Some(key) => problem(key),
        None => {
            let submission = Some(visit.submission(&typed));
            let outcome = commands::keep_scan(visit.desk, visit.actor(), submission, sheet.id(), &file).await;
            match done_or_refused(outcome)? {
                Ok(_) => return Ok(Ok(Redirect::to(format!("/sheets/{}", sheet.id())))),
                Err(refusals) if refusals == [Refusal::NothingToDo] => {
                    problem(not_kept(&visit, sheet.id(), &file).await?)
                }
                Err(refusals) => refused(&typed, &refusals),
            }
        }
    };
    Ok(Err(visit.refuse(&sheet_view(&visit, &sheet, form).await?)?))
}

/// A file that the browser stores and does not open by itself.
struct ScanFile {
    name: String,
    kind: ScanKind,
    bytes: Vec<u8>,
}

impl<'r> Responder<'r, 'static> for ScanFile {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let kind = match self.kind {
            ScanKind::Pdf => ContentType::PDF,
            ScanKind::Png => ContentType::PNG,
            ScanKind::Jpeg => ContentType::JPEG,
        };
        let stored = format!("attachment; filename=\"{}\"", self.name);
        Response::build()
            .header(kind)
            .header(Header::new("Content-Disposition", stored))
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .ok()
    }
}

#[get("/sheets/<id>/scans/<sum>")]
async fn scan(visit: Visit<'_>, id: &str, sum: &str) -> Result<ScanFile, Fault> {
    let sheet = own_sheet(&visit, id).await?;
    file_of(&visit, (sheet.id(), sheet.number.as_str()), sum).await
}

/// The scan beside an entry: whoever may compare the entry may read what it is compared with.
#[get("/cases/<id>/records/<record>/scans/<sum>")]
async fn scan_beside_entry(visit: Visit<'_>, id: &str, record: &str, sum: &str) -> Result<ScanFile, Fault> {
    let record = known(record)?;
    let file = comparable(&visit, id, record).await?;
    let sheet = sheet_of(&visit, &file, record).await?.ok_or(Fault::NotFound)?;
    file_of(&visit, (sheet.sheet, sheet.number.as_str()), sum).await
}

async fn file_of(visit: &Visit<'_>, (sheet, number): (SheetId, &str), sum: &str) -> Result<ScanFile, Fault> {
    let found = sheet_scans::file(visit.desk.store(), sheet, sum).await?;
    let (kind, bytes) = found.ok_or(Fault::NotFound)?;
    let begins: String = sum.chars().take(8).collect();
    Ok(ScanFile {
        name: format!("sheet-{number}-{begins}.{}", kind.code()),
        kind,
        bytes,
    })
}
