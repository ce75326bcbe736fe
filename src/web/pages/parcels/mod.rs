//! Parcels: on their way, late, to be received; each with one custody line and every hand named.

mod acts;
mod arrived;
mod custody;
mod fill;
mod free;
mod offered;
mod packing;
mod papers;
mod recall;

pub use fill::provision_line;
pub(in crate::web::pages) use fill::{became, degrees, readings_row};
pub use free::free_link;

use super::place_in_list;
use super::record::{fresh, known};
use crate::access::{Action, Resource};
use crate::commands::about_parcel;
use crate::domain::ids::{CaseId, OrganisationId, ParcelId};
use crate::domain::obligation::{Kind, Why};
use crate::domain::plan::OWN_SHELF;
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::store::reading::worklist::Urgency;
use crate::store::reading::{
    PART,
    parcels::{self, Around},
};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::stock::Names;
use crate::web::pages::today::tone;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Link, Moment, Status};
use crate::web::views::supplies::{OwedRow, ParcelRow, ParcelsPage};
use crate::web::visit::{Html, Visit};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    let mut routes = routes![list, find, parcel, numbered];
    routes.extend(acts::routes());
    routes.extend(arrived::routes());
    routes.extend(free::routes());
    routes.extend(packing::routes());
    routes.extend(papers::routes());
    routes.extend(recall::routes());
    routes
}

#[get("/parcels?<over>&<after>")]
async fn list(visit: Visit<'_>, over: Option<&str>, after: Option<&str>) -> Result<Html, Fault> {
    let page = page(&visit, fresh(), over.is_some(), after).await?;
    visit.show(&page)
}

/// Finds a parcel by what stands on its label, typed or scanned.
#[post("/parcels", data = "<typed>")]
async fn find(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    let found = parcels::by_code(visit.desk.store(), typed.text("code")).await?;
    if let Some(id) = found
        && open(&visit, id).await.is_ok()
    {
        return Ok(Ok(Redirect::to(format!("/parcels/{id}"))));
    }
    let form = typed.form().problem("code", Words::key("parcel-not-found"));
    Ok(Err(visit.refuse(&page(&visit, form, false, None).await?)?))
}

/// Whoever may see the shelves of the region sees its parcels; the others those they send or await.
pub(in crate::web::pages) fn around<'v>(visit: &'v Visit<'_>) -> Option<Around<'v>> {
    let account = visit.actor().as_account()?;
    let near = Resource::Organisation {
        id: OrganisationId::fresh(),
        kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    };
    Some(if visit.may(Action::ReadStock, &near) {
        Around::Region(&account.region, account.organisation)
    } else {
        Around::Organisation(account.organisation)
    })
}

async fn page(visit: &Visit<'_>, form: Form, over: bool, after: Option<&str>) -> Result<ParcelsPage, Fault> {
    let account = visit.actor().as_account().ok_or(Fault::Forbidden)?;
    let own = visit.own().ok_or(Fault::Forbidden)?;
    let _permit = visit.desk.permit(visit.actor(), Action::ReadStock, &own).await?;
    let around = around(visit).ok_or(Fault::Forbidden)?;
    let store = visit.desk.store();
    let after = after.and_then(place_in_list::moment);
    let mut rows = parcels::list(store, around, !over, after).await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    let owed = parcels::owed(store, account.organisation, account.role.as_str()).await?;
    let mut names = Names::new(visit);
    for row in &rows {
        names.organisation(row.from()).await?;
        names.organisation(row.to()).await?;
    }
    for row in &owed {
        names.organisation(row.place()).await?;
    }
    let last = rows.last().filter(|_| more);
    let over_too = if over { "over=yes&" } else { "" };
    let today = visit.desk.instant().with_timezone(&visit.who.zone).date_naive();
    let owed = owed.iter().filter(|row| row.opens_on <= today).map(|row| {
        let urgency = Urgency::of(row.opens_on, row.due_on, today);
        OwedRow {
            href: owed_href(row),
            reference: row.reference.clone(),
            kind: Words::key(format!("kind-{}", row.kind)),
            due_on: row.due_on,
            status: Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code()))),
            place: names.of_organisation(row.place()),
        }
    });
    let arrives = visit.may(Action::ReceiveArrival, &own);
    Ok(ParcelsPage {
        form: Form {
            action: "/parcels".to_owned(),
            ..form
        },
        arrived: arrives.then(|| Link::new("/parcels/arrived", Words::key("receive-arrival-action"))),
        owed: owed.collect(),
        next_href: last.map(|row| {
            let at = row.prepared_at.timestamp_micros();
            format!("/parcels?{over_too}after={at}_{}", row.id())
        }),
        over,
        rows: rows
            .iter()
            .map(|row| ParcelRow {
                href: format!("/parcels/{}", row.id()),
                code: row.code.clone(),
                reference: row.reference.clone(),
                status: fill::row_status(row, visit.desk.instant()),
                from: names.of_organisation(row.from()),
                to: names.of_organisation(row.to()),
                prepared: Moment::new(row.prepared_at, visit.who.zone),
            })
            .collect(),
    })
}

