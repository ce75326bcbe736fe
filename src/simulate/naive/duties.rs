//! When somebody looks at a hold again, and when the end of a term is warned of.

use chrono::NaiveDate;

use super::days::months_after;
use super::owed::{Owed, by_clock, whose};
use super::papers::runs;
use super::told::{Hold, Mistaken, Told};
use crate::domain::obligation::Kind;
use crate::domain::rules::{Anchor, ClockKind, LegalClock, Offset, Rules};
use crate::domain::time::{Now, start_of_day};

fn clock(rules: &Rules, day: NaiveDate, kind: ClockKind, anchor: Anchor) -> Option<&LegalClock> {
    let law = rules.law_for(day)?;
    let mut clocks = law.procedure.clocks.iter();
    clocks.find(|clock| clock.kind == kind && clock.anchor == anchor)
}

/// Who looks at a hold that is open, and by when: at first a second physician, within working days; then somebody at its end,
/// or month by month where it has none. The number counts the looks at all holds: each confirmation, and each lifting.
pub(super) fn to_look_at(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let mut owed = Vec::new();
    if !runs(told, now.today()) {
        return owed;
    }
    let mut number = 0;
    for hold in &told.holds {
        number += u32::try_from(hold.confirmed.len()).unwrap_or(0) + 1;
        if hold.lifted.is_none() {
            owed.extend(next_look(hold, number, (told, rules, now.today())));
        }
    }
    owed
}

fn next_look(hold: &Hold, number: u32, about: (&Told<'_>, &Rules, NaiveDate)) -> Option<Owed> {
    let (told, rules, today) = about;
    let key = (Kind::HoldReview, number);
    if hold.confirmed.is_empty() {
        let clock = (ClockKind::ConfirmHold, Anchor::HoldPlaced);
        return by_clock(about, key, clock, hold.placed_on);
    }
    if let Some(until_on) = hold.until_on {
        let clock = (ClockKind::HoldReview, Anchor::HoldEnds);
        return by_clock(about, key, clock, until_on);
    }
    let clock = clock(rules, hold.placed_on, ClockKind::HoldReview, Anchor::HoldPlaced)?;
    let (Offset::Months(first), Some(every)) = (clock.offset, clock.repeat_months) else {
        return None;
    };
    let last_on = hold.confirmed.iter().max()?;
    let mut months = u32::from(first);
    // A look counts for the month in whose last days, when it stood open, it was made.
    loop {
        let due_on = months_after(hold.placed_on, months);
        let opens_on = super::days::opens(due_on, clock.opens_before)?;
        if opens_on > *last_on {
            return Some(Owed {
                kind: Kind::HoldReview,
                cycle: number,
                by: whose(clock.owner, told, rules, today),
                opens_on,
                due_on,
                closes_on: due_on,
            });
        }
        months += u32::from(every);
    }
}

/// What is wrong with the warnings given: each once, none before its day, none for a number of days that no procedure
/// names.
pub(super) fn wrong_warnings(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<String> {
    let mut wrong = Vec::new();
    for (number, (warned, recorded_at)) in told.warned.iter().enumerate() {
        let about =
            |other: &crate::domain::event::Warned| (other.kind, other.cycle, other.for_on, other.days_before);
        for (earlier, before) in &told.warned[..number] {
            // Whoever was warned by a mistake is warned again when it was put right.
            let corrected =
                |mistaken: &Mistaken<'_>| *before <= mistaken.until && mistaken.until <= *recorded_at;
            if about(earlier) == about(warned) && !told.mistakes.iter().any(corrected) {
                wrong.push(format!("twice: {warned:?}"));
            }
        }
        let mut day = warned.for_on;
        for _ in 0..warned.days_before {
            day = day.pred_opt().unwrap_or(NaiveDate::MIN);
        }
        if warned.due_at < start_of_day(day, now.zone) || *recorded_at < warned.due_at {
            wrong.push(format!("too early: {warned:?}"));
        }
        let law = rules.law_for(now.today());
        let known = law.is_some_and(|law| {
            let mut clocks = law.procedure.clocks.iter();
            clocks.any(|clock| clock.warn_days_before.contains(&warned.days_before))
        });
        if !known {
            wrong.push(format!("named by no rule: {warned:?}"));
        }
    }
    wrong
}
