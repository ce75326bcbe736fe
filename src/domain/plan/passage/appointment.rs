//! The first appointment where somebody was taken over: that it can be kept, and that it is kept.

use super::{Counted, Way};
use crate::domain::obligation::{Because, Kind, Obligation};
use crate::domain::passage::{Barred, Offer, OfferState};
use crate::domain::rules::{Party, Post};
use crate::domain::time::civil_date;

/// The fact that hours at home were written down: it is why a first appointment is to be named anew.
pub const CURFEW: &str = "curfew-set";

/// The fact that another restriction was written down: it is why, too.
pub const RESTRICTION: &str = "restriction-set";

impl Way<'_> {
    /// A first appointment that lies before the release as it is known now is none; and one that falls into hours at
    /// home, or collides with another restriction, cannot be kept. Whoever named it names another.
    pub(super) fn set_appointment(&self) -> Option<Obligation> {
        self.before_the_release().or_else(|| self.barred())
    }

    fn before_the_release(&self) -> Option<Obligation> {
        let case = self.clocks.case;
        let (number, offer) = case.passage.accepted_offer()?;
        let release_on = case.release_on()?;
        if offer.appointment.is_some_and(|known| known.on >= release_on) {
            return None;
        }
        let moved_at = case.passage.release_known_at().unwrap_or(offer.at);
        let from = Counted {
            fact: "release-date-moved",
            fact_on: civil_date(moved_at.max(offer.at), self.clocks.zone),
            offset: self.rules.handover.answer_within,
        };
        let owner = (Party::Receiver, Post::Giver);
        let owed = self.within((Kind::SetAppointment, number), owner, from)?;
        Some(self.owed_by_agreed(offer, owed))
    }

    /// Whoever has agreed for the day of release names the appointment, also while another organisation is asked to have the
    /// person until then.
    fn owed_by_agreed(&self, offer: &Offer, mut owed: Obligation) -> Obligation {
        let (roster, places) = (self.clocks.roster, &self.clocks.rules.places);
        if let Some(owner) = roster.owner_at(offer.content.to, Post::Giver, places) {
            owed.owner = owner;
        }
        owed
    }

    /// Within the time of an answer, and not after the appointment itself.
    fn barred(&self) -> Option<Obligation> {
        let clocks = self.clocks;
        let found = clocks.case.barred_appointment(clocks.roster, self.today)?;
        let appointed = found.appointed;
        let (fact, known_at) = match found.barred {
            Barred::Home(entry) => (CURFEW, entry.recorded_at),
            Barred::Other(entry) => (RESTRICTION, entry.recorded_at),
        };
        let from = Counted {
            fact,
            fact_on: civil_date(known_at, self.clocks.zone),
            offset: self.rules.handover.answer_within,
        };
        let party = match appointed.offer.state() {
            OfferState::Completed => Party::Responsible,
            _ => Party::Receiver,
        };
        let key = (Kind::SetAppointment, appointed.number);
        let mut owed = self.within(key, (party, Post::Giver), from)?;
        if party == Party::Receiver {
            owed = self.owed_by_agreed(appointed.offer, owed);
        }
        let last_on = appointed.appointment.on.max(from.fact_on);
        if last_on < owed.due_on {
            (owed.due_on, owed.closes_on) = (last_on, last_on);
            owed.why.because.push(Because::SetBy {
                fact: "handover-accepted".to_owned(),
                fact_on: civil_date(appointed.offer.answered_at(), self.clocks.zone),
                on: appointed.appointment.on,
            });
        }
        Some(owed)
    }

    /// The person is seen where he now belongs: at the first appointment, or when his good reason not to come is over.
    pub(super) fn first_visit(&self) -> Option<Obligation> {
        let case = self.clocks.case;
        let (appointed, since_on) = case.awaited(self.today)?;
        if case.passage.unavailable_on(self.today).is_some() {
            return None;
        }
        let appointment = appointed.appointment;
        let free_on = case
            .passage
            .unavailable_before(self.today)
            .and_then(|until| until.succ_opt());
        let due_on = appointment.on.max(free_on.unwrap_or(appointment.on));
        let closes_on = self.after(due_on, self.rules.visit.closes_after).date;
        let because = vec![Because::SetBy {
            fact: "handover-accepted".to_owned(),
            fact_on: since_on,
            on: due_on,
        }];
        let owner = (Party::Responsible, Post::Giver);
        self.owed(
            (Kind::FirstVisit, appointed.number),
            owner,
            (since_on, due_on, closes_on),
            because,
        )
    }
}
