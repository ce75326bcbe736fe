//! What is owed to the court: the end of the term, and the warnings before it.

use super::{Clocks, Plan, warned_of_end};
use crate::domain::case::Case;
use crate::domain::event::Warned;
use crate::domain::obligation::{Because, Kind, Obligation, Owner, Why};
use crate::domain::roster::Roster;
use crate::domain::rules::{ClockKind, Direction, Offset, Party, Post, Rules};
use crate::domain::ruling::{RulingFile, Standing};
use crate::domain::time::{Now, civil_date, start_of_day};
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
            on: civil_date(warned.due_at, self.zone),
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

    /// The last warning of the end reached nobody in a post, and still would: whoever fills the chairs of the region sees to
    /// it.
    pub(super) fn unheard(&self, today: NaiveDate) -> Option<Obligation> {
        let owed = self.extension(today)?;
        let about = |warned: &&Warned| {
            (warned.kind, warned.cycle, warned.for_on) == (owed.kind, owed.cycle, owed.due_on)
        };
        let warned = self.case.warned.iter().rfind(about)?;
        let places = &self.rules.places;
        let mut posts = warned.unheard.iter();
        posts
            .any(|post| self.roster.reached(post, places).is_empty())
            .then_some(())?;
        let warned_on = civil_date(warned.due_at, self.zone);
        let law = self.rules.law_for(warned_on)?;
        let due_on = law.calendar.add_working_days(warned_on, 1).date;
        Some(Obligation {
            kind: Kind::RepairLadder,
            cycle: UNHEARD.saturating_add(owed.cycle),
            owner: self.roster.owner(Party::Region, Post::Coordinator, places)?,
            opens_on: warned_on,
            due_on,
            closes_on: due_on,
            why: Why {
                rule: law.procedure.id.clone(),
                because: vec![Because::Clock {
                    fact: "warning-unheard".to_owned(),
                    fact_on: warned_on,
                    distance: "1 working-days after".to_owned(),
                }],
            },
        })
    }
}

/// The tasks that come of warnings have numbers above this, those that come of alerts below.
pub const UNHEARD: u32 = 1_000;

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
                && file.term_corrected_at.is_none_or(|at| warned.due_at >= at)
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
        unheard: Vec::new(),
    })
    .collect()
}

/// Who is warned before the end of a term: the post that must ask for more, then those that the rules name besides.
#[must_use]
pub fn to_warn(owed: &Obligation, rules: &Rules, roster: &Roster, today: NaiveDate) -> Vec<Owner> {
    let mut posts = vec![owed.owner.clone()];
    let Some(law) = rules.law_for(today) else {
        return posts;
    };
    let mut clocks = law.procedure.clocks.iter();
    let clock = clocks.find(|clock| clock.kind == ClockKind::Extension);
    for post in clock.iter().flat_map(|clock| &clock.warn_also) {
        let besides = roster.owner(post.organisation, post.post, &rules.places);
        posts.extend(besides.filter(|besides| *besides != owed.owner));
    }
    posts
}
