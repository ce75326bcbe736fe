//! Fields for values and reactions, and what was typed into them.

use super::words::{dated, range_words};
use crate::domain::decide::{REACTIONS_AT_ONCE, TypedReaction, TypedValue, reaction_fields};
use crate::domain::refusal::Refusal;
use crate::domain::results::{latest, range_on};
use crate::domain::rules::{Course, Item, ResultKind, Rules};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::monitoring::{ReactionFields, ValueField};
use crate::web::views::parts::Choice;

/// What was typed for every item of the course.
pub(super) fn values(course: &Course, typed: &Typed) -> Vec<TypedValue> {
    values_of(course.items.iter(), typed)
}

/// What was typed for some items.
pub(in crate::web::pages) fn values_of<'i>(
    items: impl Iterator<Item = &'i Item>,
    typed: &Typed,
) -> Vec<TypedValue> {
    let typed = items.map(|item| TypedValue {
        item: item.id.clone(),
        value: typed.text(&format!("value_{}", item.id)).to_owned(),
        unit: typed.text(&format!("unit_{}", item.id)).to_owned(),
        sure: typed.ticked(&format!("sure_{}", item.id)),
    });
    typed.filter(|typed| !typed.value.is_empty()).collect()
}

/// A field for a value, with what is usual or aimed at and the value before.
pub(in crate::web::pages) fn field(file: &CaseFile, rules: &Rules, item: &Item, form: &Form) -> ValueField {
    let yes_no = matches!(item.result, ResultKind::YesNo { .. });
    let units = match &item.result {
        ResultKind::Number { units, .. } => units.as_slice(),
        ResultKind::YesNo { .. } => &[],
    };
    let several = units.len() > 1;
    let range = range_on(&file.case, rules, item, file.now.today());
    let range = range.and_then(|range| range_words(item, range));
    let range = range.map(|range| Words::key("should-be").words("range", range));
    let last = latest(&file.case, &item.id)
        .map(|reading| Words::key("last-value").words("value", dated(Some(item), &reading)));
    let hint = match (range, last) {
        (Some(range), Some(last)) => Some(
            Words::key("list-sentences")
                .words("first", range)
                .words("second", last),
        ),
        (range, last) => range.or(last),
    };
    let name = format!("value_{}", item.id);
    let sure = format!("sure_{}", item.id);
    // Asked only where it matters: after a value that can hardly be, and again while it is confirmed.
    let unsure = form.values.contains_key(&sure)
        || form
            .problems
            .iter()
            .any(|problem| problem.field == name && impossible(&problem.words));
    ValueField {
        item: item.id.clone(),
        words: item.name.clone().into(),
        yes_no,
        units: units
            .iter()
            .filter(|_| several)
            .map(|unit| Choice::new(&unit.id, unit.name.clone()))
            .collect(),
        unit: units
            .first()
            .filter(|_| !several)
            .map(|unit| unit.name.clone().into()),
        hint,
        unsure,
    }
}

fn impossible(words: &Words) -> bool {
    let unit = crate::domain::localised::Localised {
        kk: String::new(),
        ru: String::new(),
        en: String::new(),
    };
    let refusal = Refusal::ResultImpossible {
        item: String::new(),
        low: 0.0,
        high: 0.0,
        unit,
    };
    matches!(words, Words::Key { key, .. } if *key == format!("refusal-{}", refusal.code()))
}

/// Gives the fields of a form their names for the summary of what is wrong.
pub(in crate::web::pages) fn name_values<'f>(form: &mut Form, fields: impl Iterator<Item = &'f ValueField>) {
    for field in fields {
        for part in ["value", "unit"] {
            form.names
                .insert(format!("{part}_{}", field.item), field.words.clone());
        }
    }
}

fn reaction(typed: &Typed, number: usize) -> TypedReaction {
    let [words, severity, began_on, measures] = reaction_fields(number);
    TypedReaction {
        words: typed.text(words).to_owned(),
        severity: typed.text(severity).to_owned(),
        began_on: typed.date(began_on),
        measures: typed.text(measures).to_owned(),
    }
}

/// The reactions of a form of several.
pub(super) fn reactions(typed: &Typed) -> Vec<TypedReaction> {
    (0..REACTIONS_AT_ONCE)
        .map(|number| reaction(typed, number))
        .collect()
}

/// The fields of a reaction.
pub(super) fn reaction_view(number: usize, form: &Form) -> ReactionFields {
    let [words, severity, began_on, measures] = reaction_fields(number);
    let dates = ["_day", "_month", "_year"].map(|part| format!("{began_on}{part}"));
    let mut typed = [words, severity, measures]
        .into_iter()
        .chain(dates.iter().map(String::as_str));
    ReactionFields {
        words,
        severity,
        began_on,
        measures,
        number: number + 1,
        open: typed.any(|field| form.values.get(field).is_some_and(|text| !text.trim().is_empty())),
    }
}

/// Gives the fields of a reaction their names.
pub(super) fn name_reaction(form: &mut Form, number: usize) {
    let keys = [
        "reaction-words",
        "reaction-severity",
        "reaction-began-on",
        "reaction-measures",
    ];
    for (field, key) in reaction_fields(number).into_iter().zip(keys) {
        form.names.insert(field.to_owned(), Words::key(key));
    }
}
