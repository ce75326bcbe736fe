//! `/cases/<id>/release` itself.

use super::clocks::clocks;
use super::handover::clinical;
use super::notable::notable;
use super::shown::{between, offer_lines, offer_status, restrictions, shift_table};
use crate::access::{Action, Lens};
use crate::domain::case::Case;
use crate::domain::decide::passage::{DoseBefore, dose_before, slot};
use crate::domain::event::Event;
use crate::domain::ids::CaseId;
use crate::domain::letter::Letter;
use crate::domain::passage::{Offer, OfferState};
use crate::domain::plan::Plan;
use crate::domain::shift::moved;
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::store::letters;
use crate::store::passage::answer_by;
use crate::text::{Arg, Words};
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head_of, on, organisation};
use crate::web::pages::case_page::timeline::passage::lines_of;
use crate::web::pages::record::{just_done, known};
use crate::web::views::parts::{Banner, Link, Row, Tone};
use crate::web::views::passage::{OfferRow, Passage, ShiftTable};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::{Route, get, routes};

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![passage]
}

/// The acts after which one returns to this page.
const DONE: [Action; 20] = [
    Action::SetReleaseDate,
    Action::SendMaterials,
    Action::ForwardRuling,
    Action::SendReleaseNotice,
    Action::OfferHandover,
    Action::WithdrawHandover,
    Action::AcceptHandover,
    Action::RejectHandover,
    Action::SetAppointment,
    Action::RecordRelease,
    Action::ReleaseWithoutReceiver,
    Action::RecordVisit,
    Action::ReportAddress,
    Action::AskAbsence,
    Action::AnswerAbsence,
    Action::RecordUnavailability,
    Action::LookAtUnavailable,
    Action::SetCurfew,
    Action::ReportLost,
    Action::ReportSearch,
];

#[get("/cases/<id>/release?<done>")]
async fn passage(visit: Visit<'_>, id: &str, done: Option<&str>) -> Result<Html, Fault> {
    let id: CaseId = known(id)?;
    let said = said_done(&visit, id, done).await?;
    let file = visit.desk.look(visit.actor(), Action::ReadPassage, id).await?;
    let letters = letters::of_case(visit.desk.store(), id).await?;
    visit.show(&page(&visit, &file, &letters, said))
}

fn page(visit: &Visit<'_>, file: &CaseFile, letters: &[Letter], said: Option<Banner>) -> Passage {
    let rules = visit.desk.rules();
    let plan = file.plan(rules);
    let treats = clinical(visit);
    Passage {
        head: case_head_of(visit, file, &plan),
        banners: banners(visit, file, said),
        facts: facts(visit, file),
        plan: planned(visit, file, &plan, treats),
        clocks: clocks(visit, file, &plan, letters),
        shifts: last_shifts(visit, file),
        offers: file
            .case
            .passage
            .offers
            .iter()
            .rev()
            .map(|offer| offer_row(visit, file, offer, treats))
            .collect(),
        whereabouts: whereabouts(visit, file, treats),
        actions: actions(visit, file),
        prints: prints(visit, file),
    }
}

/// The words for what was just done, where it is done here.
///
/// # Errors
/// When the database does not answer.
pub(in crate::web::pages) async fn said_done(
    visit: &Visit<'_>,
    case: CaseId,
    done: Option<&str>,
) -> Result<Option<Banner>, Fault> {
    let done = just_done(visit, case, done, &DONE).await?;
    Ok(done.map(|done| Banner {
        tone: Tone::Good,
        title: Words::key(format!("done-{done}")),
        words: None,
        link: None,
    }))
}

fn banners(visit: &Visit<'_>, file: &CaseFile, said: Option<Banner>) -> Vec<Banner> {
    let mut banners: Vec<_> = said.into_iter().collect();
    banners.extend(notable(visit, file));
    banners
}

