//! Logging an injection.

use super::Decision;
use super::before_dose::{before_its_papers, no_name, stood_by, too_young, undecided, unprepared};
use super::chair::{impossible, typed_results};
use super::flare::{asks_for_cover, flare_decided, uncovered};
use super::measured::decimal;
use super::observed::observation;
use super::pack::{Shelf, inspect_pack, unsound_dose};
use super::stopped::{stopped_since, written_while_stopped};
use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, NoDose, next_dose};
use crate::domain::event::{CheckAnswer, DoseGiven, Event, Observed};
use crate::domain::identifier::{Identifier, are_two};
use crate::domain::ids::{PackId, RecordId};
use crate::domain::plan::protocol;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::results::fails_since;
use crate::domain::roster::Roster;
use crate::domain::rules::{
    Answer, Asked, Cause, DecisionAsked, Demand, IfFailed, Party, PreDoseCheck, Presence, Protocol, Reply,
    Rules, Verdict,
};
use crate::domain::schedule::Interval;
use crate::domain::supply::lot_typed;
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// What a nurse says about an injection. Unread text, so that one look can name everything that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Injection {
    /// The dose the form was opened for.
    pub cycle: u32,
    /// When it happened; `None` where the typed date or time is not one.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Lot.
    pub lot: String,
    /// Last day of use; `None` where the typed date is not one.
    pub expiry_on: Option<NaiveDate>,
    /// Site id.
    pub site: String,
    /// Volume in millilitres, comma or point.
    pub volume_ml: String,
    /// Identifiers used.
    pub identified_by: Vec<Identifier>,
    /// Answers to the checks.
    pub checks: Vec<CheckAnswer>,
    /// Who was present.
    pub present: String,
    /// Cause of lateness.
    pub late_cause: String,
    /// Words to it.
    pub late_words: String,
    /// The pack, where it was scanned or chosen.
    pub pack: Option<PackId>,
    /// Why none of those on the shelf.
    pub pack_words: String,
    /// Why it was given though something speaks against the pack.
    pub despite: String,
    /// What was seen after the injection; `None` where it is not said yet.
    pub observed: Option<Observed>,
    /// When it was mixed; `None` where it is not known, or the typed time is not one.
    pub mixed_at: Option<DateTime<Utc>>,
    /// Is it written down at the chair? Then the minutes since mixing are asked, and a recall stops it from the minute it
    /// is known, whatever time is typed. What is copied from paper or told later is judged by the moment it happened.
    pub at_chair: bool,
    /// The name of whoever gives it; empty where it is copied from paper. Nobody stands by himself.
    pub giver: String,
    /// The name by which he signs in, which is nobody's name either; empty where it is copied from paper.
    pub giver_account: String,
    /// Which stop it was given before, as was said on the form after that stop was shown there: its code. Empty: nothing was
    /// said of one.
    pub before_stop: String,
    /// When the person was born, as the register says; the facts of a case do not know it. `None`: no age is asked about.
    pub born_on: Option<NaiveDate>,
}

/// Clocks of two machines differ; a minute ahead is not the future.
pub(super) const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(2);

