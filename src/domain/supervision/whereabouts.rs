//! That nobody knew where the person was, as a supervising body may know it: since when, when somebody last looked, and
//! when he was found. What was tried, and what was said about it, stays with whoever wrote it.

use crate::domain::case::Entry;
use crate::domain::event::PersonLost;
use crate::domain::passage::{Passage, standing};
use chrono::NaiveDate;
use serde::Serialize;

/// A report that he could not be found, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Since this day.
    pub since_on: NaiveDate,
    /// When somebody last looked for him.
    pub looked_on: Option<NaiveDate>,
    /// When he was found, or came to an organisation that does not treat him.
    pub found_on: Option<NaiveDate>,
}

impl Missing {
    /// Each report that stands, the newest first.
    #[must_use]
    pub fn of(passage: &Passage) -> Vec<Self> {
        let reports = standing(&passage.lost).rev();
        reports.map(|lost| Self::told(passage, lost)).collect()
    }

    fn told(passage: &Passage, lost: &Entry<PersonLost>) -> Self {
        let mut searches = standing(&passage.searches);
        let found = searches.find(|entry| entry.content.lost == lost.content.id && entry.content.found);
        let mut arrivals = standing(&passage.turned_up);
        let came = arrivals.find(|seen| seen.seq > lost.seq);
        let found_on = found.map(|entry| entry.content.looked_on);
        Self {
            since_on: lost.content.since_on,
            looked_on: passage.last_search(lost.content.id),
            found_on: found_on.or_else(|| came.map(|seen| seen.content.came_on)),
        }
    }
}
