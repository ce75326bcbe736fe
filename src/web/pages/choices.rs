//! Choices that come with the rules, as forms offer them.

use crate::domain::event::DoseNotGiven;
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

/// What was explained when a dose was not given, and in which language; what the rules no longer name by its code.
#[must_use]
pub fn explained(rules: &Rules, record: &DoseNotGiven) -> Option<Words> {
    let course = rules.law_for(record.occurred_on).map(|law| law.course);
    let topic = |id: &String| {
        let mut topics = course.into_iter().flat_map(|course| &course.information.topics);
        let known = topics.find(|topic| topic.id == *id);
        known.map_or_else(|| Words::plain(id), |topic| topic.name.clone().into())
    };
    let topics = record.explained.iter().map(topic);
    let topics = topics.reduce(|said, topic| {
        Words::key("letter-lines")
            .words("before", said)
            .words("line", topic)
    })?;
    let language = record.told_in.as_ref()?;
    let known = course.and_then(|course| course.told_in(language));
    let language = known.map_or_else(|| Words::plain(language), |known| known.name.clone().into());
    Some(
        Words::key("explained-in")
            .words("topics", topics)
            .words("language", language),
    )
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
