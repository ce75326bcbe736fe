//! A case as a pharmacist sees it: which product, when and where, and the lots used. Nobody's name is needed for that.

use super::case_head::{interval, organisation, reasons};
use super::forecast::nearest;
use crate::access::Action;
use crate::domain::event::DoseGiven;
use crate::domain::ids::CaseId;
use crate::domain::obligation::Kind;
use crate::domain::plan::protocol;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::parcels::{free_link, provision_line};
use crate::web::pages::stock::finding;
use crate::web::views::case_file::Drug;
use crate::web::views::parts::{Link, Window};
use crate::web::views::supply::{SupplyCase, UsedLot};
use crate::web::visit::{Html, Visit};

/// The page of a case for a pharmacist of its region.
///
/// # Errors
/// [`Fault::NotFound`] for a case that is not there, or of another region.
pub async fn supply_case(visit: &Visit<'_>, id: CaseId) -> Result<Html, Fault> {
    let action = Action::ReadSupplySummary;
    let desk = visit.desk;
    let looked = desk.look_and_show(visit.actor(), action, id, |file| {
        Ok::<_, Fault>(page(visit, &file))
    });
    let mut page = looked.await?;
    if let Some(drug) = page.drug.as_mut().filter(|drug| drug.lacks()) {
        drug.nearest = nearest(visit, id).await?;
    }
    visit.show(&page)
}

fn page(visit: &Visit<'_>, file: &CaseFile) -> SupplyCase {
    let rules = visit.desk.rules();
    let protocol = protocol(&file.case, rules);
    let plan = file.plan(rules);
    let drug = provision_line(visit, file, &plan).map(|(status, link)| Drug {
        status,
        link,
        nearest: None,
    });
    let owed = plan.obligations.iter().find(|owed| owed.kind == Kind::SupplyDose);
    let why = owed.map_or_else(Vec::new, |owed| reasons(rules, &owed.why));
    let place = file.site_of_dose(&plan);
    let next = plan.dose.ok().map(|dose| Window {
        opens_on: dose.opens_on,
        due_on: dose.due_on,
        closes_on: dose.closes_on,
    });
    let used = file.case.doses.iter().rev().filter(|dose| dose.voided.is_none());
    SupplyCase {
        reference: file.case.reference.clone(),
        place: organisation(file, place),
        product: protocol.map(|known| Words::Localised(known.name.clone())),
        interval: protocol.map(|known| interval(known.interval.every)),
        next,
        drug,
        why,
        actions: actions(visit, file),
        lots: used.map(|dose| lot(visit, file, &dose.content)).collect(),
        banners: super::wrong_person::banners(visit, file),
    }
}

/// What supply can do for this person, and every parcel so far.
fn actions(visit: &Visit<'_>, file: &CaseFile) -> Vec<Link> {
    let (case, resource) = (file.case.id, file.facts.clone().into());
    let acts = [
        (Action::PrepareParcel, "parcel", "prepare-parcel-action"),
        (Action::ReservePack, "reserve", "reserve-pack-action"),
    ];
    let open = acts
        .into_iter()
        .filter(|(action, ..)| visit.may(*action, &resource));
    let open = open.map(|(_, path, key)| Link::new(format!("/cases/{case}/{path}"), Words::key(key)));
    let parcels = file.case.supply.parcels.iter().rev().map(|parcel| {
        let words = Words::key("parcel-with-code").words("code", parcel.prepared.code.clone());
        Link::new(format!("/parcels/{}", parcel.prepared.parcel), words)
    });
    open.chain(free_link(visit, file)).chain(parcels).collect()
}

fn lot(visit: &Visit<'_>, file: &CaseFile, dose: &DoseGiven) -> UsedLot {
    let known = visit.desk.rules().protocol_on(&dose.product, dose.given_on);
    UsedLot {
        given_on: dose.given_on,
        product: known.map_or_else(
            || Words::plain(&dose.product),
            |known| Words::Localised(known.name.clone()),
        ),
        lot: dose.lot.clone(),
        href: finding(&dose.lot),
        expiry_on: dose.expiry_on,
        place: organisation(file, dose.place),
    }
}
