//! The doses: given, entered late or twice, not given, decided about.

use chrono::{DateTime, Months, TimeDelta, Utc};

use super::{Step, pick, take as take_any};
use crate::domain::decide::{self, Decision, FlareAnswer, Grounds, Injection, NotGiven, Shelf, TypedValue};
use crate::domain::dosing::{next_dose, open_cycle};
use crate::domain::event::{CheckAnswer, Observation, Observed};
use crate::domain::identifier::Identifier;
use crate::domain::ids::PackId;
use crate::domain::obligation::Kind;
use crate::domain::plan::protocol;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Answer, Cause, Protocol, Reason};
use crate::domain::time::civil_date;
use crate::simulate::Broken;
use crate::simulate::life::Life;

/// Clocks of two machines differ; further ahead than this is the future to everybody.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// Takes a step around a dose.
pub(super) fn take(life: &mut Life<'_>, step: &Step) -> Result<(), Vec<Refusal>> {
    match *step {
        Step::PassToDose { days_off, give } => {
            let Ok(window) = &life.planned().dose else {
                return Ok(());
            };
            let days = (window.due_on - life.now.today()).num_days() + days_off;
            life.pass(u32::try_from(days * 24).unwrap_or(0));
            life.sweep();
            if let Some(cause) = give {
                if life
                    .planned()
                    .obligations
                    .iter()
                    .any(|owed| owed.kind == Kind::DecideLateDose)
                {
                    // Refused where something else stands against it; that is no fault.
                    let days_ago = 0;
                    let _measured = take_any(life, &Step::Results { days_ago, well: true });
                    let _decided = take_any(life, &Step::Decide { give: true });
                }
                return take_any(life, &Step::Give { hours_ago: 0, cause });
            }
            Ok(())
        }
        Step::Give { hours_ago, cause } => {
            let at = life.now.instant - TimeDelta::hours(hours_ago);
            let given = life.perform(|life| {
                let form = faultless(life, at, cause).ok_or_else(Vec::new)?;
                log(life, &form)
            });
            let impossible = at > life.now.instant + AHEAD;
            never(life, given, impossible, "nothing is given in the future")
        }
        Step::GiveTwice => {
            let Some(last) = life
                .case
                .doses_in_effect()
                .last()
                .map(|entry| entry.content.cycle)
            else {
                return Ok(());
            };
            let given = life.perform(|life| {
                let mut form = faultless(life, life.now.instant, 0).ok_or_else(Vec::new)?;
                form.cycle = last;
                log(life, &form)
            });
            never(life, given, true, "a dose is entered once")
        }
        Step::Nonsense { what } => {
            let given = life.perform(|life| {
                let mut form = faultless(life, life.now.instant, 0).ok_or_else(Vec::new)?;
                let protocol = protocol(&life.case, life.rules).ok_or_else(Vec::new)?;
                spoil(&mut form, protocol, what);
                log(life, &form)
            });
            never(life, given, true, "what cannot be is refused")
        }
        Step::NotGiven { hours_ago, cause } => life.perform(|life| {
            let form = NotGiven {
                cycle: open_cycle(&life.case),
                occurred_at: Some(life.now.instant - TimeDelta::hours(hours_ago)),
                cause: named(life, cause),
                words: "words".to_owned(),
                tried: "tried".to_owned(),
                ..NotGiven::default()
            };
            let around = (&life.roster, &life.now);
            decide::record_not_given(&life.case, life.fresh(), &form, life.rules, around)
        }),
        Step::Decide { give } => life.perform(|life| {
            let cycle = open_cycle(&life.case);
            let number = usize::try_from(cycle).unwrap_or(0);
            let (record, flare) = (life.fresh(), covered(life, number));
            // Where nobody had it measured, the physician says so.
            let grounds = Grounds {
                words: "words",
                unmeasured: "no laboratory",
                despite_sum: "reason",
            };
            decide::decide_late_dose(
                &life.case,
                (record, life.fresh()),
                cycle,
                Some(give),
                grounds,
                &flare,
                life.rules,
                &life.now,
            )
        }),
        _ => Ok(()),
    }
}

/// Records an injection from the shelf of the place, as the command does.
fn log(life: &Life<'_>, form: &Injection) -> Decision {
    let shelf = shelf(life, form.pack);
    let around = (&life.roster, &life.now);
    decide::log_injection_from(&life.case, life.fresh(), form, &shelf, life.rules, around)
}

/// What lies where the person is treated today.
fn shelf(life: &Life<'_>, chosen: Option<PackId>) -> Shelf {
    let today = life.now.today();
    let place = life.case.place_on(today).zip(protocol(&life.case, life.rules));
    place.map_or_else(Shelf::default, |(at, protocol)| {
        life.stock.shelf(life.case.id, at, &protocol.id, today, chosen)
    })
}

/// Notes it where something was done that must never be possible.
pub(super) fn never(
    life: &mut Life<'_>,
    outcome: Result<(), Vec<Refusal>>,
    impossible: bool,
    promise: &'static str,
) -> Result<(), Vec<Refusal>> {
    if impossible && outcome.is_ok() {
        let last = life.history.last().map(|recorded| recorded.event.verb());
        life.note(vec![Broken::new(promise, format!("{last:?}"))]);
    }
    outcome
}

