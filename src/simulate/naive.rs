//! The second model: the rules once more, in the plainest words, to hold the planner to.
//!
//! It reads the recorded events itself and the numbers of the rule files. It asks none of the domain's answers: not the
//! folded case, not the schedule, not the plan. It walks over the calendar day by day, which is slow and hard to get
//! wrong in the same way. Where the two differ, one of them is wrong.

mod course;
mod court;
mod days;
mod dose;
mod duties;
mod told;

use super::Broken;
use super::life::Life;
use super::step::faultless;
use crate::domain::case::Case;
use crate::domain::decide::inspect;
use crate::domain::event::Recorded;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::Plan;
use crate::domain::rules::Rules;
use crate::domain::time::Now;

use course::Turn;
use dose::{Next, Window};
use told::Told;

/// Everything in which the plan of a case and the second model differ; and whether a dose may be given now.
#[must_use]
pub fn check(life: &Life<'_>) -> Vec<Broken> {
    let told = Told::of(&life.history);
    let mut broken = Vec::new();
    standing(&told, &life.case, &life.now, &mut broken);
    planned(&told, life.rules, life.planned(), &life.now, &mut broken);
    // A form with nothing wrong in it is refused exactly when no dose may be given.
    if let Some(form) = faultless(life, life.now.instant, 0) {
        let refused = inspect(&life.case, &form, life.rules, &life.roster, &life.now);
        let may = dose::may_be_given(&told, life.rules, &life.now);
        if may.is_ok() != refused.is_empty() {
            let promise = "a dose may be given exactly when the rules say so";
            broken.push(Broken::new(promise, format!("{may:?}, but {refused:?}")));
        }
    }
    broken
}

/// Everything in which a plan and the second model differ.
#[must_use]
pub fn differences(history: &[Recorded], case: &Case, rules: &Rules, plan: &Plan, now: &Now) -> Vec<Broken> {
    let told = Told::of(history);
    let mut broken = Vec::new();
    standing(&told, case, now, &mut broken);
    planned(&told, rules, plan, now, &mut broken);
    broken
}

/// What the rulings allow today, and the state of each.
fn standing(told: &Told<'_>, case: &Case, now: &Now, broken: &mut Vec<Broken>) {
    let today = now.today();
    let allowed = case
        .standing_on(today)
        .map_or("no-ruling", |standing| standing.code());
    let naive = told.word_on(today).code();
    if allowed != naive {
        let found = format!("{today}: {allowed}, but {naive}");
        broken.push(Broken::new("the rulings allow what the papers say", found));
    }
    for (file, paper) in case.rulings.iter().zip(&told.rulings) {
        let (state, naive) = (file.state_on(today).code(), paper.state_on(today));
        if state != naive {
            let found = format!("{today}: {state}, but {naive}: {file:?}");
            broken.push(Broken::new("a ruling stands as its papers say", found));
        }
    }
}

fn planned(told: &Told<'_>, rules: &Rules, plan: &Plan, now: &Now, broken: &mut Vec<Broken>) {
    let naive = dose::planned(told, rules, now);
    let window = match &plan.dose {
        Ok(window) => Next::Due(Window {
            cycle: window.cycle,
            target_on: window.target_on,
            opens_on: window.opens_on,
            due_on: window.due_on,
            closes_on: window.closes_on,
        }),
        Err(reason) => Next::None(reason.code()),
    };
    if window != naive {
        let found = format!("{}: {window:?}, but {naive:?}", now.today());
        broken.push(Broken::new("the next dose is due when the rules say so", found));
    }
    let turn = |owed: &Obligation| Turn {
        number: owed.cycle,
        opens_on: owed.opens_on,
        due_on: owed.due_on,
    };
    for (kind, naive, promise) in [
        (
            Kind::Exam,
            course::next_exam(told, rules, now),
            "the next examination is due when the rules say so",
        ),
        (
            Kind::Review,
            course::next_review(told, rules, now),
            "the next review is due when the rules say so",
        ),
    ] {
        let owed = plan.obligations.iter().find(|owed| owed.kind == kind).map(turn);
        if owed != naive {
            let found = format!("{}: {owed:?}, but {naive:?}", now.today());
            broken.push(Broken::new(promise, found));
        }
    }
    let mut looks = plan.obligations.iter();
    let look = looks
        .find(|owed| owed.kind == Kind::HoldReview)
        .map(|owed| owed.due_on);
    let naive = duties::next_look(told, rules, now);
    if look != naive {
        let found = format!("{}: {look:?}, but {naive:?}", now.today());
        broken.push(Broken::new("a hold is looked at when the rules say so", found));
    }
    for found in duties::wrong_warnings(told, rules, now) {
        broken.push(Broken::new(
            "the end of a term is warned of once, and in time",
            found,
        ));
    }
}
