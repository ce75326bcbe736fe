//! The earliest appointment after a release, until when the drug must be there, and whether the dose may still be given
//! before it.

use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::passage::Passage;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Continuity, Direction, Law, VisitRule};
use chrono::{NaiveDate, NaiveTime};

/// What the receiver of a person can plan with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The first working day after the release.
    pub earliest_on: NaiveDate,
    /// The last day for the first appointment: by the rule, and while an open dose is still in time.
    pub latest_on: NaiveDate,
    /// The last working day before the earliest appointment: the drug must be there.
    pub drug_by: NaiveDate,
}

/// The days for a first appointment of somebody who is free from a day on.
#[must_use]
pub fn slot(free_on: NaiveDate, window: Option<&DoseWindow>, rules: &Continuity, law: &Law<'_>) -> Slot {
    let earliest_on = law.calendar.add_working_days(free_on, 1).date;
    let by_rule = rules
        .visit
        .within
        .from(free_on, Direction::After, law.calendar)
        .date;
    // A window that is open by then is the nearer bound; one that opens later is no matter of the first visit.
    let closes_on = window
        .filter(|window| window.opens_on <= by_rule)
        .map(|window| window.closes_on)
        .filter(|closes_on| *closes_on >= earliest_on);
    Slot {
        earliest_on,
        latest_on: closes_on.map_or(by_rule, |closes_on| closes_on.min(by_rule)),
        drug_by: law.calendar.add_working_days(earliest_on, -1).date,
    }
}

/// May the open dose still be given where the person is held?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoseBefore {
    /// From this day until the release.
    From(NaiveDate),
    /// Its window opens only after the release.
    OpensAfter(NaiveDate),
    /// No dose is open.
    NoDose,
}

/// May the open dose be given before a release?
#[must_use]
pub fn dose_before(dose: &Result<DoseWindow, NoDose>, release_on: NaiveDate, today: NaiveDate) -> DoseBefore {
    match dose {
        Ok(window) if window.opens_on <= release_on => DoseBefore::From(window.opens_on.max(today)),
        Ok(window) => DoseBefore::OpensAfter(window.opens_on),
        Err(_) => DoseBefore::NoDose,
    }
}

/// Everything wrong with the hour of an appointment.
pub(super) fn hour_faults(
    passage: &Passage,
    (on, at): (NaiveDate, NaiveTime),
    visit: &VisitRule,
    law: &Law<'_>,
) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if !law.calendar.is_working(on) {
        wrong.push(Refusal::NotWorking { field: "visit_on" });
    }
    if at < visit.from || at >= visit.until {
        wrong.push(Refusal::OutsideHours {
            field: "visit_time",
            from: visit.from,
            until: visit.until,
        });
    }
    wrong.extend(passage.curfew_at(on, at).map(|curfew| Refusal::InCurfew {
        field: "visit_time",
        from: curfew.begins,
        until: curfew.ends,
    }));
    wrong
}

/// The first and the last day for a first appointment of this case, seen from a day.
pub(super) fn bounds(
    case: &Case,
    dose: &Result<DoseWindow, NoDose>,
    free_on: NaiveDate,
    rules: &Continuity,
    law: &Law<'_>,
) -> (NaiveDate, NaiveDate) {
    let slot = slot(free_on, dose.as_ref().ok(), rules, law);
    // The day of the release itself is no day to demand, but one that a clinic next door may offer.
    let earliest_on = case.opened_on.max(free_on);
    (earliest_on, slot.latest_on.max(earliest_on))
}
