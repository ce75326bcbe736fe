//! `/handovers`: what was offered to the reader's organisation, and what it offered.

use super::{cut, named, names};
use crate::access::{Action, Lens, Resource, Role};
use crate::domain::time::civil_date;
use crate::store::reading::passage::{self, HandoverRow as Stored, Waiting};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::passage::handover::listed;
use crate::web::pages::place_in_list;
use crate::web::views::passage::{HandoverRow, HandoversDesk};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::{Route, get, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![handovers]
}

/// Which hand-overs, as it stands in the address.
fn waiting(state: Option<&str>, today: NaiveDate) -> (Waiting, Option<&'static str>) {
    match state {
        Some("open") => (Waiting::Open, Some("open")),
        Some("late") => (Waiting::Late(today), Some("late")),
        _ => (Waiting::Any, None),
    }
}

/// What stands over the narrowed list: no number stands beside it.
fn headed(state: &str) -> Words {
    Words::key(match state {
        "open" => "releases-offers-open",
        _ => "release-head-late",
    })
}

#[get("/handovers?<state>&<after>")]
async fn handovers(visit: Visit<'_>, state: Option<&str>, after: Option<&str>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let made_by = desk.list(visit.actor(), Action::ReadHandovers).await?;
    let offered_to = desk.access().scope(visit.actor(), Action::ReadOffers);
    let now = desk.instant();
    let today = civil_date(now, visit.who.zone);
    let after = after.and_then(place_in_list::day);
    let (waiting, state) = waiting(state, today);
    let mut made = passage::handovers(desk.store(), &made_by, (waiting, None), after, now).await?;
    // Within one region an offer is made and received: it stands in one list, not in both.
    let beside = (waiting, Some(&made_by));
    let mut received = passage::handovers(desk.store(), &offered_to, beside, None, now).await?;
    let next = cut(&mut made, |row| Some((row.due_on, row.id)));
    cut(&mut received, |row| Some((row.due_on, row.id)));
    let names = names(&visit).await?;
    let row = |row: &Stored| HandoverRow {
        href: format!("/cases/{}/release", row.case()),
        person: row.name_cyrillic.clone(),
        reference: row.reference.clone(),
        reason: Words::key(format!("handover-reason-{}", row.reason)),
        from: named(&names, row.from()),
        to: named(&names, row.to()),
        from_on: row.from_on,
        due_on: row.due_on,
        state: listed(&row.state, row.due_on, today),
    };
    let may = |action| visit.may(action, &Resource::System);
    visit.show(&HandoversDesk {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        received: received.iter().map(row).collect(),
        made: made.iter().map(row).collect(),
        of_region: visit.actor().role().map(Role::lens) == Some(Lens::Coordination),
        narrowed: state.map(headed),
        next_href: next.map(|place| match state {
            Some(state) => format!("/handovers?state={state}&after={place}"),
            None => format!("/handovers?after={place}"),
        }),
        first_href: after.map(|_| match state {
            Some(state) => format!("/handovers?state={state}"),
            None => "/handovers".to_owned(),
        }),
        releases_href: may(Action::ReadReleases).then(|| "/releases".to_owned()),
        transferred_href: may(Action::ReadTransferred).then(|| "/transferred".to_owned()),
    })
}
