//! Where the person is treated, was brought, and goes; and the first appointment that waits for him there.

use super::{Case, Entry, Stay, stay_on};
use crate::domain::dosing::DoseWindow;
use crate::domain::event::{Appointment, HandoverReason, TurnedUp};
use crate::domain::ids::OrganisationId;
use crate::domain::passage::{Barred, Offer, OfferState, standing};
use crate::domain::roster::Roster;
use crate::domain::rules::Continuity;
use crate::domain::supervision::attempt_on;
use crate::domain::supply::Parcel;
use crate::domain::time::{Now, civil_date};
use chrono::NaiveDate;

/// The hand-over under which a first appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appointed<'a> {
    /// Its number among the offers, from 1.
    pub number: u32,
    /// The offer.
    pub offer: &'a Offer,
    /// The appointment as it stands.
    pub appointment: Appointment,
}

/// A first appointment that cannot be kept: it falls into hours at home, or collides with another restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InTheWay<'a> {
    /// The appointment, with its hand-over.
    pub appointed: Appointed<'a>,
    /// What stands against it.
    pub barred: Barred<'a>,
}

/// The day of a dose, and what stands against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarredDose<'a> {
    /// The day on which he is expected: today, where the one that was planned has passed.
    pub on: NaiveDate,
    /// The day that was planned.
    pub planned_on: NaiveDate,
    /// Where he could have come on it: the first day since on which he is expected at once and may not come, without one between
    /// on which he may.
    pub since_on: Option<NaiveDate>,
    /// What stands against it.
    pub barred: Barred<'a>,
}

impl Case {
    /// The organisation responsible on a day.
    #[must_use]
    pub fn place_on(&self, day: NaiveDate) -> Option<OrganisationId> {
        self.stay_on(day).map(|stay| stay.organisation)
    }

    /// The stay that counts on a day.
    #[must_use]
    pub fn stay_on(&self, day: NaiveDate) -> Option<&Stay> {
        stay_on(&self.places, day)
    }

    /// The stay that began when another took over from an organisation for the last time; none where it treats him, or never did.
    #[must_use]
    pub fn taken_over_from(&self, organisation: OrganisationId, today: NaiveDate) -> Option<&Stay> {
        let mut begun: Vec<_> = self.places.iter().filter(|stay| stay.from_on <= today).collect();
        // Of those that begin together the one recorded last counts.
        begun.sort_by_key(|stay| stay.from_on);
        let last = begun.iter().rposition(|stay| stay.organisation == organisation)?;
        begun.get(last + 1).copied()
    }

    /// The last day of which an organisation that handed the person over closes its own records: that of the hand-over, or on
    /// which it became known.
    #[must_use]
    pub fn closes_until(&self, organisation: OrganisationId, now: &Now) -> Option<NaiveDate> {
        let next = self.taken_over_from(organisation, now.today())?;
        Some(next.from_on.max(civil_date(next.known_at, now.zone)))
    }

    /// Where the person has been brought, though nobody there has taken over by name yet.
    #[must_use]
    pub fn brought_to(&self, today: NaiveDate) -> Option<&Offer> {
        let open = self.passage.open_offer().map(|(_, offer)| offer);
        open.filter(|offer| offer.content.reason.brings() && offer.content.from_on <= today)
    }

    /// Who was asked to take the person over or, where nobody waits for an answer, has agreed to.
    #[must_use]
    pub fn asked(&self) -> Option<OrganisationId> {
        let passage = &self.passage;
        let (_, offer) = passage.open_offer().or_else(|| passage.accepted_offer())?;
        Some(offer.content.to)
    }

    /// Is the person treated somewhere, or may he come to be: because somebody there was asked to take him over, or has
    /// agreed to, or by a move to come? What is meant for him may lie there.
    #[must_use]
    pub fn belongs_at(&self, place: OrganisationId, today: NaiveDate) -> bool {
        let mut to_come = self.places.iter().filter(|stay| stay.from_on > today);
        self.place_on(today) == Some(place)
            || self.passage.offered_to().contains(&place)
            || to_come.any(|stay| stay.organisation == place)
    }

