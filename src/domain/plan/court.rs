//! What is owed to the court: the end of the term, and the warnings before it.

use super::{Clocks, Plan, warned_of_end};
use crate::domain::case::Case;
use crate::domain::event::Warned;
use crate::domain::obligation::{Because, Kind, Obligation};
use crate::domain::rules::{ClockKind, Direction, Offset, Rules};
use crate::domain::ruling::{RulingFile, Standing};
use crate::domain::time::{Now, start_of_day};
use chrono::{DateTime, NaiveDate, Utc};

impl Clocks<'_> {
    /// The rulings in force end on a known day: ask for an extension in time, or let them end.
    pub(super) fn extension(&self, today: NaiveDate) -> Option<Obligation> {
        let last_on = self.case.in_force_through(today)?;
        let (cycle, _) = speaking(self.case, last_on)?;
        let law = self.rules.law_for(today)?;
        let (owner, mut dates) = warned_of_end(last_on, &law)?;
        let given =
            self.case.warned.iter().filter(|warned| {
                (warned.kind, warned.cycle, warned.for_on) == (Kind::Extension, cycle, last_on)
            });
        dates.why.because.extend(given.map(|warned| Because::Warned {
            days: warned.days_before,
            on: crate::domain::time::civil_date(warned.due_at, self.zone),
        }));
        Some(Obligation {
            kind: Kind::Extension,
            cycle,
            owner: self
                .roster
                .owner(owner.organisation, owner.post, &self.rules.places)?,
            opens_on: dates.opens_on,
            due_on: dates.due_on,
            closes_on: dates.due_on,
            why: dates.why,
        })
    }
}

/// The ruling that is in force on a day, and the number of the extension asked for at its end: every further ruling
/// and every extension is the answer to the one before.
fn speaking(case: &Case, day: NaiveDate) -> Option<(u32, &RulingFile)> {
    let Standing::InForce { ruling, .. } = case.standing_on(day)? else {
        return None;
    };
    let number = case.rulings.iter().position(|file| file.ruling.id == ruling)?;
    let extended: usize = case.rulings.iter().map(RulingFile::extensions).sum();
    let cycle = u32::try_from(number + extended).ok()? + 1;
    Some((cycle, case.rulings.get(number)?))
}

/// How many extensions were asked for and answered: those with a smaller number are met.
#[must_use]
pub fn extensions_answered(case: &Case) -> usize {
    let extended: usize = case.rulings.iter().map(RulingFile::extensions).sum();
    case.rulings.len().saturating_sub(1) + extended
}

/// First day on which the law lets a court extend next: counted from the first dose, then from year to year.
#[must_use]
pub fn extension_possible_on(case: &Case, rules: &Rules, today: NaiveDate) -> Option<NaiveDate> {
    let law = rules.law_for(today)?;
    let mut clocks = law.procedure.clocks.iter();
    let clock = clocks.find(|clock| clock.kind == ClockKind::Extension)?;
    let first_on = case.doses_in_effect().first()?.content.given_on;
    let turn = u32::try_from(extensions_answered(case)).ok()? + 1;
    Some(clock.due(first_on, turn, law.calendar).date)
}

/// The warnings before what is planned that were not given yet, those to come and those that are due: one for each
/// number of days that the clock names. Where the term became known late, the nearest one is enough.
#[must_use]
pub fn warnings(case: &Case, plan: &Plan, rules: &Rules, now: &Now) -> Vec<Warned> {
    let owed = plan.obligations.iter().find(|owed| owed.kind == Kind::Extension);
    let Some((owed, law)) = owed.zip(rules.law_for(now.today())) else {
        return Vec::new();
    };
    let Some((_, file)) = speaking(case, owed.due_on) else {
        return Vec::new();
    };
    let mut clocks = law.procedure.clocks.iter();
    let days = clocks.find(|clock| clock.kind == ClockKind::Extension);
    let days = days.map_or(&[][..], |clock| &clock.warn_days_before);
    let at = |days: u16| -> DateTime<Utc> {
        let day = Offset::Days(days).from(owed.due_on, Direction::Before, law.calendar);
        start_of_day(day.date, now.zone)
    };
    let overtaken = |number: usize| {
        let next = days.get(number + 1);
        next.is_some_and(|next| at(*next) <= file.term_known_at)
    };
    let given = |days: u16| {
        case.warned.iter().any(|warned| {
            (warned.kind, warned.cycle, warned.for_on, warned.days_before)
                == (owed.kind, owed.cycle, owed.due_on, days)
        })
    };
    let open = days.iter().enumerate();
    let open = open.filter(|(number, days)| !overtaken(*number) && !given(**days));
    open.map(|(_, days)| Warned {
        kind: owed.kind,
        cycle: owed.cycle,
        for_on: owed.due_on,
        days_before: *days,
        due_at: at(*days).max(file.term_known_at),
    })
    .collect()
}
