//! Since when the register says what it says of the rulings, a death or a transfer: nobody is late for what he could not know.

use super::standing::before;
use super::{Case, Entry};
use crate::domain::event::CaseEnded;
use crate::domain::ruling::RulingFile;
use chrono::{DateTime, Utc};

impl Case {
    /// When the youngest paper was written down, or put right, without which the case would not say something that it says
    /// now; `None` where it said so before every paper.
    pub(in crate::domain) fn said_since<T: PartialEq>(
        &self,
        said: impl Fn(&Self) -> T,
    ) -> Option<DateTime<Utc>> {
        let now = said(self);
        let mut then = self.clone();
        self.papers_at().into_iter().rev().find(|at| {
            then.rulings = self.rulings_before(*at);
            then.departures = self.departures_before(*at);
            said(&then) != now
        })
    }

    /// The moments at which something was written down of a ruling, a death or a transfer, or put right, the oldest first.
    fn papers_at(&self) -> Vec<DateTime<Utc>> {
        let steps = self.rulings.iter().flat_map(|file| &file.changes);
        let gone = self.departures.iter();
        let mut moments: Vec<_> = self
            .rulings
            .iter()
            .map(|file| file.recorded_at)
            .chain(steps.map(|entry| entry.recorded_at))
            .chain(self.believed.iter().map(|believed| believed.until))
            .chain(gone.clone().map(|entry| entry.recorded_at))
            .chain(gone.filter_map(|entry| self.struck_at(entry.content.id)))
            .collect();
        moments.sort_unstable();
        moments.dedup();
        moments
    }

    /// The rulings as the register had them before a moment, with the mistakes that were put right only then or later.
    fn rulings_before(&self, at: DateTime<Utc>) -> Vec<RulingFile> {
        let mut put_right = self.believed.iter();
        let mistaken = put_right.find(|believed| believed.until >= at);
        before(mistaken.map_or(&self.rulings, |believed| &believed.rulings), at)
    }

    fn departures_before(&self, at: DateTime<Utc>) -> Vec<Entry<CaseEnded>> {
        let known = self.departures.iter().filter(|entry| entry.recorded_at < at);
        let then = known.cloned().map(|mut entry| {
            let struck_at = self.struck_at(entry.content.id);
            if struck_at.is_some_and(|struck_at| struck_at >= at) {
                entry.voided = None;
            }
            entry
        });
        then.collect()
    }
}
