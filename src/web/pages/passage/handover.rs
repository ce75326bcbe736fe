//! One organisation asks another to take over; the other accepts by name, or says no.

use super::release::{day_hint, working};
use super::shown::{keep_away_box, keep_away_hint, keep_away_unread, offer_rows, offer_status, restrictions};
use super::{acted_on, begun, done, form_page, hour, settled};
use crate::access::{Action, Lens};
use crate::commands;
use crate::domain::decide::passage::{AcceptHandover, OfferHandover, slot};
use crate::domain::decide::{freed_at, lacking_at};
use crate::domain::event::HandoverReason;
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::passage::{Offer, OfferState};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Post;
use crate::store::accounts;
use crate::store::file::CaseFile;
use crate::store::reading::stock::{self, Wanted};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::on_or_none;
use crate::web::pages::record::{Answer, fresh, known, open, refused};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::parts::{Choice, Row};
use crate::web::views::passage::{Asked, Entry, Field};
use crate::web::visit::{Html, Visit};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        offer,
        offer_handover,
        accept,
        accept_handover,
        reject,
        reject_handover,
        withdraw,
        withdraw_handover,
        appointment,
        set_appointment
    ]
}

fn back(file: &CaseFile) -> String {
    format!("/cases/{}/release", file.case.id)
}

async fn offer_asked(visit: &Visit<'_>, file: &CaseFile) -> Result<Asked, Fault> {
    let (held, agreed) = (file.held(), file.case.passage.accepted_offer().is_some());
    let fits = |reason: &HandoverReason| match reason {
        HandoverReason::Release => held && !agreed,
        HandoverReason::Residence => !held,
        _ => true,
    };
    let reasons = HandoverReason::ALL.into_iter().filter(fits);
    let reasons = reasons
        .map(|reason| {
            Choice::new(
                reason.code(),
                Words::key(format!("handover-reason-{}", reason.code())),
            )
        })
        .collect();
    let mut receivers = working(visit, file, |kind| kind.treats).await?;
    receivers.retain(|choice| choice.value != file.facts.responsible.to_string());
    let to = Field {
        hint: keep_away_hint(file),
        ..Field::new("to", "handover-to", Entry::Select)
    };
    let release_on = file.case.release_on();
    let day = (file.held() || release_on.is_some())
        .then(|| Row::new(Words::key("release-day"), on_or_none(release_on)));
    Ok(Asked {
        title: Words::key("offer-handover-title"),
        words: Some(Words::key("offer-handover-words")),
        facts: day.into_iter().chain(restrictions(visit, file)).collect(),
        fields: vec![
            Field::new("purpose", "handover-purpose", Entry::Radios)
                .choices(reasons)
                .hint(Words::key("handover-purpose-hint")),
            to.choices(receivers),
            Field::new("from_on", "handover-from-on", Entry::Date).hint(Words::key("handover-from-hint")),
            Field::new("back_on", "handover-back-on", Entry::Date).hint(Words::key("handover-back-hint")),
            Field::new("words", "handover-words", Entry::Area),
        ],
        action: Words::key("offer-handover-action"),
        cancel: back(file),
    })
}

#[get("/cases/<id>/handover")]
async fn offer(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::OfferHandover, id).await?;
    let asked = offer_asked(&visit, &file).await?;
    let mut form = fresh();
    if file.case.release_on().is_none() {
        put_date(&mut form, "from_on", file.now.today());
    }
    // Where he has come by himself is the first who can be asked.
    if let Some(seen) = file.case.turned_up(file.now.today()) {
        form.values.insert("to".to_owned(), seen.content.at.to_string());
    }
    visit.show(&form_page(&visit, &file, asked, form))
}

#[post("/cases/<id>/handover", data = "<typed>")]
async fn offer_handover(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::OfferHandover, id).await?;
    let form = OfferHandover {
        reason: HandoverReason::from_code(typed.text("purpose")),
        to: typed.id("to"),
        from_on: typed.needed_date("from_on"),
        back_on: typed.date("back_on"),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::offer_handover(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    match settled(&file, Action::OfferHandover, &typed, outcome)? {
        Ok(done) => Ok(Ok(done)),
        Err(form) => {
            let asked = offer_asked(&visit, &file).await?;
            Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
        }
    }
}

/// Is the reader one of those who treat?
pub(super) fn clinical(visit: &Visit<'_>) -> bool {
    visit
        .actor()
        .role()
        .is_some_and(|role| role.lens() == Lens::Clinical)
}

fn offer_of<'f>(file: &'f CaseFile, offer: &str) -> Result<&'f Offer, Fault> {
    let id: RecordId = known(offer)?;
    file.case.passage.offer(id).ok_or(Fault::NotFound)
}

