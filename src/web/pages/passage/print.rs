//! What is printed at a release: the sheet for the person in his language, the act with two signatures.

use crate::access::Action;
use crate::domain::case::Case;
use crate::domain::dosing::cover;
use crate::domain::event::HandoverReason;
use crate::domain::ids::CaseId;
use crate::domain::letter::{ReleaseDay, release_in_act};
use crate::domain::obligation::Kind;
use crate::domain::passage::{Offer, OfferState};
use crate::domain::plan::{Plan, protocol};
use crate::store::file::CaseFile;
use crate::text::{Language, Words};
use crate::web::faults::Fault;
use crate::web::pages::case_head::{on, organisation};
use crate::web::pages::case_page::timeline::passage::appointment_at;
use crate::web::pages::obligations::kind_words;
use crate::web::pages::record::known;
use crate::web::views::parts::{Link, Moment, Row};
use crate::web::views::passage::{HandoverAct, ReleaseSheet};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::{Route, get, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![sheet, act]
}

/// The sheet in each language.
pub(super) fn sheet_links(file: &CaseFile) -> Vec<Link> {
    let link = |language: &Language| {
        let words = Words::key("sheet-in").words("language", language.own_name());
        Link::new(
            format!("/cases/{}/release/sheet/{}", file.case.id, language.code()),
            words,
        )
    };
    Language::ALL.iter().map(link).collect()
}

/// Was it taken up, so that there is something to sign?
pub(super) fn has_act(offer: &Offer) -> bool {
    matches!(offer.state(), OfferState::Accepted | OfferState::Completed)
}

#[get("/cases/<id>/release/sheet/<language>")]
async fn sheet(visit: Visit<'_>, id: &str, language: &str) -> Result<Html, Fault> {
    let id: CaseId = known(id)?;
    let language = Language::parse(language).ok_or(Fault::NotFound)?;
    let file = visit.desk.look(visit.actor(), Action::ReadPassage, id).await?;
    let anew = named_anew(&file.plan(visit.desk.rules()));
    let page = release_sheet(&file, anew).ok_or(Fault::NotFound)?;
    visit.show_in(language, &page)
}

/// Is the first appointment to be named anew? Then no paper sends anybody to the old one.
fn named_anew(plan: &Plan) -> bool {
    let mut owed = plan.obligations.iter();
    owed.any(|owed| owed.kind == Kind::SetAppointment)
}

/// The day of the release that lies ahead, or of the one in which he went. Of somebody who is held again the last one says nothing.
pub(super) fn day_of_release(file: &CaseFile) -> Option<NaiveDate> {
    let case = &file.case;
    let out = || case.released_without(file.facts.responsible, file.now.today());
    let released = case.passage.last_release().map(|entry| entry.content.released_on);
    let went = || released.filter(|_| !file.held() || out());
    case.release_on().or_else(went)
}

/// The hand-over that says where to come. Of somebody who is held a transfer or a stay for a while says only who holds him.
fn led_out(file: &CaseFile) -> Option<&Offer> {
    let (_, offer) = file.case.came_by(file.now.today())?;
    let out = offer.content.reason == HandoverReason::Release || !file.held();
    out.then_some(offer)
}