/// Everything wrong with an injection as described so far. Fields still to be asked count as wrong, too: a
/// wizard shows only those of the steps already passed.
#[must_use]
pub fn inspect(case: &Case, form: &Injection, rules: &Rules, roster: &Roster, now: &Now) -> Vec<Refusal> {
    if let Some(dose) = case.dose_of(form.cycle) {
        return vec![Refusal::AlreadyRecorded {
            dose: dose.content.id,
            by: dose.by.clone(),
            recorded_at: dose.recorded_at,
        }];
    }
    // The rules are asked about the moment it happened; while that is unknown, about now.
    let then = Now {
        instant: form.occurred_at.unwrap_or(now.instant).min(now.instant),
        ..*now
    };
    let Some(protocol) = protocol(case, rules) else {
        return vec![Refusal::NoDose(NoDose::NoRegimen)];
    };
    let window = match next_dose(case, Some(protocol), &then) {
        Ok(window) => window,
        Err(reason) => return vec![Refusal::NoDose(reason)],
    };
    if window.cycle != form.cycle {
        return vec![Refusal::NothingToDo];
    }
    if let Some(missing) = unprepared(case, window.regimen) {
        return vec![missing];
    }
    let given_on = then.today();
    if let Some(refusal) = too_young(form.born_on, protocol, given_on) {
        return vec![refusal];
    }
    let mut wrong = Vec::new();
    let stop = stopped_since(case, form, protocol, now).filter(|stop| form.before_stop != stop.code());
    wrong.extend(stop.map(|reason| Refusal::StoppedSince { reason }));
    wrong.extend(undecided(case, form, protocol, (rules, given_on), then.instant));
    wrong.extend(timing(case, form, &window, now, given_on));
    wrong.extend(before_its_papers(case, window.regimen, given_on));
    wrong.extend(lateness(case, form, rules, protocol, &window, &then));
    let uncovered = uncovered(case, protocol, &window, (rules, &then));
    wrong.extend(uncovered.filter(|refusal| !wrong.contains(refusal)));
    if !are_two(&form.identified_by) {
        wrong.push(Refusal::TwoIdentifiers);
    }
    wrong.extend(asked(case, protocol, rules, &then).filter_map(|check| {
        let verdict = judged(case, (protocol, check), form, given_on, rules);
        failing(check, verdict)
    }));
    wrong.extend(impossible(form, protocol, rules, given_on));
    let observed = form.observed.as_ref();
    let given_at = form.occurred_at.map(|_| then.instant);
    wrong.extend(observation(observed, protocol, given_at, now.instant));
    wrong.extend(product(form, protocol, case.begins(&protocol.id), given_on));
    if presence(rules, roster).is_some() && form.present.trim().is_empty() {
        wrong.push(Refusal::Required { field: "present" });
    }
    wrong.extend(text("present", &form.present, false, LINE).err());
    let stood_by = stood_by(&form.present, &form.giver, rules, roster);
    wrong.extend(stood_by.or_else(|| no_name(form)));
    wrong
}

/// The questions of the protocol that are asked before the next dose of a case, given at a moment. After a gap
/// that a physician must judge, and where testosterone rises once more, treatment begins anew: so do its questions.
pub fn asked<'r>(
    case: &Case,
    protocol: &'r Protocol,
    rules: &Rules,
    then: &Now,
) -> impl Iterator<Item = &'r PreDoseCheck> {
    let late = next_dose(case, Some(protocol), then).map(|window| window.days_late_on(then.today()));
    let band = late.ok().and_then(|days| protocol.band(days));
    let interrupted = band.is_some_and(|band| band.demands(Demand::PhysicianDecision))
        || asks_for_cover(case, protocol, then.today(), rules);
    let untreated = case.doses_in_effect().is_empty() && case.doses_elsewhere().next().is_none();
    let first = case.doses_in_effect().is_empty() || interrupted;
    protocol.checks.iter().filter(move |check| match check.asked {
        Asked::EveryDose => true,
        Asked::FirstDose => first,
        Asked::LaterDose => !untreated,
    })
}

/// Who must be present where the dose is given; `None` where nobody must.
#[must_use]
pub fn presence<'r>(rules: &'r Rules, roster: &Roster) -> Option<&'r Presence> {
    let site = roster.site(Party::Responsible)?;
    rules.places.kind(&site.kind)?.presence.as_ref()
}

/// The role that somebody must hold to be present where the dose is given; `None` where nobody must.
#[must_use]
pub fn presence_role<'r>(rules: &'r Rules, roster: &Roster) -> Option<&'r str> {
    let site = roster.site(Party::Responsible)?;
    let post = presence(rules, roster)?.post;
    rules.places.role(&site.kind, post)
}

