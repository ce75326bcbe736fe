//! Corrections: amend or void with a reason; nothing is deleted, and everyone who was told is told again.

use super::Decision;
use super::before_dose::{lacking, nobody_in_no_role, stood_by_instead};
use super::examination::first_ruled_on;
use super::injection::{CLOCK_SLACK, Injection, late_reason, product};
use super::not_given::amended;
use super::observed::observation;
use super::pack::{Shelf, inspect_pack, mixed_then, unsound_dose};
use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, NoDose, bearing_on, next_dose};
use crate::domain::event::{
    Corrected, DoseGiven, Drug, Event, IncidentKind, IncidentReported, IncidentReviewed,
};
use crate::domain::ids::RecordId;
use crate::domain::obligation::Kind;
use crate::domain::refusal::{LINE, PackFault, Refusal, WORDS, text};
use crate::domain::results::protocol_of;
use crate::domain::roster::Roster;
use crate::domain::rules::{Demand, Protocol, Rules};
use crate::domain::settle::corrections;
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// Amends a record where no stock is known, and nobody who could have stood by.
///
/// # Errors
/// As [`amend_from`].
pub fn amend(case: &Case, corrected: &Corrected, reason: &str, rules: &Rules, now: &Now) -> Decision {
    amend_from(case, corrected, reason, (&Shelf::default(), None), rules, now)
}

/// Amends a record. The corrected content must itself be possible. A dose that turns out to have come from another pack,
/// or from none of the list, says so: lot and last day of use are those of its pack, never typed anew. Of a dose it is known
/// who gave it, by name, and who works around the person; the name is empty where it was copied from paper. Where only what
/// was seen after an injection is added, nothing was wrong: no reason is asked, and nobody is told again.
///
/// # Errors
/// Refused where the record is unknown or voided, nothing changed, no reason is given, the dose cannot have come from that
/// pack, or whoever is now said to have stood by cannot have.
pub fn amend_from(
    case: &Case,
    corrected: &Corrected,
    reason: &str,
    (shelf, people): (&Shelf, Option<(&str, &Roster)>),
    rules: &Rules,
    now: &Now,
) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    let mut corrected = from_pack(corrected, shelf);
    let mut wrong = Vec::new();
    let (mut unsound, mut near) = (None, None);
    let (cycle, unchanged) = match &mut corrected {
        Corrected::Dose(dose) => {
            nobody_in_no_role(dose);
            let dose = &*dose;
            let entry = case.doses.iter().find(|entry| entry.content.id == dose.id);
            let entry = entry.filter(|entry| entry.voided.is_none()).ok_or_else(nothing)?;
            wrong.extend(if entry.content.only_observed(dose) {
                unseen(case, dose, rules, now)
            } else {
                possible(case, dose, rules, now)
            });
            let both = (&entry.content, dose);
            wrong.extend(people.and_then(|people| stood_by_instead(both, people, rules)));
            match other_pack(case, both, reason, shelf, rules, now) {
                Ok(found) => unsound = found,
                Err(refusal) => wrong.push(refusal),
            }
            unsound = unsound.or_else(|| irregular_then(case, both, reason, rules, now));
            near = too_near_then(case, both, reason, rules);
            (dose.cycle, entry.content == *dose)
        }
        Corrected::NotGiven(record) => {
            let entry = case.not_given.iter().find(|entry| entry.content.id == record.id);
            let entry = entry.filter(|entry| entry.voided.is_none()).ok_or_else(nothing)?;
            // What was typed from paper is corrected to what stands there.
            let typed = case.transcription(record.id).is_some();
            let roster = people.map(|(_, roster)| roster).filter(|_| !typed);
            match amended(case, (&entry.content, &*record), rules, (roster, now)) {
                Ok(amended) => *record = amended,
                Err(found) => wrong.extend(found),
            }
            (record.cycle, entry.content == *record)
        }
    };
    if unchanged {
        wrong.push(Refusal::NothingToDo);
    }
    let was_wrong = !case.only_observed(&corrected);
    let reason = text("reason", reason, was_wrong, WORDS).map_err(|refusal| wrong.push(refusal));
    let (Ok(reason), true) = (reason, wrong.is_empty()) else {
        return Err(wrong);
    };
    let mut events = vec![Event::RecordAmended { corrected, reason }];
    events.extend(unsound.into_iter().chain(near));
    events.extend(shelf.reaches(case, now.zone));
    if was_wrong {
        events.extend(tell_again(case, cycle, now));
    }
    Ok(events)
}

