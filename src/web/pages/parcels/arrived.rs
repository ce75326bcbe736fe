//! A parcel that came without notice: who brought it, who is said to have sent it, what is in it, and for whom, where that is
//! known.

use super::acts::{answers, pack_list, receipt, receipt_fields};
use super::custody::PackNames;
use crate::access::Action;
use crate::commands::{self, ReceiveArrival, TakeInPacks};
use crate::domain::decide::ReceiveParcel;
use crate::domain::ids::{CaseId, ParcelId};
use crate::domain::refusal::{ParcelFault, Refusal};
use crate::store::file::CaseFile;
use crate::store::organisations::{self, Organisation};
use crate::store::reading::parcels::{self, ParcelRow};
use crate::store::reading::{PART, cases};
use crate::store::stock;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::organisation;
use crate::web::pages::record::{Answer, fresh, refused};
use crate::web::pages::stock::{Names, pack_fields, packs_read, place, product};
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
    visit.show(&view(&visit, &place, form, &[]).await?)
}

#[post("/parcels/arrived", data = "<typed>")]
async fn receive_arrival(visit: Visit<'_>, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let place = place(&visit, Action::ReceiveArrival, None).await?;
    let today = place.today(visit.desk.instant());
    let label = typed.text("label").trim();
    if !label.is_empty() {
        return labelled(&visit, &place, label, &typed).await;
    }
    let packs = packs_read(&typed, today);
    let found = match &packs {
        Ok(packs) => perhaps(&visit, &typed, packs).await?,
        Err(_) => Vec::new(),
    };
    match (typed.text("which"), &found[..]) {
        ("none", _) | ("", []) => {}
        // The codes of its packs say which it is.
        ("", [one]) if typed.text("by_hand").trim().is_empty() => {
            return labelled(&visit, &place, &one.code, &typed).await;
        }
        ("", _) => {
            let form = refused(&typed, &[Refusal::ParcelStep(ParcelFault::WhichOfThese)]);
            return Ok(Err(visit.refuse(&view(&visit, &place, form, &found).await?)?));
        }
        (code, _) => return labelled(&visit, &place, code, &typed).await,
    }
    let Ok(case) = meant(&visit, typed.text("reference")).await? else {
        let form = typed
            .form()
            .problem("reference", Words::key("arrival-no-such-case"));
        return Ok(Err(visit.refuse(&view(&visit, &place, form, &found).await?)?));
    };
    let outcome = match packs {
        Ok(packs) => {
            let form = ReceiveArrival {
                from: typed.id("from"),
                receipt: receipt(&typed, zone(&place)),
                packs,
                no_label: typed.ticked("no_label"),
                none_of_these: typed.text("which") == "none",
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
            Ok(Err(visit.refuse(&view(&visit, &place, form, &found).await?)?))
        }
    }
}

/// A parcel on record, and what its packs are called.
struct OnRecord {
    file: CaseFile,
    id: ParcelId,
    packs: PackNames,
}

/// The parcel with this code, for whoever may take it in at his place.
async fn on_record(visit: &Visit<'_>, place: &Organisation, code: &str) -> Result<Option<OnRecord>, Fault> {
    let store = visit.desk.store();
    let Some(id) = parcels::by_code(store, code).await? else {
        return Ok(None);
    };
    let Some(case) = parcels::case_of(store, id).await? else {
        return Ok(None);
    };
    let about = |file: &CaseFile| Ok(commands::about_astray(file, id, place.id));
    let file = visit
        .desk
        .look_when(visit.actor(), Action::ReceiveParcel, case, about)
        .await?;
    let parcel = file.case.supply.parcel(id).ok_or(Fault::NotFound)?;
    let packs = PackNames::of(visit, parcel).await?;
    Ok(Some(OnRecord { file, id, packs }))
}

/// A parcel that is known by its code, and came to the wrong place. What was sent is on record; whoever holds the box says of
/// each pack whether it is there, as with any other parcel.
async fn labelled(visit: &Visit<'_>, place: &Organisation, code: &str, typed: &Typed) -> Answer {
    let Some(known) = on_record(visit, place, code).await? else {
        let form = typed.form().problem("label", Words::key("arrival-no-such-label"));
        return Ok(Err(visit.refuse(&view(visit, place, form, &[]).await?)?));
    };
    let form = ReceiveParcel {
        packs: answers(&known.file, known.id, typed),
        ..receipt(typed, zone(place))
    };
    let (which, sent) = ((known.file.case.id, known.id), Some(visit.submission(typed)));
    let came = commands::receive_astray(visit.desk, visit.actor(), sent, which, &form);
    let refusals = match done_or_refused(came.await)? {
        Ok(lot) => {
            let page = format!("/stock/lots/{lot}?at={}", place.id);
            return Ok(Ok(Redirect::to(page)));
        }
        Err(refusals) => refusals,
    };
    if refusals
        .iter()
        .any(|refusal| matches!(refusal, Refusal::ParcelStep(_)))
    {
        let form = refused(typed, &refusals);
        return Ok(Err(visit.refuse(&view(visit, place, form, &[]).await?)?));
    }
    // Until now nobody was asked about the packs: that is the next question, and no slip.
    let asked = form.packs.iter().any(|pack| !pack.answer.is_empty());
    let form = if asked {
        refused(typed, &refusals)
    } else {
        typed.form()
    };
    let page = astray_view(visit, place, &known, form.value("label", code))?;
    let page = if asked {
        visit.refuse(&page)?
    } else {
        visit.show(&page)?
    };
    Ok(Err(page))
}

/// What is asked of a parcel that came to the wrong place. For whom it is, nobody there has to know.
fn astray_view(
    visit: &Visit<'_>,
    place: &Organisation,
    known: &OnRecord,
    form: Form,
) -> Result<SupplyAct, Fault> {
    let parcel = known.file.case.supply.parcel(known.id).ok_or(Fault::NotFound)?;
    let today = place.today(visit.desk.instant());
    let named = parcel.prepared.packs.first();
    let name = named.map_or_else(
        || Words::key("none"),
        |named| product(visit, &named.product, today),
    );
    let mut fields = vec![
        ActField::new(Entry::Text, "label", "arrival-label").hint(Words::key("arrival-label-known-hint")),
    ];
    fields.extend(pack_list(visit, &known.packs, parcel));
    fields.extend(receipt_fields());
    fields.push(ActField::new(Entry::Area, "words", "arrival-words").hint(Words::key("arrival-words-hint")));
    Ok(SupplyAct {
        title: Words::key("receive-astray-title"),
        caption: parcel.prepared.code.clone(),
        back_href: "/parcels/arrived".to_owned(),
        banners: known.packs.recalls().to_vec(),
        facts: vec![
            Row::new(Words::key("place"), place.name.clone()),
            Row::new(Words::key("product"), name),
            Row::new(Words::key("parcel-to"), organisation(&known.file, parcel.to)),
        ],
        warning: Some(Words::key("receive-astray-warning")),
        form,
        fields,
        button: Words::key("receive-astray-action"),
    }
    .named())
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

/// The parcels on their way that a box without a label may be, by what was scanned or typed of its packs.
async fn perhaps(visit: &Visit<'_>, typed: &Typed, packs: &TakeInPacks) -> Result<Vec<ParcelRow>, Fault> {
    if !typed.ticked("no_label") {
        return Ok(Vec::new());
    }
    let store = visit.desk.store();
    let lots = match packs.by_hand {
        0 => Vec::new(),
        _ => {
            let products = visit.desk.rules().products_of(&packs.product);
            stock::lots_read_as(store, &products, &packs.lot).await?
        }
    };
    let sent = typed.id("from").filter(|_| !lots.is_empty());
    let sent = sent.map(|from| (from, &lots[..]));
    Ok(parcels::perhaps(store, &packs.codes, sent).await?)
}

/// As many as a page shows, and what is said of them: where there are more, the label is asked for.
fn shown<T>(found: &[T]) -> (&[T], &'static str) {
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    match found.get(..part) {
        Some(first) if found.len() > part => (first, "arrival-which-more-hint"),
        _ => (found, "arrival-which-hint"),
    }
}

/// Which of them it is: what stands on the label of each, and no word of whom it is for.
async fn which(visit: &Visit<'_>, found: &[ParcelRow]) -> Result<ActField, Fault> {
    let mut names = Names::new(visit);
    let mut choices = Vec::new();
    let (first, hint) = shown(found);
    for row in first {
        names.organisation(row.to()).await?;
        let words = Words::key("arrival-which-parcel")
            .words("code", row.code.clone())
            .words("place", names.of_organisation(row.to()))
            .number("n", i64::from(row.packs));
        choices.push(Choice::new(row.code.clone(), words));
    }
    choices.push(Choice::new("none", Words::key("arrival-which-none")));
    let field = ActField::new(Entry::Radios, "which", "arrival-which");
    Ok(field.hint(Words::key(hint)).of(choices))
}

/// The form; where it may be one of these parcels on their way, with the question which.
async fn view(
    visit: &Visit<'_>,
    place: &Organisation,
    form: Form,
    found: &[ParcelRow],
) -> Result<SupplyAct, Fault> {
    let today = place.today(visit.desk.instant());
    let mut fields = vec![
        ActField::new(Entry::Text, "label", "arrival-label").hint(Words::key("arrival-label-hint")),
        ActField::new(Entry::Check, "no_label", "arrival-no-label"),
    ];
    if !found.is_empty() {
        fields.push(which(visit, found).await?);
    }
    fields.extend([
        ActField::new(Entry::Select, "from", "arrival-from")
            .hint(Words::key("arrival-from-hint"))
            .of(senders(visit, place).await?),
        ActField::new(Entry::Text, "reference", "arrival-reference")
            .hint(Words::key("arrival-reference-hint")),
    ]);
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

#[cfg(test)]
mod tests {
    use super::{PART, shown};

    #[test]
    fn of_too_many_parcels_the_first_are_shown_and_it_is_said() {
        let part = usize::try_from(PART).unwrap();
        let found = vec![(); part + 1];
        let (first, hint) = shown(&found);
        assert_eq!((first.len(), hint), (part, "arrival-which-more-hint"));
        let (all, hint) = shown(&found[1..]);
        assert_eq!((all.len(), hint), (part, "arrival-which-hint"));
    }
}
