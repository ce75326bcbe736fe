//! Who was asked to take over, and what became of it: `docs/continuity.md` in the plainest words.

mod owed;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::days::{count, next};
use crate::domain::event::{Address, Event, HandoverOffer, HandoverReason, Recorded, Released};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::rules::{Direction, Owner, Party, Post, Rules};
use crate::domain::time::civil_date;

/// How an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Open,
    Accepted,
    Completed,
    Rejected,
    Withdrawn,
    Expired,
    Lapsed,
}

impl Stands {
    fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Completed => "completed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Lapsed => "lapsed",
        }
    }
}

/// An offer, how it stands, and the day on which responsibility moved by it.
pub(super) struct Asked<'h> {
    pub(super) offer: &'h HandoverOffer,
    pub(super) stands: Stands,
    pub(super) moved_on: Option<NaiveDate>,
}

/// The offers of a history, and where the person lives by it.
pub(super) struct Asking<'h> {
    zone: Tz,
    pub(super) asked: Vec<Asked<'h>>,
    /// Who treats from which day on, in the order of recording.
    stays: Vec<(OrganisationId, NaiveDate)>,
    /// The day on which each was written down.
    stays_known: Vec<NaiveDate>,
    /// The day of the last release, where nobody had accepted.
    alone_on: Option<NaiveDate>,
    /// How many stays were written down before it, and the papers without a date of their own that named another day after it.
    stays_before: usize,
    /// The day on which each offer was accepted.
    agreed: Vec<(RecordId, NaiveDate)>,
    undated: Vec<RecordId>,
    /// Where he lives, with the moment it was written down.
    lives: Vec<(&'h Address, DateTime<Utc>)>,
    /// What the rules do not allow, with its moment.
    wrong: Vec<(DateTime<Utc>, String)>,
}

impl<'h> Asking<'h> {
    /// Reads a history from its beginning to its end.
    pub(super) fn of(history: &'h [Recorded], rules: &Rules, zone: Tz) -> Self {
        let mut asking = Self {
            zone,
            asked: Vec::new(),
            stays: Vec::new(),
            stays_known: Vec::new(),
            alone_on: None,
            stays_before: 0,
            agreed: Vec::new(),
            undated: Vec::new(),
            lives: Vec::new(),
            wrong: Vec::new(),
        };
        for recorded in history {
            asking.read(recorded, rules);
        }
        asking
    }

    fn read(&mut self, recorded: &'h Recorded, rules: &Rules) {
        let at = recorded.recorded_at;
        let today = civil_date(at, self.zone);
        match &recorded.event {
            Event::CaseOpened(opened) => self.stays.push((opened.place, opened.opened_on)),
            Event::PlaceChanged { place, from_on, .. } => self.written(today, (*place, *from_on)),
            Event::AddressReported(address) => self.lives.push((address, at)),
            Event::RecordVoided { record, .. } => {
                self.lives.retain(|(address, _)| address.id != *record);
                self.undated.retain(|named| named != record);
            }
            Event::ReleaseDateSet(set) if set.dated_on.is_none() => self.undated.push(set.id),
            Event::HandoverOffered(offer) => self.offered(at, today, offer),
            Event::Released(released) => self.released(at, released),
            _ => self.read_answer(recorded, rules),
        }
        // What was read moved him once at most.
        self.stays_known.resize(self.stays.len(), today);
    }

