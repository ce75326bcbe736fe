//! The end of the term: who must ask a court for more and by when, who should have been warned of it by now, and from
//! when a court may give more.

use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

use super::court::Word;
use super::days::{days_before, months, months_after, next};
use super::owed::{Owed, whose};
use super::told::{Paper, Told};
use crate::domain::event::{Corrected, Event};
use crate::domain::obligation::Kind;
use crate::domain::rules::{ClockKind, LegalClock, Rules};
use crate::domain::ruling::RulingStep;
use crate::domain::time::{Now, civil_date, start_of_day};

/// The last day of a term that has no end.
const NEVER: NaiveDate = NaiveDate::MAX;

fn clock(rules: &Rules, today: NaiveDate) -> Option<&LegalClock> {
    let mut clocks = rules.law_for(today)?.procedure.clocks.iter();
    clocks.find(|clock| clock.kind == ClockKind::Extension)
}

impl Paper<'_> {
    /// The last day of its term, seen from a day on which it is in force. What a court ends or suspends on a day to come
    /// is no matter of terms. Between the days that its papers name nothing turns.
    fn last_day(&self, day: NaiveDate) -> NaiveDate {
        let mut turns = Vec::new();
        turns.extend(self.ruling.until_on.map(next));
        for (_, step) in &self.steps {
            turns.push(step.effective_on);
            let until_on = step.terms.as_ref().and_then(|terms| terms.until_on);
            turns.extend(until_on.map(next));
        }
        turns.sort_unstable();
        let term = self.but_for_ends_after(day);
        for turn in turns {
            if turn > day && !term.word_on(turn).runs() {
                return days_before(turn, 1);
            }
        }
        NEVER
    }
}

/// Of the papers in force on a day the one that speaks, by its place among all from 1, and the last day of its term: the
/// one that lasts longest; of two that last as long, the one written down later.
fn speaking(told: &Told<'_>, day: NaiveDate) -> Option<(usize, NaiveDate)> {
    let mut speaking: Option<(usize, NaiveDate)> = None;
    for (place, paper) in (1..).zip(&told.rulings) {
        if paper.word_on(day) != Word::InForce {
            continue;
        }
        let last_on = paper.last_day(day);
        if speaking.is_none_or(|(_, longest)| longest <= last_on) {
            speaking = Some((place, last_on));
        }
    }
    speaking
}

/// The last day of all terms that follow each other without a day between them; none where there is no such day.
fn end_of_terms(told: &Told<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let (_, mut last_on) = speaking(told, today)?;
    while last_on < NEVER {
        match speaking(told, next(last_on)) {
            Some((_, later_on)) => last_on = later_on,
            None => return Some(last_on),
        }
    }
    None
}

/// How often a court extended a ruling.
fn extended(told: &Told<'_>) -> usize {
    let mut times = 0;
    for paper in &told.rulings {
        for (_, step) in &paper.steps {
            times += usize::from(step.step == RulingStep::Extended);
        }
    }
    times
}

/// The last day since the first dose on which a court said how it goes on, with the moment of its record: by another paper that
/// was announced, by giving more, or by refusing what a commission wanted.
fn last_said(told: &Told<'_>, first_on: NaiveDate) -> Option<(NaiveDate, DateTime<Utc>)> {
    let mut said = Vec::new();
    for paper in told.rulings.iter().skip(1) {
        if paper.announced(NEVER) {
            said.push((paper.ruling.ruled_on, paper.recorded_at));
        }
    }
    for paper in &told.rulings {
        for (seq, step) in &paper.steps {
            if step.step == RulingStep::Extended {
                let written = told.steps_at.get(seq);
                said.extend(written.map(|at| (step.effective_on, *at)));
            }
        }
    }
    for review in told.reviews.values() {
        said.extend(review.declined_on.zip(review.declined_at));
    }
    said.retain(|(day, _)| *day >= first_on);
    said.into_iter().max()
}

/// The first day on which a court may give more: so many months after treatment began, then so many after those on which it
/// last said how it goes on.
pub(super) fn possible_on(told: &Told<'_>, rules: &Rules, today: NaiveDate) -> Option<NaiveDate> {
    let clock = clock(rules, today)?;
    let first_on = told.doses.first()?.content.given_on;
    Some(match last_said(told, first_on) {
        Some((said_on, _)) => months_after(said_on, clock.repeat_months?.into()),
        None => months_after(first_on, months(clock.offset)?),
    })
}

