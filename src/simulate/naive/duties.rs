//! When somebody looks at a hold again, and when the end of a term is warned of.

use chrono::NaiveDate;

use super::days::{months_after, next as day_after};
use super::told::{Hold, Mistaken, Told};
use crate::domain::rules::{Anchor, ClockKind, LegalClock, Offset, Rules};
use crate::domain::time::{Now, start_of_day};

fn clock(rules: &Rules, day: NaiveDate, kind: ClockKind, anchor: Anchor) -> Option<&LegalClock> {
    let law = rules.law_for(day)?;
    let mut clocks = law.procedure.clocks.iter();
    clocks.find(|clock| clock.kind == kind && clock.anchor == anchor)
}

/// The hold that is open, and the day by which somebody looks at it next: at first a second physician, by working days
/// counted one at a time; then at its end, or month by month where it has none.
pub(super) fn next_look(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<NaiveDate> {
    let word = told.word_on(now.today());
    if word == super::court::Word::NoRuling || word.ended() {
        return None;
    }
    let hold = told.holds.iter().find(|hold| hold.lifted.is_none())?;
    if hold.confirmed.is_empty() {
        return confirmed_by(hold, rules);
    }
    if let Some(until_on) = hold.until_on {
        let clock = clock(rules, until_on, ClockKind::HoldReview, Anchor::HoldEnds)?;
        return (clock.offset == Offset::Days(0)).then_some(until_on);
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
        if super::days::opens(due_on, clock.opens_before)? > *last_on {
            return Some(due_on);
        }
        months += u32::from(every);
    }
}

fn confirmed_by(hold: &Hold, rules: &Rules) -> Option<NaiveDate> {
    let clock = clock(rules, hold.placed_on, ClockKind::ConfirmHold, Anchor::HoldPlaced)?;
    let Offset::WorkingDays(days) = clock.offset else {
        return None;
    };
    let law = rules.law_for(hold.placed_on)?;
    let mut day = hold.placed_on;
    for _ in 0..days {
        day = day_after(day);
        while !law.calendar.is_working(day) {
            day = day_after(day);
        }
    }
    Some(day)
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
