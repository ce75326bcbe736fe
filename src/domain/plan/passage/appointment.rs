//! The first appointment where somebody was taken over: that it can be kept, and that it is kept.

use super::{Counted, MOVED_HOUSE, Way};
use crate::domain::case::{Appointed, Case};
use crate::domain::decide::passage::slot;
use crate::domain::dosing::DoseWindow;
use crate::domain::event::HandoverReason;
use crate::domain::obligation::{Because, Kind, Obligation};
use crate::domain::passage::{Barred, Offer, OfferState};
use crate::domain::rules::{Continuity, Law, Party, Post};
use crate::domain::time::civil_date;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// The fact that hours at home were written down: it is why a first appointment is to be named anew.
pub const CURFEW: &str = "curfew-set";

/// The fact that another restriction was written down: it is why, too.
pub const RESTRICTION: &str = "restriction-set";

/// Whoever was to see him first works there no longer: somebody else is to be named.
pub const CLINICIAN_GONE: &str = "clinician-gone";

/// The fact that the day of release has moved: so it is.
const MOVED: &str = "release-date-moved";

/// A first appointment that comes too late since the day of release has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLate<'a> {
    /// The appointment, with its hand-over.
    pub appointed: Appointed<'a>,
    /// The last day for it: by the rule, and while the open dose is still in time.
    pub latest_on: NaiveDate,
    /// The day on which the move was written down.
    pub known_on: NaiveDate,
}

/// The first appointment of somebody who is to be released, or was and has not come yet, where it lies after the last day for
/// it: the dose that is to be given there would be over, or he would be left alone for longer than the rule allows. An
/// appointment that was named after the release last moved was seen against that day.
#[must_use]
pub fn too_late<'a>(
    case: &'a Case,
    dose: Option<&DoseWindow>,
    (rules, law): (&Continuity, &Law<'_>),
    (today, zone): (NaiveDate, Tz),
) -> Option<TooLate<'a>> {
    let waits = case.passage.accepted_offer().is_some();
    let (appointed, free_on) = if waits {
        (case.appointed(today)?, case.release_on()?)
    } else {
        let (appointed, _) = case.awaited(today)?;
        (appointed, appointed.offer.moved_on?)
    };
    let named_at = appointed.offer.named_at?;
    let moved_at = release_moved_at(case).filter(|moved_at| *moved_at >= named_at)?;
    let free_on = free_on.max(civil_date(named_at, zone));
    let latest_on = slot(free_on, dose, rules, law).latest_on;
    (appointed.appointment.on > latest_on).then_some(TooLate {
        appointed,
        latest_on,
        known_on: civil_date(moved_at, zone),
    })
}

/// When the day of release last became another one, or the person went. A paper that only confirms the day moves nothing.
fn release_moved_at(case: &Case) -> Option<DateTime<Utc>> {
    let released = case.passage.last_release().map(|entry| entry.recorded_at);
    case.release_known_at().max(released)
}

/// Whoever named an appointment names another: after the release it is whoever is responsible.
fn mover(offer: &Offer) -> Party {
    match offer.state() {
        OfferState::Completed => Party::Responsible,
        _ => Party::Receiver,
    }
}

impl Way<'_> {
    /// A first appointment that lies before the release as it is known now is none, and one that lies after the last day for
    /// it comes too late; one that falls into hours at home, or collides with another restriction, cannot be kept. Whoever
    /// named it names another.
    pub(super) fn set_appointment(&self) -> Option<Obligation> {
        let moved = self.before_the_release().or_else(|| self.after_the_last_day());
        moved.or_else(|| self.barred()).or_else(|| self.clinician_gone())
    }

    /// The account of whoever was to see him first is closed, also where it was the last one there. Where nobody at all is
    /// known, nothing can be said of it; and once the day is over it is the first visit that is owed.
    fn clinician_gone(&self) -> Option<Obligation> {
        let appointed = self.clocks.case.to_be_seen(self.today)?;
        let Appointed {
            number,
            offer,
            appointment,
        } = appointed;
        let people = &self.clocks.roster.people;
        let there = people
            .iter()
            .any(|person| person.account == appointment.clinician);
        if people.is_empty() || there || appointment.on < self.today {
            return None;
        }
        let named_on = civil_date(offer.named_at?, self.clocks.zone);
        let because = vec![Because::SetBy {
            fact: CLINICIAN_GONE.to_owned(),
            fact_on: named_on,
            on: appointment.on,
        }];
        let (party, days) = (mover(offer), (named_on, appointment.on, appointment.on));
        let owed = self.owed(
            (Kind::SetAppointment, number),
            (party, Post::Giver),
            days,
            because,
        )?;
        Some(match party {
            Party::Receiver => self.owed_by_agreed(offer, owed),
            _ => owed,
        })
    }

    /// Within the time of an answer, and not after the last day for the appointment.
    fn after_the_last_day(&self) -> Option<Obligation> {
        let (case, zone) = (self.clocks.case, self.clocks.zone);
        let by = (self.rules, &self.law);
        let late = too_late(case, self.dose, by, (self.today, zone))?;
        let from = Counted {
            fact: MOVED,
            fact_on: late.known_on,
            offset: self.rules.handover.answer_within,
        };
        let offer = late.appointed.offer;
        let key = (Kind::SetAppointment, late.appointed.number);
        let mut owed = self.owed_by_mover(key, offer, from)?;
        let last_on = late.latest_on.max(late.known_on);
        if last_on < owed.due_on {
            (owed.due_on, owed.closes_on) = (last_on, last_on);
        }
        Some(owed)
    }

    fn before_the_release(&self) -> Option<Obligation> {
        let case = self.clocks.case;
        let (number, offer) = case.passage.accepted_offer()?;
        let release_on = case.release_on()?;
        if offer.appointment.is_some_and(|known| known.on >= release_on) {
            return None;
        }
        let moved_at = case.release_known_at().unwrap_or(offer.at);
        let from = Counted {
            fact: MOVED,
            fact_on: civil_date(moved_at.max(offer.at), self.clocks.zone),
            offset: self.rules.handover.answer_within,
        };
        let owner = (Party::Receiver, Post::Giver);
        let owed = self.within((Kind::SetAppointment, number), owner, from)?;
        Some(self.owed_by_agreed(offer, owed))
    }

    fn owed_by_mover(&self, key: (Kind, u32), offer: &Offer, from: Counted<'_>) -> Option<Obligation> {
        let party = mover(offer);
        let owed = self.within(key, (party, Post::Giver), from)?;
        Some(match party {
            Party::Receiver => self.owed_by_agreed(offer, owed),
            _ => owed,
        })
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
        let key = (Kind::SetAppointment, appointed.number);
        let mut owed = self.owed_by_mover(key, appointed.offer, from)?;
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
        let moved_house = appointed.offer.content.reason == HandoverReason::Residence;
        let fact = if moved_house {
            MOVED_HOUSE
        } else {
            "handover-accepted"
        };
        let because = vec![Because::SetBy {
            fact: fact.to_owned(),
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
