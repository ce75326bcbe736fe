//! The doses to come of one case, as far as they can be named.

use super::Need;
use crate::domain::dosing::pack_lasts_until;
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::rules::{Lead, Protocol};
use crate::domain::schedule::nth;
use chrono::NaiveDate;

/// Intervals of one case that are followed; more than a year of fortnightly doses.
const MOST: u32 = 40;

/// The next dose of a case, as the plan has it.
#[derive(Clone, Debug)]
pub struct NextDose {
    /// The case.
    pub case: CaseId,
    /// Where it is to be given.
    pub site: OrganisationId,
    /// Which one.
    pub cycle: u32,
    /// First day of its window.
    pub opens_on: NaiveDate,
    /// The day it is due.
    pub due_on: NaiveDate,
    /// Last day on which it is in time.
    pub closes_on: NaiveDate,
    /// By when a pack was needed for it, where one is owed: as the plan says.
    pub owed_by: Option<NaiveDate>,
    /// Last day on which the rulings allow a dose, where one is known.
    pub ends_on: Option<NaiveDate>,
}

/// The next dose and those that follow if each is given on its day, as far as their packs must lie at the site by
/// `until_on`.
#[must_use]
pub fn needs(
    next: &NextDose,
    protocol: &Protocol,
    lead: &Lead,
    today: NaiveDate,
    until_on: NaiveDate,
) -> Vec<Need> {
    let need = |cycle, opens_on: NaiveDate, due_on, closes_on: NaiveDate| Need {
        last_on: pack_lasts_until(closes_on, today),
        needed_by: lead.at_site_by(opens_on),
        case: next.case,
        cycle,
        product: protocol.medicine().to_owned(),
        site: next.site,
        due_on,
    };
    let first = need(next.cycle, next.opens_on, next.due_on, next.closes_on);
    let mut all = vec![Need {
        needed_by: next.owed_by.unwrap_or(first.needed_by),
        ..first
    }];
    let later = (1..MOST).map(|steps| {
        let due_on = nth(next.due_on.max(today), protocol.interval.every, steps);
        (next.cycle + steps, due_on)
    });
    let within = later.take_while(|(_, due_on)| next.ends_on.is_none_or(|ends_on| *due_on <= ends_on));
    all.extend(
        within
            .map(|(cycle, due_on)| {
                need(
                    cycle,
                    protocol.opens_on(due_on),
                    due_on,
                    protocol.closes_on(due_on),
                )
            })
            .take_while(|need| need.needed_by <= until_on),
    );
    all.retain(|need| need.needed_by <= until_on);
    all
}
