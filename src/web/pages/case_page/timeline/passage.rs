//! What the timeline says about releases, hand-overs, addresses and absences.

use super::View;
use crate::domain::event::{Appointment, Bars, Event, Leave};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::{on, organisation};
use crate::web::visit::Visit;
use chrono::{NaiveDate, Weekday};

/// May the registry read this event? What the giver tells the receiver, and what was agreed about a dose, it may not.
pub(super) fn of_registry(event: &Event) -> bool {
    matches!(
        event,
        Event::ReleaseDateSet(_)
            | Event::ReleaseDayUnknown(_)
            | Event::MaterialsSent(_)
            | Event::RulingForwarded(_)
            | Event::ReleaseNoticeSent(_)
            | Event::HandoverOffered(_)
            | Event::HandoverAccepted(_)
            | Event::HandoverExpired { .. }
            | Event::HandoverLapsed { .. }
            | Event::Released(_)
            | Event::AddressReported(_)
            | Event::CurfewSet(_)
            | Event::RestrictionSet(_)
    )
}

/// Is it a matter of the way from one organisation to the next?
pub(in crate::web::pages) fn of_passage(event: &Event) -> bool {
    matches!(
        event,
        Event::ReleaseDateSet(_)
            | Event::MaterialsSent(_)
            | Event::RulingForwarded(_)
            | Event::ReleaseNoticeSent(_)
            | Event::HandoverOffered(_)
            | Event::HandoverAccepted(_)
            | Event::AppointmentSet(_)
            | Event::HandoverRejected(_)
            | Event::HandoverWithdrawn(_)
            | Event::HandoverExpired { .. }
            | Event::HandoverLapsed { .. }
            | Event::Released(_)
            | Event::PersonCame(_)
            | Event::AddressReported(_)
            | Event::AbsenceAsked(_)
            | Event::ReleaseDayUnknown(_)
            | Event::AbsenceAnswered(_)
            | Event::DoseDayAgreed(_)
            | Event::UnavailabilityRecorded(_)
            | Event::UnavailabilityReviewed(_)
            | Event::CurfewSet(_)
            | Event::RestrictionSet(_)
            | Event::PersonTurnedUp(_)
            | Event::PersonLost(_)
            | Event::SearchReported(_)
    )
}

/// The lines of an event of these kinds; nothing for the others.
pub(super) fn lines(visit: &Visit<'_>, file: &CaseFile, event: &Event, view: View) -> Option<Vec<Words>> {
    of_release(visit, file, event)
        .or_else(|| of_handover(file, event, view))
        .or_else(|| of_absence(visit, file, event))
        .or_else(|| of_stay(visit, file, event))
}