fn timing(
    case: &Case,
    form: &Injection,
    window: &DoseWindow,
    now: &Now,
    given_on: NaiveDate,
) -> Option<Refusal> {
    let Some(occurred_at) = form.occurred_at else {
        // Whatever time is typed: there is none at which it may have been given.
        if now.today() < window.opens_on {
            return Some(Refusal::TooEarly {
                opens_on: window.opens_on,
            });
        }
        return Some(Refusal::NotUnderstood { field: "occurred_on" });
    };
    if occurred_at > now.instant + CLOCK_SLACK {
        // On the day of today it is the time that has not come yet.
        let today = given_on == civil_date(occurred_at, now.zone);
        let field = if today { "occurred_time" } else { "occurred_on" };
        return Some(Refusal::InFuture { field });
    }
    let last = case.doses_in_effect().last().map(|entry| &entry.content);
    if let Some(last) = last.filter(|last| occurred_at <= last.occurred_at) {
        return Some(Refusal::BeforeLastDose {
            given_on: last.given_on,
        });
    }
    (given_on < window.opens_on).then_some(Refusal::TooEarly {
        opens_on: window.opens_on,
    })
}

fn lateness(
    case: &Case,
    form: &Injection,
    rules: &Rules,
    protocol: &Protocol,
    window: &DoseWindow,
    then: &Now,
) -> Vec<Refusal> {
    let days = window.days_late_on(then.today());
    let Some(band) = protocol.band(days) else {
        return Vec::new();
    };
    let mut wrong = Vec::new();
    if band.demands(Demand::PhysicianDecision) {
        match case.late_decision_at(window.cycle, then.instant) {
            Some(decided) if !decided.give => wrong.push(Refusal::Withheld {
                decided_on: decided.decided_on,
            }),
            Some(decided) => {
                let lapsed = then.today() >= protocol.late_decision.lapses_on(decided.decided_on);
                wrong.extend(lapsed.then_some(Refusal::DecisionLapsed {
                    decided_on: decided.decided_on,
                    valid_days: protocol.late_decision.valid_days,
                }));
            }
            None => wrong.push(Refusal::DecisionNeeded { days }),
        }
    }
    if band.demands(Demand::LateReason) {
        let reason = (form.late_cause.as_str(), form.late_words.as_str());
        wrong.extend(late_reason(rules, reason, (window, protocol), then.today()));
    }
    wrong
}

/// What is wrong with the reason for a dose that the series puts earlier. Inside of its window nobody is late with it: none is
/// asked, and none that lies with the person, or is none, is taken.
pub(super) fn late_reason(
    rules: &Rules,
    (cause, words): (&str, &str),
    (window, protocol): (&DoseWindow, &Protocol),
    given_on: NaiveDate,
) -> Vec<Refusal> {
    let reason = rules.causes.reason(cause).filter(|reason| reason.late_reason);
    if !window.asks_late_reason(protocol, given_on) {
        let taken = reason.map_or_else(
            || cause.trim().is_empty(),
            |reason| reason.family != Cause::Person,
        );
        let field = "late_cause";
        let wrong = (!taken).then_some(Refusal::NotUnderstood { field });
        let words = text("late_words", words, false, WORDS).err();
        return wrong.into_iter().chain(words).collect();
    }
    let days = window.days_late_on(given_on);
    let Some(reason) = reason else {
        return vec![Refusal::LateReasonNeeded { days }];
    };
    let words = text("late_words", words, reason.requires_words, WORDS);
    words.err().into_iter().collect()
}

fn failing(check: &PreDoseCheck, verdict: Option<Verdict>) -> Option<Refusal> {
    let id = || check.id.clone();
    match (verdict, check.valid_days) {
        (None | Some(Verdict::NotAnAnswer), _) => Some(Refusal::CheckMissing { check: id() }),
        (Some(Verdict::Expired), Some(valid_days)) => Some(Refusal::CheckExpired {
            check: id(),
            valid_days,
        }),
        (Some(Verdict::Failed | Verdict::Expired), _) if check.if_failed == IfFailed::Hold => {
            Some(Refusal::CheckFailed { check: id() })
        }
        _ => None,
    }
}

