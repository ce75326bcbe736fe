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
    pub(super) fn before_first_dose(&self, dose: &Result<DoseWindow, NoDose>) -> Vec<Obligation> {
        let window = match dose {
            Ok(window) => Some(window),
            Err(NoDose::NoRegimen | NoDose::DrugExcluded { .. }) => None,
            // No ruling in force, or a hold: nothing is prepared meanwhile.
            Err(_) => return Vec::new(),
        };
        let mut owed = Vec::new();
        if self.case.doses_in_effect().is_empty() {
            owed.extend(self.clearance());
        }
        if window.is_none() {
            owed.extend(self.choose_drug());
        }
        owed.extend(window.and_then(|window| self.inform(window)));
        owed
    }

    fn in_force_on(&self) -> Option<NaiveDate> {
        let rulings = self.case.rulings.iter();
        rulings.filter_map(|file| file.in_force_on()).max()
    }

    /// Until a commission clears the person: first by the procedure's clock, then on the day it set itself.
    fn clearance(&self) -> Option<Obligation> {
        let looks = self.case.clearances.iter().filter(|entry| entry.voided.is_none());
        let cycle = u32::try_from(looks.count()).ok()? + 1;
        let (kind, clock) = (Kind::Clearance, ClockKind::Clearance);
        let Some(last) = self.case.clearance() else {
            return self.clock(kind, clock, Anchor::RulingInForce, cycle, self.in_force_on()?, 1);
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

    /// A ruling in force and no drug chosen, or one that the commission's last look excludes: counted from the
    /// recommendation, once there is one.
    fn choose_drug(&self) -> Option<Obligation> {
        let (anchor, fact_on) = match self.case.clearance() {
            Some(clearance) if clearance.cleared => (Anchor::RecommendationReceived, clearance.examined_on),
            // Not to be treated, for now: there is nothing to choose.
            Some(_) => return None,
            None => (Anchor::RulingInForce, self.in_force_on()?),
        };
        // What was found under a case that rests became known here when the two were merged.
        let known_on = super::protocol(self.case, self.rules)
            .and_then(|protocol| self.case.excluded_elsewhere(protocol))
            .map(|(_, known_on)| known_on);
        let fact_on = known_on.map_or(fact_on, |known_on| fact_on.max(known_on));
        let cycle = self.next_choice()?;
        self.clock(Kind::ChooseDrug, ClockKind::ChooseDrug, anchor, cycle, fact_on, 1)
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
