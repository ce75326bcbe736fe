//! What good reasons not to come say of a missed day, now and at an earlier moment.

use super::{Case, Entry};
use crate::domain::event::DoseNotGiven;
use crate::domain::ids::RecordId;
use crate::domain::passage::Passage;
use crate::domain::rules::Causes;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

impl Passage {
    /// The day that was missed of a window without a record, seen from the beginning of a day: its last one or, where a good
    /// reason covers that, the first free day after it. None until that day is over: he can still come.
    #[must_use]
    pub fn missed_before(&self, closes_on: NaiveDate, day: NaiveDate) -> Option<NaiveDate> {
        let missed_on = self.free_from(closes_on);
        (missed_on < day).then_some(missed_on)
    }
}

impl DoseNotGiven {
    /// Is it an absence, that a paper afterwards may excuse? A refusal is none: whoever refuses was there.
    #[must_use]
    pub fn is_absence(&self, causes: &Causes) -> bool {
        let reason = causes.reason(&self.cause);
        reason.is_some_and(|reason| reason.paper_excuses)
    }
}

impl Case {
    /// Is it an absence, of a day for which a good reason not to come is known?
    #[must_use]
    pub fn excuses(&self, record: &DoseNotGiven, causes: &Causes) -> bool {
        record.is_absence(causes) && self.passage.unavailable_on(record.occurred_on).is_some()
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

    /// Since when it is known which day was missed of a window without a record: since the last of the good reasons, and of the
    /// looks at them, was written down or struck out that made it another day. None where nothing ever did.
    #[must_use]
    pub fn missed_known_at(&self, closes_on: NaiveDate) -> Option<DateTime<Utc>> {
        let passage = &self.passage;
        let reasons = passage.unavailable.iter();
        let reasons = reasons.map(|entry| (entry.content.id, entry.recorded_at));
        let looks = passage.unavailable_reviews.iter();
        let looks = looks.map(|entry| (entry.content.id, entry.recorded_at));
        let said = reasons.chain(looks);
        let mut moments: Vec<_> = said
            .flat_map(|(id, at)| [Some(at), self.struck_at(id)])
            .flatten()
            .collect();
        moments.sort_unstable();
        let missed_on = passage.free_from(closes_on);
        let before = |at: DateTime<Utc>| self.free_from_as_known(closes_on, at - TimeDelta::microseconds(1));
        moments.into_iter().rev().find(|at| before(*at) != missed_on)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{Recorder, Unavailable, UnavailableReviewed};
    use crate::domain::ids::AccountId;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 12, day).unwrap()
    }

    fn written<T>(content: T) -> Entry<T> {
        Entry {
            content,
            seq: 1,
            by: Recorder::Account(AccountId::fresh()),
            recorded_at: DateTime::UNIX_EPOCH,
            earlier: Vec::new(),
            voided: None,
        }
    }

    fn reason(from_on: u32, until_on: u32) -> Unavailable {
        Unavailable {
            id: RecordId::fresh(),
            because: "hospital".to_owned(),
            from_on: day(from_on),
            until_on: day(until_on),
            paper: "1".to_owned(),
            words: String::new(),
        }
    }

    fn known(reasons: &[Unavailable]) -> Passage {
        Passage {
            unavailable: reasons.iter().cloned().map(written).collect(),
            ..Passage::default()
        }
    }

    #[test]
    fn without_a_reason_the_last_day_is_missed_once_it_is_over() {
        let passage = known(&[reason(7, 9), reason(1, 4)]);
        assert_eq!(passage.missed_before(day(5), day(4)), None);
        assert_eq!(passage.missed_before(day(5), day(5)), None);
        assert_eq!(passage.missed_before(day(5), day(6)), Some(day(5)));
        assert_eq!(
            passage.missed_before(day(5), day(8)),
            Some(day(5)),
            "a later reason explains nothing of it"
        );
    }

    #[test]
    fn the_first_free_day_is_missed_once_it_is_over() {
        let passage = known(&[reason(3, 5), reason(6, 7), reason(9, 12)]);
        for before in 5..=8 {
            assert_eq!(passage.missed_before(day(5), day(before)), None, "{before}");
        }
        for before in [9, 11, 13] {
            assert_eq!(
                passage.missed_before(day(5), day(before)),
                Some(day(8)),
                "{before}"
            );
        }
    }

    #[test]
    fn a_reason_that_was_extended_or_struck_out_makes_another_day_the_missed_one() {
        let certificate = reason(3, 5);
        let mut passage = known(std::slice::from_ref(&certificate));
        assert_eq!(passage.missed_before(day(5), day(20)), Some(day(6)));
        for until_on in [8, 11] {
            passage.unavailable_reviews.push(written(UnavailableReviewed {
                id: RecordId::fresh(),
                unavailable: certificate.id,
                until_on: day(until_on),
                over: false,
                words: "1".to_owned(),
                reviewed_on: day(5),
            }));
            let missed = passage.missed_before(day(5), day(20));
            assert_eq!(missed, Some(day(until_on + 1)));
            assert_eq!(passage.missed_before(day(5), day(until_on + 1)), None);
        }
        for entry in &mut passage.unavailable {
            entry.voided = Some("another person".to_owned());
        }
        assert_eq!(passage.missed_before(day(5), day(20)), Some(day(5)));
    }
}
