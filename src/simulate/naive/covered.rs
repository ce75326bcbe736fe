//! Whether each dose on record was allowed when it was given: under a ruling in force, outside every stop of the doses, after
//! its papers. Where it was not, or is not any more as the papers stand, a physician must have been asked about it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::court::Word;
use super::opened::{asked_about, lacks, too_near};
use super::told::{Hold, Told};
use crate::domain::event::{DoseGiven, Event, Recorded};
use crate::domain::rules::Rules;
use crate::domain::time::Now;

/// The doses that stand bare, each with the moment at which that is seen: when it was written down, by what was known then;
/// and when the history ends, by what is known now. That a paper without which a first dose may not be given was struck out
/// is looked at where that happened, and not here.
pub(super) fn bare(
    (history, ends): (&[Recorded], DateTime<Utc>),
    rules: &Rules,
    zone: Tz,
) -> Vec<(DateTime<Utc>, String)> {
    let mut found = Vec::new();
    // Asked about when they were written down; a correction may have moved them since.
    let mut asked_then = BTreeSet::new();
    for (place, recorded) in history.iter().enumerate() {
        let Event::DoseGiven(dose) = &recorded.event else {
            continue;
        };
        let (before, at_once) = history.split_at(place);
        let told = Told::of(before);
        let missing = lacks(&told, dose, None);
        let against = if missing[0] {
            Some("before it was cleared")
        } else if missing[1] {
            Some("before he was told of the drug")
        } else {
            stopped(&told, dose, zone, |hold| hold.placed_at <= dose.occurred_at)
        };
        let mut written = at_once.iter();
        let asked = written.any(|other| other.recorded_at == recorded.recorded_at && asks(other, dose));
        if asked {
            asked_then.insert(dose.id);
        } else if let Some(against) = against {
            found.push((recorded.recorded_at, format!("{against}, as was known: {dose:?}")));
        }
    }
    let told = Told::of(history);
    for dose in &told.doses {
        let dose = dose.content;
        // What was given in the very minute of a death is neither before it nor after it.
        let last = told
            .departure
            .is_some_and(|(_, gone_at, ..)| gone_at == dose.occurred_at);
        let asked = asked_then.contains(&dose.id)
            || history.iter().any(|recorded| asks(recorded, dose))
            || asked_about(&told, dose.id.of_incident())
            || asked_about(&told, dose.id.of_incident_on(dose.given_on))
            || too_near(&told, dose, rules);
        // A hold of that very minute was placed after it, or the look above has found it.
        let before = |hold: &Hold| hold.placed_at < dose.occurred_at;
        let against = stopped(&told, dose, zone, before).filter(|_| !last && !asked);
        if let Some(against) = against {
            found.push((ends, format!("{against}: {dose:?}")));
        }
    }
    found
}

/// What did not allow a dose at its minute; nothing where it was allowed. `stands` says which holds had been placed by then.
fn stopped(
    told: &Told<'_>,
    dose: &DoseGiven,
    zone: Tz,
    stands: impl Fn(&Hold) -> bool,
) -> Option<&'static str> {
    let then = Now {
        instant: dose.occurred_at,
        zone,
    };
    let word = told.word_at(&then);
    if word != Word::InForce {
        return Some(word.code());
    }
    for hold in &told.holds {
        let free = hold
            .lifted
            .is_some_and(|(lifted_on, _)| lifted_on <= dose.given_on);
        if stands(hold) && !free {
            return Some("held");
        }
    }
    None
}

/// Is a physician asked by this about a dose? The incident that goes with one names its minute.
fn asks(recorded: &Recorded, dose: &DoseGiven) -> bool {
    match &recorded.event {
        Event::IncidentReported(incident) => incident.occurred_at == dose.occurred_at,
        _ => false,
    }
}
