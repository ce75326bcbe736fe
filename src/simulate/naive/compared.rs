//! What the plan says is owed, held against what the second model says is.

use std::collections::BTreeSet;

use super::dose::Next;
use super::owed::Owed;
use super::told::Told;
use super::{before, course, duties, ending, observed, open};
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::rules::Rules;
use crate::domain::time::Now;
use crate::simulate::Broken;

/// What is owed of some kinds, and what the second model says is.
pub(super) fn compared(
    promise: &'static str,
    kinds: &[Kind],
    plan: &Plan,
    naive: &[Owed],
    now: &Now,
    broken: &mut Vec<Broken>,
) {
    let planned = plan.obligations.iter().filter(|owed| kinds.contains(&owed.kind));
    let planned: BTreeSet<_> = planned.map(Owed::of).collect();
    let naive: BTreeSet<_> = naive.iter().cloned().collect();
    if planned != naive {
        let more: Vec<_> = planned.difference(&naive).collect();
        let less: Vec<_> = naive.difference(&planned).collect();
        let found = format!("{}: {more:?}, but {less:?}", now.today());
        broken.push(Broken::new(promise, found));
    }
}

/// What is owed on the clinical course, from the commission before the first dose to the plan for the time after the last.
/// `next` is the dose that the second model plans.
pub(super) fn clinical(
    (told, next): (&Told<'_>, &Next),
    rules: &Rules,
    plan: &Plan,
    now: &Now,
    broken: &mut Vec<Broken>,
) {
    let about = (told, rules, now.today());
    let exam = course::next_exam(told, rules, now).map(|turn| turn.owed(Kind::Exam, about));
    let review = course::next_review(told, rules, now).map(|turn| turn.owed(Kind::Review, about));
    let after = ending::to_plan_after(told, rules, now);
    let all: [(&'static str, &[Kind], Vec<Owed>); 8] = [
        (
            "what comes before a dose is owed when the rules say so",
            &[Kind::Clearance, Kind::ChooseDrug, Kind::InformPerson],
            before::owed(told, next, rules, now),
        ),
        (
            "the next examination is due when the rules say so",
            &[Kind::Exam],
            exam.into_iter().collect(),
        ),
        (
            "the next review is due when the rules say so",
            &[Kind::Review],
            review.into_iter().collect(),
        ),
        (
            "what was seen after a dose is owed until it stands on its record",
            &[Kind::CompleteObservation],
            observed::to_complete(told, rules, now),
        ),
        (
            "a hold is looked at when the rules say so",
            &[Kind::HoldReview],
            duties::to_look_at(told, rules, now),
        ),
        (
            "a reaction is followed until its outcome is told",
            &[Kind::ReactionOutcome],
            open::reactions(told, rules, now),
        ),
        (
            "each complaint is owed an answer until it has one",
            &[Kind::AnswerComplaint],
            open::complaints(told, rules, now),
        ),
        (
            "the time after the measure is planned when the rules say so",
            &[Kind::Aftercare],
            after.into_iter().collect(),
        ),
    ];
    for (promise, kinds, naive) in all {
        compared(promise, kinds, plan, &naive, now, broken);
    }
}
