//! The person's passage: where the release stands, who was asked to take over, where he lives, when he cannot come.

mod absent;
mod dated;
mod fold;
mod held;
mod moved;
mod restricted;
mod state;

pub use absent::AgreedDay;
pub use dated::Dated;
pub use moved::ReleaseMoved;
pub use restricted::Barred;
pub use state::{OfferState, ReleaseState, day_unknown_since, release_state};

use super::case::{Entry, RecordOf, Stay};
use super::event::{
    AbsenceAnswered, AbsenceAsked, Address, Appointment, Curfew, DoseDayAgreed, HandoverOffer,
    HandoverReason, Leave, MaterialsSent, PersonCame, PersonLost, Recorder, ReleaseDate, ReleaseDayUnknown,
    ReleaseNotice, Released, Restriction, RulingForwarded, SearchReported, TurnedUp, Unavailable,
    UnavailableReviewed,
};
use super::ids::{OrganisationId, RecordId};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// What the events of a case say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Days of release, in the order of the dates on their papers; the last one that was not struck out counts.
    pub release_dates: Vec<Entry<ReleaseDate>>,
    /// What was said where no day was known yet.
    pub days_unknown: Vec<Entry<ReleaseDayUnknown>>,
    /// Materials sent to the court.
    pub materials: Vec<Entry<MaterialsSent>>,
    /// Rulings forwarded.
    pub forwarded: Vec<Entry<RulingForwarded>>,
    /// Releases announced.
    pub notices: Vec<Entry<ReleaseNotice>>,
    /// Offers, in the order made.
    pub offers: Vec<Offer>,
    /// Releases.
    pub releases: Vec<Entry<Released>>,
    /// Visits that were no dose.
    pub visits: Vec<Entry<PersonCame>>,
    /// Addresses, in the order of recording.
    pub addresses: Vec<Entry<Address>>,
    /// Absences asked for.
    pub absences: Vec<Entry<AbsenceAsked>>,
    /// What was answered.
    pub absence_answers: Vec<Entry<AbsenceAnswered>>,
    /// Days agreed for a dose against whose day a restriction stood.
    pub dose_days: Vec<Entry<DoseDayAgreed>>,
    /// Good reasons for which he could not come.
    pub unavailable: Vec<Entry<Unavailable>>,
    /// What was seen when somebody looked again.
    pub unavailable_reviews: Vec<Entry<UnavailableReviewed>>,
    /// Curfews, in the order of the dates on their papers.
    pub curfews: Vec<Entry<Curfew>>,
    /// Restrictions of other kinds, in the same order.
    pub restrictions: Vec<Entry<Restriction>>,
    /// When he came to an organisation that does not treat him.
    pub turned_up: Vec<Entry<TurnedUp>>,
    /// When nobody knew where he was.
    pub lost: Vec<Entry<PersonLost>>,
    /// What came of looking.
    pub searches: Vec<Entry<SearchReported>>,
    /// The days on which he comes, or came, to another organisation than the one that had him before.
    pub(super) arrivals: Vec<NaiveDate>,
}

/// An offer with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// As made.
    pub content: HandoverOffer,
    /// By whom.
    pub by: Recorder,
    /// When.
    pub at: DateTime<Utc>,
    /// How it ended or was taken up.
    pub outcome: Option<Outcome>,
    /// The first appointment as it stands.
    pub appointment: Option<Appointment>,
    /// The permission with which it is kept in spite of a restriction.
    pub leave: Option<Leave>,
    /// Position of the event that named the appointment as it stands; nothing before one was named.
    pub named_seq: u32,
    /// When that was; none before one was named.
    pub named_at: Option<DateTime<Utc>>,
    /// Every permission that was written down with an appointment, and that appointment.
    pub permitted: Vec<(Leave, Appointment)>,
    /// The day on which responsibility moved with it; none while it has not.
    pub moved_on: Option<NaiveDate>,
}

/// What became of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What.
    pub kind: OutcomeKind,
    /// By whom.
    pub by: Recorder,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, where somebody declined.
    pub words: String,
    /// The record.
    pub record: Option<RecordId>,
}

/// The ways in which an offer ends or is taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// Taken up.
    Accepted,
    /// Responsibility has moved.
    Completed,
    /// The receiver said no.
    Rejected,
    /// The giver took it back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
    /// Whoever made it does not answer for the person any more.
    Lapsed,
}

