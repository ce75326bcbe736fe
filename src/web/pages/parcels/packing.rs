//! Packs of a shelf for the next dose of one person: packed into a parcel, or kept for him where he is treated.

use super::look;
use super::offered::{Listing, Offer};
use crate::access::Action;
use crate::commands;
use crate::domain::ids::{CaseId, OrganisationId, PackId};
use crate::domain::obligation::Kind;
use crate::domain::plan::{protocol, provision};
use crate::domain::refusal::{Refusal, ScanFault};
use crate::domain::supply::Provision;
use crate::store::file::CaseFile;
use crate::store::organisations::{self, Organisation};
use crate::store::reading::parcels;
use crate::store::reading::stock;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{on, organisation};
use crate::web::pages::record::{Answer, fresh, known, refused};
use crate::web::pages::stock::codes;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::Row;
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use std::collections::BTreeSet;

pub(super) fn routes() -> Vec<Route> {
    routes![prepare, prepare_parcel, reserve, reserve_pack]
}

/// The shelves from which the reader packs: the own one, and each other of the region that he keeps, but for where the dose is
/// given.
async fn shelves(visit: &Visit<'_>, site: OrganisationId) -> Result<Vec<Organisation>, Fault> {
    let store = visit.desk.store();
    let own = organisations::find(store, visit.organisation()?).await?;
    let own = own.ok_or(Fault::NotFound)?;
    let mut all = Vec::new();
    for id in parcels::shelves(store, &own.region).await? {
        let Some(other) = organisations::find(store, id).await? else {
            continue;
        };
        if other.id != own.id && other.id != site && visit.may(Action::TakeInPacks, &other.resource()) {
            all.push(other);
        }
    }
    all.insert(0, own);
    Ok(all)
}

/// The packs whose codes were scanned, one code a line.
async fn scanned(
    visit: &Visit<'_>,
    typed: &Typed,
    today: NaiveDate,
) -> Result<Result<Vec<PackId>, Refusal>, Fault> {
    let mut packs = Vec::new();
    let lines = typed.text("code").lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    for (number, line) in (1..).zip(&lines) {
        let refused = |refusal: Refusal| Ok(Err(refusal.of_code(number, line, lines.len())));
        let code = match codes::read(line, today) {
            Ok(code) => code,
            Err(unread) => return refused(unread),
        };
        let store = visit.desk.store();
        if let Some(pack) = stock::by_code(store, &code.gtin, &code.serial).await? {
            packs.push(pack.id);
            continue;
        }
        let caps_locked = stock::caps_locked(store, &code.gtin, &code.serial).await?;
        let fault = if caps_locked {
            ScanFault::CapsLock
        } else {
            ScanFault::Unknown
        };
        return refused(Refusal::Scan(fault));
    }
    Ok(Ok(packs))
}

pub(super) fn case_view(
    visit: &Visit<'_>,
    action: Action,
    file: &CaseFile,
    (fields, warning): (Vec<ActField>, Option<&'static str>),
    form: Form,
) -> SupplyAct {
    let rules = visit.desk.rules();
    let plan = file.plan(rules);
    let mut facts = vec![Row::new(
        Words::key("place"),
        organisation(file, file.site_of_dose(&plan)),
    )];
    facts
        .extend(protocol(&file.case, rules).map(|known| Row::new(Words::key("product"), known.name.clone())));
    let due_on = plan.dose.as_ref().ok().map(|window| window.due_on);
    facts.extend(due_on.map(|day| Row::new(Words::key("supply-next"), on(day))));
    let owed = plan.obligations.iter().find(|owed| owed.kind == Kind::SupplyDose);
    facts.extend(owed.map(|owed| Row::new(Words::key("forecast-needed-by"), on(owed.due_on))));
    SupplyAct {
        title: Words::key(format!("{action}-title")),
        caption: file.case.reference.clone(),
        back_href: format!("/cases/{}", file.case.id),
        banners: Vec::new(),
        facts,
        warning: warning.map(Words::key),
        form,
        fields,
        button: Words::key(format!("{action}-action")),
    }
    .named()
}

async fn prepare_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    form: Form,
    listing: Listing,
) -> Result<SupplyAct, Fault> {
    let plan = file.plan(visit.desk.rules());
    let there = file.site_of_dose(&plan);
    let mut offer = Offer::new(format!("/cases/{}/parcel", file.case.id), listing, true, file);
    for shelf in shelves(visit, there).await? {
        let own = shelf.id == visit.organisation()?;
        offer
            .of_shelf(visit, shelf.id, (!own).then_some(&shelf.name))
            .await?;
    }
    let window = plan.dose.ok();
    let (rules, today) = (visit.desk.rules(), file.now.today());
    let provided = window.and_then(|window| provision(&file.case, rules, &window, there, today));
    let warning = match provided {
        _ if offer.is_empty() => Some("prepare-parcel-none"),
        Some(Provision::Ready(_)) => Some("prepare-parcel-ready"),
        Some(Provision::Quarantined(_)) => Some("prepare-parcel-quarantined"),
        _ => None,
    };
    let fields = vec![
        ActField::new(Entry::Area, "code", "take-in-codes").hint(Words::key("parcel-scan-hint")),
        offer.into_field(ActField::new(Entry::Checks, "pack", "parcel-packs")),
        ActField::new(Entry::Date, "prepared_on", "prepare-parcel-on"),
        ActField::new(Entry::Short, "prepared_time", "given-time").hint(Words::key("time-hint")),
    ];
    Ok(case_view(
        visit,
        Action::PrepareParcel,
        file,
        (fields, warning),
        form,
    ))
}