/// Lot and last day of use are those of the pack.
fn from_pack(corrected: &Corrected, shelf: &Shelf) -> Corrected {
    let mut corrected = corrected.clone();
    if let Corrected::Dose(dose) = &mut corrected {
        match &shelf.chosen {
            Some(pack) if dose.pack == Some(pack.id) => {
                dose.lot.clone_from(&pack.number);
                dose.expiry_on = pack.expiry_on;
            }
            _ if dose.pack.is_none() => dose.lot = shelf.lot_of(&dose.lot),
            _ => {}
        }
    }
    corrected
}

/// The pack of a corrected dose. One that can no longer have been used is refused; what speaks against another is an
/// incident, as it would have been at once.
fn other_pack(
    case: &Case,
    (before, dose): (&DoseGiven, &DoseGiven),
    reason: &str,
    shelf: &Shelf,
    rules: &Rules,
    now: &Now,
) -> Result<Option<Event>, Refusal> {
    let printed = |dose: &DoseGiven| (dose.product.clone(), dose.lot.clone(), dose.expiry_on);
    if before.pack == dose.pack {
        let same = dose.pack.is_none() || printed(before) == printed(dose);
        return same
            .then_some(None)
            .ok_or(Refusal::NotUnderstood { field: "lot" });
    }
    let Some(chosen) = dose.pack else {
        return Ok(None); // what is typed is all that is known of it
    };
    let gone = Refusal::PackUnsound(PackFault::Gone);
    let pack = shelf
        .chosen
        .as_ref()
        .filter(|pack| pack.id == chosen)
        .ok_or(gone)?;
    let form = Injection {
        pack: Some(chosen),
        despite: reason.to_owned(),
        lot: pack.number.clone(),
        expiry_on: Some(pack.expiry_on),
        ..Injection::default()
    };
    let regimen = case
        .regimens
        .iter()
        .find(|entry| entry.content.id == dose.regimen);
    let protocol = regimen.and_then(|entry| rules.protocol(&entry.content.protocol, entry.content.version));
    let protocol = protocol.ok_or(Refusal::NothingToDo)?;
    let found = inspect_pack(case.id, &form, shelf, protocol, dose.occurred_at, now.zone);
    let unsound = |refusal: &Refusal| matches!(refusal, Refusal::PackUnsound(_));
    if let Some(refusal) = found.into_iter().find(unsound) {
        return Err(refusal);
    }
    let id = dose.id.of_incident();
    if case.incidents.iter().any(|known| known.content.id == id) {
        return Ok(None); // a physician looks at this dose already
    }
    Ok(unsound_dose(
        (case.id, id),
        &form,
        shelf,
        protocol,
        dose.occurred_at,
        now.zone,
    ))
}

/// A corrected moment may be one at which recording would have been refused: before the commission cleared the person or he
/// was told of the drug, while the doses were stopped, before the window, or so late that a physician must decide and before
/// he had. What happened is not refused, and a physician looks at it. A dose that is nearer to another than it may be has an
/// incident of its own.
fn irregular_then(
    case: &Case,
    (before, dose): (&DoseGiven, &DoseGiven),
    reason: &str,
    rules: &Rules,
    now: &Now,
) -> Option<Event> {
    // What spoke against the dose before speaks for nothing else: a merging may have shown that it was early all along.
    let against = |dose: &DoseGiven| {
        let protocol = protocol_of(case, rules, dose);
        match window_then(case, dose, protocol, now) {
            Ok(window) if dose.given_on < window.opens_on => Some("too-early"),
            Ok(window) => without_leave(case, dose, protocol, &window).then_some("undecided"),
            Err(reason) => Some(reason.code()),
        }
    };
    let unplanned = || {
        let found = against(dose);
        found.is_some() && found != against(before) && !too_near(case, dose, rules)
    };
    let id = dose.id.of_incident();
    let known = case.incidents.iter().any(|known| known.content.id == id);
    let unprepared = loses(lacking(case, before), lacking(case, dose));
    (!known && (unprepared || unplanned())).then(|| irregular(id, dose, reason))
}

