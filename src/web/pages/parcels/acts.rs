//! Acts on parcels: each form says what stands, asks one thing, and answers.

use super::custody::PackNames;
use super::{absent, fill};
use crate::access::{Action, Context, Resource};
use crate::commands::{self, about_parcel};
use crate::domain::decide::{ACCEPTED, HandOverParcel, PackAnswer, ReceiveParcel};
use crate::domain::event::{Became, Onward, Taker};
use crate::domain::ids::ParcelId;
use crate::domain::supply::{Parcel, ParcelState, Place, same_lot};
use crate::store::StoreError;
use crate::store::file::{CaseFile, Institution};
use crate::store::reading::parcels;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::organisation;
use crate::web::pages::record::{Answer, fresh, known, refused};
use crate::web::pages::stock::{product, reasons};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::{Banner, Choice, Row, Tone};
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono_tz::Tz;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![act, perform]
}

/// What can be done with a parcel, by the last part of the address.
fn action_of(act: &str) -> Option<Action> {
    Some(match act {
        "receive" => Action::ReceiveParcel,
        "hand-over" => Action::HandOverParcel,
        "send-on" => Action::SendParcelOn,
        "lost" => Action::ReportParcelLost,
        "reconcile" => Action::ReconcileParcel,
        "explain" => Action::ExplainCustody,
        _ => return None,
    })
}

/// The case of a parcel, for whoever may do this with it. Whoever may not even see it is told that there is none.
async fn open(visit: &Visit<'_>, action: Action, id: ParcelId) -> Result<CaseFile, Fault> {
    let Some(case) = parcels::case_of(visit.desk.store(), id).await? else {
        return Err(visit.desk.absent(visit.actor(), action).await.into());
    };
    let mut seen = false;
    let about = |file: &CaseFile| -> Result<Context, StoreError> {
        file.case.supply.parcel(id).ok_or(StoreError::Missing("parcel"))?;
        let about = about_parcel(file, id);
        let resource = file.facts.clone().into();
        seen = visit
            .desk
            .allows(visit.actor(), Action::ReadParcel, &resource, &about);
        Ok(about)
    };
    let found = visit.desk.look_when(visit.actor(), action, case, about).await;
    found.map_err(|failure| if seen { failure.into() } else { absent(failure) })
}

#[get("/parcels/<id>/<act>", rank = 2)]
async fn act(visit: Visit<'_>, id: &str, act: &str) -> Result<Html, Fault> {
    let action = action_of(act).ok_or(Fault::NotFound)?;
    let id: ParcelId = known(id)?;
    let file = open(&visit, action, id).await?;
    let parcel = file.case.supply.parcel(id).ok_or(Fault::NotFound)?;
    let mut form = fresh();
    put_moment(
        &mut form,
        "occurred_on",
        "occurred_time",
        file.now.instant,
        file.now.zone,
    );
    if action == Action::ReceiveParcel {
        form.values
            .insert("receiver".to_owned(), visit.who.display_name.clone());
    }
    let packs = PackNames::of(&visit, parcel).await?;
    visit.show(&view(&visit, action, (&file, parcel), &packs, form))
}

