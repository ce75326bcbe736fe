//! Reactions that an examination found: several on one form, each with fields of its own.

use crate::domain::event::Reaction;
use crate::domain::ids::RecordId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::{Rules, Severity};
use crate::domain::time::{Now, start_of_day};
use chrono::NaiveDate;

/// A reaction as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedReaction {
    /// What was seen.
    pub words: String,
    /// How bad, by code.
    pub severity: String,
    /// Since when: nothing typed, or a date, or an error.
    pub began_on: Option<Result<NaiveDate, ()>>,
    /// What was done about it.
    pub measures: String,
}

impl TypedReaction {
    /// Was nothing typed?
    #[must_use]
    pub fn blank(&self) -> bool {
        let typed = [&self.words, &self.severity, &self.measures];
        typed.iter().all(|text| text.trim().is_empty()) && self.began_on.is_none()
    }
}

/// The names of their fields.
const NUMBERED: [[&str; 4]; 3] = [
    [
        "reaction_1_words",
        "reaction_1_severity",
        "reaction_1_began_on",
        "reaction_1_measures",
    ],
    [
        "reaction_2_words",
        "reaction_2_severity",
        "reaction_2_began_on",
        "reaction_2_measures",
    ],
    [
        "reaction_3_words",
        "reaction_3_severity",
        "reaction_3_began_on",
        "reaction_3_measures",
    ],
];

/// So many reactions fit on the form of an examination; further ones are reported alone.
pub const REACTIONS_AT_ONCE: usize = NUMBERED.len();

/// The fields of a reaction, counted from 0: words, severity, day, measures. One too many shares those of the last.
#[must_use]
pub fn reaction_fields(number: usize) -> [&'static str; 4] {
    NUMBERED[number.min(REACTIONS_AT_ONCE - 1)]
}

/// Reads a reaction; with its severity, which may stop the doses.
pub(super) fn reaction<'r>(
    id: RecordId,
    number: usize,
    typed: &TypedReaction,
    (rules, now): (&'r Rules, &Now),
    wrong: &mut Vec<Refusal>,
) -> Option<(Reaction, &'r Severity)> {
    let [words_in, severity_in, began_in, measures_in] = reaction_fields(number);
    let words = text(words_in, &typed.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let measures = text(measures_in, &typed.measures, false, WORDS).map_err(|refusal| wrong.push(refusal));
    let severity = rules.reactions.severity(&typed.severity);
    if severity.is_none() {
        wrong.push(Refusal::Required { field: severity_in });
    }
    let began_on = typed.began_on.and_then(Result::ok);
    match began_on {
        None => wrong.push(Refusal::NotUnderstood { field: began_in }),
        Some(day) if day > now.today() => wrong.push(Refusal::InFuture { field: began_in }),
        Some(_) => {}
    }
    let began_on = began_on.filter(|day| *day <= now.today())?;
    let severity = severity?;
    let reaction = Reaction {
        id,
        occurred_at: start_of_day(began_on, now.zone),
        occurred_on: began_on,
        severity: severity.id.clone(),
        // The specialists say what they saw; which drug did it is not asked here.
        suspected: None,
        words: words.ok()?,
        done: measures.ok()?,
    };
    Some((reaction, severity))
}