/// Was a dose so late that a physician must decide, and had he not allowed it by then, or too long before?
fn without_leave(case: &Case, dose: &DoseGiven, protocol: Option<&Protocol>, window: &DoseWindow) -> bool {
    let band = protocol.and_then(|protocol| protocol.band(window.days_late_on(dose.given_on)));
    let asked = band.is_some_and(|band| band.demands(Demand::PhysicianDecision));
    let decided = case.late_decision_at(dose.cycle, dose.occurred_at);
    let leave = decided.filter(|decided| decided.give).zip(protocol);
    let counts = leave
        .is_some_and(|(leave, protocol)| dose.given_on < protocol.late_decision.lapses_on(leave.decided_on));
    asked && !counts
}

/// Is a paper lacking now that was there before?
fn loses(before: [bool; 2], after: [bool; 2]) -> bool {
    let mut papers = before.into_iter().zip(after);
    papers.any(|(before, after)| !before && after)
}

/// The papers of a first dose are never amended: a wrong one is struck out, and written anew. Where that takes them away
/// from a dose that is on record, the dose stands, and a physician looks at it.
fn left_without(case: &Case, record: RecordId, reason: &str) -> Vec<Event> {
    let mut after = case.clone();
    after.clearances.retain(|entry| entry.content.id != record);
    after.informed.retain(|entry| entry.content.id != record);
    let doses = case.doses_in_effect().into_iter().map(|entry| &entry.content);
    let found = doses.filter(|dose| {
        let id = dose.id.of_incident();
        let known = case.incidents.iter().any(|known| known.content.id == id);
        !known && loses(lacking(case, dose), lacking(&after, dose))
    });
    found
        .map(|dose| irregular(dose.id.of_incident(), dose, reason))
        .collect()
}

/// A corrected day may put a dose nearer to another of its product than the protocol's least interval. What happened is
/// not refused, and a physician looks at it; each further day is another thing to look at.
fn too_near_then(
    case: &Case,
    (before, dose): (&DoseGiven, &DoseGiven),
    reason: &str,
    rules: &Rules,
) -> Option<Event> {
    let id = dose.id.of_incident_on(dose.given_on);
    let known = case.incidents.iter().any(|known| known.content.id == id);
    let moved = before.given_on != dose.given_on;
    (moved && !known && too_near(case, dose, rules)).then(|| irregular(id, dose, reason))
}

/// Is a dose nearer to another of its product than the protocol of the later one allows?
fn too_near(case: &Case, dose: &DoseGiven, rules: &Rules) -> bool {
    let near = |other: &DoseGiven| {
        let days = (dose.given_on - other.given_on).num_days();
        let later = if days < 0 { other } else { dose };
        let protocol = protocol_of(case, rules, later);
        protocol.is_some_and(|protocol| days.abs() < i64::from(protocol.minimum.days))
    };
    let others = case.doses_in_effect().into_iter().map(|entry| &entry.content);
    let mut others = others.filter(|other| other.id != dose.id && other.product == dose.product);
    others.any(near)
}

/// The incident that goes with a dose whose corrected day makes it one that the rules would not have authorised.
fn irregular(id: RecordId, dose: &DoseGiven, reason: &str) -> Event {
    Event::IncidentReported(IncidentReported {
        id,
        kind: IncidentKind::IrregularDose,
        occurred_at: dose.occurred_at,
        occurred_on: dose.given_on,
        // The dose itself counts for the least interval.
        injected: false,
        words: reason.trim().to_owned(),
        drug: None,
    })
}

/// Nobody writes down what has not happened yet.
pub(super) fn written_before(
    written_at: DateTime<Utc>,
    occurred_at: DateTime<Utc>,
    now: &Now,
) -> Option<Refusal> {
    (occurred_at > written_at + CLOCK_SLACK).then(|| Refusal::WrittenBefore {
        written: written_at.with_timezone(&now.zone).naive_local(),
    })
}

