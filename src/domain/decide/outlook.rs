//! What a dose does to the next date, before it is saved.

use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, NoDose, cover, next_dose, open_cycle, planned_dose};
use crate::domain::event::{DoseGiven, Event, Recorded, Recorder};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::obligation::Because;
use crate::domain::plan::protocol;
use crate::domain::rules::Rules;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};

/// What an injection does to the next date: shown before saving, and on the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Days after the target (negative: before).
    pub days_late: i64,
    /// Days without cover just before this dose.
    pub days_uncovered: i64,
    /// Whether the series stands or the given day became the anchor.
    pub counted: Option<Because>,
    /// The next dose, or why there is none.
    pub next: Result<DoseWindow, NoDose>,
}

/// The outlook if a dose were given on this day.
#[must_use]
pub fn outlook(
    case: &Case,
    occurred_at: DateTime<Utc>,
    place: OrganisationId,
    rules: &Rules,
    now: &Now,
) -> Option<Outlook> {
    let protocol = protocol(case, rules)?;
    let then = Now {
        instant: occurred_at,
        ..*now
    };
    let given_on = then.today();
    let window = next_dose(case, Some(protocol), &then).ok()?;
    let days_uncovered = cover(case, rules).map_or(0, |cover| cover.days_uncovered_on(given_on));
    let mut after = case.clone();
    let imagined = DoseGiven::bare(
        RecordId(window.regimen.0),
        (open_cycle(case), window.regimen),
        (occurred_at, given_on),
        place,
        &*protocol.id,
    );
    let recorded = Recorded {
        seq: case.version + 1,
        event: Event::DoseGiven(imagined),
        recorded_at: now.instant,
        by: Recorder::Job("outlook".to_owned()),
    };
    after.apply(&recorded).ok()?;
    let next = planned_dose(&after, Some(protocol), now);
    let counted = next
        .as_ref()
        .ok()
        .and_then(|window| window.why.because.first().cloned());
    Some(Outlook {
        days_late: window.days_late_on(given_on),
        days_uncovered,
        counted,
        next,
    })
}
