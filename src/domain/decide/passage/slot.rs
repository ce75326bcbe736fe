//! The earliest appointment after a release, until when the drug must be there, and whether the dose may still be given
//! before it.

use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::event::Bars;
use crate::domain::passage::{Barred, Passage};
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Continuity, Direction, Law};
use chrono::{NaiveDate, NaiveTime};

/// What the receiver of a person can plan with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The first working day after the release.
    pub earliest_on: NaiveDate,
    /// The last day for the first appointment: by the rule, and while an open dose is still in time.
    pub latest_on: NaiveDate,
    /// The last day of the open dose, where that is nearer than the rule.
    pub dose_until: Option<NaiveDate>,
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
    // A window that is open by then is the nearer bound. One that opens later is no matter of the first visit; one that
    // closes while the person is still held is the giver's. Where it closes between the release and the first working day
    // after it, nothing but that day is left.
    let dose_until = window
        .filter(|window| window.opens_on <= by_rule && window.closes_on >= free_on)
        .map(|window| window.closes_on)
        .filter(|closes_on| *closes_on < by_rule);
    Slot {
        earliest_on,
        latest_on: dose_until.map_or(by_rule, |closes_on| closes_on.max(earliest_on)),
        dose_until,
        drug_by: law.calendar.add_working_days(earliest_on, -1).date,
    }
}

/// May the open dose still be given where the person is held?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoseBefore {
    /// From the one day to the other: while its window is open and the person is there.
    Between(NaiveDate, NaiveDate),
    /// Its window ended on this day, before today.
    Late(NaiveDate),
    /// Its window opens only after the release.
    OpensAfter(NaiveDate),
    /// No dose is open.
    NoDose,
}

/// May the open dose be given before a release?
#[must_use]
pub fn dose_before(dose: &Result<DoseWindow, NoDose>, release_on: NaiveDate, today: NaiveDate) -> DoseBefore {
    match dose {
        Ok(window) if window.closes_on < today => DoseBefore::Late(window.closes_on),
        Ok(window) if window.opens_on <= release_on => {
            let until_on = window.closes_on.min(release_on.max(today));
            DoseBefore::Between(window.opens_on.max(today), until_on)
        }
        Ok(window) => DoseBefore::OpensAfter(window.opens_on),
        Err(_) => DoseBefore::NoDose,
    }
}

/// Everything wrong with the hour of an appointment in a region, with or without a permission.
pub(super) fn hour_faults(
    passage: &Passage,
    (on, at): (NaiveDate, NaiveTime),
    (region, with_leave): (&str, bool),
    (rules, law): (&Continuity, &Law<'_>),
) -> Vec<Refusal> {
    let visit = &rules.visit;
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
    let barred = passage.barred((on, at), Some(region), with_leave);
    wrong.extend(
        barred
            .into_iter()
            .map(|barred| against("visit_time", barred, rules)),
    );
    wrong
}

/// What stands against an appointment, as it is said to whoever names it in a field.
pub(super) fn against(field: &'static str, barred: Barred<'_>, rules: &Continuity) -> Refusal {
    let known = match barred {
        Barred::Home(curfew) => {
            return Refusal::InCurfew {
                field,
                from: curfew.content.begins,
                until: curfew.content.ends,
            };
        }
        Barred::Other(entry) => &entry.content,
    };
    let name = rules.restriction_name(&known.kind);
    match known.bars {
        Bars::Hours { begins, ends, .. } => Refusal::InRestriction {
            field,
            name,
            from: begins,
            until: ends,
        },
        Bars::Outside { .. } | Bars::Near { .. } => Refusal::OutsideRegion {
            field: "leave_number",
            name,
        },
    }
}

/// What stands against a day on which the person is to come, where the day alone is named and no permission beside it.
pub(in crate::domain::decide) fn against_day(
    field: &'static str,
    barred: Barred<'_>,
    rules: &Continuity,
) -> Refusal {
    match against(field, barred, rules) {
        Refusal::OutsideRegion { name, .. } => Refusal::OutsideRegion { field, name },
        refusal => refusal,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;
    use crate::domain::obligation::Why;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn window(opens_on: NaiveDate, closes_on: NaiveDate) -> DoseWindow {
        DoseWindow {
            cycle: 3,
            regimen: RecordId::fresh(),
            target_on: opens_on,
            opens_on,
            due_on: opens_on,
            closes_on,
            why: Why {
                rule: String::new(),
                because: Vec::new(),
            },
        }
    }

    fn planned(free_on: NaiveDate, window: &DoseWindow) -> Slot {
        let rules = crate::policies::load(None).unwrap();
        let (known, law) = (
            rules.continuity_for(free_on).unwrap(),
            rules.law_for(free_on).unwrap(),
        );
        slot(free_on, Some(window), known, &law)
    }

    #[test]
    fn the_first_visit_lies_in_the_window_of_the_open_dose() {
        // Released on Wednesday 2 December.
        let free_on = day(12, 2);
        let by_rule = planned(free_on, &window(day(12, 28), day(12, 30)));
        assert_eq!(by_rule.dose_until, None, "that window opens later");
        assert!(by_rule.latest_on > day(12, 4), "{by_rule:?}");
        let inside = planned(free_on, &window(day(11, 20), day(12, 4)));
        assert_eq!(
            (inside.latest_on, inside.dose_until),
            (day(12, 4), Some(day(12, 4)))
        );
        let on_the_day = planned(free_on, &window(day(11, 20), day(12, 2)));
        assert_eq!(on_the_day.earliest_on, day(12, 3));
        assert_eq!(
            (on_the_day.latest_on, on_the_day.dose_until),
            (day(12, 3), Some(day(12, 2))),
            "no day later than must be"
        );
        let before = planned(free_on, &window(day(11, 2), day(11, 30)));
        assert_eq!(before, by_rule, "that dose is given where he is held");
    }

    #[test]
    fn a_dose_before_the_release_ends_with_its_window() {
        let before = |opens, closes, release, today| dose_before(&Ok(window(opens, closes)), release, today);
        let (early, today) = (day(11, 20), day(11, 29));
        assert_eq!(
            before(early, today, day(12, 30), today),
            DoseBefore::Between(today, today)
        );
        assert_eq!(
            before(early, day(12, 30), day(12, 2), today),
            DoseBefore::Between(today, day(12, 2))
        );
        assert_eq!(
            before(early, day(11, 28), day(12, 2), today),
            DoseBefore::Late(day(11, 28))
        );
        assert_eq!(
            before(day(12, 4), day(12, 9), day(12, 2), today),
            DoseBefore::OpensAfter(day(12, 4))
        );
        assert_eq!(
            before(early, day(12, 9), day(11, 27), today),
            DoseBefore::Between(today, today),
            "the day of release has passed, and he is still there"
        );
    }
}