async fn visit_fields(visit: &Visit<'_>, file: &CaseFile, offer: &Offer) -> Result<Vec<Field>, Fault> {
    let rules = visit.desk.rules();
    let today = file.now.today();
    let receiver = offer.content.to;
    let kind = file.institution(receiver).map_or("", |known| known.kind.as_str());
    let roles = [Post::Physician, Post::Giver].map(|post| rules.places.role(kind, post));
    let people = accounts::working_at(visit.desk.store(), receiver).await?;
    let clinicians = people
        .into_iter()
        .filter(|known| known.is_there() && roles.contains(&Some(known.role.as_str())))
        .map(|known| Choice::new(known.id.to_string(), Words::plain(known.display_name)))
        .collect();
    let free_on = match offer.state() {
        OfferState::Completed => today,
        _ if offer.content.reason == HandoverReason::Release => {
            file.case.release_on().unwrap_or(offer.content.from_on).max(today)
        }
        _ => today,
    };
    let dose = file.dose(rules);
    let known = rules.continuity_for(today).zip(rules.law_for(today));
    let (earliest, hours) = known.map_or(
        (Words::key("date-hint"), Words::key("date-hint")),
        |(known, law)| {
            let slot = slot(free_on, dose.as_ref().ok(), known, &law);
            let key = if slot.dose_until.is_some() {
                "slot-days-dose"
            } else {
                "slot-days"
            };
            let days = day_hint(key, slot.earliest_on).date("until", slot.latest_on);
            let days = slot.dose_until.map_or(days.clone(), |on| days.date("dose", on));
            // The day on which he goes is no day to demand, but one that is taken.
            let at_once = free_on < slot.earliest_on && law.calendar.is_working(free_on);
            let days = if at_once {
                Words::key("slot-days-at-once")
                    .words("days", days)
                    .date("on", free_on)
            } else {
                days
            };
            let hours = Words::key("slot-hours")
                .words("from", known.visit.from.format("%H:%M").to_string())
                .words("until", known.visit.until.format("%H:%M").to_string());
            (days, hours)
        },
    );
    let mut fields = vec![
        Field::new("clinician", "visit-clinician", Entry::Select).choices(clinicians),
        Field::new("visit_on", "first-visit-on", Entry::Date).hint(earliest),
        Field::new("visit_time", "visit-time", Entry::Time).hint(hours),
    ];
    let known = file.case.passage.restrictions_from(today);
    let lifted = known.iter().find(|entry| entry.content.lifted_by_leave);
    if let Some((entry, rules)) = lifted.zip(rules.continuity_for(today)) {
        let name = rules.restriction_name(&entry.content.kind);
        fields.extend([
            Field::new("leave_number", "leave-number", Entry::Text)
                .hint(Words::key("leave-hint").words("name", name)),
            Field::new("leave_on", "leave-on", Entry::Date),
        ]);
    }
    Ok(fields)
}

/// So many packs are kept for him at the place that he leaves for good by this acceptance.
fn stock_left(file: &CaseFile, offer: &Offer) -> Option<Row> {
    let reason = offer.content.reason;
    let leaves = reason.moves_on_acceptance() && reason != HandoverReason::Temporary;
    kept_at(file, offer.content.from, "handover-stock-left").filter(|_| leaves)
}

/// So many packs are kept for him at a place; nothing where none are.
pub(super) fn kept_at(file: &CaseFile, place: OrganisationId, key: &'static str) -> Option<Row> {
    let kept = freed_at(&file.case, place).len();
    let number = i64::try_from(kept).ok().filter(|kept| *kept > 0)?;
    let words = Words::key(key).number("n", number);
    Some(Row::new(Words::key("handover-stock"), words))
}

/// Does a usable pack lie on the shelf of whoever is asked, for the dose that will be given there? Only where its drug is
/// followed.
async fn drug_there(visit: &Visit<'_>, file: &CaseFile, offer: &Offer) -> Result<Option<Row>, Fault> {
    let (rules, to) = (visit.desk.rules(), offer.content.to);
    let supplier = file.roster.supplier_of(to, &rules.places);
    let followed = supplier.is_some_and(|site| site.stock_since_on.is_some());
    let lacking = lacking_at(&file.case, offer, rules, &file.now);
    let Some((window, protocol)) = lacking.filter(|_| followed) else {
        return Ok(None);
    };
    let needed_on = window.lasts_until(file.now.today());
    let wanted = Wanted {
        products: &protocol.products,
        at: to,
        case: file.case.id,
        day: needed_on,
        typed_lot: None,
    };
    let lies = stock::usable(visit.desk.store(), &wanted).await?;
    let words = if lies.iter().any(|pack| pack.place.case().is_none()) {
        Words::key("handover-drug-here")
    } else {
        Words::key("handover-drug-missing").date("on", needed_on)
    };
    Ok(Some(Row::new(Words::key("provision-title"), words)))
}