/// How the answer to a question stands; `None` where it was not answered, or not in its own kind. That a physician has
/// decided is not for whoever sits at the chair to say: without the decision on record a yes does not pass. Nor does anything pass
/// against a recorded result that fails the question, unless it was taken on a later day; what is copied from paper is judged by
/// what was on record at its moment.
fn judged(
    case: &Case,
    (protocol, check): (&Protocol, &PreDoseCheck),
    form: &Injection,
    given_on: NaiveDate,
    rules: &Rules,
) -> Option<Verdict> {
    let answer = form.checks.iter().find(|answer| answer.check == check.id)?;
    let reply = match (&check.answer, answer.answer.trim()) {
        (_, "") => return None,
        (Answer::YesNo { .. }, "yes") => Reply::YesNo(true),
        (Answer::YesNo { .. }, "no") => Reply::YesNo(false),
        (Answer::YesNo { .. }, _) => return None,
        (Answer::Number { .. }, typed) => Reply::Number(decimal(typed).unwrap_or(f64::NAN)),
    };
    let undecided = match check.decision {
        Some(DecisionAsked::FlareCover) => {
            asks_for_cover(case, protocol, given_on, rules) && flare_decided(case).is_none()
        }
        None => false,
    };
    let found = check
        .finding
        .as_ref()
        .is_some_and(|finding| case.has_finding(finding));
    let by = form.occurred_at.filter(|_| !form.at_chair);
    let known = |recorded_at: DateTime<Utc>| by.is_none_or(|by| recorded_at <= by);
    let contradicts = || {
        let law = rules.law_for(given_on)?;
        let failed_on = fails_since(case, law.course, check, given_on, known)?;
        Some(answer.taken_on.is_none_or(|taken_on| taken_on <= failed_on))
    };
    match check.verdict(reply, answer.taken_on, given_on) {
        Verdict::Passed if undecided || found || contradicts() == Some(true) => Some(Verdict::Failed),
        verdict => Some(verdict),
    }
}

/// The questions whose answers do not stop the dose but deserve a second look.
#[must_use]
pub fn to_heed<'r>(
    case: &Case,
    form: &Injection,
    rules: &'r Rules,
    given_on: NaiveDate,
) -> Vec<&'r PreDoseCheck> {
    let Some(protocol) = protocol(case, rules) else {
        return Vec::new();
    };
    protocol
        .checks
        .iter()
        .filter(|check| check.if_failed == IfFailed::Warn)
        .filter(|check| {
            let verdict = judged(case, (protocol, check), form, given_on, rules);
            verdict == Some(Verdict::Failed)
        })
        .collect()
}

/// The usual volume in millilitres, where another one was typed that the protocol allows: it deserves a second look.
#[must_use]
pub fn unusual_volume(case: &Case, form: &Injection, rules: &Rules) -> Option<f64> {
    let protocol = protocol(case, rules)?;
    let volume = protocol.volume_of(case.begins(&protocol.id));
    let given = decimal(&form.volume_ml).filter(|_| volume.measured())?;
    // What is refused has no second look: it would say that to go on once more helps.
    if given <= 0.0 || given > volume.max_ml {
        return None;
    }
    // Typed with as many digits as somebody likes; a drop is no difference.
    ((given - volume.usual_ml).abs() > 0.001).then_some(volume.usual_ml)
}

