//! Where the person is treated, and what was said and sent before a release, written down as it comes.

use chrono::{DateTime, NaiveDate, Utc};

use super::leaving::Leaving;
use crate::domain::event::{Event, HandoverOffer, HandoverReason, Recorded, ReleaseNotice, RulingForwarded};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::rules::Rules;
use crate::simulate::life::kind_of;

/// A day of release, as a paper named it.
pub(super) struct Named {
    pub(super) id: RecordId,
    pub(super) seq: u32,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) on: NaiveDate,
    /// The date on the paper; the day it was written down, where nobody asked for that.
    dated_on: NaiveDate,
}

/// The drawers. Records that were struck out are not in them.
#[derive(Default)]
pub(super) struct Way<'h> {
    pub(super) opened_on: NaiveDate,
    /// End of the term, as it was known when the case was opened.
    pub(super) term_on: Option<NaiveDate>,
    /// Who treats from which day on, in the order of recording.
    stays: Vec<(OrganisationId, NaiveDate)>,
    /// Who supervises from which day on.
    supervision: Vec<(OrganisationId, NaiveDate)>,
    /// Each offer with the day on which responsibility moved by it.
    offers: Vec<(&'h HandoverOffer, Option<NaiveDate>)>,
    /// The offers that nobody has declined and by which nobody has moved yet.
    pending: Vec<RecordId>,
    /// Those of them that were accepted and wait for the release.
    agreed: Vec<RecordId>,
    pub(super) named: Vec<Named>,
    leaving: Leaving,
    /// When it was said that no day is known yet, with the places of that in the history.
    unknown: Vec<(RecordId, u32, NaiveDate)>,
    /// The places of the releases in the history.
    pub(super) releases: Vec<u32>,
    /// Materials sent, with their places.
    pub(super) materials: Vec<(RecordId, u32)>,
    pub(super) forwarded: Vec<&'h RulingForwarded>,
    pub(super) notices: Vec<&'h ReleaseNotice>,
}

impl<'h> Way<'h> {
    pub(super) fn read(&mut self, recorded: &'h Recorded) {
        self.leaving.read(recorded);
        match &recorded.event {
            Event::CaseOpened(opened) => {
                self.opened_on = opened.opened_on;
                self.term_on = opened.end_of_term_on;
                self.stays.push((opened.place, opened.opened_on));
                self.supervision.push((opened.supervising, opened.opened_on));
            }
            Event::PlaceChanged {
                place,
                from_on,
                noted_on,
                ..
            } => {
                let known_on = noted_on.unwrap_or(recorded.recorded_at.date_naive());
                self.written(known_on, (*place, *from_on));
            }
            Event::SupervisionChanged {
                supervising, from_on, ..
            } => self.supervision.push((*supervising, *from_on)),
            Event::HandoverOffered(offer) => {
                self.offers.push((offer, None));
                self.pending.push(offer.id);
            }
            Event::HandoverAccepted(accepted) => match accepted.from_on {
                Some(from_on) => self.moved(accepted.offer, from_on),
                None => self.agreed.push(accepted.offer),
            },
            Event::HandoverRejected(said) | Event::HandoverWithdrawn(said) => self.over(said.offer),
            Event::HandoverExpired { offer, .. } | Event::HandoverLapsed { offer, .. } => self.over(*offer),
            Event::Released(released) => {
                self.releases.push(recorded.seq);
                let noted_on = released.noted_on.unwrap_or(recorded.recorded_at.date_naive());
                let last_on = released.released_on.max(noted_on);
                self.stays.retain(|(_, from_on)| *from_on <= last_on);
                if let Some(offer) = released.offer {
                    self.moved(offer, released.moves_on.unwrap_or(released.released_on));
                }
            }
            Event::ReleaseDateSet(set) => self.named.push(Named {
                id: set.id,
                seq: recorded.seq,
                recorded_at: recorded.recorded_at,
                on: set.on,
                dated_on: set.dated_on.unwrap_or(recorded.recorded_at.date_naive()),
            }),
            Event::ReleaseDayUnknown(said) => self.unknown.push((said.id, recorded.seq, said.noted_on)),
            Event::MaterialsSent(sent) => self.materials.push((sent.id, recorded.seq)),
            Event::RulingForwarded(sent) => self.forwarded.push(sent),
            Event::ReleaseNoticeSent(sent) => self.notices.push(sent),
            _ => {}
        }
    }

    /// A clerk writes down a stay. Where it is to begin with one that was planned, and he is there the day before, none begins.
    fn written(&mut self, known_on: NaiveDate, (place, from_on): (OrganisationId, NaiveDate)) {
        let mut known = self.stays.iter();
        let planned = known.any(|(other, known)| *known == from_on && *other != place);
        let before = from_on.pred_opt().and_then(|eve| self.place_on(eve));
        if planned && known_on < from_on && before == Some(place) {
            self.stays.retain(|(_, known)| *known != from_on);
        } else {
            self.stays.push((place, from_on));
        }
    }

    fn over(&mut self, offer: RecordId) {
        self.pending.retain(|pending| *pending != offer);
        self.agreed.retain(|agreed| *agreed != offer);
    }

    fn moved(&mut self, id: RecordId, from_on: NaiveDate) {
        self.over(id);
        for (offer, moved_on) in &mut self.offers {
            if offer.id == id {
                *moved_on = Some(from_on);
                self.stays.push((offer.to, from_on));
            }
        }
    }

