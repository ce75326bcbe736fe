//! `/cases/<id>/history`: everything that happened, in parts. The page of the case shows the last of it: a course of ten
//! years must not make that page slow.

use super::{View, timeline};
use crate::access::{Action, Lens};
use crate::domain::ids::CaseId;
use crate::store::file::CaseFile;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, case_href};
use crate::web::views::case_file::History;
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, routes};

/// Entries of one part.
const PART: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    routes![history]
}

#[get("/cases/<id>/history?<before>")]
async fn history(visit: Visit<'_>, id: &str, before: Option<u32>) -> Result<Html, Fault> {
    let id: CaseId = id.parse().map_err(|_| Fault::NotFound)?;
    let (action, view) = match visit.actor().role().ok_or(Fault::Forbidden)?.lens() {
        Lens::Registry => (Action::ReadRegistryFile, View::Registry),
        _ => (Action::ReadClinicalFile, View::Clinical),
    };
    let show = |file: CaseFile| visit.show(&page(&visit, &file, view, before));
    visit.desk.look_and_show(visit.actor(), action, id, show).await
}

fn page(visit: &Visit<'_>, file: &CaseFile, view: View, before: Option<u32>) -> History {
    let mut shown =
        timeline::shown(file, view).filter(|recorded| before.is_none_or(|seq| recorded.seq < seq));
    let part: Vec<_> = shown.by_ref().take(PART).collect();
    let address = format!("{}/history", case_href(file));
    let last = part.last().map(|recorded| recorded.seq);
    History {
        head: case_head(visit, file),
        next_href: last
            .filter(|_| shown.next().is_some())
            .map(|seq| format!("{address}?before={seq}")),
        first_href: before.map(|_| address),
        timeline: part
            .into_iter()
            .map(|recorded| timeline::entry(visit, file, recorded, view))
            .collect(),
    }
}