#[get("/cases/<id>/parcel?<lot>&<at>&<part>")]
async fn prepare(
    visit: Visit<'_>,
    id: &str,
    lot: Option<&str>,
    at: Option<&str>,
    part: Option<u64>,
) -> Result<Html, Fault> {
    let listing = Listing::read(lot, at, part)?;
    let file = look(&visit, Action::PrepareParcel, known(id)?).await?;
    let mut form = fresh();
    put_moment(
        &mut form,
        "prepared_on",
        "prepared_time",
        file.now.instant,
        file.now.zone,
    );
    visit.show(&prepare_view(&visit, &file, form, listing).await?)
}

#[post("/cases/<id>/parcel?<lot>&<at>&<part>", data = "<typed>")]
async fn prepare_parcel(
    visit: Visit<'_>,
    id: &str,
    lot: Option<&str>,
    at: Option<&str>,
    part: Option<u64>,
    typed: Checked<Typed>,
) -> Answer {
    let Checked(typed) = typed;
    let listing = Listing::read(lot, at, part)?;
    let case: CaseId = known(id)?;
    let file = look(&visit, Action::PrepareParcel, case).await?;
    let fields = typed.fields();
    let packs = fields.keys().filter_map(|name| name.strip_prefix("pack_"));
    let mut packs: BTreeSet<PackId> = packs
        .filter(|pack| typed.ticked(&format!("pack_{pack}")))
        .filter_map(|pack| pack.parse().ok())
        .collect();
    let at = typed.moment("prepared_on", "prepared_time", file.now.zone);
    let sent = Some(visit.submission(&typed));
    let outcome = match scanned(&visit, &typed, file.now.today()).await? {
        Ok(scanned) => {
            // Ticked and scanned, it is one pack.
            packs.extend(scanned);
            let packs: Vec<PackId> = packs.into_iter().collect();
            let packed = commands::prepare_parcel(visit.desk, visit.actor(), sent, case, &packs, at).await;
            done_or_refused(packed)?
        }
        Err(refusal) => Err(vec![refusal]),
    };
    match outcome {
        Ok(parcel) => Ok(Ok(Redirect::to(format!("/parcels/{parcel}")))),
        Err(refusals) => {
            let file = look(&visit, Action::PrepareParcel, case).await?;
            let page = prepare_view(&visit, &file, refused(&typed, &refusals), listing).await?;
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

async fn reserve_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    form: Form,
    listing: Listing,
) -> Result<SupplyAct, Fault> {
    let here = file.site_of_dose(&file.plan(visit.desk.rules()));
    let mut offer = Offer::new(format!("/cases/{}/reserve", file.case.id), listing, false, file);
    offer.of_shelf(visit, here, None).await?;
    let warning = offer.is_empty().then_some("reserve-pack-none");
    let fields = vec![offer.into_field(ActField::new(Entry::Radios, "pack", "pack"))];
    Ok(case_view(
        visit,
        Action::ReservePack,
        file,
        (fields, warning),
        form,
    ))
}

#[get("/cases/<id>/reserve?<lot>&<at>&<part>")]
async fn reserve(
    visit: Visit<'_>,
    id: &str,
    lot: Option<&str>,
    at: Option<&str>,
    part: Option<u64>,
) -> Result<Html, Fault> {
    let listing = Listing::read(lot, at, part)?;
    let file = look(&visit, Action::ReservePack, known(id)?).await?;
    visit.show(&reserve_view(&visit, &file, fresh(), listing).await?)
}

#[post("/cases/<id>/reserve?<lot>&<at>&<part>", data = "<typed>")]
async fn reserve_pack(
    visit: Visit<'_>,
    id: &str,
    lot: Option<&str>,
    at: Option<&str>,
    part: Option<u64>,
    typed: Checked<Typed>,
) -> Answer {
    let Checked(typed) = typed;
    let listing = Listing::read(lot, at, part)?;
    let case: CaseId = known(id)?;
    look(&visit, Action::ReservePack, case).await?;
    let sent = Some(visit.submission(&typed));
    // A form without its pack is refused like one about a pack that is gone.
    let pack = typed.id("pack").unwrap_or_else(PackId::fresh);
    let outcome = commands::reserve_pack(visit.desk, visit.actor(), sent, case, pack).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to(format!(
            "/cases/{case}?done={}",
            Action::ReservePack
        )))),
        Err(refusals) => {
            let file = look(&visit, Action::ReservePack, case).await?;
            let page = reserve_view(&visit, &file, refused(&typed, &refusals), listing).await?;
            Ok(Err(visit.refuse(&page)?))
        }
    }
}