fn facts(visit: &Visit<'_>, file: &CaseFile) -> Vec<Row> {
    let rules = visit.desk.rules();
    let passage = &file.case.passage;
    let today = file.now.today();
    let mut rows = vec![Row::new(
        Words::key("passage-responsible"),
        organisation(file, file.facts.responsible),
    )];
    let known = super::print::day_of_release(file);
    // Of somebody who is free, and never was let go from here, nothing is said of a release.
    rows.extend(match known {
        Some(went_on) if file.case.release_on().is_none() => {
            Some(Row::new(Words::key("released-on"), on(went_on)))
        }
        Some(release_on) => Some(Row::new(Words::key("release-day"), on(release_on))),
        None => file
            .held()
            .then(|| Row::new(Words::key("release-day"), Words::key("release-unknown"))),
    });
    if let Some(entry) = passage.release_date() {
        let known = rules.continuity_for(today);
        let because = known.and_then(|known| known.release_reason(&entry.content.because));
        rows.extend(because.map(|reason| Row::new(Words::key("release-because"), reason.name.clone())));
        rows.push(Row::new(Words::key("paper-of-it"), entry.content.paper.clone()));
        let dated_on = entry.content.dated_on;
        rows.extend(dated_on.map(|dated_on| Row::new(Words::key("paper-dated-on"), on(dated_on))));
    }
    if let Some(entry) = passage.residence() {
        let region = rules.places.region(&entry.content.region);
        let region = region.map_or_else(|| Words::plain(""), |region| region.name.clone().into());
        let words = Words::key("address-line")
            .words("region", region)
            .words("address", entry.content.address.as_str());
        rows.push(Row::new(Words::key("passage-residence"), words));
    }
    rows.extend(restrictions(visit, file));
    rows
}

/// What the receiver and the giver plan with: the first slot, the drug, the dose before the release.
fn planned(visit: &Visit<'_>, file: &CaseFile, plan: &Plan, treats: bool) -> Vec<Row> {
    let rules = visit.desk.rules();
    let today = file.now.today();
    let (Some(release_on), Some(known), Some(law)) = (
        file.case.release_on(),
        rules.continuity_for(today),
        rules.law_for(today),
    ) else {
        return Vec::new();
    };
    if !file.facts.open {
        return Vec::new();
    }
    let free_on = release_on.max(today);
    let slot = slot(free_on, plan.dose.as_ref().ok(), known, &law);
    let mut rows = vec![
        Row::new(Words::key("slot-earliest"), on(slot.earliest_on)),
        Row::new(Words::key("slot-latest"), on(slot.latest_on)),
    ];
    if treats {
        rows.push(Row::new(Words::key("slot-drug"), on(slot.drug_by)));
        let before = match dose_before(&plan.dose, release_on, today) {
            DoseBefore::Between(from, until) => Words::key("dose-before-from")
                .date("from", from)
                .date("until", until),
            DoseBefore::Late(closed_on) => Words::key("dose-before-late").date("on", closed_on),
            DoseBefore::OpensAfter(opens) => Words::key("dose-before-opens").date("on", opens),
            DoseBefore::NoDose => Words::key("dose-before-none"),
        };
        rows.push(Row::new(Words::key("dose-before"), before));
    }
    rows
}

/// What moved with the last paper that moved the day, and before it with those of the same day, the latest first: one that a newer
/// paper outdates, or that confirms a day, moved nothing.
fn last_shifts(visit: &Visit<'_>, file: &CaseFile) -> Vec<ShiftTable> {
    let (rules, zone) = (visit.desk.rules(), file.now.zone);
    let roster = |case: &Case, day: NaiveDate| file.roster_then(case, day, &rules.places);
    let papers = file.history.iter().enumerate().rev();
    let papers = papers.filter(|(_, recorded)| matches!(recorded.event, Event::ReleaseDateSet(_)));
    let mut shifts = papers.filter_map(|(number, recorded)| {
        let shift = moved(file.case.id, &file.history, number, (rules, &roster), zone)?;
        (shift.old_on != shift.new_on).then(|| (civil_date(recorded.recorded_at, zone), shift))
    });
    let Some((last_on, last)) = shifts.next() else {
        return Vec::new();
    };
    let before = shifts.take_while(|(moved_on, _)| *moved_on == last_on);
    let before = before.map(|(_, shift)| ShiftTable {
        earlier: true,
        ..shift_table(visit, file, shift)
    });
    std::iter::once(shift_table(visit, file, last))
        .chain(before)
        .collect()
}