impl Offer {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> OfferState {
        match self.outcome.as_ref().map(|outcome| outcome.kind) {
            None => OfferState::Open,
            Some(OutcomeKind::Accepted) => OfferState::Accepted,
            Some(OutcomeKind::Completed) => OfferState::Completed,
            Some(OutcomeKind::Rejected) => OfferState::Rejected,
            Some(OutcomeKind::Withdrawn) => OfferState::Withdrawn,
            Some(OutcomeKind::Expired) => OfferState::Expired,
            Some(OutcomeKind::Lapsed) => OfferState::Lapsed,
        }
    }

    /// When it was taken up or ended; when it was made, while nobody has answered it.
    #[must_use]
    pub fn answered_at(&self) -> DateTime<Utc> {
        self.outcome.as_ref().map_or(self.at, |outcome| outcome.at)
    }

    /// When the person is expected: on release on the day that holds now, also where it has moved since he was offered.
    #[must_use]
    pub fn expected_on(&self, release_on: Option<NaiveDate>) -> NaiveDate {
        let follows = self.live() && self.content.reason == HandoverReason::Release;
        release_on.filter(|_| follows).unwrap_or(self.content.from_on)
    }

    /// Is the appointment kept in spite of a restriction? A permission says nothing of a restriction that was written down
    /// after it.
    #[must_use]
    pub fn permits(&self, entry: &Entry<Restriction>) -> bool {
        self.leave.is_some() && entry.content.lifted_by_leave && entry.seq < self.named_seq
    }

    /// Open, or accepted and not yet carried out: the receiver sees the case.
    #[must_use]
    pub fn live(&self) -> bool {
        matches!(self.state(), OfferState::Open | OfferState::Accepted)
    }
}

/// Entries that were not struck out.
pub fn standing<T>(entries: &[Entry<T>]) -> impl DoubleEndedIterator<Item = &Entry<T>> {
    entries.iter().filter(|entry| entry.voided.is_none())
}

impl Passage {
    /// The offer that nobody has answered, with its number from 1.
    #[must_use]
    pub fn open_offer(&self) -> Option<(u32, &Offer)> {
        let numbered = (1..).zip(&self.offers);
        numbered
            .filter(|(_, offer)| offer.state() == OfferState::Open)
            .last()
    }

    /// The same of an offer on release alone: whoever is asked for a transfer or a stay was asked nothing about the release.
    #[must_use]
    pub fn asked_on_release(&self) -> Option<(u32, &Offer)> {
        let open = self.open_offer();
        open.filter(|(_, offer)| offer.content.reason == HandoverReason::Release)
    }

    /// The offer on release that was accepted and waits for the release, with its number from 1.
    #[must_use]
    pub fn accepted_offer(&self) -> Option<(u32, &Offer)> {
        let numbered = (1..).zip(&self.offers);
        numbered
            .filter(|(_, offer)| offer.state() == OfferState::Accepted)
            .last()
    }

