//! A dose that is written down after the doses were stopped, for a time before the stop.

use super::injection::Injection;
use crate::domain::case::Case;
use crate::domain::dosing::{NoDose, next_dose};
use crate::domain::event::{Event, IncidentKind, IncidentReported};
use crate::domain::ids::RecordId;
use crate::domain::rules::Protocol;
use crate::domain::ruling::{RulingStep, Standing};
use crate::domain::time::Now;
use chrono::{DateTime, NaiveDate, Utc};

/// What has stopped the doses since the time that a form at the chair says. The form may have been filled in before the
/// injection, and the stop have come between: then the dose still lies on the trolley. So the nurse is shown the stop, and says
/// whether the dose was given before it. A term that ran out is no news at the chair, and what is copied from paper is judged
/// by its moment alone.
#[must_use]
pub fn stopped_since(case: &Case, form: &Injection, protocol: &Protocol, now: &Now) -> Option<NoDose> {
    let given_at = form.occurred_at.filter(|_| form.at_chair)?;
    let then = Now {
        instant: given_at.min(now.instant),
        ..*now
    };
    // Where it might not be given at its own moment, that is said instead.
    next_dose(case, Some(protocol), &then).ok()?;
    let stop = next_dose(case, Some(protocol), now).err()?;
    (!matches!(stop, NoDose::NotInForce(Standing::EndedByTerm { .. }))).then_some(stop)
}

/// The incident that goes with a dose which is written down while the doses are stopped, by a physician or by a court for a
/// while, for a time before the stop. It may have been given, so it is taken down; but two statements contradict each other,
/// and a physician looks at them.
pub(super) fn written_while_stopped(
    case: &Case,
    id: RecordId,
    (occurred_at, occurred_on): (DateTime<Utc>, NaiveDate),
    now: &Now,
) -> Option<Event> {
    let mut holds = case.holds.iter().filter(|hold| hold.open());
    let hold = holds.find(|hold| occurred_at < hold.placed.placed_at);
    let words = hold.map(|hold| hold.placed.reason.clone());
    let words = words.or_else(|| suspending_paper(case, now))?;
    Some(Event::IncidentReported(IncidentReported {
        id: id.of_incident_while_held(),
        kind: IncidentKind::WrittenWhileHeld,
        occurred_at,
        occurred_on,
        // The dose itself counts for the least interval.
        injected: false,
        // What was said against the dose.
        words,
        drug: None,
    }))
}

/// The paper by which a court has suspended execution, where it is suspended now.
fn suspending_paper(case: &Case, now: &Now) -> Option<String> {
    let standing = case.standing_at(now)?;
    if !matches!(standing, Standing::Suspended { .. }) {
        return None;
    }
    let steps = case.rulings.iter().flat_map(|file| &file.changes);
    let steps = steps.filter(|entry| entry.voided.is_none());
    let stops = steps
        .map(|entry| &entry.content)
        .filter(|change| matches!(change.step, RulingStep::Suspended | RulingStep::AppealedSuspended));
    let last = stops.max_by_key(|change| change.effective_on)?;
    Some(last.document.clone())
}
