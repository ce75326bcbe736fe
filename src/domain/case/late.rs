//! What physicians decided about very late doses.

use super::{Case, Entry};
use crate::domain::event::LateDoseDecided;
use chrono::{DateTime, TimeDelta, Utc};

/// A time of day is typed to the minute: what was written down within that minute counts as known in it.
const TYPED_TO: TimeDelta = TimeDelta::minutes(1);

impl Case {
    /// The physician's decision about the late dose of a cycle, as it stands. A no is over when a physician lifts the hold
    /// that came with it: then it is decided anew. For how long a yes counts, the protocol says.
    #[must_use]
    pub fn late_decision(&self, cycle: u32) -> Option<&LateDoseDecided> {
        self.late_decision_of(cycle, |_| true)
    }

    /// The one that stood at a moment. Leave that is asked for afterwards was no leave when the dose was given.
    #[must_use]
    pub fn late_decision_at(&self, cycle: u32, at: DateTime<Utc>) -> Option<&LateDoseDecided> {
        self.late_decision_of(cycle, |entry| entry.recorded_at - TYPED_TO < at)
    }

    fn late_decision_of(
        &self,
        cycle: u32,
        known: impl Fn(&Entry<LateDoseDecided>) -> bool,
    ) -> Option<&LateDoseDecided> {
        let mut standing = self
            .late_decisions
            .iter()
            .filter(|entry| entry.voided.is_none() && known(entry));
        let last = standing.rfind(|entry| entry.content.cycle == cycle)?;
        let mut lifted = self.holds.iter().filter_map(|hold| hold.lifted_seq);
        (last.content.give || lifted.all(|lifted| lifted < last.seq)).then_some(&last.content)
    }
}
