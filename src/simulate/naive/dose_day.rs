//! The day that a physician agrees on for a dose, because of a journey or of a restriction: `docs/continuity.md` in the plainest
//! words.

use super::asking::Asking;
use super::dose::{Next, planned};
use super::owed::{Owed, whose};
use super::papers::runs;
use super::told::Told;
use super::{Broken, compared, kept_away, leave};
use crate::domain::event::Recorded;
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::rules::{Owner, Party, Post, Rules};
use crate::domain::time::Now;

/// Everything in which a plan and this model differ.
pub(super) fn check(
    about: (&Told<'_>, &Asking<'_>),
    history: &[Recorded],
    (rules, plan, now): (&Rules, &Plan, &Now),
    broken: &mut Vec<Broken>,
) {
    let owed: Vec<_> = owed(about, history, rules, now).into_iter().collect();
    let promise = "a day for a dose is agreed when the rules say so";
    compared(promise, &[Kind::AgreeDoseDay], plan, &owed, now, broken);
}

/// A journey asks for a day first; where none does, what stands against the day on which the dose is expected.
fn owed(
    (told, asking): (&Told<'_>, &Asking<'_>),
    history: &[Recorded],
    rules: &Rules,
    now: &Now,
) -> Option<Owed> {
    let today = now.today();
    let Next::Due(window) = planned(told, rules, now) else {
        return None;
    };
    if !runs(told, today) {
        return None;
    }
    let journey = leave::to_agree(told, history, &window, (rules, now));
    let barred = || kept_away::to_agree((told, asking), history, &window, (rules, now));
    let (known_on, due_on) = journey.or_else(barred)?;
    let physician = Owner {
        organisation: Party::Supplier,
        post: Post::Physician,
    };
    Some(Owed {
        kind: Kind::AgreeDoseDay,
        cycle: window.cycle,
        by: whose(physician, told, rules, today),
        opens_on: known_on,
        due_on,
        closes_on: due_on,
    })
}
