//! How the day of release moved from one day to another, and when that was written down.

use super::standing;
use crate::domain::case::{Case, Entry};
use crate::domain::event::Released;
use chrono::{DateTime, NaiveDate, Utc};

/// A change of the day of release: by a paper that was written down, or by one that was struck out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseMoved {
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// The day that held before; none where none was known.
    pub from: Option<NaiveDate>,
    /// The day that held from then on.
    pub to: Option<NaiveDate>,
}

impl Case {
    /// Every change of the day of the release that lies ahead, the oldest first. A paper that confirms the day, or is
    /// outdated when it comes, changes nothing, and makes nobody know it later.
    #[must_use]
    pub fn release_moves(&self) -> Vec<ReleaseMoved> {
        self.release_moves_until(None)
    }

    /// The same of the release in which he went, until that was written down; of the one that lies ahead where none is given.
    #[must_use]
    pub fn release_moves_until(&self, went: Option<&Entry<Released>>) -> Vec<ReleaseMoved> {
        let until = went.map_or(u32::MAX, |entry| entry.seq);
        let before = standing(&self.passage.releases).rfind(|entry| entry.seq < until);
        let since = before.map_or(0, |entry| entry.seq);
        let papers = self.passage.release_dates.iter();
        let papers: Vec<_> = papers
            .filter(|entry| since < entry.seq && entry.seq < until)
            .filter(|entry| entry.voided.is_none() || self.struck_at(entry.content.id).is_some())
            .map(|entry| (entry, self.struck_at(entry.content.id)))
            .collect();
        let moments = papers.iter();
        let moments = moments.flat_map(|(entry, struck_at)| [Some(entry.recorded_at), *struck_at]);
        let mut moments: Vec<_> = moments.flatten().collect();
        moments.retain(|at| went.is_none_or(|entry| *at <= entry.recorded_at));
        moments.sort_unstable();
        moments.dedup();
        let mut from = self.end_of_term_on.filter(|_| before.is_none());
        let term = from;
        let mut moves = Vec::new();
        for at in moments {
            let mut known = papers.iter().rev();
            let counts = known.find(|(entry, struck_at)| {
                entry.recorded_at <= at && struck_at.is_none_or(|struck_at| struck_at > at)
            });
            let to = counts.map(|(entry, _)| entry.content.on).or(term);
            if to != from {
                moves.push(ReleaseMoved { at, from, to });
                from = to;
            }
        }
        moves
    }

    /// When the day of release that holds now became known by a paper: none where nothing has changed it since the case was
    /// opened, or since he was last released.
    #[must_use]
    pub fn release_known_at(&self) -> Option<DateTime<Utc>> {
        self.release_moves().last().map(|moved| moved.at)
    }
}
