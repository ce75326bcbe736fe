//! When the specialists examine next, and when the commission reviews next.

use chrono::NaiveDate;

use super::court::Word;
use super::days::{days, days_after, months, months_after, opens};
use super::owed::{Owed, whose};
use super::told::Told;
use crate::domain::event::Follows;
use crate::domain::obligation::Kind;
use crate::domain::rules::{Anchor, ClockKind, LegalClock, Owner, Rules};
use crate::domain::time::Now;

/// One turn of something that is done again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) number: u32,
    pub(super) opens_on: NaiveDate,
    pub(super) due_on: NaiveDate,
    owner: Owner,
    /// Is it due before its turn, because of something that was found?
    pub(super) brought_forward: bool,
}

impl Turn {
    /// As an obligation: what is not done by its day is late.
    pub(super) fn owed(&self, kind: Kind, (told, rules, today): (&Told<'_>, &Rules, NaiveDate)) -> Owed {
        Owed {
            kind,
            cycle: self.number,
            by: whose(self.owner, told, rules, today),
            opens_on: self.opens_on,
            due_on: self.due_on,
            closes_on: self.due_on,
        }
    }
}

/// The first day of treatment, while the measure is not over.
fn treated_since(told: &Told<'_>, now: &Now) -> Option<NaiveDate> {
    let word = told.word_on(now.today());
    if word == Word::NoRuling || word.ended() {
        return None;
    }
    told.doses.first().map(|dose| dose.content.given_on)
}

fn clock(rules: &Rules, day: NaiveDate, kind: ClockKind, anchor: Anchor) -> Option<&LegalClock> {
    let law = rules.law_for(day)?;
    let mut clocks = law.procedure.clocks.iter();
    clocks.find(|clock| clock.kind == kind && clock.anchor == anchor)
}

/// The day of a turn, from 1, counted in months from the first dose.
fn turn_on(clock: &LegalClock, first_on: NaiveDate, turn: u32) -> Option<NaiveDate> {
    let first = months(clock.offset)?;
    let every = u32::from(clock.repeat_months?);
    Some(months_after(first_on, first + every * (turn - 1)))
}

/// The examination that is owed: one after the other, an examination on a day stands for every turn that is open by then.
pub(super) fn next_exam(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Turn> {
    let first_on = treated_since(told, now)?;
    let clock = clock(rules, first_on, ClockKind::Exam, Anchor::FirstDose)?;
    let every = u32::from(clock.repeat_months?);
    let (mut turn, mut due_on) = (1, turn_on(clock, first_on, 1)?);
    let mut days: Vec<NaiveDate> = told.examined.iter().map(|(_, on)| *on).collect();
    days.sort_unstable();
    for day in days {
        if day < first_on || now.today() < day {
            continue;
        }
        while opens(due_on, clock.opens_before)? <= day {
            turn += 1;
            // Never longer than the rule after this one; never later than the series.
            due_on = turn_on(clock, first_on, turn)?.min(months_after(day, every));
        }
    }
    Some(Turn {
        number: turn,
        opens_on: opens(due_on, clock.opens_before)?,
        due_on,
        owner: clock.owner,
        brought_forward: false,
    })
}

/// The review that is owed: each one held stands for one turn of the series, and for every turn that was open by then;
/// and never longer than the rule after the last one held, nor after something was found for which the court is to be
/// asked to stop.
pub(super) fn next_review(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Turn> {
    let first_on = treated_since(told, now)?;
    let series = clock(rules, first_on, ClockKind::Review, Anchor::FirstDose)?;
    let (mut number, mut held_on): (u32, Option<NaiveDate>) = (1, None);
    for review in told.reviews.values() {
        if let Some((text, _)) = review.concluded() {
            number += 1;
            held_on = held_on.max(Some(text.held_on));
        }
    }
    let mut turn = number;
    let mut due_on = turn_on(series, first_on, turn)?;
    let (mut before, mut owner) = (series.opens_before, series.owner);
    if let Some(held_on) = held_on {
        while opens(due_on, series.opens_before)? <= held_on {
            turn += 1;
            due_on = turn_on(series, first_on, turn)?;
        }
        let after = clock(rules, held_on, ClockKind::Review, Anchor::ReviewHeld)?;
        let latest_on = months_after(held_on, months(after.offset)?);
        if latest_on <= due_on {
            due_on = latest_on;
            (before, owner) = (after.opens_before, after.owner);
        }
    }
    let mut opens_on = opens(due_on, before)?;
    let mut brought_forward = false;
    if let Some(found_on) = to_stop_since(told, held_on)
        && let Some(early) = clock(rules, found_on, ClockKind::Review, Anchor::ContraindicationFound)
    {
        let early_on = days_after(found_on, days(early.offset)?);
        if early_on < due_on {
            (opens_on, due_on, owner) = (found_on, early_on, early.owner);
            brought_forward = true;
        }
    }
    Some(Turn {
        number,
        opens_on,
        due_on,
        owner,
        brought_forward,
    })
}

/// The first day on which something was found for which the court is to be asked to stop, that is not over, and about
/// which no commission has met since.
fn to_stop_since(told: &Told<'_>, held_on: Option<NaiveDate>) -> Option<NaiveDate> {
    let mut since: Option<NaiveDate> = None;
    for (seq, found) in &told.found {
        let met = held_on.is_some_and(|held_on| held_on >= found.found_on);
        let over = met || told.is_over(*seq, found);
        if !over && found.follows == Follows::ProposeStop {
            since = Some(since.map_or(found.found_on, |known| known.min(found.found_on)));
        }
    }
    since
}