fn offer_row(visit: &Visit<'_>, file: &CaseFile, offer: &Offer, treats: bool) -> OfferRow {
    let due_on = answer_by(&offer.content, visit.desk.rules());
    let path = format!("/cases/{}/handover/{}", file.case.id, offer.content.id);
    let resource = file.facts.clone().into();
    let ours = visit.actor().organisation() == Some(offer.content.to);
    let mut links = Vec::new();
    let mut add = |now: bool, action: Action, path: String| {
        if now && visit.may(action, &resource) {
            links.push(Link::new(path, Words::key(format!("{action}-action"))));
        }
    };
    let open = offer.state() == OfferState::Open;
    add(open && ours, Action::AcceptHandover, format!("{path}/accept"));
    add(open && ours, Action::RejectHandover, format!("{path}/reject"));
    add(offer.live(), Action::WithdrawHandover, format!("{path}/withdraw"));
    let accepted = offer.state() == OfferState::Accepted;
    let appointment = format!("/cases/{}/handover/appointment", file.case.id);
    add(accepted && ours, Action::SetAppointment, appointment);
    OfferRow {
        words: between(file, offer),
        offered_on: offer.content.offered_on,
        state: offer_status(offer.state(), due_on, file.now.today()),
        lines: offer_lines(visit, file, offer, treats),
        links,
    }
}

/// Addresses, absences, good reasons, visits and searches, the latest first.
fn whereabouts(visit: &Visit<'_>, file: &CaseFile, treats: bool) -> Vec<Row> {
    let told = file.history.iter().rev().filter(|recorded| {
        let registry = matches!(
            recorded.event,
            Event::AddressReported(_) | Event::CurfewSet(_) | Event::RestrictionSet(_)
        );
        let clinical = matches!(
            recorded.event,
            Event::PersonCame(_)
                | Event::AbsenceAsked(_)
                | Event::AbsenceAnswered(_)
                | Event::DoseDayAgreed(_)
                | Event::UnavailabilityRecorded(_)
                | Event::UnavailabilityReviewed(_)
                | Event::PersonTurnedUp(_)
                | Event::PersonLost(_)
                | Event::SearchReported(_)
        );
        registry || (treats && clinical)
    });
    told.take(MOST_SHOWN)
        .map(|recorded| {
            let mut lines = lines_of(visit, file, &recorded.event).into_iter();
            let words = lines.next().map(|first| {
                lines.map(within).fold(first, |first, second| {
                    Words::key("list-and")
                        .words("first", first)
                        .words("second", second)
                })
            });
            Row::new(
                Words::key(format!("event-{}", recorded.event.verb())),
                words.unwrap_or_else(|| Words::key("none")),
            )
        })
        .collect()
}

/// A line as it stands inside of a row: when something begins or ends is written small there, and without the weekday.
fn within(line: Words) -> Words {
    match line {
        Words::Key { key, args } if matches!(&*key, "effective-from" | "until-date") => {
            let args = args.into_iter().map(|(name, arg)| match arg {
                Arg::Date { date } => (name, Arg::Day { day: date }),
                other => (name, other),
            });
            Words::Key {
                key: format!("{key}-within").into(),
                args: args.collect(),
            }
        }
        other => other,
    }
}

/// So many lines about where he was; the rest stands in the history.
const MOST_SHOWN: usize = 20;

