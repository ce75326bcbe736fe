//! Recording that a dose was not given: what happened, why, what was tried, the person's own words.

use super::Decision;
use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, next_dose};
use crate::domain::event::{DoseNotGiven, Event};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::{Cause, Course, Rules};
use crate::domain::schedule::Interval;
use crate::domain::supply::Provision;
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// What a nurse says about a dose that was not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotGiven {
    /// The dose the form was opened for.
    pub cycle: u32,
    /// When it happened; `None` where the typed date or time is not one.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Cause id of the closed list.
    pub cause: String,
    /// Words to it.
    pub words: String,
    /// What was tried.
    pub tried: String,
    /// Topics explained, by identity.
    pub explained: Vec<String>,
    /// The language in which they were, by identity; empty where none was.
    pub told_in: String,
    /// The person's own words.
    pub own_words: String,
    /// Next attempt: nothing typed, or a date, or an error.
    pub next_attempt_on: Option<Result<NaiveDate, ()>>,
}

/// Records that a dose was not given.
///
/// # Errors
/// Refused where no dose is open, the dose is already recorded, or something required is missing.
pub fn record_not_given(case: &Case, id: RecordId, form: &NotGiven, rules: &Rules, now: &Now) -> Decision {
    if let Some(dose) = case.dose_of(form.cycle) {
        return Err(vec![Refusal::AlreadyRecorded {
            dose: dose.content.id,
            by: dose.by.clone(),
            recorded_at: dose.recorded_at,
        }]);
    }
    let occurred_at = form.occurred_at;
    let then = Now {
        instant: occurred_at.unwrap_or(now.instant).min(now.instant),
        ..*now
    };
    let window =
        next_dose(case, protocol(case, rules), &then).map_err(|reason| vec![Refusal::NoDose(reason)])?;
    let occurred_on = then.today();
    let mut wrong = Vec::new();
    if window.cycle != form.cycle {
        wrong.push(Refusal::NothingToDo);
    }
    match occurred_at {
        None => wrong.push(Refusal::NotUnderstood { field: "occurred_on" }),
        Some(at) if at > now.instant => wrong.push(Refusal::InFuture { field: "occurred_on" }),
        Some(_) if occurred_on < window.opens_on => {
            wrong.push(Refusal::TooEarly {
                opens_on: window.opens_on,
            });
        }
        Some(_) => {}
    }
    // "Unexplained" is what the system says when nobody recorded anything; a person always names a cause.
    let reason = rules
        .causes
        .reason(&form.cause)
        .filter(|reason| reason.family != Cause::Unexplained);
    if reason.is_none() {
        wrong.push(Refusal::Required { field: "cause" });
    }
    // A drug that was lacking while one lies here for him: what happened is said.
    let contradicts =
        reason.is_some_and(|reason| reason.family == Cause::Supply) && lies_here(case, rules, occurred_on);
    let words_required = contradicts || reason.is_some_and(|reason| reason.requires_words);
    let by_person = reason.is_some_and(|reason| reason.family == Cause::Person);
    let next_attempt_on = next_attempt(form, case, &window, rules, now, &mut wrong);
    let course = rules.law_for(occurred_on).map(|law| law.course);
    let (explained, told_in) = explained(form, course, &mut wrong);
    let mut read = |field, typed: &str, required| {
        text(field, typed, required, WORDS).unwrap_or_else(|refusal| {
            wrong.push(refusal);
            String::new()
        })
    };
    let words = read("words", &form.words, words_required);
    let tried = read("tried", &form.tried, by_person);
    let own_words = read("own_words", &form.own_words, false);
    let (Some(occurred_at), true) = (occurred_at, wrong.is_empty()) else {
        return Err(wrong);
    };
    let place = case
        .place_on(occurred_on)
        .ok_or_else(|| vec![Refusal::NothingToDo])?;
    Ok(vec![Event::DoseNotGiven(DoseNotGiven {
        id,
        cycle: form.cycle,
        occurred_at,
        occurred_on: civil_date(occurred_at, now.zone),
        place,
        cause: form.cause.clone(),
        words,
        tried,
        explained,
        told_in,
        own_words,
        next_attempt_on,
    })])
}

/// Does a pack lie where the person is treated, kept for him and good on a day?
fn lies_here(case: &Case, rules: &Rules, day: NaiveDate) -> bool {
    let known = protocol(case, rules).zip(case.place_on(day));
    known.is_some_and(|(protocol, place)| {
        matches!(
            case.supply.provision(&protocol.id, place, day),
            Provision::Ready(_)
        )
    })
}

/// The day on which it is tried again. It belongs to this dose: it is offered inside the window, or as soon as a dose is
/// taken up again after an interruption.
fn next_attempt(
    form: &NotGiven,
    case: &Case,
    window: &DoseWindow,
    rules: &Rules,
    now: &Now,
    wrong: &mut Vec<Refusal>,
) -> Option<NaiveDate> {
    let field = "next_attempt_on";
    let Ok(day) = form.next_attempt_on? else {
        wrong.push(Refusal::NotUnderstood { field });
        return None;
    };
    let (today, soon) = (
        now.today(),
        protocol(case, rules).map_or(0, |protocol| protocol.restart.within_days),
    );
    if day < today {
        wrong.push(Refusal::NotBefore {
            field,
            earliest_on: today,
        });
    }
    let latest_on = window.closes_on.max(Interval::Days(soon).after(today));
    if day > latest_on {
        wrong.push(Refusal::NotAfter { field, latest_on });
    }
    Some(day)
}

/// What was explained, and in which language: the one without the other tells nothing.
fn explained(
    form: &NotGiven,
    course: Option<&Course>,
    wrong: &mut Vec<Refusal>,
) -> (Vec<String>, Option<String>) {
    let topics = course.map_or(&[][..], |course| &course.information.topics);
    let known = topics.iter().map(|topic| &topic.id);
    let explained: Vec<_> = known.filter(|id| form.explained.contains(id)).cloned().collect();
    if explained.len() < form.explained.len() {
        wrong.push(Refusal::NotUnderstood { field: "explained" });
    }
    let told_in = Some(&form.told_in).filter(|language| !language.is_empty());
    match told_in {
        Some(language) if course.is_none_or(|course| course.told_in(language).is_none()) => {
            wrong.push(Refusal::NotUnderstood { field: "told_in" });
        }
        Some(_) if form.explained.is_empty() => wrong.push(Refusal::Required { field: "explained" }),
        None if !form.explained.is_empty() => wrong.push(Refusal::Required { field: "told_in" }),
        _ => {}
    }
    (explained, told_in.cloned())
}