/// No cover against flare, and why.
fn uncovered() -> FlareAnswer {
    FlareAnswer {
        given: Some(false),
        words: "words".to_owned(),
        ..FlareAnswer::default()
    }
}

/// Every other time covered, with an amount of each substance that is summed over a lifetime.
pub(super) fn covered(life: &Life<'_>, number: usize) -> FlareAnswer {
    if number.is_multiple_of(2) {
        return uncovered();
    }
    let law = life.rules.law_for(life.now.today());
    let loads = law.into_iter().flat_map(|law| &law.course.loads);
    let asked = loads.filter_map(|load| load.in_cover.as_ref());
    let amounts = asked.map(|item| TypedValue {
        item: item.id.clone(),
        value: "2,8".to_owned(),
        unit: String::new(),
        sure: true,
    });
    FlareAnswer {
        given: Some(true),
        words: "words".to_owned(),
        amounts: amounts.collect(),
    }
}

/// A cause that a person can name.
pub(super) fn named(life: &Life<'_>, number: usize) -> String {
    let reasons = &life.rules.causes.reasons;
    let named = |reason: &&Reason| reason.family != Cause::Unexplained;
    let named: Vec<_> = reasons.iter().filter(named).collect();
    pick(&named, number).map_or_else(String::new, |reason| reason.id.clone())
}

/// The form of an injection that has nothing wrong in it; none where no drug was chosen. Whether it may be given is
/// another question.
#[must_use]
pub fn faultless(life: &Life<'_>, occurred_at: DateTime<Utc>, cause: usize) -> Option<Injection> {
    let protocol = protocol(&life.case, life.rules)?;
    let given_on = civil_date(occurred_at, life.now.zone);
    let checks = protocol.checks.iter().map(|check| CheckAnswer {
        check: check.id.clone(),
        answer: match &check.answer {
            Answer::YesNo { must_be: true } => "yes".to_owned(),
            Answer::YesNo { must_be: false } => "no".to_owned(),
            Answer::Number { min, max, .. } => max.or(*min).unwrap_or(1.0).to_string(),
        },
        taken_on: check.valid_days.map(|_| given_on),
    });
    let reasons: Vec<_> = life.rules.causes.late_reasons().collect();
    // Asked only of a dose that is late; also of one that is not planned any more, because a court ends the measure on a
    // day to come, and may still be taken down.
    let window = next_dose(&life.case, Some(protocol), &life.now).ok();
    let late = window.is_some_and(|window| window.asks_late_reason(protocol, given_on));
    let reason = pick(&reasons, cause).filter(|_| late);
    let usable = shelf(life, None).usable;
    let pack = usable.iter().find(|pack| pack.sound_on(given_on));
    Some(Injection {
        pack: pack.map(|pack| pack.id),
        pack_words: "words".to_owned(),
        cycle: open_cycle(&life.case),
        occurred_at: Some(occurred_at),
        lot: "L7".to_owned(),
        expiry_on: given_on.checked_add_months(Months::new(12)),
        site: protocol
            .sites
            .first()
            .map_or_else(String::new, |site| site.id.clone()),
        volume_ml: protocol
            .volume_of(life.case.begins(&protocol.id))
            .usual_ml
            .to_string(),
        identified_by: vec![Identifier::Name, Identifier::Born],
        checks: checks.collect(),
        present: "Duty Controller".to_owned(),
        late_cause: reason.map_or_else(String::new, |reason| reason.id.clone()),
        late_words: reason.map_or_else(String::new, |_| "words".to_owned()),
        observed: observed(life, protocol, (occurred_at, cause)),
        mixed_at: protocol.mixing.as_ref().map(|_| occurred_at),
        ..Injection::default()
    })
}

/// Nothing was seen, once the time is over; or something was, which can be said at once.
pub(super) fn observed(
    life: &Life<'_>,
    protocol: &Protocol,
    (occurred_at, number): (DateTime<Utc>, usize),
) -> Option<Observed> {
    let asked = protocol.observation.as_ref()?;
    let over = life.now.instant - occurred_at >= TimeDelta::minutes(asked.minutes.into());
    match number % 3 {
        1 => Some(Observed {
            how: Observation::Seen,
            words: "words".to_owned(),
        }),
        _ => over.then(|| Observed {
            how: Observation::Quiet,
            words: String::new(),
        }),
    }
}

/// Puts one thing into a form that cannot be.
fn spoil(form: &mut Injection, protocol: &Protocol, what: usize) {
    // What is typed counts only where no pack was chosen.
    form.pack = form.pack.filter(|_| what % 8 > 1);
    match what % 8 {
        0 => form.lot = " ".to_owned(),
        1 => form.expiry_on = form.occurred_at.map(|at| at.date_naive() - TimeDelta::days(40)),
        2 => form.identified_by.truncate(1),
        3 => form.site = "elbow".to_owned(),
        4 if protocol.volume.measured() => form.volume_ml = "999".to_owned(),
        5 => form.checks.clear(),
        // Nobody has seen yet that nothing happened, or nobody says what was seen.
        6 if protocol.observation.is_some() => {
            form.observed = Some(Observed {
                how: if what.is_multiple_of(3) {
                    Observation::Quiet
                } else {
                    Observation::Seen
                },
                words: String::new(),
            });
        }
        _ => form.occurred_at = None,
    }
}
