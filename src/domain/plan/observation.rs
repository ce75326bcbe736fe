//! What is still to be written down of the time after an injection.

use super::Clocks;
use crate::domain::case::Entry;
use crate::domain::event::DoseGiven;
use crate::domain::obligation::{Because, Kind, Obligation, Owner, Why};
use crate::domain::results::protocol_of;
use crate::domain::rules::{Party, Post};
use crate::domain::schedule::Interval;
use crate::domain::time::civil_date;
use chrono::{NaiveDate, TimeDelta};

/// The fact from which is counted.
const GIVEN: &str = "dose-given";

impl Clocks<'_> {
    /// A dose is written down at once, and what was seen after it once the time of observation is over. Who gave it owes that,
    /// as long as the person has been treated there ever since: nobody else has seen it, and nobody remembers it once he was
    /// elsewhere.
    pub(super) fn observations(&self, today: NaiveDate) -> Vec<Obligation> {
        let stays = &self.case.places;
        let stayed = |dose: &DoseGiven| {
            let moves = stays.iter().map(|stay| stay.from_on);
            let mut days = moves.filter(|day| dose.given_on < *day && *day <= today);
            let there = |day| self.case.place_on(day) == Some(dose.place);
            there(dose.given_on) && days.all(there)
        };
        let doses = self.case.doses_in_effect().into_iter();
        let unsaid = doses.filter(|entry| {
            let dose = &entry.content;
            // Of a dose that was taken over from a register nobody knows what was asked.
            dose.observed.is_none() && !dose.checks.is_empty() && stayed(dose)
        });
        let mut unsaid = unsaid.peekable();
        if unsaid.peek().is_none() {
            return Vec::new();
        }
        let places = &self.rules.places;
        let Some(owner) = self.roster.owner(Party::Responsible, Post::Giver, places) else {
            return Vec::new();
        };
        unsaid
            .filter_map(|entry| self.observation(entry, owner.clone()))
            .collect()
    }

    fn observation(&self, entry: &Entry<DoseGiven>, owner: Owner) -> Option<Obligation> {
        let dose = &entry.content;
        let protocol = protocol_of(self.case, self.rules, dose)?;
        let asked = protocol.observation.as_ref();
        let asked = asked.filter(|asked| asked.owed_from.is_some_and(|from| from <= dose.given_on))?;
        let over_at = dose.occurred_at + TimeDelta::minutes(asked.minutes.into());
        let over_on = civil_date(over_at, self.zone);
        // Nobody is late for what was typed from paper later.
        let opens_on = over_on.max(civil_date(entry.recorded_at, self.zone));
        let due_on = Interval::Days(asked.within_days).after(opens_on);
        let mut because = vec![Because::Clock {
            fact: GIVEN.to_owned(),
            fact_on: dose.given_on,
            distance: format!("{} days after", asked.within_days),
        }];
        if over_on < opens_on {
            because.push(Because::KnownSince {
                fact: "dose-written-down".to_owned(),
                on: opens_on,
                needed_on: None,
            });
        }
        Some(Obligation {
            kind: Kind::CompleteObservation,
            cycle: dose.cycle,
            owner,
            opens_on,
            due_on,
            closes_on: due_on,
            why: Why {
                rule: protocol.rule(),
                because,
            },
        })
    }
}