/// The day on which he was first given the drug, and the moment since which the records say that day: what was written down,
/// put right and struck out, one after the other.
fn begun(told: &Told<'_>) -> Option<(NaiveDate, DateTime<Utc>)> {
    let mut on_record = BTreeMap::new();
    let mut begun: Option<(NaiveDate, DateTime<Utc>)> = None;
    for recorded in told.history {
        match &recorded.event {
            Event::DoseGiven(dose)
            | Event::RecordAmended {
                corrected: Corrected::Dose(dose),
                ..
            } => {
                on_record.insert(dose.id, (dose.occurred_at, dose.cycle, dose.given_on));
            }
            Event::RecordVoided { record, .. } => {
                on_record.remove(record);
            }
            _ => continue,
        }
        let first_on = on_record.values().min().map(|(.., given_on)| *given_on);
        if begun.map(|(known_on, _)| known_on) != first_on {
            begun = first_on.map(|given_on| (given_on, recorded.recorded_at));
        }
    }
    begun
}

/// What is owed about the end of the term, while a ruling is in force: from the first warning on, until the last day. Of
/// a term that a court ends or suspends before that day nobody need ask for more. Where there is no last day, the court has its
/// say on the first day on which it may give more, and it is asked for until it has.
pub(super) fn owed(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Owed> {
    let today = now.today();
    if told.word_on(today) != Word::InForce {
        return None;
    }
    let (place, due_on) = match end_of_terms(told, today) {
        Some(last_on) => (speaking(told, last_on)?.0, last_on),
        None => {
            let due_on = possible_on(told, rules, today)?;
            speaking(told, due_on.max(today))?;
            (told.rulings.len(), due_on)
        }
    };
    let clock = clock(rules, today)?;
    let mut first = 0;
    for days in &clock.warn_days_before {
        first = first.max(u32::from(*days));
    }
    Some(Owed {
        kind: Kind::Extension,
        cycle: u32::try_from(place + extended(told)).ok()?,
        by: whose(clock.owner, told, rules, today),
        opens_on: days_before(due_on, first),
        due_on,
        closes_on: due_on,
    })
}

/// The warnings that should have been given by now and were not. One is enough where a term became known late: the
/// nearest. Whoever was warned before a mistake about the term was put right is warned again.
pub(super) fn unwarned(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<String> {
    let mut missing = Vec::new();
    let (Some(owed), Some(clock)) = (owed(told, rules, now), clock(rules, now.today())) else {
        return missing;
    };
    let today = now.today();
    let paper = speaking(told, owed.due_on.max(today)).and_then(|(place, _)| told.rulings.get(place - 1));
    let Some(paper) = paper else {
        return missing;
    };
    let mut known_at = paper.term_known_at;
    // Without a last day it is counted from what may have been put right, or heard of, late.
    if end_of_terms(told, today).is_none()
        && let Some((first_on, begun_at)) = begun(told)
    {
        let said = last_said(told, first_on);
        known_at = known_at.max(said.map_or(begun_at, |(_, at)| at.max(begun_at)));
    }
    if owed.due_on < civil_date(known_at, now.zone) {
        return missing;
    }
    let warned_at = |days: u16| start_of_day(days_before(owed.due_on, days.into()), now.zone);
    for days in &clock.warn_days_before {
        let mut needless = warned_at(*days) > now.instant;
        for nearer in &clock.warn_days_before {
            needless = needless || (nearer < days && warned_at(*nearer) <= known_at);
        }
        let given = told.warned.iter().any(|(warned, recorded_at)| {
            let about = (warned.kind, warned.cycle, warned.for_on, warned.days_before);
            about == (owed.kind, owed.cycle, owed.due_on, *days)
                && paper.term_corrected_at.is_none_or(|at| at <= *recorded_at)
        });
        if !needless && !given {
            missing.push(format!(
                "{days} days before {}, the {}th",
                owed.due_on, owed.cycle
            ));
        }
    }
    missing
}
