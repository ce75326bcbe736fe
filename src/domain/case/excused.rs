//! What good reasons not to come said of a missed day at an earlier moment.

use super::{Case, Entry};
use crate::domain::ids::RecordId;
use crate::domain::passage::Passage;
use chrono::{DateTime, NaiveDate, Utc};

impl Case {
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
