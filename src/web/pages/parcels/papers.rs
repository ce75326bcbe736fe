//! The label on a parcel and the waybill beside it, in the language of those who carry it.

use super::fill::longest;
use super::open;
use crate::domain::event::Onward;
use crate::domain::ids::{OrganisationId, ParcelId};
use crate::domain::rules::Storage;
use crate::domain::supply::Parcel;
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::store::organisations;
use crate::text::{Language, Words};
use crate::web::faults::Fault;
use crate::web::pages::record::known;
use crate::web::views::parcel_papers::{Keep, Lettering, ParcelLabel, ParcelSheet, Stop, Waybill};
use crate::web::views::parts::Link;
use crate::web::views::symbol::Symbol;
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![label, waybill]
}

#[get("/parcels/<id>/label/<language>")]
async fn label(visit: Visit<'_>, id: &str, language: &str) -> Result<Html, Fault> {
    let (language, sheet) = sheet(&visit, id, language, ["label", "waybill"]).await?;
    visit.show_in(language, &ParcelLabel(sheet))
}

#[get("/parcels/<id>/waybill/<language>")]
async fn waybill(visit: Visit<'_>, id: &str, language: &str) -> Result<Html, Fault> {
    let (language, sheet) = sheet(&visit, id, language, ["waybill", "label"]).await?;
    visit.show_in(language, &Waybill(sheet))
}

/// What both papers say; `this` and `other` are their names in the address.
async fn sheet(
    visit: &Visit<'_>,
    id: &str,
    language: &str,
    [this, other]: [&str; 2],
) -> Result<(Language, ParcelSheet), Fault> {
    let id: ParcelId = known(id)?;
    let language = Language::parse(language).ok_or(Fault::NotFound)?;
    let file = open(visit, id).await?;
    let parcel = file.case.supply.parcel(id).ok_or(Fault::NotFound)?;
    let symbol = Symbol::new(&parcel.prepared.code).ok_or(Fault::NotFound)?;
    let address = |paper: &str, language: Language| format!("/parcels/{id}/{paper}/{}", language.code());
    let links = Language::ALL.map(|to| Link::new(address(this, to), Words::plain(to.own_name())));
    let storage = storage(visit, parcel);
    let from = stop(visit, parcel.prepared.from).await?;
    let to = stop(visit, parcel.to).await?;
    let sheet = ParcelSheet {
        code: parcel.prepared.code.clone(),
        symbol,
        lettering: Lettering::of(&from, &to),
        from,
        to,
        packs: parcel.prepared.packs.len(),
        keep: storage.map(|storage| Keep::between(storage.min_celsius, storage.max_celsius)),
        prepared_on: civil_date(parcel.prepared.prepared_at, file.now.zone),
        needed_by: needed_by(visit, &file, parcel),
        back: Link::new(format!("/parcels/{id}"), Words::key("back")),
        languages: links.to_vec(),
        other: Link::new(
            address(other, language),
            Words::key(format!("parcel-paper-{other}")),
        ),
    };
    Ok((language, sheet))
}

/// How the product is kept; nothing where its rules are not known.
fn storage<'v>(visit: &'v Visit<'_>, parcel: &Parcel) -> Option<&'v Storage> {
    let product = &parcel.prepared.packs.first()?.product;
    let on = parcel.prepared.prepared_at.date_naive();
    Some(&visit.desk.rules().protocol_on(product, on)?.storage)
}

/// The day by which the parcel should be there: before its dose, while that is the next one, and before a hand has had it
/// too long; never before it was packed, and never after the last day of its dose. For a dose that is late already, which is
/// the most urgent of all, the hands alone set it, counted from the packing on. What goes back serves no dose any more.
pub(super) fn needed_by(visit: &Visit<'_>, file: &CaseFile, parcel: &Parcel) -> Option<chrono::NaiveDate> {
    let zone = file.now.zone;
    let window = file.dose(visit.desk.rules()).ok();
    let returns = parcel
        .onward
        .last()
        .is_some_and(|last| last.onward == Onward::Return);
    let window = window.filter(|window| window.cycle == parcel.prepared.cycle && !returns);
    let lead = &visit.desk.rules().supply.lead;
    let packed_on = civil_date(parcel.prepared.prepared_at, zone);
    let longest = longest(visit);
    let by_custody = parcel.overdue_at(longest).map(|at| civil_date(at, zone));
    let Some(window) = window else {
        return by_custody;
    };
    // What was packed too late for the days in hand should be there on the first day on which it can still be given in time.
    let ahead = lead.at_site_by(window.opens_on);
    let days = [ahead, window.opens_on, window.due_on, window.closes_on];
    let for_dose = days.into_iter().find(|day| *day >= packed_on);
    let by = for_dose.into_iter().chain(by_custody).min();
    by.or_else(|| {
        parcel
            .open()
            .then(|| civil_date(parcel.last_at() + longest, zone))
    })
}

async fn stop(visit: &Visit<'_>, id: OrganisationId) -> Result<Stop, Fault> {
    let place = organisations::find(visit.desk.store(), id)
        .await?
        .ok_or(Fault::NotFound)?;
    Ok(Stop {
        name: place.name.into(),
        address: place.address,
        phone: place.phone,
    })
}