    pub(super) fn strike_out(&mut self, record: RecordId) {
        self.named.retain(|named| named.id != record);
        self.unknown.retain(|(id, ..)| *id != record);
        self.materials.retain(|(id, _)| *id != record);
        self.forwarded.retain(|sent| sent.id != record);
        self.notices.retain(|sent| sent.id != record);
    }

    /// Who treats on a day: the stay that began last; of those that began together the one written down last.
    pub(super) fn place_on(&self, day: NaiveDate) -> Option<OrganisationId> {
        on(&self.stays, day)
    }

    /// Who supervises on a day.
    pub(super) fn supervising_on(&self, day: NaiveDate) -> Option<OrganisationId> {
        on(&self.supervision, day)
    }

    /// Who was asked last to take over, while it is not said how that ended.
    pub(super) fn asked(&self) -> Option<OrganisationId> {
        let last = self.pending.last()?;
        let (offer, _) = self.offers.iter().find(|(offer, _)| offer.id == *last)?;
        Some(offer.to)
    }

    /// Who was asked last to take over on release, while it is not said how that ended.
    pub(super) fn asked_on_release(&self) -> Option<OrganisationId> {
        let mut last = None;
        for (offer, _) in &self.offers {
            if offer.reason == HandoverReason::Release && self.pending.contains(&offer.id) {
                last = Some(offer.to);
            }
        }
        last
    }

    /// Who has agreed to take over and waits for the release.
    pub(super) fn agreed(&self) -> Option<OrganisationId> {
        let last = self.agreed.last()?;
        let (offer, _) = self.offers.iter().find(|(offer, _)| offer.id == *last)?;
        Some(offer.to)
    }

    /// May something be kept for the person at a place: he is treated there or will be, somebody there was asked to take him
    /// over, or he comes back there from a stay for a while?
    pub(super) fn keeps_at(&self, place: OrganisationId, today: NaiveDate) -> bool {
        for (stay, from_on) in &self.stays {
            if *stay == place && *from_on > today {
                return true;
            }
        }
        let asked = |id: &RecordId| {
            let mut offers = self.offers.iter();
            offers.any(|(offer, _)| offer.id == *id && offer.to == place)
        };
        let here = [self.place_on(today), self.comes_back_to(today)].contains(&Some(place));
        here || self.pending.iter().any(asked)
    }

    /// From where the person was sent to where he is for a while.
    fn comes_back_to(&self, today: NaiveDate) -> Option<OrganisationId> {
        let (last, _) = self.offers.iter().rfind(|(_, moved_on)| moved_on.is_some())?;
        let away = last.reason == HandoverReason::Temporary && last.back_on.is_some();
        (away && self.place_on(today) == Some(last.to)).then_some(last.from)
    }

    /// Is the person held on a day? Custody holds him; a bed leaves him as he was, unless he was released to it; every
    /// other place sets him free.
    pub(super) fn held_on(&self, day: NaiveDate, rules: &Rules) -> bool {
        let mut stays = self.stays.clone();
        stays.sort_by_key(|(_, from_on)| *from_on);
        let mut held = false;
        for (number, (place, from_on)) in stays.iter().enumerate() {
            // Before the first stay has begun, it counts all the same.
            if number > 0 && day < *from_on {
                break;
            }
            let Some(kind) = rules.places.kind(kind_of(*place)) else {
                return false;
            };
            if kind.custody() {
                held = true;
            } else if !kind.keeps_held() || self.released_to(*place, *from_on) {
                held = false;
            }
        }
        held
    }

    fn released_to(&self, place: OrganisationId, from_on: NaiveDate) -> bool {
        for (offer, moved_on) in &self.offers {
            let release = offer.reason == HandoverReason::Release;
            if release && offer.to == place && *moved_on == Some(from_on) {
                return true;
            }
        }
        false
    }

    /// The place of the last release in the history; 0 where nobody was released.
    pub(super) fn last_release(&self) -> u32 {
        self.releases.last().copied().unwrap_or(0)
    }

    /// Of the papers written down since the last release the one with the newest date; of those of one day the one written
    /// down last.
    pub(super) fn counting(&self) -> Option<&Named> {
        let mut found: Option<&Named> = None;
        for named in &self.named {
            let newer = found.is_none_or(|known| known.dated_on <= named.dated_on);
            if named.seq > self.last_release() && newer {
                found = Some(named);
            }
        }
        found
    }

    /// The day on which it was said last since the last release that no day is known yet.
    pub(super) fn unknown_on(&self) -> Option<NaiveDate> {
        let mut found = None;
        for (_, seq, noted_on) in &self.unknown {
            if *seq > self.last_release() {
                found = Some(*noted_on);
            }
        }
        found
    }

    /// When the day of release last became the one that counts; none while it is what it was from the beginning.
    pub(super) fn named_at(&self) -> Option<DateTime<Utc>> {
        self.leaving.moved_at
    }

    /// The day of release: as the paper that counts says, else the end of the term.
    pub(super) fn release_on(&self) -> Option<NaiveDate> {
        let term = self.term_on.filter(|_| self.releases.is_empty());
        self.counting().map(|named| named.on).or(term)
    }
}

fn on(stays: &[(OrganisationId, NaiveDate)], day: NaiveDate) -> Option<OrganisationId> {
    let mut found = stays.first()?.0;
    let mut since: Option<NaiveDate> = None;
    for (place, from_on) in stays {
        if *from_on <= day && since.is_none_or(|since| since <= *from_on) {
            (found, since) = (*place, Some(*from_on));
        }
    }
    Some(found)
}
