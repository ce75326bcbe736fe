//! Where the person is supervised after a move.

use super::{Counted, Way};
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::rules::{Party, Post};
use crate::domain::time::civil_date;

impl Way<'_> {
    /// Whoever lives in another region is supervised there: the registry changes the body, within the time in which a clinic
    /// of the new region is asked. Until then the body of the old region reads what is no matter of its own, and nobody
    /// who is near looks after him. While he is held nobody supervises him at home.
    pub(super) fn move_supervision(&self) -> Option<Obligation> {
        let (case, roster) = (self.clocks.case, self.clocks.roster);
        let body = roster.site(Party::Supervising)?;
        let lives = case.passage.residence()?;
        let elsewhere = !body.region.is_empty() && lives.content.region != body.region;
        let seen_to = case.supervision.iter().any(|stay| stay.from_on > self.today);
        if roster.held || !elsewhere || seen_to {
            return None;
        }
        // Nobody could know before the address, the release and the body that supervises were all written down.
        let released_at = case.passage.last_release().map(|entry| entry.recorded_at);
        let named_at = case.supervision.iter().map(|stay| stay.known_at);
        let known_at = named_at.chain(released_at).fold(lives.recorded_at, Ord::max);
        let from = Counted {
            fact: "address-reported",
            fact_on: civil_date(known_at, self.clocks.zone).max(lives.content.from_on),
            offset: self.rules.residence.offered_within,
        };
        // Each body that supervised is followed by one duty at most.
        let bodies = u32::try_from(case.supervision.len()).ok()?;
        self.within(
            (Kind::MoveSupervision, bodies),
            (Party::Registry, Post::Clerk),
            from,
        )
    }
}
