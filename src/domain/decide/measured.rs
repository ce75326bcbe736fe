//! Reading values from a form: the unit must be one in use, the number one that can be.

use crate::domain::event::Measured;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Course, Item, ResultKind};

/// A value as somebody typed it. Unread text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedValue {
    /// Item, by identity.
    pub item: String,
    /// The number with a comma or a point, or `yes` or `no`; empty where nothing was typed.
    pub value: String,
    /// Unit, by identity; empty takes the first one.
    pub unit: String,
    /// Was a value that can hardly be held against the slip once more?
    pub sure: bool,
}

/// A decimal number with a comma or a point: what stands on a slip, and nothing else that a machine could read.
pub(super) fn decimal(typed: &str) -> Option<f64> {
    let number = typed.trim().replace(',', ".");
    let written = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let number = Some(number).filter(|number| number.chars().all(written))?;
    number.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Reads what was typed; an empty value is none.
pub(super) fn measured(typed: &[TypedValue], course: &Course, wrong: &mut Vec<Refusal>) -> Vec<Measured> {
    let typed = typed.iter().filter(|typed| !typed.value.trim().is_empty());
    let read = typed.filter_map(|typed| {
        let Some(item) = course.item(&typed.item) else {
            wrong.push(Refusal::ResultUnread {
                item: typed.item.clone(),
            });
            return None;
        };
        value(typed, item).map_err(|refusal| wrong.push(refusal)).ok()
    });
    let read: Vec<Measured> = read.collect();
    wrong.extend(contradictions(&read, course));
    read
}

/// Reads how much was brought of substances that the course sums, each by the item that asks about it; an empty value is none.
pub(super) fn amounts<'t, 'c>(
    typed: impl Iterator<Item = &'t TypedValue>,
    asked: impl Fn(&str) -> Option<&'c Item>,
    wrong: &mut Vec<Refusal>,
) -> Vec<Measured> {
    let typed = typed.filter(|typed| !typed.value.trim().is_empty());
    let read = typed.filter_map(|typed| {
        let unread = || Refusal::ResultUnread {
            item: typed.item.clone(),
        };
        let read = asked(&typed.item).ok_or_else(unread);
        let read = read.and_then(|item| value(typed, item));
        read.map_err(|refusal| wrong.push(refusal)).ok()
    });
    read.collect()
}

/// Values of one slip that cannot both be: a lower pressure above the upper one.
fn contradictions<'r>(read: &'r [Measured], course: &'r Course) -> impl Iterator<Item = Refusal> + 'r {
    let number = |item: &Item| {
        let measured = read.iter().find(|measured| measured.item == item.id)?;
        let unit = item.unit(measured.unit.as_deref())?;
        Some(decimal(&measured.value)? * unit.factor)
    };
    let items = course.items.iter();
    items.filter_map(move |item| {
        let other = course.item(item.above.as_deref()?)?;
        (number(item)? <= number(other)?).then(|| Refusal::ResultNotAbove {
            item: item.id.clone(),
            other: other.name.clone(),
        })
    })
}

/// Reads one value of an item.
///
/// # Errors
/// Where it is no number, in no unit of the item, or can hardly be and nobody is sure of it.
pub(super) fn value(typed: &TypedValue, item: &Item) -> Result<Measured, Refusal> {
    let unread = || Refusal::ResultUnread {
        item: item.id.clone(),
    };
    let ResultKind::Number { possible, .. } = &item.result else {
        let value = typed.value.trim();
        return matches!(value, "yes" | "no")
            .then(|| Measured {
                item: item.id.clone(),
                value: value.to_owned(),
                unit: None,
            })
            .ok_or_else(unread);
    };
    let unit = item.unit(Some(typed.unit.trim()).filter(|unit| !unit.is_empty()));
    let unit = unit.ok_or_else(|| Refusal::UnitUnknown {
        item: item.id.clone(),
    })?;
    let number = decimal(&typed.value).ok_or_else(unread)?;
    // Less than nothing is no result, whoever is sure of it; some scores do go below.
    let less_than_nothing = number < 0.0 && possible.low.is_some_and(|low| low >= 0.0);
    if less_than_nothing || (!possible.holds(number * unit.factor) && !typed.sure) {
        let bound = |bound: Option<f64>| bound.map_or(0.0, |bound| bound / unit.factor);
        return Err(Refusal::ResultImpossible {
            item: item.id.clone(),
            low: bound(possible.low),
            high: bound(possible.high),
            unit: unit.name.clone(),
        });
    }
    Ok(Measured {
        item: item.id.clone(),
        value: typed.value.trim().replace(',', "."),
        unit: Some(unit.id.clone()),
    })
}
