//! What somebody owes, in its barest form: what, which one, whose, and three days.

use chrono::NaiveDate;

use super::days::count;
use super::told::Told;
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::rules::{Anchor, ClockKind, Direction, Owner, Party, Post, Rules};
use crate::simulate::life::{CLINIC, DEPARTMENT, FAR_CLINIC, REGISTRY, kind_of};

/// An obligation without its reasons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owed {
    pub(super) kind: Kind,
    pub(super) cycle: u32,
    pub(super) by: Option<OrganisationId>,
    pub(super) opens_on: NaiveDate,
    pub(super) due_on: NaiveDate,
    pub(super) closes_on: NaiveDate,
}

impl Owed {
    pub(super) fn of(owed: &Obligation) -> Self {
        Self {
            kind: owed.kind,
            cycle: owed.cycle,
            by: Some(owed.owner.organisation),
            opens_on: owed.opens_on,
            due_on: owed.due_on,
            closes_on: owed.closes_on,
        }
    }
}

/// The organisation that plays a part on a day. A clinic that gives outside supplies itself.
pub(super) fn playing(party: Party, told: &Told<'_>, today: NaiveDate) -> Option<OrganisationId> {
    let here = told.way.place_on(today);
    match party {
        Party::Responsible => here,
        Party::Supplier => Some(here.filter(|here| *here == FAR_CLINIC).unwrap_or(CLINIC)),
        Party::Supervising => told.way.supervising_on(today),
        Party::Registry => Some(REGISTRY),
        Party::Region | Party::ReceiverRegion => Some(DEPARTMENT),
        Party::Receiver => told.way.asked(),
    }
}

/// Who owes what a rule gives to a post; where the organisation has no such post, the department of the region.
pub(super) fn whose(
    owner: Owner,
    told: &Told<'_>,
    rules: &Rules,
    today: NaiveDate,
) -> Option<OrganisationId> {
    let played = playing(owner.organisation, told, today)?;
    Some(whose_at(played, owner.post, rules))
}

/// The same, of an organisation that is known.
pub(super) fn whose_at(place: OrganisationId, post: Post, rules: &Rules) -> OrganisationId {
    let filled = rules.places.role(kind_of(place), post).is_some();
    if filled { place } else { DEPARTMENT }
}

/// What a legal clock makes of a fact, by the law of the fact's day.
pub(super) fn by_clock(
    (told, rules, today): (&Told<'_>, &Rules, NaiveDate),
    (kind, cycle): (Kind, u32),
    (clock, anchor): (ClockKind, Anchor),
    fact_on: NaiveDate,
) -> Option<Owed> {
    let law = rules.law_for(fact_on)?;
    let mut clocks = law.procedure.clocks.iter();
    let clock = clocks.find(|known| known.kind == clock && known.anchor == anchor)?;
    let due_on = count(fact_on, clock.offset, clock.direction, law.calendar);
    let opens_on = match clock.opens_before {
        Some(before) => count(due_on, before, Direction::Before, law.calendar),
        None => fact_on.min(due_on),
    };
    Some(Owed {
        kind,
        cycle,
        by: whose(clock.owner, told, rules, today),
        opens_on,
        due_on,
        closes_on: due_on,
    })
}
