//! Whoever came where nobody treats him is owed an answer.

use chrono::{DateTime, Utc};

use crate::domain::case::Case;
use crate::domain::event::IncidentKind;
use crate::domain::obligation::Kind;
use crate::domain::passage::standing;
use crate::domain::plan::Plan;
use crate::domain::roster::Roster;
use crate::domain::time::Now;
use crate::simulate::Broken;

/// What is broken where a person turned up: while the measure lasts, an organisation around the case owes a look, until a
/// physician has looked or the report was struck out.
pub(super) fn answered(case: &Case, planned: &Plan, roster: &Roster, now: &Now) -> Vec<Broken> {
    let mut broken = Vec::new();
    let runs = case.standing_on(now.today()).is_some_and(|known| !known.ended());
    for seen in standing(&case.passage.turned_up) {
        let of_it = |kind: IncidentKind, at: DateTime<Utc>| {
            kind == IncidentKind::TurnedUpElsewhere && at == seen.content.came_at
        };
        let mut known = case.incidents.iter().map(|entry| &entry.content);
        if !known.any(|incident| of_it(incident.kind, incident.occurred_at)) {
            let promise = "whoever turned up is seen by those who treat him";
            broken.push(Broken::new(promise, format!("{seen:?}")));
        }
        let mut waiting = case.unreviewed_incidents();
        let waits = waiting.find(|(_, entry)| of_it(entry.content.kind, entry.content.occurred_at));
        let Some((number, _)) = waits.filter(|_| runs) else {
            continue;
        };
        let owed = planned.obligation((Kind::ReviewIncident, number));
        let by = owed.map(|owed| owed.owner.organisation);
        let named = by.is_some_and(|by| roster.sites.iter().any(|(_, site)| site.organisation == by));
        if !named {
            let promise = "whoever turned up is owed an answer by a named organisation";
            broken.push(Broken::new(promise, format!("{seen:?}, by {by:?}")));
        }
    }
    broken
}
