//! A parcel that came without notice: who brought it, who is said to have sent it, what is in it, and for whom, where that is
//! known.

use super::acts::{receipt, receipt_fields};
use crate::access::Action;
use crate::commands::{self, ReceiveArrival};
use crate::domain::ids::CaseId;
use crate::store::organisations::{self, Organisation};
use crate::store::reading::{cases, parcels};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::record::{Answer, fresh, refused};
use crate::web::pages::stock::{pack_fields, packs_read, place};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono_tz::Tz;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![arrived, receive_arrival]
}

fn zone(place: &Organisation) -> Tz {
    place.zone.parse().unwrap_or(Tz::UTC)
}

#[get("/parcels/arrived")]
async fn arrived(visit: Visit<'_>) -> Result<Html, Fault> {
    let place = place(&visit, Action::ReceiveArrival, None).await?;
    let mut form = fresh();
    let now = visit.desk.instant();
    put_moment(&mut form, "occurred_on", "occurred_time", now, zone(&place));
    let receiver = visit.who.display_name.clone();
    form.values.insert("receiver".to_owned(), receiver);
    visit.show(&view(&visit, &place, form).await?)
}

#[post("/parcels/arrived", data = "<typed>")]
async fn receive_arrival(visit: Visit<'_>, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let place = place(&visit, Action::ReceiveArrival, None).await?;
    let today = place.today(visit.desk.instant());
    if !typed.text("label").trim().is_empty() {
        return labelled(&visit, &place, &typed).await;
    }
    let Ok(case) = meant(&visit, typed.text("reference")).await? else {
        let form = typed
            .form()
            .problem("reference", Words::key("arrival-no-such-case"));
        return Ok(Err(visit.refuse(&view(&visit, &place, form).await?)?));
    };
    let outcome = match packs_read(&typed, today) {
        Ok(packs) => {
            let form = ReceiveArrival {
                from: typed.id("from"),
                receipt: receipt(&typed, zone(&place)),
                packs,
                no_label: typed.ticked("no_label"),
            };
            let sent = Some(visit.submission(&typed));
            let came = commands::receive_arrival(visit.desk, visit.actor(), sent, case, &form);
            done_or_refused(came.await)?
        }
        Err(refusal) => Err(vec![refusal]),
    };
    match outcome {
        Ok(came) => Ok(Ok(Redirect::to(match came.parcel {
            Some(parcel) => format!("/parcels/{parcel}"),
            None => format!("/stock/lots/{}?at={}", came.lot, place.id),
        }))),
        Err(refusals) => {
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&view(&visit, &place, form).await?)?))
        }
    }
}

/// A parcel whose label was read: what is in it and for whom is on record, and it came to the wrong place.
async fn labelled(visit: &Visit<'_>, place: &Organisation, typed: &Typed) -> Answer {
    let store = visit.desk.store();
    let parcel = parcels::by_code(store, typed.text("label")).await?;
    let case = match parcel {
        Some(id) => parcels::case_of(store, id).await?,
        None => None,
    };
    let form = match case.zip(parcel) {
        None => typed.form().problem("label", Words::key("arrival-no-such-label")),
        Some(which) => {
            let (form, sent) = (receipt(typed, zone(place)), Some(visit.submission(typed)));
            let came = commands::receive_astray(visit.desk, visit.actor(), sent, which, &form);
            match done_or_refused(came.await)? {
                Ok(lot) => {
                    let page = format!("/stock/lots/{lot}?at={}", place.id);
                    return Ok(Ok(Redirect::to(page)));
                }
                Err(refusals) => refused(typed, &refusals),
            }
        }
    };
    Ok(Err(visit.refuse(&view(visit, place, form).await?)?))
}

/// The case that a reference names, where the reader may receive for it; nobody where none was typed. A reference of nobody
/// and one of a stranger answer alike.
async fn meant(visit: &Visit<'_>, reference: &str) -> Result<Result<Option<CaseId>, ()>, Fault> {
    if reference.trim().is_empty() {
        return Ok(Ok(None));
    }
    let Some(case) = cases::by_reference(visit.desk.store(), reference).await? else {
        return Ok(Err(()));
    };
    let looked = visit.desk.look(visit.actor(), Action::ReceiveArrival, case).await;
    match looked.map_err(Fault::from) {
        Ok(_) => Ok(Ok(Some(case))),
        Err(Fault::Forbidden | Fault::NotFound) => Ok(Err(())),
        Err(fault) => Err(fault),
    }
}

/// Those who may have sent it: everybody who supplies others with the drug, and then everybody who gives it.
async fn senders(visit: &Visit<'_>, place: &Organisation) -> Result<Vec<Choice>, Fault> {
    let all = organisations::all(visit.desk.store()).await?;
    let places = &visit.desk.rules().places;
    let sends =
        |known: &&Organisation| commands::sends(places, &known.kind) && known.id != place.id && !known.closed;
    let mut all: Vec<&Organisation> = all.iter().filter(sends).collect();
    // Those of the region first, and of these the ones that supply others: it is mostly one of them.
    all.sort_by_key(|known| {
        let supplies = places.kind(&known.kind).is_some_and(|kind| kind.supplies);
        (known.region != place.region, !supplies)
    });
    let choice = |known: &Organisation| Choice::new(known.id.to_string(), known.name.clone());
    Ok(all.into_iter().map(choice).collect())
}

async fn view(visit: &Visit<'_>, place: &Organisation, form: Form) -> Result<SupplyAct, Fault> {
    let today = place.today(visit.desk.instant());
    let mut fields = vec![
        ActField::new(Entry::Text, "label", "arrival-label").hint(Words::key("arrival-label-hint")),
        ActField::new(Entry::Check, "no_label", "arrival-no-label"),
        ActField::new(Entry::Select, "from", "arrival-from")
            .hint(Words::key("arrival-from-hint"))
            .of(senders(visit, place).await?),
        ActField::new(Entry::Text, "reference", "arrival-reference")
            .hint(Words::key("arrival-reference-hint")),
    ];
    fields.extend(pack_fields(visit, today));
    fields.extend(receipt_fields());
    fields.push(ActField::new(Entry::Area, "words", "arrival-words").hint(Words::key("arrival-words-hint")));
    Ok(SupplyAct {
        title: Words::key("receive-arrival-title"),
        caption: String::new(),
        back_href: "/parcels".to_owned(),
        banners: Vec::new(),
        facts: vec![Row::new(Words::key("place"), place.name.clone())],
        warning: Some(Words::key("receive-arrival-warning")),
        form,
        fields,
        button: Words::key("receive-arrival-action"),
    }
    .named())
}
