//! When the term ends, who is to ask for more, and from when a court may give it.

use chrono::NaiveDate;

use super::court::Word;
use super::days::{days_before, months, months_after};
use super::owed::{Owed, whose};
use super::told::Told;
use crate::domain::obligation::Kind;
use crate::domain::rules::{ClockKind, LegalClock, Rules};
use crate::domain::ruling::RulingStep;
use crate::domain::time::Now;

fn clock(rules: &Rules, today: NaiveDate) -> Option<&LegalClock> {
    let law = rules.law_for(today)?;
    let mut clocks = law.procedure.clocks.iter();
    clocks.find(|clock| clock.kind == ClockKind::Extension)
}

/// How often a court has already given more: by a further ruling, or by extending one.
fn given(told: &Told<'_>) -> u32 {
    let mut given = 0;
    for (number, paper) in told.rulings.iter().enumerate() {
        given += u32::from(number > 0);
        for (_, step) in &paper.steps {
            given += u32::from(step.step == RulingStep::Extended);
        }
    }
    given
}

/// The first day on which a court may extend next: so many months after treatment began, then year by year.
pub(super) fn possible_on(told: &Told<'_>, rules: &Rules, today: NaiveDate) -> Option<NaiveDate> {
    let clock = clock(rules, today)?;
    let first_on = told.doses.first()?.content.given_on;
    let mut after = months(clock.offset)?;
    for _ in 0..given(told) {
        after += u32::from(clock.repeat_months?);
    }
    Some(months_after(first_on, after))
}

/// No court sets a term of so many months.
const FAR_MONTHS: u32 = 600;

/// What is owed about the end of the term: from the first warning on, until the last day. Its number is not told here.
pub(super) fn owed(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Owed> {
    let today = now.today();
    if told.word_on(today) != Word::InForce {
        return None;
    }
    let last_on = last_day(told, today)?;
    // A court that has ended or suspended the measure by then is not asked for more.
    if told.word_on(last_on) != Word::InForce {
        return None;
    }
    let clock = clock(rules, today)?;
    let mut earliest = 0;
    for days in &clock.warn_days_before {
        earliest = earliest.max(u32::from(*days));
    }
    Some(Owed {
        kind: Kind::Extension,
        cycle: 0,
        by: whose(clock.owner, told, rules, today),
        opens_on: days_before(last_on, earliest),
        due_on: last_on,
        closes_on: last_on,
    })
}

/// The last day to which the terms reach without a gap; none where they have no end.
fn last_day(told: &Told<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let far = months_after(today, FAR_MONTHS);
    for paper in &told.rulings {
        if paper.word_on(today) == Word::InForce && paper.word_on(far).runs() {
            return None;
        }
    }
    let last_on = told.carried_to(today, far);
    (last_on < far).then_some(last_on)
}