    /// What was said to an offer.
    fn read_answer(&mut self, recorded: &'h Recorded, rules: &Rules) {
        let at = recorded.recorded_at;
        let today = civil_date(at, self.zone);
        match &recorded.event {
            Event::HandoverAccepted(accepted) => {
                let offer = self.becomes(at, accepted.offer, Stands::Accepted, &[Stands::Open]);
                let Some(offer) = offer else { return };
                // On release responsibility moves with the person; whoever is out already is taken over at once.
                let waits = offer.reason == HandoverReason::Release && !self.is_alone(offer.from, today);
                let moves_on = (!waits).then_some(today);
                if accepted.from_on != moves_on {
                    self.wrong(
                        at,
                        format!("moves on {:?} instead of {moves_on:?}", accepted.from_on),
                    );
                }
                self.agreed.push((accepted.offer, today));
                if let Some(from_on) = accepted.from_on {
                    self.moved(offer, from_on);
                }
            }
            Event::HandoverRejected(said) => {
                self.becomes(at, said.offer, Stands::Rejected, &[Stands::Open]);
            }
            Event::HandoverWithdrawn(said) => {
                self.becomes(
                    at,
                    said.offer,
                    Stands::Withdrawn,
                    &[Stands::Open, Stands::Accepted],
                );
            }
            Event::HandoverExpired { offer, due_at } => {
                let offer = self.becomes(at, *offer, Stands::Expired, &[Stands::Open]);
                let last_on = offer.and_then(|offer| last_day(offer, rules));
                let due_on = civil_date(*due_at, self.zone);
                if last_on.map(next) != Some(due_on) || today < due_on {
                    self.wrong(at, format!("an offer is over on {due_on}, after {last_on:?}"));
                }
            }
            Event::HandoverLapsed { offer, moved_on } => {
                let offer = self.becomes(at, *offer, Stands::Lapsed, &[Stands::Open]);
                let gave = offer.map(|offer| offer.from);
                // Whoever asked has him still, or will have him until a day that has not come.
                if gave.is_none() || self.place_on(*moved_on) == gave || today < *moved_on {
                    self.wrong(at, format!("an offer lapsed on {moved_on}, and {gave:?} has him"));
                }
            }
            Event::AppointmentSet(set) => {
                let appointed = [Stands::Accepted, Stands::Completed];
                let known = self.asked.iter().find(|asked| asked.offer.id == set.offer);
                if known.is_none_or(|asked| !appointed.contains(&asked.stands)) {
                    self.wrong(at, "an appointment where nobody took over".to_owned());
                }
            }
            _ => {}
        }
    }

    /// Under an offer that was accepted, or by the word of somebody while none was.
    fn released(&mut self, at: DateTime<Utc>, released: &Released) {
        self.alone_on = Some(released.released_on).filter(|_| released.offer.is_none());
        let last_on = released.released_on.max(civil_date(at, self.zone));
        self.keep(|from_on| from_on <= last_on);
        self.stays_before = self.stays.len();
        self.undated.clear();
        match released.offer {
            Some(offer) => {
                let agreed_on = self.agreed.iter().rfind(|(agreed, _)| *agreed == offer);
                let moves_on =
                    agreed_on.map_or(released.released_on, |(_, on)| released.released_on.max(*on));
                if let Some(offer) = self.becomes(at, offer, Stands::Completed, &[Stands::Accepted]) {
                    self.moved(offer, moves_on);
                }
            }
            None if self.any(Stands::Accepted) || released.without_receiver.is_none() => {
                self.wrong(at, "released alone, and somebody had accepted".to_owned());
            }
            None => {}
        }
    }

    /// A clerk writes down a stay. Where it is to begin with one that was planned, and he is there the day before, none begins.
    fn written(&mut self, known_on: NaiveDate, (place, from_on): (OrganisationId, NaiveDate)) {
        let mut known = self.stays.iter();
        let planned = known.any(|(other, known)| *known == from_on && *other != place);
        let before = from_on.pred_opt().and_then(|eve| self.place_on(eve));
        if planned && known_on < from_on && before == Some(place) {
            self.keep(|known| known != from_on);
        } else {
            self.stays.push((place, from_on));
        }
    }

    /// Only some of the stays go on being known.
    fn keep(&mut self, which: impl Fn(NaiveDate) -> bool) {
        let known = self.stays.iter().copied().zip(self.stays_known.iter().copied());
        let kept: Vec<_> = known.filter(|((_, from_on), _)| which(*from_on)).collect();
        (self.stays, self.stays_known) = kept.into_iter().unzip();
    }

    /// One offer at a time, made by whoever answers for the treatment. A release that somebody agreed to waits for its day
    /// while he is brought elsewhere and back.
    fn offered(&mut self, at: DateTime<Utc>, today: NaiveDate, offer: &'h HandoverOffer) {
        use HandoverReason::{Return, Temporary, Transfer};
        let brought = matches!(offer.reason, Transfer | Temporary | Return);
        if self.any(Stands::Open) || (self.any(Stands::Accepted) && !brought) {
            self.wrong(at, "asked while another offer lives".to_owned());
        }
        if self.place_on(today) != Some(offer.from) || offer.to == offer.from || offer.offered_on != today {
            self.wrong(at, format!("offered by whoever does not treat: {offer:?}"));
        }
        self.asked.push(Asked {
            offer,
            stands: Stands::Open,
            moved_on: None,
        });
    }