/// What is wrong with what was seen after an injection, where nothing else is added to its record. What is known of the dose
/// itself since, such as a paper of the court that leaves it without a ruling, keeps nobody from saying it.
fn unseen(case: &Case, dose: &DoseGiven, rules: &Rules, now: &Now) -> Vec<Refusal> {
    let protocol = protocol_of(case, rules, dose);
    let found = protocol.map(|protocol| {
        let observed = dose.observed.as_ref();
        observation(observed, protocol, Some(dose.occurred_at), now.instant)
    });
    found.unwrap_or_default()
}

/// A corrected dose must be one that could have happened: in order, not in the future nor after it was written down, under a
/// ruling in force.
fn possible(case: &Case, dose: &DoseGiven, rules: &Rules, now: &Now) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if dose.occurred_at > now.instant {
        wrong.push(Refusal::InFuture { field: "occurred_on" });
    } else {
        let mut doses = case.doses.iter();
        let moved =
            doses.find(|entry| entry.content.id == dose.id && entry.content.occurred_at != dose.occurred_at);
        wrong.extend(moved.and_then(|entry| written_before(entry.recorded_at, dose.occurred_at, now)));
    }
    let present = dose.present.as_deref().unwrap_or_default();
    wrong.extend(text("present", present, false, LINE).err());
    let others = case.doses_in_effect();
    for other in others
        .iter()
        .map(|entry| &entry.content)
        .filter(|other| other.id != dose.id)
    {
        let in_order = (other.cycle < dose.cycle) == (other.occurred_at < dose.occurred_at);
        if !in_order {
            wrong.push(Refusal::BeforeLastDose {
                given_on: other.given_on,
            });
        }
    }
    let then = Now {
        instant: dose.occurred_at,
        ..*now
    };
    match case.standing_at(&then) {
        None => wrong.push(Refusal::NoDose(NoDose::NoRuling)),
        Some(standing) if !standing.in_force() => {
            wrong.push(Refusal::NoDose(NoDose::NotInForce(standing)));
        }
        Some(_) => {}
    }
    let regimen = case
        .regimens
        .iter()
        .find(|entry| entry.content.id == dose.regimen);
    let protocol = regimen.and_then(|entry| rules.protocol(&entry.content.protocol, entry.content.version));
    // The first of its drug: the dose before it, if there was one, was of another.
    let before = others.iter().rfind(|entry| entry.content.cycle < dose.cycle);
    let first = before.is_none_or(|entry| entry.content.product != dose.product);
    match protocol {
        Some(protocol) => {
            // What stood on the pack that day was judged that day; another pack is judged by itself.
            let kept = case.doses.iter().any(|entry| {
                let known = &entry.content;
                let same = (known.expiry_on, known.given_on) == (dose.expiry_on, dose.given_on);
                known.id == dose.id && (same || (dose.pack.is_some() && dose.pack != known.pack))
            });
            let form = Injection {
                despite: if kept {
                    "on record".to_owned()
                } else {
                    String::new()
                },
                pack: dose.pack,
                lot: dose.lot.clone(),
                expiry_on: Some(dose.expiry_on),
                site: dose.site.clone(),
                volume_ml: dose.volume_ml.clone(),
                ..Injection::default()
            };
            wrong.extend(product(&form, protocol, first, dose.given_on));
            let known = case.doses.iter().find(|entry| entry.content.id == dose.id);
            wrong.extend(known.and_then(|entry| mixed_then(case, (&entry.content, dose), protocol)));
            wrong.extend(late_unsaid(case, dose, protocol, rules, now));
            let observed = dose.observed.as_ref();
            wrong.extend(observation(
                observed,
                protocol,
                Some(dose.occurred_at),
                now.instant,
            ));
        }
        None => wrong.push(Refusal::NothingToDo),
    }
    wrong
}

/// A corrected day may make a dose late: then the reason is asked, as it would have been at once. A physician's decision
/// is not: what happened is never refused for want of a paper.
fn late_unsaid(case: &Case, dose: &DoseGiven, protocol: &Protocol, rules: &Rules, now: &Now) -> Vec<Refusal> {
    let window = window_then(case, dose, Some(protocol), now).ok();
    let behind = window.filter(|window| {
        let band = protocol.band(window.days_late_on(dose.given_on));
        band.is_some_and(|band| band.demands(Demand::LateReason))
    });
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    match behind {
        Some(window) => {
            let (cause, words) = (said(&dose.late_cause), said(&dose.late_words));
            late_reason(
                rules,
                (cause.as_str(), words.as_str()),
                (&window, protocol),
                dose.given_on,
            )
        }
        None => text("late_words", &said(&dose.late_words), false, WORDS)
            .err()
            .into_iter()
            .collect(),
    }
}

