//! Where the person lives, and who must see to it that he is supervised there: `docs/continuity.md` in the plainest words.

use chrono::NaiveDate;

use super::days::count;
use super::owed::{Owed, whose};
use super::papers::runs;
use super::told::Told;
use super::{Broken, compared};
use crate::domain::event::{Address, Event, Recorded};
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::rules::{Direction, Owner, Party, Post, Rules};
use crate::domain::time::{Now, civil_date};
use crate::simulate::life::region_of;

/// Everything in which a plan and this model differ.
pub(super) fn check(
    told: &Told<'_>,
    history: &[Recorded],
    (rules, plan, now): (&Rules, &Plan, &Now),
    broken: &mut Vec<Broken>,
) {
    let owed: Vec<_> = owed(told, history, rules, now).into_iter().collect();
    let promise = "whoever lives elsewhere is supervised there when the rules say so";
    compared(promise, &[Kind::MoveSupervision], plan, &owed, now, broken);
}

/// The registry names a body of the region in which he lives, once he is free and lives there.
fn owed(told: &Told<'_>, history: &[Recorded], rules: &Rules, now: &Now) -> Option<Owed> {
    let today = now.today();
    let (continuity, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
    if !runs(told, today) || told.way.held_on(today, rules) {
        return None;
    }
    let body = told.way.supervising_on(today)?;
    let (lives, known_on) = last_address(history, now)?;
    let mut bodies = 0;
    let mut written_on = known_on;
    for recorded in history {
        let on = civil_date(recorded.recorded_at, now.zone);
        match &recorded.event {
            Event::CaseOpened(_) => {
                bodies += 1;
                written_on = written_on.max(on);
            }
            Event::SupervisionChanged { from_on, .. } => {
                bodies += 1;
                written_on = written_on.max(on);
                // Another body is named already, for a day to come.
                if *from_on > today {
                    return None;
                }
            }
            Event::Released(_) => written_on = written_on.max(on),
            _ => {}
        }
    }
    if lives.region == region_of(body, rules) {
        return None;
    }
    let since_on = written_on.max(lives.from_on);
    let within = continuity.residence.offered_within;
    let due_on = count(since_on, within, Direction::After, law.calendar);
    let clerk = Owner {
        organisation: Party::Registry,
        post: Post::Clerk,
    };
    Some(Owed {
        kind: Kind::MoveSupervision,
        cycle: bodies,
        by: whose(clerk, told, rules, today),
        opens_on: since_on,
        due_on,
        closes_on: due_on,
    })
}

/// The address that begins last, of those that begin together the one written down last; and the day on which it was.
fn last_address<'h>(history: &'h [Recorded], now: &Now) -> Option<(&'h Address, NaiveDate)> {
    let mut known: Vec<(&Address, NaiveDate)> = Vec::new();
    for recorded in history {
        match &recorded.event {
            Event::AddressReported(address) => {
                known.push((address, civil_date(recorded.recorded_at, now.zone)));
            }
            Event::RecordVoided { record, .. } => known.retain(|(address, _)| address.id != *record),
            _ => {}
        }
    }
    let mut last: Option<(&Address, NaiveDate)> = None;
    for (address, on) in known {
        if last.is_none_or(|(before, _)| before.from_on <= address.from_on) {
            last = Some((address, on));
        }
    }
    last
}