/// What is wrong with the package, the place on the body and the volume.
pub(super) fn product(
    form: &Injection,
    protocol: &Protocol,
    first: bool,
    given_on: NaiveDate,
) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    // The lot of a pack on record stands as it is.
    let lot = match form.pack {
        Some(_) => text("lot", &form.lot, true, LINE),
        None => lot_typed("lot", &form.lot, true),
    };
    wrong.extend(lot.err());
    match form.expiry_on {
        None => wrong.push(Refusal::NotUnderstood { field: "expiry_on" }),
        Some(expiry_on) if expiry_on < given_on && form.despite.trim().is_empty() => {
            wrong.push(Refusal::Expired { expiry_on });
        }
        Some(expiry_on) => {
            // It was made before it was given: the year 9999 is a slip of the finger, and hides an expired pack.
            let latest_on = Interval::Months(protocol.storage.shelf_life_months).after(given_on);
            if expiry_on > latest_on {
                wrong.push(Refusal::NotAfter {
                    field: "expiry_on",
                    latest_on,
                });
            }
        }
    }
    if protocol.site(&form.site).is_none() {
        wrong.push(Refusal::Required { field: "site" });
    }
    let volume = protocol.volume_of(first);
    match decimal(&form.volume_ml) {
        _ if !volume.measured() => {}
        Some(given) if given > volume.max_ml => {
            wrong.push(Refusal::VolumeTooLarge {
                usual_ml: volume.usual_ml,
                max_ml: volume.max_ml,
            });
        }
        Some(given) if given > 0.0 => {}
        _ => wrong.push(Refusal::NotUnderstood { field: "volume_ml" }),
    }
    wrong
}

/// Records an injection where no stock is known.
///
/// # Errors
/// Every [`Refusal`] that [`inspect`] finds.
pub fn log_injection(
    case: &Case,
    id: RecordId,
    form: &Injection,
    rules: &Rules,
    roster: &Roster,
    now: &Now,
) -> Decision {
    log_injection_from(case, id, form, &Shelf::default(), rules, (roster, now))
}

/// Records an injection from a shelf.
///
/// # Errors
/// Every [`Refusal`] that [`inspect`] and [`inspect_pack`] find.
pub fn log_injection_from(
    case: &Case,
    id: RecordId,
    form: &Injection,
    shelf: &Shelf,
    rules: &Rules,
    (roster, now): (&Roster, &Now),
) -> Decision {
    let form = &shelf.complete(form);
    let mut wrong = inspect(case, form, rules, roster, now);
    let pack = protocol(case, rules).zip(form.occurred_at);
    if let Some((protocol, at)) = pack {
        wrong.extend(inspect_pack(case.id, form, shelf, protocol, at, now.zone));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let refused = || vec![Refusal::NothingToDo];
    let regimen = case.regimen().ok_or_else(refused)?;
    let occurred_at = form.occurred_at.ok_or_else(refused)?;
    let given_on = civil_date(occurred_at, now.zone);
    let place = case.place_on(given_on).ok_or_else(refused)?;
    let late = Some(form.late_cause.trim()).filter(|cause| !cause.is_empty());
    let present = Some(form.present.trim().to_owned()).filter(|name| !name.is_empty());
    let present_as = presence_role(rules, roster).filter(|_| present.is_some());
    let mut events = vec![Event::DoseGiven(DoseGiven {
        id,
        cycle: form.cycle,
        regimen: regimen.id,
        occurred_at,
        given_on,
        place,
        product: regimen.protocol.clone(),
        lot: form.lot.trim().to_owned(),
        expiry_on: form.expiry_on.ok_or_else(refused)?,
        site: form.site.clone(),
        volume_ml: form.volume_ml.trim().to_owned(),
        identified_by: form
            .identified_by
            .iter()
            .map(|used| used.code().to_owned())
            .collect(),
        checks: form.checks.clone(),
        present,
        present_as: present_as.map(str::to_owned),
        late_cause: late.map(str::to_owned),
        late_words: late
            .map(|_| form.late_words.trim().to_owned())
            .filter(|words| !words.is_empty()),
        pack: form.pack,
        pack_words: Some(form.pack_words.trim().to_owned())
            .filter(|words| form.pack.is_none() && !words.is_empty()),
        mixed_at: form.mixed_at,
        observed: form.observed.clone(),
    })];
    let unsound = pack.and_then(|(protocol, at)| {
        unsound_dose((case.id, id.of_incident()), form, shelf, protocol, at, now.zone)
    });
    events.extend(unsound);
    events.extend(written_while_stopped(case, id, (occurred_at, given_on), now));
    events.extend(shelf.reaches(case, now.zone));
    events.extend(typed_results(case, id, form, rules, given_on));
    Ok(events)
}
