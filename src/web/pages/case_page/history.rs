//! `/cases/<id>/history`: everything that happened, in parts. The page of the case shows the last of it: a course of ten
//! years must not make that page slow.

use super::timeline::Part;
use super::{View, timeline};
use crate::access::{Action, Lens};
use crate::domain::ids::CaseId;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, case_href};
use crate::web::views::case_file::{History, HistoryPart};
use crate::web::views::parts::Link;
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, routes};

/// Entries of one part.
const PART: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    routes![history]
}

#[get("/cases/<id>/history?<part>&<before>")]
async fn history(visit: Visit<'_>, id: &str, part: Option<&str>, before: Option<u32>) -> Result<Html, Fault> {
    let id: CaseId = id.parse().map_err(|_| Fault::NotFound)?;
    let (action, view) = match visit.actor().role().ok_or(Fault::Forbidden)?.lens() {
        Lens::Registry => (Action::ReadRegistryFile, View::Registry),
        _ => (Action::ReadClinicalFile, View::Clinical),
    };
    let only = part.and_then(Part::from_code);
    let show = |file: CaseFile| visit.show(&page(&visit, &file, view, (only, before)));
    visit.desk.look_and_show(visit.actor(), action, id, show).await
}

fn page(
    visit: &Visit<'_>,
    file: &CaseFile,
    view: View,
    (only, before): (Option<Part>, Option<u32>),
) -> History {
    let of_part = |event| only.is_none_or(|only| Part::of(event) == only);
    let shown = timeline::shown(file, view).filter(|recorded| of_part(&recorded.event));
    let mut shown = shown.filter(|recorded| before.is_none_or(|seq| recorded.seq < seq));
    let part: Vec<_> = shown.by_ref().take(PART).collect();
    let last = part.last().map(|recorded| recorded.seq);
    History {
        head: case_head(visit, file),
        parts: parts(file, view, only),
        next_href: last
            .filter(|_| shown.next().is_some())
            .map(|seq| href(file, only, Some(seq))),
        first_href: before.map(|_| href(file, only, None)),
        timeline: part
            .into_iter()
            .map(|recorded| timeline::entry(visit, file, recorded, view))
            .collect(),
    }
}

/// The address of a part of the history.
pub(super) fn href(file: &CaseFile, only: Option<Part>, before: Option<u32>) -> String {
    let pairs = [
        only.map(|only| format!("part={}", only.code())),
        before.map(|seq| format!("before={seq}")),
    ];
    let query: Vec<String> = pairs.into_iter().flatten().collect();
    let address = format!("{}/history", case_href(file));
    if query.is_empty() {
        address
    } else {
        format!("{address}?{}", query.join("&"))
    }
}

/// Everything, or one part of it, each with the number of its entries; only those that this reader has.
fn parts(file: &CaseFile, view: View, only: Option<Part>) -> Vec<HistoryPart> {
    let choices = std::iter::once(None).chain(Part::ALL.map(Some));
    let all = choices.map(|part| {
        let shown = timeline::shown(file, view);
        let count = shown
            .filter(|recorded| part.is_none_or(|part| Part::of(&recorded.event) == part))
            .count();
        let key = part.map_or_else(
            || "history-all".to_owned(),
            |part| format!("history-{}", part.code()),
        );
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        (
            count,
            HistoryPart {
                link: Link::new(href(file, part, None), Words::key(key).number("n", count)),
                current: part == only,
            },
        )
    });
    let filled = all.filter(|(count, part)| *count > 0 || part.current);
    filled.map(|(_, part)| part).collect()
}
