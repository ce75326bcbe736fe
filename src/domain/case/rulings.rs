//! The rulings of a case: what was written down of them, what a court did to them, and what was put right.

use super::{Case, Entry, stay_on};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{OrganisationId, RulingId};
use crate::domain::ruling::{RulingChange, RulingFile, standing_on};
use crate::domain::time::{Now, civil_date, minute_of};
use chrono::{DateTime, NaiveDate, Utc};
use std::borrow::Cow;

/// What the register said of the rulings until a mistake in it was put right. On its days everybody went by it: a dose
/// that it barred could not be given, and nobody is late with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Believed {
    /// The rulings as they then stood.
    pub rulings: Vec<RulingFile>,
    /// The day on which the mistake was written down.
    pub from_on: NaiveDate,
    /// The day of the correction.
    pub until_on: NaiveDate,
    /// Its moment.
    pub until: DateTime<Utc>,
}

impl Believed {
    /// Did it bar a dose on a day?
    fn bars(&self, day: NaiveDate) -> bool {
        let counts = self.from_on <= day && day < self.until_on;
        counts && !standing_on(&self.rulings, day).is_some_and(|standing| standing.in_force())
    }

    fn turning_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let turns = self.rulings.iter().flat_map(RulingFile::turning_days);
        turns.chain([self.from_on, self.until_on])
    }
}

impl Case {
    /// Did a mistake in the register, put right since, bar the doses on a day?
    #[must_use]
    pub fn barred_by_mistake(&self, day: NaiveDate) -> bool {
        self.believed.iter().any(|believed| believed.bars(day))
    }

    /// Every day on which such a mistake may have begun or ceased to bar the doses.
    pub(in crate::domain) fn mistaken_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.believed.iter().flat_map(Believed::turning_days)
    }

    /// The rulings as everybody who acted at a minute could know them. A paper names a day and no hour: what it stops or
    /// lets go on counts on that day from the minute it was written down, and for the whole day where it was written down
    /// later (ADR 20). A dose is told by the minute, so one of the minute of the entry comes after it.
    pub(super) fn rulings_at(&self, now: &Now) -> Cow<'_, [RulingFile]> {
        let today = now.today();
        let to_come = |entry: &Entry<RulingChange>| {
            let change = &entry.content;
            change.step.turns_execution()
                && change.effective_on == today
                && minute_of(entry.recorded_at) > now.instant
                && civil_date(entry.recorded_at, now.zone) == today
        };
        if !self.rulings.iter().any(|file| file.changes.iter().any(to_come)) {
            return Cow::Borrowed(&self.rulings);
        }
        let mut rulings = self.rulings.clone();
        for file in &mut rulings {
            file.changes.retain(|entry| !to_come(entry));
        }
        Cow::Owned(rulings)
    }

    /// A step of a ruling that counts, by its place in the history.
    #[must_use]
    pub fn ruling_step(&self, ruling: RulingId, step: u32) -> Option<&Entry<RulingChange>> {
        let file = self.rulings.iter().find(|file| file.ruling.id == ruling)?;
        let mut standing = file.changes.iter().filter(|entry| entry.voided.is_none());
        standing.find(|entry| entry.seq == step)
    }

    /// Who would supervise on the day on which a step let another body take over, had it not done so; nothing where that
    /// body supervises by something else.
    pub(in crate::domain) fn supervising_but_for(&self, step: &RulingChange) -> Option<OrganisationId> {
        let body = step.terms.as_ref()?.supervising?;
        let from_on = step.effective_on.max(self.opened_on);
        let began = |stay: &super::Stay| stay.organisation == body && stay.from_on == from_on;
        let at = self.supervision.iter().rposition(began)?;
        let mut others = self.supervision.clone();
        others.remove(at);
        let before = stay_on(&others, from_on)?.organisation;
        (before != body && self.supervising_on(from_on) == Some(body)).then_some(before)
    }

    pub(super) fn apply_to_rulings(&mut self, recorded: &Recorded) -> Option<()> {
        let at = recorded.recorded_at;
        match &recorded.event {
            Event::RulingRecorded(ruling) => self.rulings.push(RulingFile::new(ruling.clone(), at)),
            Event::RulingChanged(change) => {
                let file = self.ruling_mut(change.ruling)?;
                if change.terms.is_some() {
                    file.term_known_at = at;
                }
                file.changes.push(Entry::new(change.clone(), recorded));
            }
            Event::RulingStepVoided(struck) => {
                self.ruling_step(struck.ruling, struck.step)?;
                self.believed_until(struck.since_on, (struck.voided_on, at));
                let file = self.ruling_mut(struck.ruling)?;
                let entry = file.changes.iter_mut().find(|entry| entry.seq == struck.step)?;
                entry.voided = Some(struck.reason.clone());
                if entry.content.terms.is_some() {
                    file.term_known_at = at;
                    file.term_corrected_at = Some(at);
                }
            }
            Event::RulingAmended(amended) => {
                self.ruling_mut(amended.ruling.id)?;
                self.believed_until(amended.since_on, (amended.amended_on, at));
                let file = self.ruling_mut(amended.ruling.id)?;
                let before = std::mem::replace(&mut file.ruling, amended.ruling.clone());
                if before.until_on != file.ruling.until_on {
                    file.term_known_at = at;
                    file.term_corrected_at = Some(at);
                }
                file.earlier.push((before, amended.reason.clone()));
                file.worded_at = at;
            }
            _ => return None,
        }
        Some(())
    }

    /// Keeps what the register said until now. What was put right on the day it was written down has barred no whole day.
    fn believed_until(&mut self, from_on: NaiveDate, (until_on, until): (NaiveDate, DateTime<Utc>)) {
        self.believed.push(Believed {
            rulings: self.rulings.clone(),
            from_on,
            until_on,
            until,
        });
    }

    fn ruling_mut(&mut self, id: RulingId) -> Option<&mut RulingFile> {
        self.rulings.iter_mut().find(|file| file.ruling.id == id)
    }
}