    /// Does a parcel on its way miss the person: it goes to where he is not, is not expected, and nobody has said that it
    /// should? It may go ahead of him to whoever was asked to take him over.
    #[must_use]
    pub fn misses(&self, parcel: &Parcel, today: NaiveDate) -> bool {
        let back = parcel.to == parcel.prepared.from;
        let elsewhere = match self.brought_to(today) {
            Some(offer) => parcel.to != offer.content.to,
            None => !self.belongs_at(parcel.to, today),
        };
        parcel.open() && !parcel.kept() && !back && elsewhere
    }

    /// The first appointment that can be named anew: under the hand-over that waits for the release, or under the one that
    /// brought the person to where he is treated.
    #[must_use]
    pub fn appointed(&self, today: NaiveDate) -> Option<Appointed<'_>> {
        let waiting = self.passage.accepted_offer();
        let (number, offer) = waiting.or_else(|| self.came_by(today))?;
        Some(Appointed {
            number,
            offer,
            appointment: offer.appointment?,
        })
    }

    /// The hand-over with which the person came to where he is treated, with its number from 1.
    #[must_use]
    pub fn came_by(&self, today: NaiveDate) -> Option<(u32, &Offer)> {
        self.passage.came_by(self.stay_on(today)?)
    }

    /// The first appointment that the person has still to keep where he is treated now, and the day since which he belongs
    /// there. Kept is it once he came, or was given a dose there.
    #[must_use]
    pub fn awaited(&self, today: NaiveDate) -> Option<(Appointed<'_>, NaiveDate)> {
        let stay = self.stay_on(today)?;
        let (number, offer) = self.passage.came_by(stay)?;
        let appointed = Appointed {
            number,
            offer,
            appointment: offer.appointment?,
        };
        let came = standing(&self.passage.visits).any(|entry| entry.content.came_on >= stay.from_on);
        (!came && !self.treated_since(stay.organisation, stay.from_on)).then_some((appointed, stay.from_on))
    }

    /// The first appointment that is to be kept: of whoever has agreed for the day of release, else where the person has not come
    /// yet.
    #[must_use]
    pub fn to_be_seen(&self, today: NaiveDate) -> Option<Appointed<'_>> {
        if self.passage.accepted_offer().is_some() {
            self.appointed(today)
        } else {
            self.awaited(today).map(|(appointed, _)| appointed)
        }
    }

    /// Where the person came last though he is not treated there, while nobody has seen him since, given him a dose, or taken
    /// him over there.
    #[must_use]
    pub fn turned_up(&self, today: NaiveDate) -> Option<&Entry<TurnedUp>> {
        let last = standing(&self.passage.turned_up).next_back()?;
        let came = standing(&self.passage.visits).any(|entry| entry.seq > last.seq);
        let given = self.doses_in_effect().iter().any(|entry| entry.seq > last.seq);
        let there = self.place_on(today) == Some(last.content.at);
        (!came && !given && !there).then_some(last)
    }

    /// Who gives the person to whoever takes him over. Whoever offered him on release may have given him on to another prison
    /// since: then it is where he is until he goes, or was when he went.
    #[must_use]
    pub fn giver(&self, offer: &Offer, today: NaiveDate) -> OrganisationId {
        let from = offer.content.from;
        if offer.content.reason != HandoverReason::Release {
            return from;
        }
        let stay = match (offer.state(), offer.moved_on) {
            (OfferState::Accepted, _) => self.stay_on(today),
            (OfferState::Completed, Some(moved_on)) => self.stay_before((offer.content.to, moved_on)),
            _ => None,
        };
        stay.map_or(from, |stay| stay.organisation)
    }

    /// The stay that was ended by another, which began on a day.
    fn stay_before(&self, (place, from_on): (OrganisationId, NaiveDate)) -> Option<&Stay> {
        let mut stays = self.places.iter();
        let came = stays.rposition(|stay| stay.organisation == place && stay.from_on == from_on)?;
        stay_on(self.places.get(..came)?, from_on)
    }

    /// Was a dose given at a place since a day?
    #[must_use]
    pub fn treated_since(&self, place: OrganisationId, from_on: NaiveDate) -> bool {
        let given = self.doses_in_effect().into_iter();
        let mut given = given.map(|entry| &entry.content);
        given.any(|dose| dose.place == place && dose.given_on >= from_on)
    }

    /// What stands against the person being received on a day where he is treated then: a region that he may not leave, or hours
    /// that leave none of those in which somebody is received. What a permission for that day lifts does not. Whoever is held is
    /// brought by others.
    #[must_use]
    pub fn kept_away_on(&self, day: NaiveDate, roster: &Roster, rules: &Continuity) -> Option<Barred<'_>> {
        self.kept_away(day, false, roster, rules)
    }

    /// The same; `with_leave` says whether there will be a permission for that day.
    #[must_use]
    pub fn kept_away(
        &self,
        day: NaiveDate,
        with_leave: bool,
        roster: &Roster,
        rules: &Continuity,
    ) -> Option<Barred<'_>> {
        let place = self.place_on(day).filter(|_| !roster.held)?;
        let received = (rules.visit.from, rules.visit.until);
        self.passage
            .barred_all_day(day, roster.region_of(place), received, with_leave)
    }

    /// The days on which a dose is or was expected: a further attempt that was agreed; and the day agreed inside its window, or
    /// the one on which it is due.
    fn dose_days(&self, window: &DoseWindow) -> (Option<NaiveDate>, NaiveDate) {
        let agreed = self.passage.agreed_dose_on(window).map(|agreed| agreed.on);
        let attempt = attempt_on(self, window.cycle, Some(window));
        (attempt, agreed.unwrap_or(window.due_on))
    }

    /// What stands against the day on which the open dose is expected where the person is treated today: as
    /// `supervision::Next` has it, so today where each has passed and no first appointment is to come. A first appointment on
    /// that day has its hour and is looked at by itself, whoever has a good reason not to come is not expected, and of where he
    /// goes before that day those take care who have him then.
    #[must_use]
    pub fn barred_dose(
        &self,
        window: &DoseWindow,
        roster: &Roster,
        rules: &Continuity,
        today: NaiveDate,
    ) -> Option<BarredDose<'_>> {
        let (attempt, planned_on) = self.dose_days(window);
        let to_come = attempt.into_iter().chain([planned_on]).find(|on| *on >= today);
        let first_on = self.awaited(today).map(|(known, _)| known.appointment.on);
        let first_to_come = first_on.filter(|on| *on >= today);
        let on = to_come.or(first_to_come).unwrap_or(today);
        if first_on == Some(on) {
            return None;
        }
        let here = self.place_on(today);
        let barred_on = |day: NaiveDate| {
            let expected = self.place_on(day) == here && self.passage.unavailable_on(day).is_none();
            expected.then(|| self.kept_away_on(day, roster, rules)).flatten()
        };
        let barred = barred_on(on)?;
        let passed_on = attempt.map_or(planned_on, |attempt| attempt.max(planned_on));
        let planned_on = to_come.unwrap_or(passed_on);
        // Day by day back to the one that was planned: a duty that was owed before it passed is not owed anew.
        let days = std::iter::successors(Some(on), |day: &NaiveDate| day.pred_opt());
        let days = days.take_while(|day| *day >= planned_on && barred_on(*day).is_some());
        let since_on = days.last().filter(|since| *since > planned_on);
        Some(BarredDose {
            on,
            planned_on,
            since_on,
            barred,
        })
    }

    /// The first appointment to come that falls into hours at home, or collides with another restriction. They may have
    /// been written down after it was named, and after its permission: whoever keeps it breaks them, and whoever keeps them
    /// misses it.
    #[must_use]
    pub fn barred_appointment(&self, roster: &Roster, today: NaiveDate) -> Option<InTheWay<'_>> {
        let appointed = self.to_be_seen(today)?;
        let Appointment { on, at, .. } = appointed.appointment;
        let region = roster.region_of(appointed.offer.content.to);
        let found = self.passage.barred((on, at), region, false);
        let barred = found.into_iter().find(|barred| match barred {
            Barred::Home(_) => true,
            Barred::Other(entry) => !appointed.offer.permits(entry),
        })?;
        Some(InTheWay { appointed, barred })
    }
}
