//! The day of release as it stood after each event, and since when it has been that one.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::event::{Event, Recorded};
use crate::domain::ids::RecordId;

/// What was written down since the last release.
#[derive(Default)]
pub(super) struct Leaving {
    /// The papers that were not struck out, with the dates on them and the days that they name.
    papers: Vec<(RecordId, NaiveDate, NaiveDate)>,
    /// The end of the term, until the first release.
    term_on: Option<NaiveDate>,
    /// The day that counts.
    on: Option<NaiveDate>,
    /// When it last became another one.
    pub(super) moved_at: Option<DateTime<Utc>>,
}

impl Leaving {
    pub(super) fn read(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::CaseOpened(opened) => {
                self.term_on = opened.end_of_term_on;
                self.on = self.term_on;
            }
            Event::Released(_) => *self = Self::default(),
            Event::ReleaseDateSet(set) => {
                let dated_on = set.dated_on.unwrap_or(recorded.recorded_at.date_naive());
                self.papers.push((set.id, dated_on, set.on));
            }
            Event::RecordVoided { record, .. } => self.papers.retain(|(id, ..)| id != record),
            _ => return,
        }
        let on = self.counts();
        if on != self.on {
            self.on = on;
            self.moved_at = Some(recorded.recorded_at);
        }
    }

    /// The paper with the newest date counts; of those of one day the one written down last; the term where there is none.
    fn counts(&self) -> Option<NaiveDate> {
        let mut newest: Option<(NaiveDate, NaiveDate)> = None;
        for (_, dated_on, on) in &self.papers {
            if newest.is_none_or(|(known, _)| known <= *dated_on) {
                newest = Some((*dated_on, *on));
            }
        }
        newest.map(|(_, on)| on).or(self.term_on)
    }
}
