//! Numbers typed at the chair: a result of its own where no record holds it yet.

use super::injection::Injection;
use super::measured::{TypedValue, measured};
use crate::domain::case::Case;
use crate::domain::event::{Event, Measured, Slip};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::Refusal;
use crate::domain::results::latest;
use crate::domain::rules::{Answer, PreDoseCheck, Protocol, Rules};
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
                }),
            }
        }
    }
    slips.into_iter().map(Event::ResultsRecorded).collect()
}
