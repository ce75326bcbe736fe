//! Whether the person is held: one answer for the whole case, whatever kind of place treats him today.

use super::{Passage, standing};
use crate::domain::case::{Case, Stay};
use crate::domain::event::HandoverReason;
use crate::domain::ids::OrganisationId;
use crate::domain::rules::PlaceKind;
use chrono::NaiveDate;

impl Case {
    /// Is the person held on a day? A stay in custody holds him; a stay in a bed leaves him as he was, unless he was
    /// released to it; every other stay sets him free. `kind` knows the kind of an organisation that the case names.
    #[must_use]
    pub fn held_on<'p>(
        &self,
        day: NaiveDate,
        kind: impl Fn(OrganisationId) -> Option<&'p PlaceKind>,
    ) -> bool {
        let stays = in_order(&self.places);
        // Where no stay has begun yet, the first one counts, as it does for who is responsible.
        let begun = stays.iter().take_while(|stay| stay.from_on <= day).count();
        let stays = stays.iter().take(begun.max(1));
        stays.fold(false, |held, stay| self.held_after(held, stay, &kind))
    }

    /// Is he behind a door on a day? As [`Self::held_on`], but whoever was let go is out from that day on, also while nobody has
    /// agreed to take him over and the place that let him go still answers for him.
    #[must_use]
    pub fn inside_on<'p>(
        &self,
        day: NaiveDate,
        kind: impl Fn(OrganisationId) -> Option<&'p PlaceKind>,
    ) -> bool {
        let mut releases = standing(&self.passage.releases);
        let went = releases.rfind(|entry| entry.content.released_on <= day);
        let out = went.is_some_and(|went| {
            let since = (went.content.released_on, went.seq);
            let mut stays = self.places.iter().filter(|stay| stay.from_on <= day);
            !stays.any(|stay| (stay.from_on, stay.seq) > since)
        });
        !out && self.held_on(day, kind)
    }

    /// Would a further stay take the person out of custody although nobody took him over on release?
    #[must_use]
    pub fn lets_go<'p>(
        &self,
        stay: Stay,
        today: NaiveDate,
        kind: impl Fn(OrganisationId) -> Option<&'p PlaceKind>,
    ) -> bool {
        let with = self.stays_with(stay, today);
        // It may also lie before stays that are known: what follows it then follows custody.
        self.unreceived(&with, &kind) > self.unreceived(&self.places, &kind)
    }

    /// So many of the stays took a person who was held, and was not released to them.
    fn unreceived<'p>(
        &self,
        stays: &[Stay],
        kind: &impl Fn(OrganisationId) -> Option<&'p PlaceKind>,
    ) -> usize {
        let mut held = false;
        let mut gone = 0;
        for stay in in_order(stays) {
            let after = self.held_after(held, stay, kind);
            gone += usize::from(held && !after && !self.passage.released_to(stay));
            held = after;
        }
        gone
    }

    fn held_after<'p>(
        &self,
        held: bool,
        stay: &Stay,
        kind: &impl Fn(OrganisationId) -> Option<&'p PlaceKind>,
    ) -> bool {
        match kind(stay.organisation) {
            Some(kind) if kind.custody() => true,
            Some(kind) if kind.keeps_held() => held && !self.passage.released_to(stay),
            _ => false,
        }
    }
}

impl Passage {
    /// Did a stay begin with a hand-over on release?
    #[must_use]
    pub fn released_to(&self, stay: &Stay) -> bool {
        self.offers.iter().any(|offer| {
            offer.content.reason == HandoverReason::Release
                && offer.content.to == stay.organisation
                && offer.moved_on == Some(stay.from_on)
        })
    }
}

/// Stays in the order in which they begin; of those that begin together the one recorded last counts.
fn in_order(stays: &[Stay]) -> Vec<&Stay> {
    let mut stays: Vec<_> = stays.iter().collect();
    stays.sort_by_key(|stay| stay.from_on);
    stays
}