/// Where somebody who owes something about the drug finds what it is about.
pub(in crate::web::pages) fn owed_href(row: &parcels::Owed) -> String {
    match row.parcel() {
        Some(number) => format!("/cases/{}/parcels/{number}", row.case()),
        None => format!("/cases/{}", row.case()),
    }
}

/// The case of a parcel, for whoever may see the parcel.
async fn open(visit: &Visit<'_>, id: ParcelId) -> Result<CaseFile, Fault> {
    let Some(case) = parcels::case_of(visit.desk.store(), id).await? else {
        return Err(visit.desk.absent(visit.actor(), Action::ReadParcel).await.into());
    };
    let about = |file: &CaseFile| Ok(about_parcel(file, id));
    let found = visit
        .desk
        .look_when(visit.actor(), Action::ReadParcel, case, about)
        .await;
    found.map_err(absent)
}

/// Whoever may not see it is told that there is none.
pub(in crate::web::pages) fn absent(failure: Failure) -> Fault {
    match Fault::from(failure) {
        Fault::Forbidden => Fault::NotFound,
        fault => fault,
    }
}

/// A case, for whoever may act on its drug.
async fn look(visit: &Visit<'_>, action: Action, case: CaseId) -> Result<CaseFile, Fault> {
    visit.desk.look(visit.actor(), action, case).await.map_err(absent)
}

#[get("/parcels/<id>")]
async fn parcel(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let id: ParcelId = known(id)?;
    let file = open(&visit, id).await?;
    let parcel = file.case.supply.parcel(id).ok_or(Fault::NotFound)?;
    let mut names = Names::new(&visit);
    let sent = [parcel.prepared.from, parcel.prepared.to, parcel.to];
    for at in sent.into_iter().chain(parcel.astray()) {
        names.organisation(at).await?;
    }
    let packs = custody::PackNames::of(&visit, parcel).await?;
    visit.show(&fill::parcel(&visit, (&names, &packs), &file, parcel))
}

/// Where an obligation about the drug is discharged. A parcel is found by its number in the case; from the own shelf nothing
/// is sent, and a pack is kept there.
#[must_use]
pub fn next_action((kind, cycle): (Kind, u32), why: Option<&Why>, case: CaseId) -> Option<(Action, Link)> {
    let own_shelf = why.is_some_and(|why| why.counts_from(OWN_SHELF));
    let (action, path, key) = match kind {
        Kind::SupplyDose if own_shelf => (Action::ReservePack, "reserve".to_owned(), "reserve-pack-action"),
        Kind::SupplyDose => (
            Action::PrepareParcel,
            "parcel".to_owned(),
            "prepare-parcel-action",
        ),
        Kind::RecallFollowUp => (
            Action::FollowUpRecall,
            "recall".to_owned(),
            "follow-up-recall-action",
        ),
        kind if kind.of_supply() => (Action::ReadParcel, format!("parcels/{cycle}"), "parcel"),
        _ => return None,
    };
    Some((
        action,
        Link::new(format!("/cases/{case}/{path}"), Words::key(key)),
    ))
}

/// A parcel by its number in the case, as obligations name it.
#[get("/cases/<id>/parcels/<number>")]
async fn numbered(visit: Visit<'_>, id: &str, number: usize) -> Result<Redirect, Fault> {
    let nth = |file: &CaseFile| {
        number
            .checked_sub(1)
            .and_then(|number| file.case.supply.parcels.get(number))
            .cloned()
    };
    let about = |file: &CaseFile| {
        let parcel = nth(file).map(|parcel| parcel.prepared.parcel);
        Ok(about_parcel(file, parcel.unwrap_or_else(ParcelId::fresh)))
    };
    let case: CaseId = known(id)?;
    let looked = visit
        .desk
        .look_when(visit.actor(), Action::ReadParcel, case, about)
        .await;
    let parcel = nth(&looked.map_err(absent)?).ok_or(Fault::NotFound)?;
    Ok(Redirect::to(format!("/parcels/{}", parcel.prepared.parcel)))
}
