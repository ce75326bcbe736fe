//! What is said about the time after an injection.

use chrono::{DateTime, Utc};

use crate::domain::event::{Corrected, Event, Observation, Recorded};
use crate::domain::rules::Rules;

/// Each dose of which somebody said too soon that nothing was seen, or did not say what was, with its moment.
pub(super) fn too_soon(history: &[Recorded], rules: &Rules) -> Vec<(DateTime<Utc>, String)> {
    let mut found = Vec::new();
    for recorded in history {
        let dose = match &recorded.event {
            Event::DoseGiven(dose) => dose,
            Event::RecordAmended {
                corrected: Corrected::Dose(dose),
                ..
            } => dose,
            _ => continue,
        };
        let Some(observed) = &dose.observed else {
            continue;
        };
        let protocol = rules.protocol_on(&dose.product, dose.given_on);
        let asked = protocol.and_then(|protocol| protocol.observation.as_ref());
        let minutes = (recorded.recorded_at - dose.occurred_at).num_minutes();
        let wrong = match observed.how {
            Observation::Quiet => asked.is_some_and(|asked| minutes < i64::from(asked.minutes)),
            Observation::Seen | Observation::Left => observed.words.trim().is_empty(),
        };
        if wrong {
            found.push((
                recorded.recorded_at,
                format!("{:?} after {minutes} minutes", observed.how),
            ));
        }
    }
    found
}