/// The sheet of a case whose release is known. Other papers are made from the same data. `anew` says that the first appointment
/// is to be named anew.
pub(super) fn release_sheet(file: &CaseFile, anew: bool) -> Option<ReleaseSheet> {
    let passage = &file.case.passage;
    let release_on = day_of_release(file)?;
    let offer = passage.accepted_offer().map(|(_, offer)| offer);
    let offer = offer.or_else(|| led_out(file));
    let receiver = offer.and_then(|offer| file.institution(offer.content.to));
    let visit = offer.and_then(|offer| offer.appointment).filter(|_| !anew);
    let today = file.now.today();
    let before = offer.map_or(file.facts.responsible, |offer| file.case.giver(offer, today));
    let before_phone = file.institution(before).map_or("", |known| known.phone.as_str());
    let clinician = visit.and_then(|known| file.member(known.clinician));
    Some(ReleaseSheet {
        href: format!("/cases/{}/release", file.case.id),
        languages: sheet_links(file),
        name: file.person.name_cyrillic.clone(),
        release_on,
        place: receiver.map(|known| Words::Localised(known.name.clone())),
        address: receiver.map(|known| known.address.clone()).unwrap_or_default(),
        phone: receiver.map(|known| known.phone.clone()).unwrap_or_default(),
        visit_anew: anew,
        released: release_on <= today,
        out: file.case.released_without(file.facts.responsible, today),
        visit_on: visit.map(|known| known.on),
        visit_time: visit
            .map(|known| known.at.format("%H:%M").to_string())
            .unwrap_or_default(),
        clinician: clinician.map(|member| member.name.clone()).unwrap_or_default(),
        before: organisation(file, before),
        before_phone: before_phone.to_owned(),
        printed_at: Moment::new(file.now.instant, file.now.zone),
    })
}

#[get("/cases/<id>/release/act")]
async fn act(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let id: CaseId = known(id)?;
    let file = visit
        .desk
        .look(visit.actor(), Action::ReadClinicalFile, id)
        .await?;
    let page = handover_act(&visit, &file).ok_or(Fault::NotFound)?;
    visit.show(&page)
}

fn handover_act(visit: &Visit<'_>, file: &CaseFile) -> Option<HandoverAct> {
    let rules = visit.desk.rules();
    let offer = file.case.passage.offers.iter().rfind(|offer| has_act(offer))?;
    let content = &offer.content;
    let mut facts = vec![
        Row::new(
            Words::key("handover-purpose"),
            Words::key(format!("handover-reason-{}", content.reason.code())),
        ),
        Row::new(Words::key("passage-offered-on"), on(content.offered_on)),
    ];
    facts.extend(offer.outcome.as_ref().map(|outcome| {
        Row::new(
            Words::key("act-accepted-on"),
            on(Moment::day(outcome.at, file.now.zone)),
        )
    }));
    let held = |case: &Case, on| case.held_on(on, |id| file.kind_of(id, &rules.places));
    let release = release_in_act(&file.case, offer, &|at| file.recorded_until(at, rules), &held);
    facts.extend(release.map(|release| {
        let words = match release {
            ReleaseDay::On(day) => on(day),
            ReleaseDay::Unknown => Words::key("letter-release-unknown"),
        };
        Row::new(Words::key("release-day"), words)
    }));
    let plan = file.plan(rules);
    facts.extend(
        offer
            .appointment
            .filter(|_| !named_anew(&plan))
            .map(|known| Row::new(Words::key("first-visit-on"), appointment_at(file, &known))),
    );
    let followed = protocol(&file.case, rules);
    let mut treatment = Vec::new();
    if let Some(followed) = followed {
        treatment.push(Row::new(Words::key("product"), followed.name.clone()));
    }
    if let Some(cover) = cover(&file.case, rules) {
        treatment.push(Row::new(
            Words::key("letter-handover-last-dose"),
            on(cover.given_on),
        ));
        treatment.push(Row::new(Words::key("aftercare-works-until"), on(cover.until_on)));
    }
    let mut owed: Vec<_> = plan.obligations.iter().collect();
    owed.sort_by_key(|owed| (owed.due_on, owed.key()));
    Some(HandoverAct {
        href: format!("/cases/{}/release", file.case.id),
        reference: file.case.reference.clone(),
        name: file.person.name_cyrillic.clone(),
        born_on: file.person.born_on,
        from: organisation(file, file.case.giver(offer, file.now.today())),
        to: organisation(file, content.to),
        facts,
        treatment,
        owed: owed
            .into_iter()
            .map(|owed| {
                let kind = kind_words(visit, owed.kind, owed.cycle, &owed.why, owed.due_on);
                Row::new(kind, on(owed.due_on))
            })
            .collect(),
        printed_at: Moment::new(file.now.instant, file.now.zone),
    })
}
