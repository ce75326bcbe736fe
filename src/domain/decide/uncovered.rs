//! Doses that were given in good faith, and that no ruling covers as the papers stand now: a court's paper came late, or was
//! written down wrongly. They happened and stay; a physician looks at each.

use crate::domain::case::Case;
use crate::domain::event::{DoseGiven, Event, IncidentKind, IncidentReported, Recorded, Recorder};
use crate::domain::ruling::Standing;
use crate::domain::time::Now;

/// The case as it will be read with one fact more; `None` where that does not fit it.
pub(super) fn with(case: &Case, fact: &Event, now: &Now) -> Option<Case> {
    let mut after = case.clone();
    let recorded = Recorded {
        seq: case.version + 1,
        event: fact.clone(),
        recorded_at: now.instant,
        by: Recorder::Job(String::new()),
    };
    after.apply(&recorded).ok()?;
    Some(after)
}

/// The incidents about the doses that were given under a ruling in force as the papers stood, and were not as they stand
/// after one fact more. A dose of the day of a stop is judged by its minute (ADR 20). `words` say by what that became known.
pub(super) fn uncovered(before: &Case, after: &Case, words: &str, now: &Now) -> Vec<Event> {
    let doses = before.doses_in_effect().into_iter().map(|entry| &entry.content);
    let found = doses.filter_map(|dose| {
        let was = at(before, dose, now).is_some_and(|standing| standing.in_force());
        let is = at(after, dose, now).filter(|standing| was && !standing.in_force())?;
        Some(Event::IncidentReported(IncidentReported {
            // Each paper that leaves a dose bare is another thing to look at.
            id: dose.id.of_incident_by(after.version),
            kind: kind(&is),
            occurred_at: dose.occurred_at,
            occurred_on: dose.given_on,
            // The dose itself is on record and counts already.
            injected: false,
            words: words.to_owned(),
            drug: None,
        }))
    });
    found.collect()
}

/// What the rulings allowed at the minute of a dose.
fn at(case: &Case, dose: &DoseGiven, now: &Now) -> Option<Standing> {
    case.standing_at(&Now {
        instant: dose.occurred_at,
        ..*now
    })
}

fn kind(standing: &Standing) -> IncidentKind {
    match standing {
        Standing::Suspended { .. } => IncidentKind::SuspendedLater,
        _ => IncidentKind::UncoveredLater,
    }
}
