//! What is owed to the court: the end of the term, and the warnings before it.

use super::dates::distance_after;
use super::{Clocks, Dates, Plan, warned_of_end};
use crate::domain::case::Case;
use crate::domain::event::Warned;
use crate::domain::obligation::{Because, Kind, Obligation, Owner, Why};
use crate::domain::roster::Roster;
use crate::domain::rules::{self, ClockKind, Direction, Law, Offset, Party, Post, Rules};
use crate::domain::ruling::{RulingFile, RulingStep, Standing};
use crate::domain::time::{Now, civil_date, start_of_day};
use chrono::{DateTime, NaiveDate, Utc};

impl Clocks<'_> {
    /// The rulings in force end on a known day: ask for an extension in time, or let them end. Where no end is set, a court is
    /// to decide again all the same, by the clock of the law; nothing ends there by itself.
    pub(super) fn extension(&self, today: NaiveDate) -> Option<Obligation> {
        let law = self.rules.law_for(today)?;
        let (cycle, owner, mut dates) = match self.case.in_force_through(today) {
            Some(last_on) => {
                let (owner, dates) = warned_of_end(last_on, &law)?;
                (speaking(self.case, last_on)?.0, owner, dates)
            }
            None => self.without_last_day(today, &law)?,
        };
        let due_on = dates.due_on;
        let given =
            self.case.warned.iter().filter(|warned| {
                (warned.kind, warned.cycle, warned.for_on) == (Kind::Extension, cycle, due_on)
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
            due_on,
            closes_on: due_on,
            why: dates.why,
        })
    }

    /// A ruling in force has no last day: a court decides by the clock. Of a measure that it ends before that day nobody need
    /// ask for more.
    fn without_last_day(&self, today: NaiveDate, law: &Law<'_>) -> Option<(u32, rules::Owner, Dates)> {
        let (due_on, counted) = turn(self.case, law)?;
        let in_force = |day| speaking(self.case, day).is_some();
        if !in_force(today) || !in_force(due_on.max(today)) {
            return None;
        }
        // It opens and is warned of as the end of a term is.
        let (owner, mut dates) = warned_of_end(due_on, law)?;
        dates.why.because = vec![counted];
        let cycle = u32::try_from(extensions_answered(self.case)).ok()? + 1;
        Some((cycle, owner, dates))
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

/// What a clock counts from once a court has decided again.
const COURT_DECIDED: &str = "court-decided";

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

/// First day on which the law lets a court extend next: counted from the first dose, then from year to year since the court
/// last decided.
#[must_use]
pub fn extension_possible_on(case: &Case, rules: &Rules, today: NaiveDate) -> Option<NaiveDate> {
    let law = rules.law_for(today)?;
    turn(case, &law).map(|(due_on, _)| due_on)
}

/// The next turn of the court's clock, and from what it was counted.
fn turn(case: &Case, law: &Law<'_>) -> Option<(NaiveDate, Because)> {
    let mut clocks = law.procedure.clocks.iter();
    let clock = clocks.find(|clock| clock.kind == ClockKind::Extension)?;
    let first_on = case.doses_in_effect().first()?.content.given_on;
    let (fact, fact_on, offset) = match decided(case, first_on) {
        Some((decided_on, _)) => (COURT_DECIDED, decided_on, Offset::Months(clock.repeat_months?)),
        None => ("first-dose", first_on, clock.offset),
    };
    let due_on = offset.from(fact_on, Direction::After, law.calendar).date;
    let counted = Because::Clock {
        fact: fact.to_owned(),
        fact_on,
        distance: distance_after(offset),
    };
    Some((due_on, counted))
}

/// The last day on which a court decided about the measure since treatment began, and when that was written down: by a further
/// ruling, by an extension, or by refusing what a commission proposed. What it ruled before, or is still a draft, answers nothing.
fn decided(case: &Case, first_on: NaiveDate) -> Option<(NaiveDate, DateTime<Utc>)> {
    let further = case.rulings.iter().skip(1).filter(|file| file.announced());
    let further = further.map(|file| (file.ruling.ruled_on, file.recorded_at));
    let steps = case.rulings.iter().flat_map(|file| &file.changes);
    let extended = steps.filter(|entry| entry.voided.is_none() && entry.content.step == RulingStep::Extended);
    let extended = extended.map(|entry| (entry.content.effective_on, entry.recorded_at));
    let refused = case.reviews.iter().filter_map(|review| review.declined.as_ref());
    let refused = refused.map(|said| (said.content.decided_on, said.recorded_at));
    let all = further.chain(extended).chain(refused);
    all.filter(|(day, _)| *day >= first_on).max()
}

/// Since when it is known when a court must decide: since its papers say so or, where they name no last day, also since the
/// day from which the clock of the law counts is on record. That day is known late where it was put right late.
fn known_at(case: &Case, file: &RulingFile, today: NaiveDate) -> DateTime<Utc> {
    let endless = case.in_force_through(today).is_none();
    let Some((first_on, begun_at)) = case.begun.filter(|_| endless) else {
        return file.term_known_at;
    };
    let decided_at = decided(case, first_on).map_or(begun_at, |(_, at)| at);
    file.term_known_at.max(begun_at).max(decided_at)
}

/// The warnings before what is planned that were not given yet, those to come and those that are due: one for each
/// number of days that the clock names. Where the term became known late, the nearest one is enough.
#[must_use]
pub fn warnings(case: &Case, plan: &Plan, rules: &Rules, now: &Now) -> Vec<Warned> {
    let owed = plan.obligations.iter().find(|owed| owed.kind == Kind::Extension);
    let Some((owed, law)) = owed.zip(rules.law_for(now.today())) else {
        return Vec::new();
    };
    // What is late by the clock concerns the ruling that speaks today.
    let Some((_, file)) = speaking(case, owed.due_on.max(now.today())) else {
        return Vec::new();
    };
    let known_at = known_at(case, file, now.today());
    // Of a day that had passed before anybody could know of it nobody is warned: it is late, and stands so on the lists.
    if owed.due_on < civil_date(known_at, now.zone) {
        return Vec::new();
    }
    let mut clocks = law.procedure.clocks.iter();
    let days = clocks.find(|clock| clock.kind == ClockKind::Extension);
    let days = days.map_or(&[][..], |clock| &clock.warn_days_before);
    let at = |days: u16| -> DateTime<Utc> {
        let day = Offset::Days(days).from(owed.due_on, Direction::Before, law.calendar);
        start_of_day(day.date, now.zone)
    };
    let overtaken = |number: usize| {
        let next = days.get(number + 1);
        next.is_some_and(|next| at(*next) <= known_at)
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
        due_at: at(*days).max(known_at),
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