fn actions(visit: &Visit<'_>, file: &CaseFile) -> Vec<Link> {
    if !file.facts.open {
        return Vec::new();
    }
    let held = file.held();
    let out = file
        .case
        .released_without(file.facts.responsible, file.now.today());
    let passage = &file.case.passage;
    let free = passage.open_offer().is_none();
    let known = file.case.release_on();
    let noticed = known.is_some_and(|on| passage.notice_of(on).is_some());
    let window = file.dose(visit.desk.rules()).ok();
    let waiting = passage.to_answer(window.as_ref(), file.now.today()).is_some();
    let unavailable = passage.open_unavailable(file.now.today()).next().is_some();
    let lost = passage.missing().is_some();
    let here = file.case.appointed(file.now.today()).is_some() && passage.accepted_offer().is_none();
    let ways = [
        (held && !out, Action::SetReleaseDate, "release/date"),
        (free, Action::OfferHandover, "handover"),
        (
            held && known.is_some(),
            Action::SendMaterials,
            "release/materials",
        ),
        (held, Action::ForwardRuling, "release/ruling"),
        (
            held && known.is_some() && !noticed,
            Action::SendReleaseNotice,
            "release/notice",
        ),
        (
            held && passage.accepted_offer().is_some(),
            Action::RecordRelease,
            "release/record",
        ),
        (
            held && !out && passage.accepted_offer().is_none() && known.is_some(),
            Action::ReleaseWithoutReceiver,
            "release/without-receiver",
        ),
        (here, Action::SetAppointment, "handover/appointment"),
        (!held, Action::RecordVisit, "visit"),
        (true, Action::ReportAddress, "address"),
        (true, Action::SetCurfew, "curfew"),
        (!held, Action::AskAbsence, "absence"),
        (waiting, Action::AnswerAbsence, "absence/answer"),
        (!unavailable, Action::RecordUnavailability, "unavailable"),
        (unavailable, Action::LookAtUnavailable, "unavailable/look"),
        (!held && !lost, Action::ReportLost, "lost"),
        (lost, Action::ReportSearch, "lost/search"),
    ];
    let resource = file.facts.clone().into();
    let possible = ways
        .into_iter()
        .filter(|(now, action, _)| *now && visit.may(*action, &resource));
    possible
        .map(|(_, action, path)| {
            let href = format!("/cases/{}/{path}", file.case.id);
            Link::new(href, Words::key(format!("{action}-action")))
        })
        .collect()
}

fn prints(visit: &Visit<'_>, file: &CaseFile) -> Vec<Link> {
    let mut links = Vec::new();
    if super::print::day_of_release(file).is_some() {
        links.extend(super::print::sheet_links(file));
    }
    if clinical(visit) && file.case.passage.offers.iter().any(super::print::has_act) {
        links.push(Link::new(
            format!("/cases/{}/release/act", file.case.id),
            Words::key("handover-act-title"),
        ));
    }
    links
}

/// The way here, for the page of the case.
pub(in crate::web::pages) fn links_to(visit: &Visit<'_>, file: &CaseFile) -> Option<Link> {
    let may = visit.may(Action::ReadPassage, &file.facts.clone().into());
    let lens = visit.actor().role().map(crate::access::Role::lens);
    let href = format!("/cases/{}/release", file.case.id);
    (may && lens != Some(Lens::Supervision)).then(|| Link::new(href, Words::key("passage-title")))
}

/// What a supervising body may write down about where somebody is.
pub(in crate::web::pages) fn reports(visit: &Visit<'_>, file: &CaseFile) -> Vec<Link> {
    let lost = file.case.passage.missing().is_some();
    let ways = [
        (true, Action::ReportAddress, "address"),
        (true, Action::SetCurfew, "curfew"),
        (true, Action::AskAbsence, "absence"),
        (!lost, Action::ReportLost, "lost"),
        (lost, Action::ReportSearch, "lost/search"),
    ];
    let resource = file.facts.clone().into();
    let possible = ways
        .into_iter()
        .filter(|(now, action, _)| *now && visit.may(*action, &resource));
    possible
        .map(|(_, action, path)| {
            let href = format!("/cases/{}/{path}", file.case.id);
            Link::new(href, Words::key(format!("{action}-action")))
        })
        .collect()
}
