//! The label on a parcel and the waybill beside it, in the language of those who carry it.

use super::open;
use crate::domain::ids::{OrganisationId, ParcelId};
use crate::domain::plan::arrives_by;
use crate::domain::rules::Storage;
use crate::domain::supply::Parcel;
use crate::domain::time::civil_date;
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
        needed_by: arrives_by(&file.case, parcel, visit.desk.rules(), &file.now),
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