#[post("/parcels/<id>/<act>", data = "<typed>", rank = 2)]
async fn perform(visit: Visit<'_>, id: &str, act: &str, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let action = action_of(act).ok_or(Fault::NotFound)?;
    let id: ParcelId = known(id)?;
    let file = open(&visit, action, id).await?;
    let (case, zone) = (file.case.id, file.now.zone);
    let (desk, actor, sent) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let at = typed.moment("occurred_on", "occurred_time", zone);
    let words = typed.text("words");
    let outcome = match action {
        Action::ReceiveParcel => {
            let form = received(&file, id, &typed);
            commands::receive_parcel(desk, actor, sent, (case, id), &form)
                .await
                .map(|_| ())
        }
        Action::HandOverParcel => {
            let form = HandOverParcel {
                into: Taker::from_code(typed.text("into")),
                name: typed.text("name").to_owned(),
                phone: typed.text("phone").to_owned(),
                at,
            };
            commands::hand_over_parcel(desk, actor, sent, case, id, &form).await
        }
        Action::SendParcelOn => {
            let onward = Onward::from_code(typed.text("onward"));
            commands::send_parcel_on(desk, actor, sent, case, id, onward, typed.text("reason")).await
        }
        Action::ReportParcelLost => commands::report_parcel_lost(desk, actor, sent, case, id, words).await,
        Action::ReconcileParcel => {
            let answers = answers(&file, id, &typed);
            commands::reconcile_parcel(desk, actor, sent, (case, id), &answers, words)
                .await
                .map(|_| ())
        }
        _ => commands::explain_custody(desk, actor, sent, case, id, words)
            .await
            .map(|_| ()),
    };
    match done_or_refused(outcome)? {
        Ok(()) => Ok(Ok(Redirect::to(format!("/parcels/{id}")))),
        Err(refusals) => {
            let file = open(&visit, action, id).await?;
            let parcel = file.case.supply.parcel(id).ok_or(Fault::NotFound)?;
            let packs = PackNames::of(&visit, parcel).await?;
            let form = refused(&typed, &refusals);
            let page = view(&visit, action, (&file, parcel), &packs, form);
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

fn received(file: &CaseFile, id: ParcelId, typed: &Typed) -> ReceiveParcel {
    ReceiveParcel {
        packs: answers(file, id, typed),
        ..receipt(typed, file.now.zone)
    }
}

/// What is typed about each pack of a parcel.
pub(super) fn answers(file: &CaseFile, id: ParcelId, typed: &Typed) -> Vec<PackAnswer> {
    let packs = file
        .case
        .supply
        .parcel(id)
        .map_or(&[][..], |parcel| &parcel.prepared.packs);
    let answers = packs.iter().map(|named| PackAnswer {
        pack: named.pack,
        answer: typed.text(&format!("pack_{}", named.pack)).to_owned(),
    });
    answers.collect()
}

/// What is typed of a receipt, but for the packs.
pub(super) fn receipt(typed: &Typed, zone: Tz) -> ReceiveParcel {
    let text = |name: &str| typed.text(name).to_owned();
    ReceiveParcel {
        packs: Vec::new(),
        at: typed.moment("occurred_on", "occurred_time", zone),
        deliverer: text("deliverer"),
        receiver: text("receiver"),
        lowest: text("lowest"),
        highest: text("highest"),
        hours_outside: text("hours_outside"),
        hours_unknown: typed.ticked("hours_unknown"),
        no_logger: typed.ticked("no_logger"),
        words: text("words"),
    }
}

fn when() -> [ActField; 2] {
    [
        ActField::new(Entry::Date, "occurred_on", "happened-on"),
        ActField::new(Entry::Short, "occurred_time", "given-time").hint(Words::key("time-hint")),
    ]
}

fn view(
    visit: &Visit<'_>,
    action: Action,
    (file, parcel): (&CaseFile, &Parcel),
    packs: &PackNames,
    form: Form,
) -> SupplyAct {
    let id = parcel.prepared.parcel;
    let mut banners = packs.recalls().to_vec();
    let words = |key: &'static str| vec![ActField::new(Entry::Area, "words", key)];
    let mut warning = None;
    let fields = match action {
        Action::ReceiveParcel => {
            if file.case.ended_on(file.now.today()) {
                warning = Some("parcel-case-over");
            }
            banners.extend(given_by_hand(file, parcel));
            receive_fields(visit, packs, parcel)
        }
        Action::HandOverParcel => {
            let takers = Taker::ALL
                .map(|taker| Choice::new(taker.code(), Words::key(format!("taker-{}", taker.code()))));
            let mut fields = vec![
                ActField::new(Entry::Radios, "into", "hand-over-into").of(takers.to_vec()),
                ActField::new(Entry::Text, "name", "hand-over-name").hint(Words::key("hand-over-name-hint")),
                ActField::new(Entry::Text, "phone", "hand-over-phone")
                    .hint(Words::key("hand-over-phone-hint")),
            ];
            fields.extend(when());
            fields
        }
        Action::SendParcelOn => {
            let choices = fill::onwards(file, parcel).map(|onward| {
                let code = onward.code();
                Choice::new(code, Words::key(format!("onward-{code}")))
            });
            vec![
                ActField::new(Entry::Radios, "onward", "send-on-legend").of(choices.collect()),
                ActField::new(Entry::Area, "reason", "supply-reason"),
            ]
        }
        Action::ReportParcelLost => words("parcel-lost-words"),
        Action::ReconcileParcel if parcel.unannounced => words("explain-arrival-words"),
        Action::ReconcileParcel if parcel.only_astray() => words("parcel-note-astray"),
        Action::ReconcileParcel => {
            let mut fields = reconcile_fields(visit, file, packs, parcel);
            let astray = parcel.astray().is_some();
            fields.extend(words(if astray {
                "reconcile-astray-words"
            } else {
                "reconcile-words"
            }));
            fields
        }
        _ => words("explain-words"),
    };
    let action = fill::said_as(action, parcel);
    SupplyAct {
        title: Words::key(format!("{action}-title")),
        caption: parcel.prepared.code.clone(),
        back_href: format!("/parcels/{id}"),
        banners,
        facts: facts(visit, file, parcel),
        warning: warning.map(Words::key),
        form,
        fields,
        button: Words::key(format!("{action}-action")),
    }
    .named()
}

/// A dose of a lot that was packed here was written down by hand after that, from no pack on record: it may have come out of
/// this parcel, and whoever counts is told before a pack is taken in that is used up.
fn given_by_hand(file: &CaseFile, parcel: &Parcel) -> Option<Banner> {
    let packed = |lot: &str| {
        let mut packs = parcel.prepared.packs.iter();
        packs.any(|named| same_lot(&named.lot, lot))
    };
    let given = file.case.doses_in_effect().into_iter().rfind(|dose| {
        let content = &dose.content;
        content.pack.is_none() && content.occurred_at >= parcel.prepared.prepared_at && packed(&content.lot)
    })?;
    Some(Banner {
        tone: Tone::Warn,
        title: Words::key("parcel-given-by-hand")
            .words("lot", given.content.lot.clone())
            .date("on", given.content.given_on),
        words: Some(Words::key("parcel-given-by-hand-words")),
        link: None,
    })
}

/// What stands already; once it was received, what whoever took it wrote.
fn facts(visit: &Visit<'_>, file: &CaseFile, parcel: &Parcel) -> Vec<Row> {
    let today = file.now.today();
    let named = parcel.prepared.packs.first();
    let name = named.map_or_else(
        || Words::key("none"),
        |named| product(visit, &named.product, today),
    );
    let mut facts = vec![
        Row::new(Words::key("case-reference"), file.case.reference.clone()),
        Row::new(Words::key("product"), name),
        Row::new(Words::key("parcel-to"), organisation(file, parcel.to)),
    ];
    let received = parcel.received.as_ref().map(|(received, ..)| received);
    if let Some(received) = received.filter(|received| !received.words.is_empty()) {
        facts.push(Row::new(Words::key("receipt-words"), received.words.clone()));
    }
    facts
}

fn receive_fields(visit: &Visit<'_>, packs: &PackNames, parcel: &Parcel) -> Vec<ActField> {
    let mut fields = pack_list(visit, packs, parcel);
    fields.extend(receipt_fields());
    fields.push(ActField::new(Entry::Area, "words", "remarks").hint(Words::key("arrival-words-hint")));
    fields
}

/// Of each pack that was sent: did it come, and is it whole? Of a parcel that was reported lost, those that are lost still.
pub(super) fn pack_list(visit: &Visit<'_>, packs: &PackNames, parcel: &Parcel) -> Vec<ActField> {
    let supply = &visit.desk.rules().supply;
    let lost = parcel.state == ParcelState::Lost;
    let sent = parcel.prepared.packs.iter();
    let asked = sent.filter(|named| !lost || packs.place(named.pack) == Some(Place::Lost));
    let fields = asked.map(|named| {
        let mut choices = vec![Choice::new(ACCEPTED, Words::key("receive-accepted"))];
        choices.extend(reasons(&supply.rejections));
        ActField {
            words: packs.line(named),
            hint: packs.recalled(named.pack).then(|| Words::key("receive-recalled")),
            ..ActField::new(Entry::Radios, format!("pack_{}", named.pack), "pack").of(choices)
        }
    });
    fields.collect()
}

/// Of each pack that is missing still, or lies set aside: what became of it. Whoever finds one takes it over, so only the
/// shelves are offered that the reader keeps; that it was destroyed is offered to whoever may be the second to say so.
fn reconcile_fields(visit: &Visit<'_>, file: &CaseFile, packs: &PackNames, parcel: &Parcel) -> Vec<ActField> {
    let asked = parcel.short().filter_map(|named| {
        let place = packs.place(named.pack)?;
        let answers = parcel.answers(place);
        let shelf = |known: &Institution| Resource::Organisation {
            id: known.id,
            kind: known.kind.clone(),
            region: known.region.clone(),
        };
        let choices = answers.iter().filter_map(|became| {
            let became = *became;
            let words = Words::key(format!("became-{}", became.code()));
            let Some(at) = parcel.lies_with(became) else {
                let keeper = file.institution(place.at().unwrap_or(parcel.prepared.from));
                let second = keeper.is_some_and(|known| packs.destroyed(visit, named.pack, &shelf(known)));
                let may = became != Became::Destroyed || second;
                return may.then(|| Choice::new(became.code(), words));
            };
            let known = file.institution(at)?;
            let there = place.at() == Some(at);
            let twice = became == Became::Receiver && at == parcel.prepared.from;
            let may = there || visit.may(Action::FindPack, &shelf(known));
            (may && !twice).then(|| Choice::new(became.code(), words.words("name", known.name.clone())))
        });
        let field = ActField::new(Entry::Radios, format!("pack_{}", named.pack), "pack");
        (!answers.is_empty()).then(|| ActField {
            words: packs.line(named),
            hint: Some(Words::key(match place {
                Place::Lost => "reconcile-missing",
                _ => "reconcile-aside",
            })),
            ..field.of(choices.collect())
        })
    });
    asked.collect()
}

/// What is asked of every receipt, but for the packs and the words.
pub(super) fn receipt_fields() -> Vec<ActField> {
    let mut fields = vec![
        ActField::new(Entry::Text, "deliverer", "receive-deliverer"),
        ActField::new(Entry::Text, "receiver", "receive-receiver"),
    ];
    fields.extend(when());
    fields.extend([
        ActField::new(Entry::Short, "lowest", "receive-lowest").hint(Words::key("receive-lowest-hint")),
        ActField::new(Entry::Short, "highest", "receive-highest"),
        ActField::new(Entry::Short, "hours_outside", "receive-hours-outside")
            .hint(Words::key("receive-hours-outside-hint")),
        ActField::new(Entry::Check, "hours_unknown", "receive-hours-unknown"),
        ActField::new(Entry::Check, "no_logger", "receive-no-logger")
            .hint(Words::key("receive-no-logger-hint")),
    ]);
    fields
}
