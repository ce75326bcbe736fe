//! What good reasons not to come say of a missed day, now and at an earlier moment.

use super::{Case, Entry};
use crate::domain::event::DoseNotGiven;
use crate::domain::ids::RecordId;
use crate::domain::passage::Passage;
use crate::domain::rules::Causes;
use chrono::{DateTime, NaiveDate, Utc};

impl Case {
    /// Is it an absence, of a day for which a good reason not to come is known? A refusal is none: whoever refuses was there.
    #[must_use]
    pub fn excuses(&self, record: &DoseNotGiven, causes: &Causes) -> bool {
        let reason = causes.reason(&record.cause);
        reason.is_some_and(|reason| reason.paper_excuses)
            && self.passage.unavailable_on(record.occurred_on).is_some()
    }

    /// The latest record that a cycle's dose was not given which no good reason excuses.
    #[must_use]
    pub fn unexcused(&self, cycle: u32, causes: &Causes) -> Option<&Entry<DoseNotGiven>> {
        self.not_given
            .iter()
            .filter(|entry| entry.voided.is_none() && entry.content.cycle == cycle)
            .filter(|entry| !self.excuses(&entry.content, causes))
            .max_by_key(|entry| (entry.content.occurred_at, entry.content.id))
    }

    /// The record by which it is said of a cycle that its dose was not given: the latest that nothing excuses or, where each is
    /// excused, the latest.
    #[must_use]
    pub fn said_not_given(&self, cycle: u32, causes: &Causes) -> Option<&Entry<DoseNotGiven>> {
        self.unexcused(cycle, causes)
            .or_else(|| self.latest_not_given(cycle))
    }

    /// The first day from a day on for which there was no good reason not to come, by what was written down by a moment. Where he
    /// was brought is taken as it is known now.
    #[must_use]
    pub fn free_from_as_known(&self, day: NaiveDate, at: DateTime<Utc>) -> NaiveDate {
        let passage = &self.passage;
        let known = Passage {
            unavailable: self.known_by(&passage.unavailable, |reason| reason.id, at),
            unavailable_reviews: self.known_by(&passage.unavailable_reviews, |look| look.id, at),
            arrivals: passage.arrivals.clone(),
            ..Passage::default()
        };
        known.free_from(day)
    }

    /// Entries as they stood at a moment: what was struck out only later stands.
    fn known_by<T: Clone>(
        &self,
        entries: &[Entry<T>],
        id: impl Fn(&T) -> RecordId,
        at: DateTime<Utc>,
    ) -> Vec<Entry<T>> {
        let known = entries.iter().filter(|entry| entry.recorded_at <= at);
        let then = known.cloned().map(|mut entry| {
            let struck_at = self.struck_at(id(&entry.content));
            if struck_at.is_some_and(|struck_at| struck_at > at) {
                entry.voided = None;
            }
            entry
        });
        then.collect()
    }
}
