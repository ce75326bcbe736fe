//! Results in words: values with their units, ranges, how a value stands.

use crate::domain::event::{Examination, Measured, Slip};
use crate::domain::results::{Reading, Stands};
use crate::domain::rules::{Item, Range, ResultKind, Rules};
use crate::text::Words;
use crate::web::views::parts::{Status, Tone};

/// A value as it was written down, in its own unit.
#[must_use]
pub fn value_words(item: Option<&Item>, measured: &Measured) -> Words {
    match measured.answer() {
        Some(true) => return Words::key("yes"),
        Some(false) => return Words::key("no"),
        None => {}
    }
    let number = Words::decimal(&measured.value);
    let unit = item.and_then(|item| item.unit(measured.unit.as_deref()));
    match unit {
        Some(unit) => Words::key("measured")
            .words("number", number)
            .words("unit", unit.name.clone()),
        None => number,
    }
}

/// The same, as it stands after the name of the item.
#[must_use]
pub fn value_in_line(item: Option<&Item>, measured: &Measured) -> Words {
    match measured.answer() {
        Some(true) => Words::key("letter-yes"),
        Some(false) => Words::key("letter-no"),
        None => value_words(item, measured),
    }
}

/// The same, and in the unit in which it is compared where it was written down in another one: what is drawn and what it
/// should be are in that unit, too.
#[must_use]
pub fn compared_words(item: &Item, measured: &Measured) -> Words {
    let written = value_words(Some(item), measured);
    let (own, first) = (item.unit(measured.unit.as_deref()), item.unit(None));
    let same = own.zip(first).is_none_or(|(own, first)| own.id == first.id);
    let number = measured
        .number()
        .and_then(|number| item.in_first_unit(number, measured.unit.as_deref()));
    match number.zip(first) {
        Some((number, first)) if !same => Words::key("measured-as").words("value", written).words(
            "same",
            Words::key("measured")
                // One place more than a range shows: a value beside its bound must not look like it.
                .words("number", decimal_words(item, number, 1))
                .words("unit", first.name.clone()),
        ),
        _ => written,
    }
}

fn decimal_words(item: &Item, value: f64, more: usize) -> Words {
    let places = match item.result {
        ResultKind::Number { decimals, .. } => usize::from(decimals) + more,
        ResultKind::YesNo { .. } => 0,
    };
    Words::decimal(format!("{value:.places$}"))
}

/// A number of an item in its first unit, with as many places as a screen shows.
#[must_use]
pub fn number_words(item: &Item, value: f64) -> Words {
    decimal_words(item, value, 0)
}

/// What is usual or aimed at, with the unit.
#[must_use]
pub fn range_words(item: &Item, range: Range) -> Option<Words> {
    let unit = item.unit(None)?.name.clone();
    let bound = |value| number_words(item, value);
    let words = match (range.low, range.high) {
        (Some(low), Some(high)) => Words::key("range-between")
            .words("low", bound(low))
            .words("high", bound(high)),
        (Some(low), None) => Words::key("range-from").words("low", bound(low)),
        (None, Some(high)) => Words::key("range-up-to").words("high", bound(high)),
        (None, None) => return None,
    };
    Some(words.words("unit", unit))
}

/// How a value stands.
#[must_use]
pub fn stands_status(stands: Stands) -> Status {
    let (tone, key) = match stands {
        Stands::Well => (Tone::Good, "stands-well"),
        Stands::Low => (Tone::Bad, "stands-low"),
        Stands::High => (Tone::Bad, "stands-high"),
        Stands::NotWell => (Tone::Bad, "stands-not-well"),
    };
    Status::new(tone, Words::key(key))
}

/// What specialists concluded.
#[must_use]
pub fn conclusion_words(exam: &Examination) -> Words {
    Words::key(format!("conclusion-{}", exam.conclusion.code()))
}

/// A value with the day it was taken.
#[must_use]
pub fn dated(item: Option<&Item>, reading: &Reading<'_>) -> Words {
    let value = match item {
        Some(item) => compared_words(item, reading.measured),
        None => value_words(None, reading.measured),
    };
    Words::key("answer-of-day")
        .words("answer", value)
        .date("on", reading.taken_on)
}

/// The question before a dose that a record answers, where it does.
pub(in crate::web::pages) fn asked_before_dose(rules: &Rules, slip: &Slip) -> Option<Words> {
    let asked = slip.check.as_ref()?;
    let mut checks = rules.protocols().flat_map(|protocol| &protocol.checks);
    let check = checks.find(|check| check.id == *asked)?;
    Some(check.question.clone().into())
}
