//! What is owed before the first dose.

use super::Clocks;
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::obligation::{Because, Kind, Obligation, Why};
use crate::domain::rules::{Anchor, ClockKind, Party, Post};
use crate::domain::time::civil_date;
use chrono::NaiveDate;

impl Clocks<'_> {
    /// Before the first dose: clearance, the choice of the drug, and telling the person, each with its own owner and
    /// day.
    pub(super) fn before_first_dose(
        &self,
        dose: &Result<DoseWindow, NoDose>,
        today: NaiveDate,
    ) -> Vec<Obligation> {
        let mut known_on = NaiveDate::MIN;
        let window = match dose {
            Ok(window) => Some(window),
            Err(NoDose::NoRegimen | NoDose::DrugExcluded { .. }) => None,
            Err(NoDose::TooYoung { since_on, .. }) => {
                known_on = *since_on;
                None
            }
            // No ruling in force, or a hold: nothing is prepared meanwhile.
            Err(_) => return Vec::new(),
        };
        let mut owed = Vec::new();
        if self.case.doses_in_effect().is_empty() {
            owed.extend(self.clearance(today));
        }
        if window.is_none() {
            owed.extend(self.choose_drug(today, known_on));
        }
        owed.extend(window.and_then(|window| self.inform(window)));
        owed
    }

    /// The day from which what follows a ruling's force is counted, with what happened on it: no text fixes these days, and
    /// nobody is late for what could not be known here. A ruling that was registered after it came into force counts from
    /// then. Of several rulings in force the first counts: one that is still to come, or was never announced, puts nothing
    /// off.
    pub(super) fn force_known(&self, today: NaiveDate) -> Option<(NaiveDate, &'static str)> {
        let rulings = self.case.rulings.iter();
        let in_force = rulings.filter(|file| file.standing_on(today).in_force());
        let known = in_force.filter_map(|file| {
            let (in_force_on, recorded_at) = file.in_force_since()?;
            let recorded_on = civil_date(recorded_at, self.zone).max(self.received_on(file));
            Some(if recorded_on > in_force_on {
                (recorded_on, "ruling-received")
            } else {
                (in_force_on, "ruling-in-force")
            })
        });
        known.min_by_key(|(known_on, _)| *known_on)
    }

    /// Owed from the ruling's force on.
    fn since_force(
        &self,
        kind: Kind,
        clock: ClockKind,
        cycle: u32,
        (today, not_before): (NaiveDate, NaiveDate),
    ) -> Option<Obligation> {
        let (known_on, fact) = self.force_known(today)?;
        let fact_on = known_on.max(not_before);
        let mut owed = self.clock(kind, clock, Anchor::RulingInForce, cycle, fact_on, 1)?;
        if fact_on == known_on {
            owed.why.because.iter_mut().for_each(|because| {
                if let Because::Clock { fact: said, .. } = because {
                    fact.clone_into(said);
                }
            });
        }
        Some(owed)
    }

    /// Until a commission clears the person: first by the procedure's clock, then on the day it set itself.
    fn clearance(&self, today: NaiveDate) -> Option<Obligation> {
        let looks = self.case.clearances.iter().filter(|entry| entry.voided.is_none());
        let cycle = u32::try_from(looks.count()).ok()? + 1;
        let (kind, clock) = (Kind::Clearance, ClockKind::Clearance);
        let Some(last) = self.case.clearance() else {
            return self.since_force(kind, clock, cycle, (today, NaiveDate::MIN));
        };
        if last.cleared {
            // A newer look under a case that rests says no: the commission looks again, from the day this case knows of it.
            let known_on = self.case.not_cleared_elsewhere()?;
            return self.clock(kind, clock, Anchor::RulingInForce, cycle, known_on, 1);
        }
        let again_on = last.again_on?;
        let mut owed = self.clock(kind, clock, Anchor::RulingInForce, cycle, last.examined_on, 1)?;
        owed.opens_on = last.examined_on;
        owed.due_on = again_on;
        owed.closes_on = again_on;
        owed.why = Why {
            rule: last.course.clone(),
            because: vec![Because::SetBy {
                fact: "clearance".to_owned(),
                fact_on: last.examined_on,
                on: again_on,
            }],
        };
        Some(owed)
    }

    /// A ruling in force and no drug chosen, or one that the commission's last look excludes, or that is not given at his age:
    /// counted from the recommendation, once there is one, and never from before that was known.
    fn choose_drug(&self, today: NaiveDate, since_on: NaiveDate) -> Option<Obligation> {
        let (kind, clock) = (Kind::ChooseDrug, ClockKind::ChooseDrug);
        let cycle = self.next_choice()?;
        // What was found under a case that rests became known here when the two were merged.
        let known_on = super::protocol(self.case, self.rules)
            .and_then(|protocol| self.case.excluded_elsewhere(protocol))
            .map(|(_, known_on)| known_on);
        let known_on = known_on.map_or(since_on, |known_on| known_on.max(since_on));
        match self.case.clearance() {
            Some(clearance) if clearance.cleared => {
                let fact_on = clearance.examined_on.max(known_on);
                self.clock(kind, clock, Anchor::RecommendationReceived, cycle, fact_on, 1)
            }
            // Not to be treated, for now: there is nothing to choose.
            Some(_) => None,
            None => self.since_force(kind, clock, cycle, (today, known_on)),
        }
    }

    /// Before the first dose of a drug the person is told about it.
    fn inform(&self, window: &DoseWindow) -> Option<Obligation> {
        if !self.case.untried(window.regimen) || self.case.informed_of(window.regimen) {
            return None;
        }
        let number = self
            .case
            .regimens
            .iter()
            .position(|entry| entry.content.id == window.regimen)?;
        let prescribed = self.case.regimens.get(number)?;
        let law = self.rules.law_for(window.due_on)?;
        Some(Obligation {
            kind: Kind::InformPerson,
            cycle: u32::try_from(number).ok()? + 1,
            owner: self
                .roster
                .owner(Party::Supplier, Post::Physician, &self.rules.places)?,
            opens_on: civil_date(prescribed.recorded_at, self.zone).min(window.due_on),
            due_on: window.due_on,
            closes_on: window.due_on,
            why: Why {
                rule: law.course.rule(),
                because: vec![Because::Clock {
                    fact: "first-dose-planned".to_owned(),
                    fact_on: window.due_on,
                    distance: "0 days before".to_owned(),
                }],
            },
        })
    }
}
