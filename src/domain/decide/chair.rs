//! What is said at the chair and is a result: numbers that no record holds yet, and answers that alarm.

use super::Decision;
use super::injection::Injection;
use super::measured::{TypedValue, measured};
use crate::domain::case::Case;
use crate::domain::event::{Event, Measured, Slip};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::Refusal;
use crate::domain::results::{latest, readings};
use crate::domain::rules::{Answer, Course, PreDoseCheck, Protocol, Rules};
use crate::domain::time::{Now, civil_date};
use chrono::NaiveDate;

/// The values typed at the chair that are results: of the item that a question names, on the day they were taken.
fn chair_values(form: &Injection, protocol: &Protocol) -> Vec<(TypedValue, NaiveDate)> {
    let named = protocol.checks.iter().filter_map(|check| {
        let recorded = check.recorded.as_ref()?;
        let number = matches!(check.answer, Answer::Number { .. });
        let answer = form
            .checks
            .iter()
            .find(|answer| answer.check == check.id && number)?;
        let typed = TypedValue {
            item: recorded.item.clone(),
            value: answer.answer.clone(),
            ..TypedValue::default()
        };
        Some((typed, answer.taken_on?))
    });
    named.collect()
}

/// A value beyond what can be is a slip of the pen at the chair, too.
pub(super) fn impossible(
    form: &Injection,
    protocol: &Protocol,
    rules: &Rules,
    given_on: NaiveDate,
) -> Vec<Refusal> {
    let Some(law) = rules.law_for(given_on) else {
        return Vec::new();
    };
    let typed = chair_values(form, protocol).into_iter().map(|(typed, _)| typed);
    let mut wrong = Vec::new();
    measured(&typed.collect::<Vec<_>>(), law.course, &mut wrong);
    // What cannot be read is said by the question itself.
    let beyond = wrong.into_iter().filter_map(|refusal| match refusal {
        Refusal::ResultImpossible { item, .. } => {
            let mut checks = protocol.checks.iter();
            let asks =
                |check: &&PreDoseCheck| check.recorded.as_ref().is_some_and(|known| known.item == item);
            checks.find(asks).map(|check| Refusal::CheckImpossible {
                check: check.id.clone(),
            })
        }
        _ => None,
    });
    beyond.collect()
}

/// What was typed at the chair and stands in no record yet becomes a result, one slip for each day.
pub(super) fn typed_results(
    case: &Case,
    dose: RecordId,
    form: &Injection,
    rules: &Rules,
    given_on: NaiveDate,
) -> Vec<Event> {
    let Some((protocol, law)) = protocol(case, rules).zip(rules.law_for(given_on)) else {
        return Vec::new();
    };
    let mut slips: Vec<Slip> = Vec::new();
    for (typed, taken_on) in chair_values(form, protocol) {
        let read = measured(&[typed], law.course, &mut Vec::new());
        let known = |value: &Measured| {
            latest(case, &value.item).is_some_and(|reading| {
                reading.taken_on == taken_on && reading.measured.number() == value.number()
            })
        };
        let new = read.into_iter().filter(|value| !known(value));
        for value in new {
            match slips.iter_mut().find(|slip| slip.taken_on == taken_on) {
                Some(slip) => slip.values.push(value),
                None => slips.push(Slip {
                    id: dose.of_day(taken_on),
                    course: law.course.rule(),
                    taken_on,
                    laboratory: String::new(),
                    values: vec![value],
                    words: String::new(),
                    check: None,
                }),
            }
        }
    }
    let answers = answers(form, protocol).filter_map(|(check, item, answer)| {
        let known = latest(case, item).filter(|known| known.taken_on <= given_on);
        let alarms = !answer.passes && !on_record(case, item, answer, given_on);
        // An answer that is as it should be ends what alarmed before it; else it is nothing to write down.
        let ends = answer.passes && known.is_some_and(|known| known.measured.value != answer.said);
        (alarms || ends).then(|| {
            slip(
                dose.of_check(&check.id),
                (check, item, answer),
                law.course,
                given_on,
            )
        })
    });
    let numbers = slips.into_iter().map(Event::ResultsRecorded);
    numbers.chain(answers).collect()
}

/// An answer to a question of yes or no.
#[derive(Clone, Copy)]
struct Said {
    said: &'static str,
    passes: bool,
}

/// The answers to the questions whose failing a physician must hear of: question, item, answer.
fn answers<'r>(
    form: &Injection,
    protocol: &'r Protocol,
) -> impl Iterator<Item = (&'r PreDoseCheck, &'r str, Said)> {
    protocol.checks.iter().filter_map(move |check| {
        let item = check.alarm.first()?.as_str();
        let Answer::YesNo { must_be } = check.answer else {
            return None;
        };
        let mut answers = form.checks.iter();
        let typed = answers.find(|answer| answer.check == check.id)?;
        let yes = match typed.answer.trim() {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        let said = Said {
            said: if yes { "yes" } else { "no" },
            passes: yes == must_be,
        };
        Some((check, item, said))
    })
}

/// Does a record of that day say so already, as the last word of the day?
fn on_record(case: &Case, item: &str, answer: Said, day: NaiveDate) -> bool {
    let mut all = readings(case).into_iter().rev();
    let known = all.find(|known| known.taken_on == day && known.measured.item == item);
    known.is_some_and(|known| known.measured.value == answer.said)
}

fn slip(
    id: RecordId,
    (check, item, answer): (&PreDoseCheck, &str, Said),
    course: &Course,
    day: NaiveDate,
) -> Event {
    Event::ResultsRecorded(Slip {
        id,
        course: course.rule(),
        taken_on: day,
        laboratory: String::new(),
        values: vec![Measured {
            item: item.to_owned(),
            value: answer.said.to_owned(),
            unit: None,
        }],
        words: String::new(),
        check: Some(check.id.clone()),
    })
}

/// Answers at the chair that alarm go on record at once, before it is known whether a dose is given: what the nurse heard
/// must not end with a page that was closed. A physician decides about them on the same day.
///
/// # Errors
/// [`Refusal::NothingToDo`] where nothing alarms, or all of it stands in a record of the day already.
pub fn record_alarms(case: &Case, id: RecordId, form: &Injection, rules: &Rules, now: &Now) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    // What is copied from paper was said on the day that stands there.
    let day = civil_date(form.occurred_at.unwrap_or(now.instant).min(now.instant), now.zone);
    let protocol = protocol(case, rules).ok_or_else(nothing)?;
    let law = rules.law_for(day).ok_or_else(nothing)?;
    let alarming = answers(form, protocol)
        .filter(|(_, item, answer)| !answer.passes && !on_record(case, item, *answer, day))
        .map(|(check, item, answer)| slip(id.of_check(&check.id), (check, item, answer), law.course, day));
    let events: Vec<_> = alarming.collect();
    if events.is_empty() {
        return Err(nothing());
    }
    Ok(events)
}
