//! A case as its supervising body sees it, made from [`Summary`], which has nothing medical to show.

use super::alerts::fill::{Filler, contact, next_visit};
use super::case_head::organisation;
use super::letters::to_supervision;
use crate::access::Action;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::letter::Letter;
use crate::domain::obligation::Kind;
use crate::domain::supervision::{Missing, Next, Required, Summary, Visit as Visited};
use crate::store::file::CaseFile;
use crate::store::letters::of_case;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::{Banner, Moment, Row, Status, Tone};
use crate::web::views::supervision::{PastVisit, SupervisionCase, attendance_status};
use crate::web::visit::{Html, Visit};

/// The page of a case for an officer of its supervising body.
///
/// # Errors
/// [`Fault::NotFound`] for a case that is not there, or not supervised by the officer's organisation.
pub async fn supervision_case(visit: &Visit<'_>, id: CaseId, done: Option<&str>) -> Result<Html, Fault> {
    let action = Action::ReadSupervisionSummary;
    let said = super::passage::said_done(visit, id, done).await?;
    let letters = of_case(visit.desk.store(), id).await?;
    visit
        .desk
        .look_and_show(visit.actor(), action, id, |file| {
            visit.show(&SupervisionCase {
                done: super::passage::said_to_supervision(&file, said),
                ..page(visit, &file, &letters)
            })
        })
        .await
}

fn page(visit: &Visit<'_>, file: &CaseFile, letters: &[Letter]) -> SupervisionCase {
    let rules = visit.desk.rules();
    let plan = file.plan(rules);
    let summary = Summary::of(&file.case, &plan, rules, &file.now);
    let window = plan.dose.as_ref().ok();
    let to_agree = window.and_then(|window| file.case.passage.day_to_agree(window, file.now.today()));
    let place = summary.place.unwrap_or(file.facts.responsible);
    let next_place = summary.next_at.unwrap_or(place);
    let phone = file
        .institution(next_place)
        .map_or("", |known| known.phone.as_str());
    let filler = Filler::new(visit, file, true);
    let told = file
        .case
        .alerts
        .iter()
        .rev()
        .filter(|alert| alert.kind == Kind::Dose && alert.told(file.facts.supervising));
    SupervisionCase {
        reference: summary.reference,
        name: file.person.name_cyrillic.clone(),
        born_on: file.person.born_on,
        supervising: organisation(file, file.facts.supervising),
        state: required(summary.required, summary.next),
        next: summary
            .next
            .map(|next| next_visit(next, organisation(file, next_place))),
        contact: contact(phone),
        visits: summary
            .visits
            .iter()
            .map(|visited| past(visit, file, visited))
            .collect(),
        alerts: told.map(|alert| filler.row(alert)).collect(),
        report: super::passage::reports(visit, file),
        done: None,
        banners: lost(&summary.missing)
            .into_iter()
            .chain(super::passage::barred_visit(visit, file))
            .collect(),
        absences: absences(file, &summary.missing, to_agree.map(|(asked, _)| asked.id)),
        letters: to_supervision(visit, file, letters),
    }
}

/// Whether attendance is required. That it is says nothing of whether the person attended: it is never in order by itself.
fn required(required: Required, next: Option<Next>) -> Status {
    let tone = match required {
        Required::Yes if next == Some(Next::AtOnce) => Tone::Warn,
        Required::Yes => Tone::Info,
        Required::Justified { .. }
        | Required::Awaited
        | Required::NotNow
        | Required::Suspended
        | Required::Ended => Tone::Quiet,
        Required::NotYet => Tone::Info,
    };
    let words = Words::key(format!("supervision-{}", required.code()));
    let words = match required {
        Required::Justified { until_on: Some(on) } => words.date("on", on),
        _ => words,
    };
    Status::new(tone, words)
}

/// That nobody knows where he is, while he has not been found.
fn lost(missing: &[Missing]) -> Option<Banner> {
    let open = missing.iter().find(|known| known.found_on.is_none())?;
    Some(Banner {
        tone: Tone::Bad,
        title: since(open),
        words: None,
        link: None,
    })
}

fn since(missing: &Missing) -> Words {
    Words::key("banner-lost").date("on", missing.since_on)
}

/// When he was found; while he was not, when somebody last looked.
fn search(missing: &Missing) -> Row {
    let said = match (missing.found_on, missing.looked_on) {
        (Some(on), _) => Words::key("lost-found-on").date("on", on),
        (None, Some(on)) => Words::key("lost-looked-on").date("on", on),
        (None, None) => Words::key("search-not-found"),
    };
    Row::new(since(missing), said)
}

/// Since when nobody knew where he was, and that he came to an organisation that does not treat him, the newest first; then
/// what was asked about a journey, and what was answered. Of the journey `to_agree` the day of the next visit is still to be
/// named. Why, and where to, stays with those who treat.
fn absences(file: &CaseFile, missing: &[Missing], to_agree: Option<RecordId>) -> Vec<Row> {
    let passage = &file.case.passage;
    let searches = missing.iter().map(search);
    let seen = passage.turned_up.iter().rev();
    let seen = seen.filter(|entry| entry.voided.is_none()).map(|entry| {
        let on = Words::key("turned-up-on").date("on", entry.content.came_on);
        Row::new(on, organisation(file, entry.content.at))
    });
    let asked = passage
        .absences
        .iter()
        .rev()
        .filter(|entry| entry.voided.is_none());
    let asked = asked.map(|entry| {
        let days = Words::key("absence-between")
            .date("from", entry.content.from_on)
            .date("until", entry.content.until_on);
        let answer = passage
            .absence_answer(entry.content.id)
            .map(|entry| &entry.content);
        let said = match answer {
            None => Words::key("absence-waits"),
            Some(answer) if !answer.granted => Words::key("absence-refused"),
            Some(_) if to_agree == Some(entry.content.id) => Words::key("absence-visit-to-name"),
            Some(answer) => answer.dose_on.map_or_else(
                || Words::key("absence-granted"),
                |on| Words::key("absence-visit-on").date("on", on),
            ),
        };
        Row::new(days, said)
    });
    searches.chain(seen).chain(asked).collect()
}

fn past(visit: &Visit<'_>, file: &CaseFile, visited: &Visited) -> PastVisit {
    PastVisit {
        on: visited.on,
        state: attendance_status(visited.attendance),
        place: organisation(file, visited.place),
        recorded_at: visited.recorded_at.map(|at| Moment::new(at, visit.who.zone)),
        corrected_from: visited.earlier.map(attendance_status),
    }
}
