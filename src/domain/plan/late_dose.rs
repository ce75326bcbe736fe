//! The decision that a physician owes before a late dose, and before one that begins treatment anew.

use super::{Clocks, protocol};
use crate::domain::decide::{FlareGap, cover_undecided, unprepared};
use crate::domain::dosing::DoseWindow;
use crate::domain::obligation::{Because, Kind, Obligation, Why};
use crate::domain::rules::{Demand, Party, Post, Protocol};
use crate::domain::schedule::Interval;
use chrono::NaiveDate;

/// Since when a physician must decide, and what asks for it.
type Asked = (NaiveDate, Because);

impl Clocks<'_> {
    /// A dose in a lateness band that waits for a physician stands on the physician's list, too: the nurse can
    /// do nothing about it. So does one that begins treatment anew after a long time without an agonist. It is asked once the
    /// answer can matter: not while the person must be cleared or told first, and not before the day on which the dose may be
    /// given again.
    pub(super) fn late_dose(&self, window: &DoseWindow, today: NaiveDate) -> Option<Obligation> {
        let protocol = protocol(self.case, self.rules)?;
        if unprepared(self.case, window.regimen).is_some() {
            return None;
        }
        let late = self.band_asks(window, protocol, today);
        let anew = self.gap_asks(window, protocol, today);
        let (late_on, because) = late.into_iter().chain(anew).min_by_key(|(on, _)| *on)?;
        let since_on = late_on.max(window.opens_on);
        let mut because = vec![because];
        // What kept the dose from being given kept the question from being asked.
        let barred = window.why.because.iter().filter(|fact| match fact {
            Because::Frozen { until_on, .. } => *until_on > late_on,
            Because::LeastInterval { .. } => window.opens_on > late_on,
            _ => false,
        });
        because.extend(barred.cloned());
        Some(Obligation {
            kind: Kind::DecideLateDose,
            cycle: window.cycle,
            owner: self
                .roster
                .owner(Party::Supplier, Post::Physician, &self.rules.places)?,
            opens_on: since_on,
            due_on: since_on,
            closes_on: since_on,
            why: Why {
                rule: protocol.rule(),
                because,
            },
        })
    }

    /// The band of lateness asks, until somebody has decided; and again once a yes has lapsed.
    fn band_asks(&self, window: &DoseWindow, protocol: &Protocol, today: NaiveDate) -> Option<Asked> {
        let band = protocol.band(window.days_late_on(today))?;
        if !band.demands(Demand::PhysicianDecision) {
            return None;
        }
        let since_on = Interval::Days(band.from_day).after(window.target_on);
        let Some(decided) = self.case.late_decision(window.cycle) else {
            let because = Because::Clock {
                fact: "dose-target".to_owned(),
                fact_on: window.target_on,
                distance: format!("{} days after", band.from_day),
            };
            return Some((since_on, because));
        };
        let leave = &protocol.late_decision;
        let lapses_on = leave.lapses_on(decided.decided_on);
        if !decided.give || today < lapses_on {
            return None;
        }
        let because = Because::Clock {
            fact: "late-decision".to_owned(),
            fact_on: decided.decided_on,
            distance: format!("{} days after", leave.valid_days.saturating_add(1)),
        };
        Some((lapses_on.max(since_on), because))
    }

    /// The time without an agonist asks, until somebody has decided about cover.
    fn gap_asks(&self, window: &DoseWindow, protocol: &Protocol, today: NaiveDate) -> Option<Asked> {
        let gap = cover_undecided(self.case, protocol, self.rules)?;
        let asks = gap.begins_anew(today);
        let FlareGap { last_on, days } = gap;
        let asked = match last_on {
            Some(last_on) => (
                Interval::Days(days).after(last_on),
                Because::Clock {
                    fact: "last-agonist".to_owned(),
                    fact_on: last_on,
                    distance: format!("{days} days after"),
                },
            ),
            // No agonist was given before: its first dose is a beginning, whenever it is given.
            None => (
                window.opens_on,
                Because::Clock {
                    fact: "dose-target".to_owned(),
                    fact_on: window.target_on,
                    distance: "0 days after".to_owned(),
                },
            ),
        };
        asks.then_some(asked)
    }
}