    /// An offer goes from one of some states to another.
    fn becomes(
        &mut self,
        at: DateTime<Utc>,
        id: RecordId,
        stands: Stands,
        from: &[Stands],
    ) -> Option<&'h HandoverOffer> {
        let known = self.asked.iter_mut().find(|asked| asked.offer.id == id);
        let Some(asked) = known else {
            self.wrong(at, format!("{} an offer that nobody made", stands.code()));
            return None;
        };
        let (before, offer) = (asked.stands, asked.offer);
        asked.stands = stands;
        if !from.contains(&before) {
            self.wrong(at, format!("{} after it was {}", stands.code(), before.code()));
        }
        Some(offer)
    }

    fn moved(&mut self, offer: &HandoverOffer, from_on: NaiveDate) {
        self.stays.push((offer.to, from_on));
        for asked in &mut self.asked {
            if asked.offer.id == offer.id {
                (asked.stands, asked.moved_on) = (Stands::Completed, Some(from_on));
            }
        }
    }

    fn wrong(&mut self, at: DateTime<Utc>, found: String) {
        self.wrong.push((at, found));
    }

    fn any(&self, stands: Stands) -> bool {
        self.asked.iter().any(|asked| asked.stands == stands)
    }

    /// What the rules did not allow, with its moment.
    pub(super) fn out_of_rule(self) -> Vec<(DateTime<Utc>, String)> {
        self.wrong
    }

    /// Each offer: which, how it stands, and when responsibility moved by it.
    pub(super) fn stand(&self) -> Vec<(RecordId, &'static str, Option<NaiveDate>)> {
        let asked = self.asked.iter();
        asked
            .map(|asked| (asked.offer.id, asked.stands.code(), asked.moved_on))
            .collect()
    }

    /// Who treats on a day: the stay that began last; of those that began together the one written down last. Before the
    /// first has begun, it counts all the same.
    pub(super) fn place_on(&self, day: NaiveDate) -> Option<OrganisationId> {
        self.stay_on(day).map(|(place, _)| place)
    }

    /// The same, with the first day on which it was known that he is there.
    pub(super) fn stay_on(&self, day: NaiveDate) -> Option<(OrganisationId, NaiveDate)> {
        let at = self.counting_on(day)?;
        let ((place, from_on), known_on) = (*self.stays.get(at)?, *self.stays_known.get(at)?);
        Some((place, from_on.max(known_on)))
    }

    /// The same, with the day on which he came there.
    pub(super) fn came_on(&self, day: NaiveDate) -> Option<(OrganisationId, NaiveDate)> {
        self.stays.get(self.counting_on(day)?).copied()
    }

    /// Did he come to another place after a day, until another one: was he on some day elsewhere than on the day before?
    pub(super) fn came_between(&self, after: NaiveDate, until: NaiveDate) -> bool {
        let mut day = after;
        while day < until {
            let eve = day;
            day = next(day);
            if self.place_on(day) != self.place_on(eve) {
                return true;
            }
        }
        false
    }

    /// Which of the stays counts on a day.
    fn counting_on(&self, day: NaiveDate) -> Option<usize> {
        let mut found: (usize, NaiveDate) = (0, self.stays.first()?.1);
        for (at, (_, from_on)) in self.stays.iter().enumerate() {
            if *from_on <= day && (found.1 <= *from_on || found.1 > day) {
                found = (at, *from_on);
            }
        }
        Some(found.0)
    }

    /// Was the person released without anybody to go to, and is nobody responsible since but whoever released him? He was taken
    /// back there by a later stay, or, before papers had dates, by another day of release.
    fn is_alone(&self, place: OrganisationId, today: NaiveDate) -> bool {
        let (Some(alone_on), Some(at)) = (self.alone_on, self.counting_on(today)) else {
            return false;
        };
        let Some((here, from_on)) = self.stays.get(at) else {
            return false;
        };
        let anew = *from_on == alone_on && at >= self.stays_before;
        *here == place && *from_on <= alone_on && !anew && self.undated.is_empty()
    }
}

/// Whoever gives the doses somewhere sees to it.
pub(super) fn giver(organisation: Party) -> Owner {
    Owner {
        organisation,
        post: Post::Giver,
    }
}

/// The last day on which an offer can be answered.
fn last_day(offer: &HandoverOffer, rules: &Rules) -> Option<NaiveDate> {
    let (continuity, law) = (
        rules.continuity_for(offer.offered_on)?,
        rules.law_for(offer.offered_on)?,
    );
    let within = continuity.handover.expires_after;
    Some(count(runs_from(offer), within, Direction::After, law.calendar))
}

/// The day from which the time to answer runs: that of the offer, and that on which he is expected where it is later. Of a
/// release the offer alone counts.
fn runs_from(offer: &HandoverOffer) -> NaiveDate {
    match offer.reason {
        HandoverReason::Release => offer.offered_on,
        _ if offer.offered_on < offer.from_on => offer.from_on,
        _ => offer.offered_on,
    }
}