/// The window that was open at the moment of a dose on record, or why none was, by the doses before it and by the drug it was
/// given under.
fn window_then(
    case: &Case,
    dose: &DoseGiven,
    protocol: Option<&Protocol>,
    now: &Now,
) -> Result<DoseWindow, NoDose> {
    let mut before = bearing_on(case, dose);
    before.doses.retain(|entry| entry.content.cycle < dose.cycle);
    let then = Now {
        instant: dose.occurred_at.min(now.instant),
        ..*now
    };
    next_dose(&before, protocol, &then)
}

/// Voids a record as a whole: a dose, a dose not given, a decision about a late one, an incident.
///
/// # Errors
/// Refused where the record is unknown or already voided, or no reason is given.
pub fn void(case: &Case, record: RecordId, reason: &str, now: &Now) -> Decision {
    let known = case.record(record).filter(|known| !known.voided);
    let known = known.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let reason = text("reason", reason, true, WORDS).map_err(|refusal| vec![refusal])?;
    let without = left_without(case, record, &reason);
    let mut events = vec![Event::RecordVoided { record, reason }];
    events.extend(without);
    events.extend(
        known
            .cycle
            .into_iter()
            .flat_map(|cycle| tell_again(case, cycle, now)),
    );
    Ok(events)
}

fn tell_again(case: &Case, cycle: u32, now: &Now) -> Vec<Event> {
    case.alert_of((Kind::Dose, cycle))
        .map(|alert| corrections(alert, now.instant))
        .unwrap_or_default()
}

/// Takes down something irregular that happened. The rules did not allow it; the truth is never refused.
///
/// # Errors
/// Refused without words, for a moment in the future, or for a day before the case.
pub fn report_incident(
    (case, id): (&Case, RecordId),
    kind: Option<IncidentKind>,
    occurred_at: Option<DateTime<Utc>>,
    injected: bool,
    drug: Option<Drug>,
    words: &str,
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    match occurred_at {
        None => wrong.push(Refusal::NotUnderstood { field: "occurred_on" }),
        Some(at) if at > now.instant => wrong.push(Refusal::InFuture { field: "occurred_on" }),
        Some(at) => {
            let earliest_on = begins_on(case);
            let early = civil_date(at, now.zone) < earliest_on;
            wrong.extend(early.then_some(Refusal::NotBefore {
                field: "occurred_on",
                earliest_on,
            }));
        }
    }
    if kind.is_none() {
        wrong.push(Refusal::Required { field: "kind" });
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (kind, occurred_at, words) {
        (Some(kind), Some(occurred_at), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::IncidentReported(IncidentReported {
                id,
                kind,
                occurred_at,
                occurred_on: civil_date(occurred_at, now.zone),
                injected,
                words,
                // What was not injected is not told of here.
                drug: drug.filter(|_| injected),
            })])
        }
        _ => Err(wrong),
    }
}

/// The day before which nothing happened under a case, nor under one that rests beside it: that of the first ruling, or on
/// which the case was opened.
fn begins_on(case: &Case) -> NaiveDate {
    let beside = case.leads().flat_map(|lead| &lead.merged.beside.rulings);
    let ruled = beside.map(|ruling| ruling.ruled_on).chain(first_ruled_on(case));
    ruled.fold(case.opened_on, NaiveDate::min)
}

/// A physician has looked at an incident. Once is enough: what comes to light later is an incident of its own.
///
/// # Errors
/// [`Refusal::NothingToDo`] for one that is reviewed, struck out, or not there; missing words.
pub fn review_incident(case: &Case, id: RecordId, incident: RecordId, words: &str, now: &Now) -> Decision {
    let mut waiting = case.unreviewed_incidents();
    if !waiting.any(|(_, entry)| entry.content.id == incident) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    Ok(vec![Event::IncidentReviewed(IncidentReviewed {
        id,
        incident,
        reviewed_on: now.today(),
        words,
    })])
}
