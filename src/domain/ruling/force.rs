//! Since when a ruling is in legal force.

use super::{RulingChange, RulingFile, RulingStep};
use crate::domain::case::Entry;
use chrono::{DateTime, NaiveDate, Utc};

impl RulingFile {
    /// First day in force, from the paper or from a later step.
    #[must_use]
    pub fn in_force_on(&self) -> Option<NaiveDate> {
        self.in_force_since().map(|(in_force_on, _)| in_force_on)
    }

    /// First day in force, and when the paper that says so was written down; none while an appeal keeps it from force.
    #[must_use]
    pub fn in_force_since(&self) -> Option<(NaiveDate, DateTime<Utc>)> {
        let standing = || self.changes.iter().filter(|entry| entry.voided.is_none());
        let speaks = |entry: &&Entry<RulingChange>| {
            let step = entry.content.step;
            step == RulingStep::EnteredIntoForce || step.appeals()
        };
        let entered = standing().rfind(|entry| entry.content.step == RulingStep::EnteredIntoForce);
        let entered = entered.map(|entry| (entry.content.effective_on, entry.recorded_at));
        let named = entered.or_else(|| Some((self.ruling.in_force_on?, self.recorded_at)))?;
        // A paper of force that was written down after the appeal knew of it.
        let last = standing().rfind(speaks);
        if last.is_some_and(|entry| !entry.content.step.appeals()) {
            return Some(named);
        }
        self.after_appeal(named)
    }

    /// An appeal lodged before the day of force keeps the ruling from force until it is decided, whatever day was written
    /// down ahead.
    fn after_appeal(&self, named: (NaiveDate, DateTime<Utc>)) -> Option<(NaiveDate, DateTime<Utc>)> {
        let standing = self.changes.iter().filter(|entry| entry.voided.is_none());
        let mut entries: Vec<_> = standing.collect();
        entries.sort_by_key(|entry| entry.content.effective_on);
        let (force_on, _) = named;
        let (mut since, mut open) = (named, false);
        for entry in entries {
            let on = entry.content.effective_on;
            if entry.content.step.appeals() && on < force_on {
                open = true;
            } else if entry.content.step == RulingStep::AppealDecided {
                if open && on > force_on {
                    since = (on, entry.recorded_at);
                }
                open = false;
            }
        }
        (!open).then_some(since)
    }
}