/// The day of release, what is sent before it, and the release.
fn of_release(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Option<Vec<Words>> {
    let rules = visit.desk.rules().continuity_for(file.now.today());
    let mut lines: Vec<Words> = Vec::new();
    match event {
        Event::ReleaseDateSet(set) => {
            lines.push(on(set.on));
            let because = rules.and_then(|rules| rules.release_reason(&set.because));
            lines.extend(because.map(|reason| reason.name.clone().into()));
            lines.extend(said(&set.paper));
            lines.extend(set.dated_on.map(|on| dated("paper-dated", on)));
        }
        Event::ReleaseDayUnknown(unknown) => lines.extend(said(&unknown.paper)),
        Event::MaterialsSent(sent) => {
            lines.extend([Words::plain(sent.court.clone()), on(sent.sent_on)]);
            lines.extend(said(&sent.paper));
        }
        Event::RulingForwarded(sent) => {
            let known = file
                .case
                .rulings
                .iter()
                .find(|known| known.ruling.id == sent.ruling);
            lines.extend(known.map(|known| Words::plain(format!("№ {}", known.ruling.number))));
            lines.extend([organisation(file, sent.to), on(sent.sent_on)]);
            lines.extend(said(&sent.paper));
        }
        Event::ReleaseNoticeSent(sent) => {
            lines.push(dated("passage-release-named", sent.release_on));
            lines.extend([
                organisation(file, sent.health),
                organisation(file, sent.supervising),
                on(sent.sent_on),
            ]);
            lines.extend(said(&sent.paper));
        }
        Event::Released(released) => {
            let offer = released.offer.and_then(|id| file.case.passage.offer(id));
            lines.push(match offer {
                Some(offer) => Words::key("released-to").words("to", organisation(file, offer.content.to)),
                None => Words::key("released-to-nobody"),
            });
            lines.extend(released.without_receiver.as_deref().and_then(said));
            lines.extend(said(&released.paper));
        }
        _ => return None,
    }
    Some(lines)
}

/// An offer to take over, and what came of it. What the giver tells the receiver is for those who treat.
fn of_handover(file: &CaseFile, event: &Event, view: View) -> Option<Vec<Words>> {
    let mut lines: Vec<Words> = Vec::new();
    match event {
        Event::HandoverOffered(offer) => {
            lines.push(Words::key(format!("handover-reason-{}", offer.reason.code())));
            lines.push(
                Words::key("handover-from-to")
                    .words("from", organisation(file, offer.from))
                    .words("to", organisation(file, offer.to)),
            );
            lines.push(dated("handover-expected", offer.from_on));
            lines.extend(offer.back_on.map(|back| dated("handover-back", back)));
            lines.extend(said(&offer.words).filter(|_| view == View::Clinical));
        }
        Event::HandoverAccepted(accepted) => {
            let offer = file.case.passage.offer(accepted.offer);
            lines.extend(offer.map(|offer| organisation(file, offer.content.to)));
            lines.extend(accepted.from_on.map(|from| dated("effective-from", from)));
            lines.extend(accepted.appointment.map(|known| appointment(file, &known)));
            lines.extend(accepted.leave.as_ref().map(permission));
        }
        Event::AppointmentSet(set) => {
            lines.push(appointment(file, &set.appointment));
            lines.extend(set.leave.as_ref().map(permission));
        }
        Event::HandoverRejected(said_no) | Event::HandoverWithdrawn(said_no) => {
            let offer = file.case.passage.offer(said_no.offer);
            lines.extend(offer.map(|offer| organisation(file, offer.content.to)));
            lines.extend(said(&said_no.words));
        }
        Event::HandoverExpired { offer, .. } => {
            let offer = file.case.passage.offer(*offer);
            lines.extend(offer.map(|offer| organisation(file, offer.content.to)));
        }
        Event::HandoverLapsed { offer, moved_on } => {
            let offer = file.case.passage.offer(*offer);
            lines.extend(offer.map(|offer| organisation(file, offer.content.to)));
            lines.push(dated("handover-lapsed", *moved_on));
        }
        _ => return None,
    }
    Some(lines)
}

/// When the person is away or cannot come, and what was agreed about the dose.
fn of_absence(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Option<Vec<Words>> {
    let rules = visit.desk.rules().continuity_for(file.now.today());
    let mut lines: Vec<Words> = Vec::new();
    match event {
        Event::AbsenceAsked(asked) => {
            lines.push(span(asked.from_on, asked.until_on));
            lines.extend(said(&asked.words));
        }
        Event::AbsenceAnswered(answer) => {
            let key = if answer.granted {
                "absence-granted"
            } else {
                "absence-refused"
            };
            lines.push(Words::key(key));
            lines.extend(answer.dose_on.map(|day| dated("absence-dose-on", day)));
            lines.extend(said(&answer.words));
        }
        Event::DoseDayAgreed(agreed) => {
            lines.push(dated("absence-dose-on", agreed.on));
            lines.extend(agreed.leave.as_ref().map(permission));
            lines.extend(said(&agreed.words));
        }
        Event::UnavailabilityRecorded(known) => {
            let because = rules.and_then(|rules| rules.unavailability(&known.because));
            lines.extend(because.map(|reason| reason.name.clone().into()));
            lines.push(span(known.from_on, known.until_on));
            lines.extend(said(&known.paper));
            lines.extend(said(&known.words));
        }
        Event::UnavailabilityReviewed(seen) => {
            let key = if seen.over {
                "unavailable-over"
            } else {
                "unavailable-goes-on"
            };
            lines.push(dated(key, seen.until_on));
            lines.extend(said(&seen.words));
        }
        _ => return None,
    }
    Some(lines)
}

/// Where the person is, where he lives, and what keeps him from elsewhere.
fn of_stay(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Option<Vec<Words>> {
    let rules = visit.desk.rules().continuity_for(file.now.today());
    let mut lines: Vec<Words> = Vec::new();
    match event {
        Event::PersonCame(came) => lines.extend(said(&came.words)),
        Event::AddressReported(address) => {
            let region = visit.desk.rules().places.region(&address.region);
            lines.extend(region.map(|region| region.name.clone().into()));
            lines.push(Words::plain(address.address.clone()));
            lines.push(dated("effective-from", address.from_on));
        }
        Event::CurfewSet(curfew) => {
            lines.push(hours(curfew.begins, curfew.ends));
            lines.push(dated("effective-from", curfew.from_on));
            lines.extend(
                curfew
                    .until_on
                    .map(|until| Words::key("until-date").date("on", until)),
            );
            lines.extend(said(&curfew.paper));
            lines.extend(curfew.dated_on.map(|on| dated("paper-dated", on)));
        }
        Event::RestrictionSet(known) => {
            lines.extend(rules.map(|rules| rules.restriction_name(&known.kind).into()));
            lines.push(barring(visit, &known.bars));
            lines.push(dated("effective-from", known.from_on));
            lines.extend(known.until_on.map(|until| dated("until-date", until)));
            lines.extend(said(&known.paper));
            lines.extend(known.dated_on.map(|on| dated("paper-dated", on)));
        }
        Event::PersonTurnedUp(seen) => lines.push(organisation(file, seen.at)),
        Event::PersonLost(lost) => {
            lines.push(dated("lost-since", lost.since_on));
            lines.extend(said(&lost.tried));
        }
        Event::SearchReported(report) => {
            let key = if report.found {
                "search-found"
            } else {
                "search-not-found"
            };
            lines.push(Words::key(key));
            lines.extend(said(&report.words));
        }
        _ => return None,
    }
    Some(lines)
}

/// What somebody wrote, where he wrote something.
pub(super) fn said(text: &str) -> Option<Words> {
    Some(Words::plain(text.to_owned())).filter(|_| !text.is_empty())
}

/// A text with its day.
fn dated(key: &'static str, day: NaiveDate) -> Words {
    Words::key(key).date("on", day)
}

/// The lines of an event for those who treat.
pub(in crate::web::pages) fn lines_of(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Vec<Words> {
    lines(visit, file, event, View::Clinical).unwrap_or_default()
}

/// The first appointment in words: what it is, when, and with whom.
pub(in crate::web::pages) fn appointment(file: &CaseFile, known: &Appointment) -> Words {
    Words::key("appointment-line").words("visit", appointment_at(file, known))
}

/// When an appointment is, and with whom; what it is stands beside it.
pub(in crate::web::pages) fn appointment_at(file: &CaseFile, known: &Appointment) -> Words {
    let who = file.member(known.clinician).map(|member| member.name.clone());
    Words::key("appointment-at")
        .date("on", known.on)
        .words("time", known.at.format("%H:%M").to_string())
        .words("who", Words::plain(who.unwrap_or_default()))
}

/// From a day to a day, in words.
pub(in crate::web::pages) fn span(from: chrono::NaiveDate, until: chrono::NaiveDate) -> Words {
    Words::key("span-line").date("from", from).date("until", until)
}

/// From an hour to an hour, in words.
pub(in crate::web::pages) fn hours(from: chrono::NaiveTime, until: chrono::NaiveTime) -> Words {
    Words::key("hours-line")
        .words("from", from.format("%H:%M").to_string())
        .words("until", until.format("%H:%M").to_string())
}

/// What a restriction stands against, in words.
pub(in crate::web::pages) fn barring(visit: &Visit<'_>, bars: &Bars) -> Words {
    match bars {
        Bars::Hours {
            weekday,
            begins,
            ends,
        } => Words::key("restriction-hours")
            .words("when", on_days(*weekday))
            .words("hours", hours(*begins, *ends)),
        Bars::Outside { region } => {
            let known = visit.desk.rules().places.region(region);
            known.map_or_else(
                || Words::plain(region.clone()),
                |known| known.name_within().into(),
            )
        }
        Bars::Near { places } => Words::plain(places.clone()),
    }
}

/// On which days of the week, in words.
pub(in crate::web::pages) fn on_days(weekday: Option<Weekday>) -> Words {
    match weekday {
        Some(day) => Words::key(format!("restriction-day-{}", day.number_from_monday())),
        None => Words::key("restriction-every-day"),
    }
}

/// A permission in words.
pub(in crate::web::pages) fn permission(leave: &Leave) -> Words {
    Words::key("leave-line")
        .words("number", leave.number.clone())
        .date("on", leave.dated_on)
}
