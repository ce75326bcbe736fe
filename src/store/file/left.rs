//! A case as an organisation left it: what it handed over, and what it wrote down there itself since.

use super::CaseFile;
use crate::domain::case::Case;
use crate::domain::event::Recorded;
use crate::domain::ids::OrganisationId;
use crate::domain::rules::Places;
use crate::domain::time::{Now, start_of_day};
use chrono::{DateTime, Utc};

impl CaseFile {
    /// The file as it stood when an organisation was responsible last, with what its own people have recorded since: a
    /// correction, a dose given by habit. The clock of the file stands at the hand-over also where these are later: with today's
    /// clock what others did meanwhile would look overdue. Who is responsible now stays what it is. Whole where the
    /// organisation never handed the person over.
    #[must_use]
    pub(in crate::store) fn left_by(mut self, organisation: OrganisationId, places: &Places) -> Self {
        let Some(left_at) = self.left_at(organisation) else {
            return self;
        };
        let own = |recorded: &Recorded| self.organisation_of(&recorded.by) == Some(organisation);
        let known = |recorded: &&Recorded| recorded.recorded_at <= left_at;
        let mut history: Vec<_> = self.history.iter().take_while(known).cloned().collect();
        let Ok(mut case) = Case::fold(self.case.id, &history) else {
            return self;
        };
        for recorded in self.history[history.len()..]
            .iter()
            .filter(|recorded| own(recorded))
        {
            let next = Recorded {
                seq: case.version + 1,
                ..recorded.clone()
            };
            // What speaks of something recorded elsewhere meanwhile says nothing here.
            let mut with = case.clone();
            if with.apply(&next).is_ok() {
                case = with;
                history.push(next);
            }
        }
        self.now = Now {
            instant: left_at.min(self.now.instant),
            ..self.now
        };
        self.roster.held = case.held_on(self.now.today(), |id| self.kind_of(id, places));
        (self.case, self.history, self.as_left) = (case, history, true);
        self
    }

    /// When another took over from an organisation for the last time: on its first day, or when that was written down.
    fn left_at(&self, organisation: OrganisationId) -> Option<DateTime<Utc>> {
        let next = self.case.taken_over_from(organisation, self.now.today())?;
        Some(start_of_day(next.from_on, self.now.zone).max(next.known_at))
    }
}
