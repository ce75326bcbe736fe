//! Recording that a dose was not given: what happened, why, what was tried, the person's own words.

use super::Decision;
use super::correct::written_before;
use super::passage::against_day;
use crate::domain::case::{Case, Entry};
use crate::domain::dosing::{DoseWindow, NoDose, next_dose};
use crate::domain::event::{AbsenceAsked, DoseNotGiven, Event};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::roster::Roster;
use crate::domain::rules::{Cause, Course, Reason, Rules};
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
/// Refused where no dose is open, the dose is already recorded, somebody recorded this visit already, something required
/// is missing, or it is to be tried again on a day on which the person may not come, has a good reason not to, or is away by leave.
pub fn record_not_given(
    case: &Case,
    id: RecordId,
    form: &NotGiven,
    rules: &Rules,
    (roster, now): (&Roster, &Now),
) -> Decision {
    not_given(case, id, form, rules, (Some(roster), now))
}

/// Takes down from paper that a dose was not given. The day that was agreed there was agreed: where he may not come on it, it is
/// agreed anew.
pub(super) fn not_given_on_paper(
    case: &Case,
    id: RecordId,
    form: &NotGiven,
    rules: &Rules,
    now: &Now,
) -> Decision {
    not_given(case, id, form, rules, (None, now))
}

fn not_given(
    case: &Case,
    id: RecordId,
    form: &NotGiven,
    rules: &Rules,
    (roster, now): (Option<&Roster>, &Now),
) -> Decision {
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
    // One visit is one record: what is wrong in it is corrected, and not said a second time.
    if let Some(same) = occurred_at.and_then(|at| same_visit(case, form, at, then.today())) {
        return Err(vec![Refusal::AlreadyRecorded {
            dose: same.content.id,
            by: same.by.clone(),
            recorded_at: same.recorded_at,
        }]);
    }
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
    let reason = named_cause(&form.cause, rules, &mut wrong);
    let next_attempt_on = match form.next_attempt_on {
        None => None,
        Some(Err(())) => {
            let field = "next_attempt_on";
            wrong.push(Refusal::NotUnderstood { field });
            None
        }
        Some(Ok(day)) => {
            let outside = attempt(day, now.today(), (case, &window), rules, now);
            let against = || against_attempt(case, (day, &window), roster, rules, now);
            wrong.extend(outside.or_else(against));
            Some(day)
        }
    };
    // A drug that was lacking while one lies here for him: what happened is said.
    let contradicts =
        reason.is_some_and(|reason| reason.family == Cause::Supply) && lies_here(case, rules, occurred_on);
    let course = rules.law_for(occurred_on).map(|law| law.course);
    let (explained, told_in) = explained((&form.explained, &form.told_in), course, &mut wrong);
    let said = [&form.words, &form.tried, &form.own_words];
    let [words, tried, own_words] = texts((reason, contradicts), said, &mut wrong);
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

/// What stands already of the visit of a day: the same minute, or the same cause once more. What was to be tried again that day,
/// and was after it had been written down, is another visit, and so is what failed for another reason.
fn same_visit<'c>(
    case: &'c Case,
    form: &NotGiven,
    at: DateTime<Utc>,
    on: NaiveDate,
) -> Option<&'c Entry<DoseNotGiven>> {
    let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
    let mut standing = case.not_given.iter().filter(|entry| entry.voided.is_none());
    standing.find(|entry| {
        let known = &entry.content;
        let tried_again = known.next_attempt_on == Some(on) && at > entry.recorded_at;
        let same = known.cause == form.cause && !tried_again;
        known.cycle == form.cycle
            && known.occurred_on == on
            && (same || minute(known.occurred_at) == minute(at))
    })
}

/// Does a pack lie where the person is treated, kept for him and good on a day?
fn lies_here(case: &Case, rules: &Rules, day: NaiveDate) -> bool {
    let known = protocol(case, rules).zip(case.place_on(day));
    known.is_some_and(|(protocol, place)| {
        matches!(
            case.supply.provision(&protocol.products, place, day),
            Provision::Ready(_)
        )
    })
}

/// A corrected record as it is to stand: it lacks nothing that would have been asked at once. A moment and a next attempt that
/// nobody corrected were judged when they were recorded.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn amended(
    case: &Case,
    (before, record): (&DoseNotGiven, &DoseNotGiven),
    rules: &Rules,
    (roster, now): (Option<&Roster>, &Now),
) -> Result<DoseNotGiven, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let (moved, tried_again) = (
        before.occurred_at != record.occurred_at,
        before.next_attempt_on != record.next_attempt_on,
    );
    let occurred_on = if moved {
        civil_date(record.occurred_at, now.zone)
    } else {
        before.occurred_on
    };
    let mut records = case.not_given.iter();
    let entry = records.find(|entry| moved && entry.content.id == record.id);
    if record.occurred_at > now.instant {
        wrong.push(Refusal::InFuture { field: "occurred_on" });
    } else if let Some(refusal) =
        entry.and_then(|entry| written_before(entry.recorded_at, record.occurred_at, now))
    {
        wrong.push(refusal);
    } else if moved || tried_again {
        match window_then(case, record, rules, now) {
            Err(reason) => wrong.push(Refusal::NoDose(reason)),
            Ok(window) => {
                let opens_on = window.opens_on;
                wrong.extend((moved && occurred_on < opens_on).then_some(Refusal::TooEarly { opens_on }));
                let day = record.next_attempt_on.filter(|_| tried_again);
                wrong.extend(day.and_then(|day| {
                    attempt(day, occurred_on, (case, &window), rules, now)
                        .or_else(|| against_attempt(case, (day, &window), roster, rules, now))
                }));
            }
        }
    }
    let reason = named_cause(&record.cause, rules, &mut wrong);
    let said = [&record.words, &record.tried, &record.own_words];
    let [words, tried, own_words] = texts((reason, false), said, &mut wrong);
    let course = rules.law_for(occurred_on).map(|law| law.course);
    let language = record.told_in.as_deref().unwrap_or_default();
    let (explained, told_in) = explained((&record.explained, language), course, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(DoseNotGiven {
        occurred_on,
        words,
        tried,
        explained,
        told_in,
        own_words,
        ..record.clone()
    })
}

