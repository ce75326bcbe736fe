//! Acts on parcels, and on the drug of one person: each form says what stands, asks one thing, and answers.

use super::custody::PackNames;
use super::{absent, fill, look};
use crate::access::{Action, Context, Resource};
use crate::commands::{self, about_parcel};
use crate::domain::decide::{ACCEPTED, HandOverParcel, PackAnswer, ReceiveParcel};
use crate::domain::event::{Became, Onward, Taker};
use crate::domain::ids::{CaseId, OrganisationId, PackId, ParcelId};
use crate::domain::localised::Localised;
use crate::domain::obligation::Kind;
use crate::domain::plan::{protocol, provision};
use crate::domain::refusal::{Refusal, ScanFault};
use crate::domain::supply::{Pack, Parcel, Place, Provision};
use crate::store::StoreError;
use crate::store::file::{CaseFile, Institution};
use crate::store::organisations::{self, Organisation};
use crate::store::reading::parcels;
use crate::store::reading::stock::{self, Wanted};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{on, organisation, without_weekday};
use crate::web::pages::record::{Answer, fresh, known, refused};
use crate::web::pages::stock::{codes, pack_name, product, reasons};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::NaiveDate;
use chrono_tz::Tz;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use std::collections::BTreeSet;

pub(super) fn routes() -> Vec<Route> {
    routes![act, perform, prepare, prepare_parcel, reserve, reserve_pack]
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
fn answers(file: &CaseFile, id: ParcelId, typed: &Typed) -> Vec<PackAnswer> {
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
    let words = |key: &'static str| vec![ActField::new(Entry::Area, "words", key)];
    let mut warning = None;
    let fields = match action {
        Action::ReceiveParcel => {
            if file.case.ended_on(file.now.today()) {
                warning = Some("parcel-case-over");
            }
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
        Action::ReconcileParcel => {
            let mut fields = reconcile_fields(visit, file, packs, parcel);
            fields.extend(words("reconcile-words"));
            fields
        }
        _ => words("explain-words"),
    };
    let today = file.now.today();
    let named = parcel.prepared.packs.first();
    let name = named.map_or_else(
        || Words::key("none"),
        |named| product(visit, &named.product, today),
    );
    let action = fill::said_as(action, parcel);
    SupplyAct {
        title: Words::key(format!("{action}-title")),
        caption: parcel.prepared.code.clone(),
        back_href: format!("/parcels/{id}"),
        banners: packs.recalls().to_vec(),
        facts: vec![
            Row::new(Words::key("case-reference"), file.case.reference.clone()),
            Row::new(Words::key("product"), name),
            Row::new(Words::key("parcel-to"), organisation(file, parcel.to)),
        ],
        warning: warning.map(Words::key),
        form,
        fields,
        button: Words::key(format!("{action}-action")),
    }
    .named()
}

fn receive_fields(visit: &Visit<'_>, packs: &PackNames, parcel: &Parcel) -> Vec<ActField> {
    let supply = &visit.desk.rules().supply;
    let mut fields: Vec<_> = parcel
        .prepared
        .packs
        .iter()
        .map(|named| {
            let mut choices = vec![Choice::new(ACCEPTED, Words::key("receive-accepted"))];
            choices.extend(reasons(&supply.rejections));
            ActField {
                words: packs.line(named),
                hint: packs.recalled(named.pack).then(|| Words::key("receive-recalled")),
                ..ActField::new(Entry::Radios, format!("pack_{}", named.pack), "pack").of(choices)
            }
        })
        .collect();
    fields.extend(receipt_fields());
    fields.push(ActField::new(Entry::Area, "words", "remarks"));
    fields
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

/// Packs of a shelf that fit the next dose of a person: those listed, and how many more lie there.
async fn fitting(visit: &Visit<'_>, file: &CaseFile, at: OrganisationId) -> Result<(Vec<Pack>, u64), Fault> {
    let Some(protocol) = protocol(&file.case, visit.desk.rules()) else {
        return Ok((Vec::new(), 0));
    };
    let due_on = file.dose(visit.desk.rules()).ok().map(|window| window.due_on);
    let wanted = Wanted {
        product: &protocol.id,
        at,
        case: file.case.id,
        day: due_on.unwrap_or(file.now.today()),
        typed_lot: None,
    };
    let store = visit.desk.store();
    let listed = stock::usable(store, &wanted).await?;
    Ok((listed, stock::unlisted(store, &wanted).await?))
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

/// How many packs lie there that the list does not show.
fn unlisted(more: u64) -> Option<Words> {
    let more = i64::try_from(more).unwrap_or(i64::MAX);
    (more > 0).then(|| Words::key("packs-unlisted").number("n", more))
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
        match stock::by_code(visit.desk.store(), &code.gtin, &code.serial).await? {
            Some(pack) => packs.push(pack.id),
            None => return refused(Refusal::Scan(ScanFault::Unknown)),
        }
    }
    Ok(Ok(packs))
}

/// A pack to choose, and where it lies, if that is not here.
fn pack_choice(pack: &Pack, lies: Option<Localised>) -> Choice {
    let words = Words::key("pack-of-lot")
        .words("lot", pack.number.clone())
        .words("on", without_weekday(pack.expiry_on));
    let name = Words::plain(pack_name(pack));
    let hint = match lies {
        Some(place) => Words::key("pack-lies-at")
            .words("pack", name)
            .words("place", Words::Localised(place)),
        None => name,
    };
    Choice {
        hint: Some(hint),
        ..Choice::new(pack.id.to_string(), words)
    }
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

async fn prepare_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> Result<SupplyAct, Fault> {
    let plan = file.plan(visit.desk.rules());
    let there = file.site_of_dose(&plan);
    let (mut packs, mut more) = (Vec::new(), 0);
    for shelf in shelves(visit, there).await? {
        let (listed, unlisted) = fitting(visit, file, shelf.id).await?;
        let own = shelf.id == visit.organisation()?;
        let name = (!own).then(|| shelf.name.clone());
        packs.extend(listed.iter().map(|pack| pack_choice(pack, name.clone())));
        more += unlisted;
    }
    let window = plan.dose.ok();
    let provided = window.and_then(|window| provision(&file.case, visit.desk.rules(), &window, there));
    let warning = match provided {
        _ if packs.is_empty() => Some("prepare-parcel-none"),
        Some(Provision::Ready(_)) => Some("prepare-parcel-ready"),
        Some(Provision::Quarantined(_)) => Some("prepare-parcel-quarantined"),
        _ => None,
    };
    let list = ActField {
        hint: unlisted(more),
        ..ActField::new(Entry::Checks, "pack", "parcel-packs")
    };
    let fields = vec![
        ActField::new(Entry::Area, "code", "take-in-codes").hint(Words::key("parcel-scan-hint")),
        list.of(packs),
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

#[get("/cases/<id>/parcel")]
async fn prepare(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = look(&visit, Action::PrepareParcel, known(id)?).await?;
    let mut form = fresh();
    put_moment(
        &mut form,
        "prepared_on",
        "prepared_time",
        file.now.instant,
        file.now.zone,
    );
    visit.show(&prepare_view(&visit, &file, form).await?)
}

#[post("/cases/<id>/parcel", data = "<typed>")]
async fn prepare_parcel(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
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
            let page = prepare_view(&visit, &file, refused(&typed, &refusals)).await?;
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

async fn reserve_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> Result<SupplyAct, Fault> {
    let here = file.site_of_dose(&file.plan(visit.desk.rules()));
    let (mut packs, more) = fitting(visit, file, here).await?;
    packs.retain(|pack| pack.place.case().is_none());
    let warning = packs.is_empty().then_some("reserve-pack-none");
    let list = ActField {
        hint: unlisted(more),
        ..ActField::new(Entry::Radios, "pack", "pack")
    };
    let choices = packs.iter().map(|pack| pack_choice(pack, None));
    let fields = vec![list.of(choices.collect())];
    Ok(case_view(
        visit,
        Action::ReservePack,
        file,
        (fields, warning),
        form,
    ))
}

#[get("/cases/<id>/reserve")]
async fn reserve(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = look(&visit, Action::ReservePack, known(id)?).await?;
    visit.show(&reserve_view(&visit, &file, fresh()).await?)
}

#[post("/cases/<id>/reserve", data = "<typed>")]
async fn reserve_pack(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
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
            let page = reserve_view(&visit, &file, refused(&typed, &refusals)).await?;
            Ok(Err(visit.refuse(&page)?))
        }
    }
}
