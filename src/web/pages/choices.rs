//! Choices that come with the rules, as forms offer them.

use crate::domain::rules::{Answer, Cause, PreDoseCheck, Reason, Rules};
use crate::text::Words;
use crate::web::views::parts::{Choice, ChoiceGroup};

/// Causes under the headings of their families.
#[must_use]
pub fn causes<'r>(reasons: impl Iterator<Item = &'r Reason>) -> Vec<ChoiceGroup> {
    let mut groups: Vec<(Cause, ChoiceGroup)> = Vec::new();
    for reason in reasons {
        let choice = Choice::new(&reason.id, reason.name.clone());
        match groups.iter_mut().find(|(family, _)| *family == reason.family) {
            Some((_, group)) => group.choices.push(choice),
            None => {
                let words = Words::key(format!("cause-family-{}", reason.family.as_str()));
                let choices = vec![choice];
                groups.push((reason.family, ChoiceGroup { words, choices }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The words of a cause; its code where the rules no longer name it.
#[must_use]
pub fn cause(rules: &Rules, id: &str) -> Words {
    rules
        .causes
        .reason(id)
        .map_or_else(|| Words::plain(id), |reason| reason.name.clone().into())
}

/// An answer to a check as a person reads it.
#[must_use]
pub fn answered(check: &PreDoseCheck, answer: &str) -> Words {
    match (&check.answer, answer) {
        (Answer::YesNo { .. }, "yes") => Words::key("yes"),
        (Answer::YesNo { .. }, "no") => Words::key("no"),
        (Answer::Number { unit, .. }, number) => Words::key("measured")
            .words("number", Words::decimal(number))
            .words("unit", unit.clone()),
        (_, other) => Words::plain(other),
    }
}
