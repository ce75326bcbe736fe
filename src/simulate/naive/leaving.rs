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
    /// The moment of the last event that was read, and what stood before it: papers of one moment are one word.
    before: Option<(DateTime<Utc>, Stood)>,
}

/// The day that counted, and when it had become that one.
#[derive(Clone, Copy)]
struct Stood {
    on: Option<NaiveDate>,
    moved_at: Option<DateTime<Utc>>,
}

impl Leaving {
    pub(super) fn read(&mut self, recorded: &Recorded) {
        if let Event::CaseOpened(opened) = &recorded.event {
            self.term_on = opened.end_of_term_on;
            self.on = self.term_on;
        }
        let stands = Stood {
            on: self.on,
            moved_at: self.moved_at,
        };
        match &recorded.event {
            Event::CaseOpened(_) => {}
            Event::Released(_) => {
                *self = Self::default();
                return;
            }
            Event::ReleaseDateSet(set) => {
                let dated_on = set.dated_on.unwrap_or(recorded.recorded_at.date_naive());
                self.papers.push((set.id, dated_on, set.on));
            }
            Event::RecordVoided { record, .. } => self.papers.retain(|(id, ..)| id != record),
            _ => return,
        }
        let at = recorded.recorded_at;
        let stood = match self.before {
            Some((before_at, stood)) if before_at == at => stood,
            _ => stands,
        };
        self.before = Some((at, stood));
        self.on = self.counts();
        self.moved_at = if self.on == stood.on {
            stood.moved_at
        } else {
            Some(at)
        };
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