async fn accept_asked(
    visit: &Visit<'_>,
    file: &CaseFile,
    offer: &Offer,
    action: Action,
) -> Result<Asked, Fault> {
    let mut fields = Vec::new();
    let mut facts = offer_rows(visit, file, offer, clinical(visit));
    if offer.content.reason.asks_for_appointment() {
        fields = visit_fields(visit, file, offer).await?;
        fields.extend(keep_away_box(file));
        facts.extend(restrictions(visit, file));
    }
    if action == Action::AcceptHandover {
        fields.extend(arrived_box(file, offer));
    }
    if action == Action::AcceptHandover && clinical(visit) {
        facts.extend(stock_left(file, offer));
        facts.extend(drug_there(visit, file, offer).await?);
    }
    Ok(Asked {
        title: Words::key(format!("{action}-title")),
        words: Some(accept_words(offer, action)),
        facts,
        fields,
        action: Words::key(format!("{action}-action")),
        cancel: back(file),
    })
}

/// What whoever accepts must know: from when it is responsible.
fn accept_words(offer: &Offer, action: Action) -> Words {
    if action == Action::AcceptHandover && offer.content.reason.moves_on_acceptance() {
        return Words::key("accept-handover-there-words");
    }
    Words::key(format!("{action}-words"))
}

/// The box by which whoever accepts before the day says that the person is there already; none from that day on.
fn arrived_box(file: &CaseFile, offer: &Offer) -> Option<Field> {
    let expected_on = Some(offer.content.answerable_on()).filter(|on| file.now.today() < *on)?;
    let early = Words::key("handover-early").date("on", expected_on);
    let choices = vec![Choice::new("handover-early", early)];
    Some(Field::new("arrived", "handover-arrived", Entry::Check).choices(choices))
}

fn accept_form(typed: &Typed) -> AcceptHandover {
    AcceptHandover {
        clinician: typed.id("clinician"),
        visit_on: typed.needed_date("visit_on"),
        visit_at: hour(typed, "visit_time"),
        leave_number: typed.text("leave_number").to_owned(),
        leave_on: typed.date("leave_on"),
        arrived: typed.ticked("arrived"),
    }
}

#[get("/cases/<id>/handover/<offer>/accept")]
async fn accept(visit: Visit<'_>, id: &str, offer: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::AcceptHandover, id).await?;
    let asked = accept_asked(&visit, &file, offer_of(&file, offer)?, Action::AcceptHandover).await?;
    visit.show(&form_page(&visit, &file, asked, fresh()))
}

#[post("/cases/<id>/handover/<offer>/accept", data = "<typed>")]
async fn accept_handover(visit: Visit<'_>, id: &str, offer: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = match open(&visit, Action::AcceptHandover, id).await {
        Ok(file) => file,
        Err(Fault::Forbidden) => return overtaken(&visit, (id, offer), &typed).await,
        Err(fault) => return Err(fault),
    };
    let known = offer_of(&file, offer)?;
    let form = accept_form(&typed);
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let names = known.content.reason.asks_for_appointment();
    let unread = keep_away_unread(&file, &typed).filter(|_| names);
    let form = if let Some(unread) = unread {
        unread
    } else {
        let outcome = commands::accept_handover(desk, actor, submission, case, known.content.id, &form).await;
        match settled(&file, Action::AcceptHandover, &typed, outcome)? {
            Ok(done) => return Ok(Ok(done)),
            Err(form) => form,
        }
    };
    let asked = accept_asked(&visit, &file, known, Action::AcceptHandover).await?;
    Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
}

/// A colleague was faster. Nobody is asked any more, so nobody may accept: what is said is that it is done, and not that it is
/// forbidden.
async fn overtaken(visit: &Visit<'_>, (id, offer): (&str, &str), typed: &Typed) -> Answer {
    let file = open(visit, Action::ReadPassage, id).await?;
    let Ok(known) = offer_of(&file, offer) else {
        return Err(Fault::Forbidden);
    };
    let ours = visit.actor().organisation() == Some(known.content.to);
    if !ours || known.state() != OfferState::Completed {
        return Err(Fault::Forbidden);
    }
    if acted_on(visit, Action::AcceptHandover, typed).await? {
        return Ok(Ok(done(&file, Action::AcceptHandover)));
    }
    let asked = accept_asked(visit, &file, known, Action::AcceptHandover).await?;
    let form = refused(typed, &[Refusal::NothingToDo]);
    Ok(Err(visit.refuse(&form_page(visit, &file, asked, form))?))
}

