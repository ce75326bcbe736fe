//! Reactions of the body: reported by anyone who treats, open until somebody says how they ended.

use super::Decision;
use crate::domain::case::Case;
use crate::domain::event::{Event, Outcome, Reaction, ReactionOutcome, Severity};
use crate::domain::ids::RecordId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::time::Now;
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

/// How a reaction ended, as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndReaction {
    /// Which.
    pub reaction: Option<RecordId>,
    /// How, by code.
    pub outcome: String,
    /// Since when; `None` where the typed date is not one.
    pub ended_on: Option<NaiveDate>,
    /// Words to it.
    pub words: String,
}

impl TypedReaction {
    /// Was nothing typed?
    #[must_use]
    pub fn blank(&self) -> bool {
        let typed = [&self.words, &self.severity, &self.measures];
        typed.iter().all(|text| text.trim().is_empty()) && self.began_on.is_none()
    }
}

/// The names of the fields of a reaction: alone, or as one of those that an examination found.
const ALONE: [&str; 4] = [
    "reaction_words",
    "reaction_severity",
    "reaction_began_on",
    "reaction_measures",
];
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

/// The fields of a reaction: words, severity, day, measures.
#[must_use]
pub fn reaction_fields(number: Option<usize>) -> [&'static str; 4] {
    number
        .and_then(|number| NUMBERED.get(number))
        .copied()
        .unwrap_or(ALONE)
}

pub(super) fn reaction(
    id: RecordId,
    number: Option<usize>,
    typed: &TypedReaction,
    now: &Now,
    wrong: &mut Vec<Refusal>,
) -> Option<Reaction> {
    let [words_in, severity_in, began_in, measures_in] = reaction_fields(number);
    let words = text(words_in, &typed.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let measures = text(measures_in, &typed.measures, false, WORDS).map_err(|refusal| wrong.push(refusal));
    let severity = Severity::from_code(&typed.severity);
    if severity.is_none() {
        wrong.push(Refusal::Required { field: severity_in });
    }
    let began_on = typed.began_on.and_then(Result::ok);
    match began_on {
        None => wrong.push(Refusal::NotUnderstood { field: began_in }),
        Some(day) if day > now.today() => wrong.push(Refusal::InFuture { field: began_in }),
        Some(_) => {}
    }
    Some(Reaction {
        id,
        words: words.ok()?,
        severity: severity?,
        began_on: began_on.filter(|day| *day <= now.today())?,
        measures: measures.ok()?,
    })
}

/// Records a reaction that was seen.
///
/// # Errors
/// Refused before the first dose; without words, severity or the day it began.
pub fn report_reaction(case: &Case, id: RecordId, form: &TypedReaction, now: &Now) -> Decision {
    if case.doses_in_effect().is_empty() {
        return Err(vec![Refusal::StepNotPossible]);
    }
    let mut wrong = Vec::new();
    match reaction(id, None, form, now, &mut wrong) {
        Some(reaction) if wrong.is_empty() => Ok(vec![Event::ReactionReported(reaction)]),
        _ => Err(wrong),
    }
}

/// Records how a reaction ended.
///
/// # Errors
/// [`Refusal::NothingToDo`] for one that has ended, was struck out or is not there; a day before it began.
pub fn end_reaction(case: &Case, id: RecordId, form: &EndReaction, now: &Now) -> Decision {
    let open = case
        .open_reactions()
        .find(|known| Some(known.id) == form.reaction);
    let open = open.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let mut wrong = Vec::new();
    let outcome = Outcome::from_code(&form.outcome);
    if outcome.is_none() {
        wrong.push(Refusal::Required { field: "outcome" });
    }
    let field = "ended_on";
    match form.ended_on {
        None => wrong.push(Refusal::NotUnderstood { field }),
        Some(day) if day > now.today() => wrong.push(Refusal::InFuture { field }),
        Some(day) if day < open.began_on => wrong.push(Refusal::NotBefore {
            field,
            earliest_on: open.began_on,
        }),
        Some(_) => {}
    }
    let words = text("words", &form.words, false, WORDS).map_err(|refusal| wrong.push(refusal));
    match (outcome, form.ended_on, words) {
        (Some(outcome), Some(ended_on), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::ReactionEnded(ReactionOutcome {
                id,
                reaction: open.id,
                outcome,
                ended_on,
                words,
            })])
        }
        _ => Err(wrong),
    }
}