    /// An offer by its identity.
    #[must_use]
    pub fn offer(&self, id: RecordId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.content.id == id)
    }

    /// The organisations that see the case because they were asked, or have agreed, to take over.
    #[must_use]
    pub fn offered_to(&self) -> Vec<OrganisationId> {
        let live = self.offers.iter().filter(|offer| offer.live());
        live.map(|offer| offer.content.to).collect()
    }

    /// The last release.
    #[must_use]
    pub fn last_release(&self) -> Option<&Entry<Released>> {
        standing(&self.releases).next_back()
    }

    /// The day on which somebody went whom an organisation took over on release: that of the release under its offer or, where it
    /// agreed only after he had been let go to nobody, that of the last release before.
    #[must_use]
    pub fn went_on(&self, offer: &Offer) -> Option<NaiveDate> {
        let own = standing(&self.releases).rfind(|entry| entry.content.offer == Some(offer.content.id));
        let agreed_at = offer.outcome.as_ref().map(|outcome| outcome.at);
        let before = || standing(&self.releases).rfind(|entry| Some(entry.recorded_at) <= agreed_at);
        own.or_else(before).map(|entry| entry.content.released_on)
    }

    /// The day of release as the newest paper names it of those written down since the last release; none where none was.
    #[must_use]
    pub fn release_date(&self) -> Option<&Entry<ReleaseDate>> {
        let released = self.last_release().map_or(0, |entry| entry.seq);
        standing(&self.release_dates).rfind(|entry| entry.seq > released)
    }

    /// What was said last since the last release of a day that nobody knows yet.
    #[must_use]
    pub fn day_unknown(&self) -> Option<&Entry<ReleaseDayUnknown>> {
        let released = self.last_release().map_or(0, |entry| entry.seq);
        standing(&self.days_unknown).rfind(|entry| entry.seq > released)
    }

    /// The notice of a release on a day, where it was sent.
    #[must_use]
    pub fn notice_of(&self, release_on: NaiveDate) -> Option<&Entry<ReleaseNotice>> {
        standing(&self.notices)
            .next_back()
            .filter(|entry| entry.content.release_on == release_on)
    }

    /// The address that applies on a day, the one recorded last where several begin together.
    #[must_use]
    pub fn address_on(&self, day: NaiveDate) -> Option<&Entry<Address>> {
        standing(&self.addresses)
            .filter(|entry| entry.content.from_on <= day)
            .max_by_key(|entry| (entry.content.from_on, entry.seq))
    }

    /// Where the person lives, or will: the address that begins last.
    #[must_use]
    pub fn residence(&self) -> Option<&Entry<Address>> {
        standing(&self.addresses).max_by_key(|entry| (entry.content.from_on, entry.seq))
    }

    /// Absences that nobody has answered, with their numbers in the order of asking.
    pub fn unanswered_absences(&self) -> impl Iterator<Item = (u32, &Entry<AbsenceAsked>)> {
        (1..)
            .zip(&self.absences)
            .filter(|(_, entry)| entry.voided.is_none() && self.absence_answer(entry.content.id).is_none())
    }

    /// What was answered to a request.
    #[must_use]
    pub fn absence_answer(&self, request: RecordId) -> Option<&Entry<AbsenceAnswered>> {
        standing(&self.absence_answers).rfind(|entry| entry.content.request == request)
    }

    /// The last day of a good reason, as is known now. It ends where he comes to another place: whoever has him there sees for
    /// himself, and writes down anew what keeps him from a dose.
    #[must_use]
    pub fn unavailable_until(&self, unavailable: &Unavailable) -> NaiveDate {
        let mut reviews = standing(&self.unavailable_reviews);
        let last = reviews.rfind(|entry| entry.content.unavailable == unavailable.id);
        let said = last.map_or(unavailable.until_on, |entry| entry.content.until_on);
        let came_on = self.came_elsewhere(unavailable);
        came_on
            .and_then(|on| on.pred_opt())
            .map_or(said, |eve| said.min(eve))
    }

    /// The day on which he comes, or came, to another place after a good reason began.
    fn came_elsewhere(&self, unavailable: &Unavailable) -> Option<NaiveDate> {
        let later = self.arrivals.iter().filter(|on| **on > unavailable.from_on);
        later.min().copied()
    }

    /// Is it known to be over?
    #[must_use]
    pub fn unavailable_over(&self, unavailable: &Unavailable) -> bool {
        let mut reviews = standing(&self.unavailable_reviews);
        let last = reviews.rfind(|entry| entry.content.unavailable == unavailable.id);
        last.is_some_and(|entry| entry.content.over)
    }

    /// The good reason for which the person cannot come on a day, with its last day.
    #[must_use]
    pub fn unavailable_on(&self, day: NaiveDate) -> Option<(&Entry<Unavailable>, NaiveDate)> {
        let all = standing(&self.unavailable).map(|entry| (entry, self.unavailable_until(&entry.content)));
        all.filter(|(entry, until_on)| (entry.content.from_on..=*until_on).contains(&day))
            .max_by_key(|(_, until_on)| *until_on)
    }

    /// The first day from a day on for which there is no good reason not to come: that day itself, or the one after the reasons
    /// that run on from it.
    #[must_use]
    pub fn free_from(&self, day: NaiveDate) -> NaiveDate {
        let mut free_on = day;
        while let Some((_, until_on)) = self.unavailable_on(free_on)
            && let Some(next_on) = until_on.succ_opt()
        {
            free_on = next_on;
        }
        free_on
    }

    /// First and last day of the good reason that counts on a day or, where none does, of the next one.
    #[must_use]
    pub fn excused_from(&self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let now = self.unavailable_on(day);
        let now = now.map(|(entry, until_on)| (entry.content.from_on, until_on));
        let later = || {
            standing(&self.unavailable)
                .map(|entry| (entry.content.from_on, self.unavailable_until(&entry.content)))
                .filter(|(from_on, until_on)| *from_on > day && until_on >= from_on)
                .min()
        };
        now.or_else(later)
    }

    /// The last day of the last good reason that began before a day.
    #[must_use]
    pub fn unavailable_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        let all = standing(&self.unavailable).filter(|entry| entry.content.from_on <= day);
        all.map(|entry| self.unavailable_until(&entry.content)).max()
    }

    /// Good reasons that are not known to be over, with their numbers.
    pub fn open_unavailable(&self, today: NaiveDate) -> impl Iterator<Item = (u32, &Entry<Unavailable>)> {
        (1..).zip(&self.unavailable).filter(move |(_, entry)| {
            let gone = self.came_elsewhere(&entry.content).is_some_and(|on| on <= today);
            entry.voided.is_none() && !gone && !self.unavailable_over(&entry.content)
        })
    }

    /// Is an hour of a day inside a curfew? Hours that end the next morning belong to the day on which they begin.
    #[must_use]
    pub fn curfew_at(&self, on: NaiveDate, at: NaiveTime) -> Option<&Entry<Curfew>> {
        // A newer paper replaces an older one for the days it speaks of.
        let last = |day: NaiveDate| {
            standing(&self.curfews).rfind(|entry| {
                let known = &entry.content;
                known.from_on <= day && known.until_on.is_none_or(|until| day <= until)
            })
        };
        let overnight = |known: &Curfew| known.ends < known.begins;
        let begun = last(on).filter(|entry| {
            let known = &entry.content;
            known.begins <= at && (at < known.ends || overnight(known))
        });
        begun.or_else(|| {
            let night = last(on.pred_opt()?)?;
            (overnight(&night.content) && at < night.content.ends).then_some(night)
        })
    }

    /// The report that nobody knows where he is, where he was not found since and has not turned up anywhere, with its
    /// number.
    #[must_use]
    pub fn missing(&self) -> Option<(u32, &Entry<PersonLost>)> {
        let found = |lost: RecordId| {
            standing(&self.searches).any(|entry| entry.content.lost == lost && entry.content.found)
        };
        let came = |lost: &Entry<PersonLost>| standing(&self.turned_up).any(|seen| seen.seq > lost.seq);
        (1..)
            .zip(&self.lost)
            .filter(|(_, entry)| entry.voided.is_none() && !found(entry.content.id) && !came(entry))
            .last()
    }

    /// When somebody last looked for him.
    #[must_use]
    pub fn last_search(&self, lost: RecordId) -> Option<NaiveDate> {
        standing(&self.searches)
            .filter(|entry| entry.content.lost == lost)
            .map(|entry| entry.content.looked_on)
            .max()
    }

    /// A record that can be struck out.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<RecordOf<'_>> {
        fold::record(self, id)
    }

    /// Every day on which something here begins or ends by itself.
    pub(super) fn turning_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let unavailable = standing(&self.unavailable).flat_map(|entry| {
            let until_on = self.unavailable_until(&entry.content);
            [Some(entry.content.from_on), until_on.succ_opt()]
        });
        let brought = self.open_offer().map(|(_, offer)| &offer.content);
        let brought = brought.filter(|offer| offer.reason.brings());
        let journeys = self.granted_absences();
        let back = journeys.filter_map(|(asked, _)| asked.until_on.succ_opt());
        let days = unavailable.flatten().chain(brought.map(|offer| offer.from_on));
        days.chain(back)
    }

    /// The hand-over with which a stay began, with its number from 1. One that brought him there once before is over: whoever
    /// has come has come.
    #[must_use]
    pub fn came_by(&self, stay: &Stay) -> Option<(u32, &Offer)> {
        let numbered = (1..).zip(&self.offers);
        let began =
            |offer: &Offer| offer.content.to == stay.organisation && offer.moved_on == Some(stay.from_on);
        numbered
            .filter(|(_, offer)| offer.state() == OfferState::Completed && began(offer))
            .last()
    }

    /// A stay for a while that is not over: where the person is now, and when he is expected back.
    #[must_use]
    pub fn away_for_a_while(&self, responsible: OrganisationId) -> Option<(&Offer, NaiveDate)> {
        let last = self
            .offers
            .iter()
            .rfind(|offer| offer.state() == OfferState::Completed)?;
        let temporary = last.content.reason == HandoverReason::Temporary;
        (temporary && last.content.to == responsible)
            .then_some(last)
            .and_then(|last| Some((last, last.content.back_on?)))
    }
}