fn decline_asked(visit: &Visit<'_>, file: &CaseFile, offer: &Offer, action: Action) -> Asked {
    Asked {
        title: Words::key(format!("{action}-title")),
        words: Some(Words::key(format!("{action}-words"))),
        facts: offer_rows(visit, file, offer, clinical(visit)),
        fields: vec![Field::new("words", "handover-why", Entry::Area)],
        action: Words::key(format!("{action}-action")),
        cancel: back(file),
    }
}

#[get("/cases/<id>/handover/<offer>/reject")]
async fn reject(visit: Visit<'_>, id: &str, offer: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RejectHandover, id).await?;
    let asked = decline_asked(&visit, &file, offer_of(&file, offer)?, Action::RejectHandover);
    visit.show(&form_page(&visit, &file, asked, fresh()))
}

#[post("/cases/<id>/handover/<offer>/reject", data = "<typed>")]
async fn reject_handover(visit: Visit<'_>, id: &str, offer: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    if acted_on(&visit, Action::RejectHandover, &typed).await? {
        return Ok(Ok(rejected()));
    }
    let file = open(&visit, Action::RejectHandover, id).await?;
    let known = offer_of(&file, offer)?;
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = commands::reject_handover(
        desk,
        actor,
        submission,
        case,
        known.content.id,
        typed.text("words"),
    )
    .await;
    match crate::web::visit::done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(rejected())),
        Err(refusals) => {
            let asked = decline_asked(&visit, &file, known, Action::RejectHandover);
            let form = super::lacking(&typed, &refusals);
            Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
        }
    }
}

/// Whoever said no has no more to see of the case.
fn rejected() -> Redirect {
    Redirect::to("/handovers")
}

#[get("/cases/<id>/handover/<offer>/withdraw")]
async fn withdraw(visit: Visit<'_>, id: &str, offer: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::WithdrawHandover, id).await?;
    let asked = decline_asked(&visit, &file, offer_of(&file, offer)?, Action::WithdrawHandover);
    visit.show(&form_page(&visit, &file, asked, fresh()))
}

#[post("/cases/<id>/handover/<offer>/withdraw", data = "<typed>")]
async fn withdraw_handover(visit: Visit<'_>, id: &str, offer: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::WithdrawHandover, id).await?;
    let known = offer_of(&file, offer)?;
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let words = typed.text("words");
    let outcome = commands::withdraw_handover(desk, actor, submission, case, known.content.id, words).await;
    match settled(&file, Action::WithdrawHandover, &typed, outcome)? {
        Ok(done) => Ok(Ok(done)),
        Err(form) => {
            let asked = decline_asked(&visit, &file, known, Action::WithdrawHandover);
            Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
        }
    }
}

#[get("/cases/<id>/handover/appointment")]
async fn appointment(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::SetAppointment, id).await?;
    let known = file.case.appointed(file.now.today()).ok_or(Fault::NotFound)?;
    let asked = accept_asked(&visit, &file, known.offer, Action::SetAppointment).await?;
    let clinician = ("clinician", known.appointment.clinician.to_string());
    let time = ("visit_time", known.appointment.at.format("%H:%M").to_string());
    let mut form = begun(&[clinician, time]);
    // Its permission was given for it alone: another appointment begins without one.
    put_date(&mut form, "visit_on", known.appointment.on);
    visit.show(&form_page(&visit, &file, asked, form))
}

#[post("/cases/<id>/handover/appointment", data = "<typed>")]
async fn set_appointment(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::SetAppointment, id).await?;
    let form = accept_form(&typed);
    let submission = Some(visit.submission(&typed));
    let form = if let Some(unread) = keep_away_unread(&file, &typed) {
        unread
    } else {
        let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
        let outcome = commands::set_appointment(desk, actor, submission, case, &form).await;
        match settled(&file, Action::SetAppointment, &typed, outcome)? {
            Ok(done) => return Ok(Ok(done)),
            Err(form) => form,
        }
    };
    let known = file.case.appointed(file.now.today()).ok_or(Fault::NotFound)?;
    let asked = accept_asked(&visit, &file, known.offer, Action::SetAppointment).await?;
    Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
}

/// How an offer stands, for a list.
pub(super) fn listed(
    state: &str,
    due_on: chrono::NaiveDate,
    today: chrono::NaiveDate,
) -> crate::web::views::parts::Status {
    let known = [OfferState::Open, OfferState::Accepted];
    let state = known.into_iter().find(|known| known.code() == state);
    offer_status(state.unwrap_or(OfferState::Open), due_on, today)
}