/// The window of the dose at the moment of which a record tells, whatever was given since.
fn window_then(case: &Case, record: &DoseNotGiven, rules: &Rules, now: &Now) -> Result<DoseWindow, NoDose> {
    let mut before = case.clone();
    before.doses.retain(|entry| entry.content.cycle < record.cycle);
    let then = Now {
        instant: record.occurred_at,
        ..*now
    };
    next_dose(&before, protocol(case, rules), &then)
}

/// "Unexplained" is what the system says when nobody recorded anything; a person always names a cause.
fn named_cause<'r>(cause: &str, rules: &'r Rules, wrong: &mut Vec<Refusal>) -> Option<&'r Reason> {
    let reason = rules.causes.reason(cause);
    let reason = reason.filter(|reason| reason.family != Cause::Unexplained);
    if reason.is_none() {
        wrong.push(Refusal::Required { field: "cause" });
    }
    reason
}

/// The words to the cause, what was tried, and the person's own words. Of somebody who is said to have refused it is told
/// what was tried, and of nobody else: while no cause is named, nobody knows of whom.
fn texts(
    (reason, contradicts): (Option<&Reason>, bool),
    said: [&String; 3],
    wrong: &mut Vec<Refusal>,
) -> [String; 3] {
    let words_required = contradicts || reason.is_none_or(|reason| reason.requires_words);
    let by_person = reason.is_some_and(|reason| reason.family == Cause::Person);
    let asked = [
        ("words", words_required),
        ("tried", by_person),
        ("own_words", false),
    ];
    let mut said = said.into_iter();
    asked.map(|(field, required)| {
        let typed = said.next().map_or("", String::as_str);
        text(field, typed, required, WORDS).unwrap_or_else(|refusal| {
            wrong.push(refusal);
            String::new()
        })
    })
}

/// What is wrong with the day on which it is tried again. It belongs to this dose: it is offered inside the window, or as
/// soon as a dose is taken up again after an interruption.
fn attempt(
    day: NaiveDate,
    earliest_on: NaiveDate,
    (case, window): (&Case, &DoseWindow),
    rules: &Rules,
    now: &Now,
) -> Option<Refusal> {
    let field = "next_attempt_on";
    let soon = protocol(case, rules).map_or(0, |protocol| protocol.restart.within_days);
    let latest_on = window.closes_on.max(Interval::Days(soon).after(now.today()));
    if day < earliest_on {
        return Some(Refusal::NotBefore { field, earliest_on });
    }
    (day > latest_on).then_some(Refusal::NotAfter { field, latest_on })
}

/// What stands against the day to come on which it is tried again: a restriction, a good reason not to come, or a journey that was
/// granted and leaves another day; but not the day in it that was agreed for the dose. Of what stands on paper nobody who is around
/// is known.
fn against_attempt(
    case: &Case,
    (day, window): (NaiveDate, &DoseWindow),
    roster: Option<&Roster>,
    rules: &Rules,
    now: &Now,
) -> Option<Refusal> {
    let (field, today) = ("next_attempt_on", now.today());
    let roster = roster.filter(|_| day > today)?;
    let known = rules.continuity_for(today)?;
    if let Some(barred) = case.kept_away_on(day, roster, known) {
        return Some(against_day(field, barred, known));
    }
    if case.passage.unavailable_on(day).is_some() {
        return Some(Refusal::DayNotOffered { field });
    }
    let agreed = case.passage.agreed_dose_on(window).map(|agreed| agreed.on);
    let away = |asked: &AbsenceAsked| {
        let another = asked.from_on > today || asked.until_on < window.closes_on;
        another && (asked.from_on..=asked.until_on).contains(&day)
    };
    let mut journeys = case.passage.granted_absences();
    let away = agreed != Some(day) && journeys.any(|(asked, _)| away(asked));
    away.then_some(Refusal::DayNotOffered { field })
}

/// What was explained, and in which language: the one without the other tells nothing.
fn explained(
    (named, language): (&[String], &str),
    course: Option<&Course>,
    wrong: &mut Vec<Refusal>,
) -> (Vec<String>, Option<String>) {
    let topics = course.map_or(&[][..], |course| &course.information.topics);
    let known = topics.iter().map(|topic| &topic.id);
    let explained: Vec<_> = known.filter(|id| named.contains(id)).cloned().collect();
    if explained.len() < named.len() {
        wrong.push(Refusal::NotUnderstood { field: "explained" });
    }
    let told_in = Some(language).filter(|language| !language.is_empty());
    match told_in {
        Some(language) if course.is_none_or(|course| course.told_in(language).is_none()) => {
            wrong.push(Refusal::NotUnderstood { field: "told_in" });
        }
        Some(_) if named.is_empty() => wrong.push(Refusal::Required { field: "explained" }),
        None if !named.is_empty() => wrong.push(Refusal::Required { field: "told_in" }),
        _ => {}
    }
    (explained, told_in.map(str::to_owned))
}
