//! Taking in what happens on the way.

use super::dated::put_by_date;
use super::{Offer, Outcome, OutcomeKind, Passage};
use crate::domain::case::{Entry, Identified, RecordOf, Stay, stay_on};
use crate::domain::event::{Appointment, Event, HandoverOffer, HandoverReason, Leave, Recorded};
use crate::domain::ids::{OrganisationId, RecordId};
use chrono::NaiveDate;

impl Offer {
    fn name(&mut self, appointment: Option<Appointment>, leave: Option<&Leave>, recorded: &Recorded) {
        self.appointment = appointment;
        self.leave = leave.cloned();
        self.named_seq = recorded.seq;
        self.named_at = Some(recorded.recorded_at);
        self.permitted.extend(leave.cloned().zip(appointment));
    }
}

impl Passage {
    /// Takes in an event; the stay that begins with it, where responsibility moves. `None` for one that refers to
    /// something unknown.
    pub(in crate::domain) fn apply(&mut self, recorded: &Recorded) -> Option<Option<Stay>> {
        let mut moved = None;
        match &recorded.event {
            Event::ReleaseDateSet(set) => {
                put_by_date(&mut self.release_dates, Entry::new(set.clone(), recorded));
            }
            Event::ReleaseDayUnknown(said) => self.days_unknown.push(Entry::new(said.clone(), recorded)),
            Event::MaterialsSent(sent) => self.materials.push(Entry::new(sent.clone(), recorded)),
            Event::RulingForwarded(sent) => self.forwarded.push(Entry::new(sent.clone(), recorded)),
            Event::ReleaseNoticeSent(sent) => self.notices.push(Entry::new(sent.clone(), recorded)),
            Event::HandoverOffered(offer) => self.offers.push(Offer {
                content: offer.clone(),
                by: recorded.by.clone(),
                at: recorded.recorded_at,
                outcome: None,
                appointment: None,
                leave: None,
                named_seq: 0,
                named_at: None,
                permitted: Vec::new(),
                moved_on: None,
            }),
            Event::HandoverAccepted(accepted) => {
                let offer = self.offer_mut(accepted.offer)?;
                offer.name(accepted.appointment, accepted.leave.as_ref(), recorded);
                offer.moved_on = accepted.from_on;
                let kind = match accepted.from_on {
                    Some(from_on) => {
                        moved = Some(stay(offer.content.to, from_on, recorded));
                        OutcomeKind::Completed
                    }
                    None => OutcomeKind::Accepted,
                };
                offer.outcome = Some(outcome(kind, recorded, Some(accepted.id), ""));
            }
            Event::AppointmentSet(set) => {
                let offer = self.offer_mut(set.offer)?;
                offer.name(Some(set.appointment), set.leave.as_ref(), recorded);
            }
            Event::HandoverRejected(said) => {
                self.end(
                    said.offer,
                    OutcomeKind::Rejected,
                    recorded,
                    Some(said.id),
                    &said.words,
                )?;
            }
            Event::HandoverWithdrawn(said) => {
                self.end(
                    said.offer,
                    OutcomeKind::Withdrawn,
                    recorded,
                    Some(said.id),
                    &said.words,
                )?;
            }
            Event::HandoverExpired { offer, .. } => {
                self.end(*offer, OutcomeKind::Expired, recorded, None, "")?;
            }
            Event::HandoverLapsed { offer, .. } => {
                self.end(*offer, OutcomeKind::Lapsed, recorded, None, "")?;
            }
            Event::Released(released) => {
                if let Some(offer) = released.offer {
                    let offer = self.offer_mut(offer)?;
                    let moves_on = released.moves_on.unwrap_or(released.released_on);
                    offer.moved_on = Some(moves_on);
                    moved = Some(stay(offer.content.to, moves_on, recorded));
                    if let Some(outcome) = &mut offer.outcome {
                        outcome.kind = OutcomeKind::Completed;
                    }
                }
                self.releases.push(Entry::new(released.clone(), recorded));
            }
            Event::PersonCame(came) => self.visits.push(Entry::new(came.clone(), recorded)),
            Event::AddressReported(address) => self.addresses.push(Entry::new(address.clone(), recorded)),
            Event::AbsenceAsked(asked) => self.absences.push(Entry::new(asked.clone(), recorded)),
            Event::AbsenceAnswered(answer) => {
                self.absence_answers.push(Entry::new(answer.clone(), recorded));
            }
            Event::DoseDayAgreed(agreed) => self.dose_days.push(Entry::new(agreed.clone(), recorded)),
            Event::UnavailabilityRecorded(known) => {
                self.unavailable.push(Entry::new(known.clone(), recorded));
            }
            Event::UnavailabilityReviewed(seen) => {
                self.unavailable_reviews.push(Entry::new(seen.clone(), recorded));
            }
            Event::CurfewSet(curfew) => put_by_date(&mut self.curfews, Entry::new(curfew.clone(), recorded)),
            Event::RestrictionSet(known) => {
                put_by_date(&mut self.restrictions, Entry::new(known.clone(), recorded));
            }
            Event::PersonTurnedUp(seen) => self.turned_up.push(Entry::new(seen.clone(), recorded)),
            Event::PersonLost(lost) => self.lost.push(Entry::new(lost.clone(), recorded)),
            Event::SearchReported(report) => self.searches.push(Entry::new(report.clone(), recorded)),
            _ => return None,
        }
        Some(moved)
    }

    /// Takes in where he is treated from which day on. Of the stays that begin together the one written down last counts, and
    /// whoever is where he was comes nowhere.
    pub(in crate::domain) fn arrive(&mut self, places: &[Stay]) {
        let mut days: Vec<_> = places.iter().map(|stay| stay.from_on).collect();
        days.sort_unstable();
        days.dedup();
        let mut here = None;
        days.retain(|day| {
            let there = stay_on(places, *day).map(|stay| stay.organisation);
            let comes = here != there;
            here = there;
            comes
        });
        self.arrivals = days;
    }

    fn offer_mut(&mut self, id: RecordId) -> Option<&mut Offer> {
        self.offers.iter_mut().find(|offer| offer.content.id == id)
    }

    fn end(
        &mut self,
        offer: RecordId,
        kind: OutcomeKind,
        recorded: &Recorded,
        record: Option<RecordId>,
        words: &str,
    ) -> Option<()> {
        let offer = self.offer_mut(offer)?;
        offer.outcome = Some(outcome(kind, recorded, record, words));
        Some(())
    }

    /// Why a record was struck out, where it was.
    #[must_use]
    pub fn struck_because(&self, record: RecordId) -> Option<&str> {
        struck(&self.release_dates, record)
            .or_else(|| struck(&self.days_unknown, record))
            .or_else(|| struck(&self.materials, record))
            .or_else(|| struck(&self.forwarded, record))
            .or_else(|| struck(&self.notices, record))
            .or_else(|| struck(&self.visits, record))
            .or_else(|| struck(&self.addresses, record))
            .or_else(|| struck(&self.absences, record))
            .or_else(|| struck(&self.absence_answers, record))
            .or_else(|| struck(&self.dose_days, record))
            .or_else(|| struck(&self.unavailable, record))
            .or_else(|| struck(&self.unavailable_reviews, record))
            .or_else(|| struck(&self.curfews, record))
            .or_else(|| struck(&self.restrictions, record))
            .or_else(|| struck(&self.turned_up, record))
            .or_else(|| struck(&self.lost, record))
            .or_else(|| struck(&self.searches, record))
    }

    /// Strikes a record out.
    pub(in crate::domain) fn void(&mut self, record: RecordId) -> Option<&mut Option<String>> {
        voided(&mut self.release_dates, record)
            .or_else(|| voided(&mut self.days_unknown, record))
            .or_else(|| voided(&mut self.materials, record))
            .or_else(|| voided(&mut self.forwarded, record))
            .or_else(|| voided(&mut self.notices, record))
            .or_else(|| voided(&mut self.visits, record))
            .or_else(|| voided(&mut self.addresses, record))
            .or_else(|| voided(&mut self.absences, record))
            .or_else(|| voided(&mut self.absence_answers, record))
            .or_else(|| voided(&mut self.dose_days, record))
            .or_else(|| voided(&mut self.unavailable, record))
            .or_else(|| voided(&mut self.unavailable_reviews, record))
            .or_else(|| voided(&mut self.curfews, record))
            .or_else(|| voided(&mut self.restrictions, record))
            .or_else(|| voided(&mut self.turned_up, record))
            .or_else(|| voided(&mut self.lost, record))
            .or_else(|| voided(&mut self.searches, record))
    }
}

/// A record that can be struck out. A release and a hand-over are none: what moved a person is followed by another
/// move, not unsaid.
pub(super) fn record(passage: &Passage, id: RecordId) -> Option<RecordOf<'_>> {
    of(&passage.release_dates, id)
        .or_else(|| of(&passage.days_unknown, id))
        .or_else(|| of(&passage.materials, id))
        .or_else(|| of(&passage.forwarded, id))
        .or_else(|| of(&passage.notices, id))
        .or_else(|| of(&passage.visits, id))
        .or_else(|| of(&passage.addresses, id))
        .or_else(|| of(&passage.absences, id))
        .or_else(|| of(&passage.absence_answers, id))
        .or_else(|| of(&passage.dose_days, id))
        .or_else(|| of(&passage.unavailable, id))
        .or_else(|| of(&passage.unavailable_reviews, id))
        .or_else(|| of(&passage.curfews, id))
        .or_else(|| of(&passage.restrictions, id))
        .or_else(|| of(&passage.turned_up, id))
        .or_else(|| of(&passage.lost, id))
        .or_else(|| of(&passage.searches, id))
}

fn of<T: Identified>(entries: &[Entry<T>], id: RecordId) -> Option<RecordOf<'_>> {
    let entry = entries.iter().find(|entry| entry.content.id() == id)?;
    Some(RecordOf {
        by: &entry.by,
        cycle: None,
        voided: entry.voided.is_some(),
    })
}

fn voided<T: Identified>(entries: &mut [Entry<T>], id: RecordId) -> Option<&mut Option<String>> {
    let entry = entries.iter_mut().find(|entry| entry.content.id() == id)?;
    Some(&mut entry.voided)
}

fn struck<T: Identified>(entries: &[Entry<T>], id: RecordId) -> Option<&str> {
    let entry = entries.iter().find(|entry| entry.content.id() == id)?;
    entry.voided.as_deref()
}

fn stay(organisation: OrganisationId, from_on: NaiveDate, recorded: &Recorded) -> Stay {
    Stay {
        organisation,
        from_on,
        known_at: recorded.recorded_at,
        seq: recorded.seq,
    }
}

fn outcome(kind: OutcomeKind, recorded: &Recorded, record: Option<RecordId>, words: &str) -> Outcome {
    Outcome {
        kind,
        by: recorded.by.clone(),
        at: recorded.recorded_at,
        words: words.to_owned(),
        record,
    }
}

impl HandoverReason {
    /// Is the person brought there by others, whoever has accepted by then? Whoever is free comes when he is expected.
    #[must_use]
    pub fn brings(self) -> bool {
        matches!(self, Self::Transfer | Self::Temporary | Self::Return)
    }

    /// Does responsibility move when the receiver accepts? On release it moves with the person.
    #[must_use]
    pub fn moves_on_acceptance(self) -> bool {
        self != Self::Release
    }
}

impl HandoverOffer {
    /// From this day on it can be taken up, and the time to answer runs. A release is agreed on ahead, and moves with the
    /// person; else nobody answers for somebody who is not expected there yet.
    #[must_use]
    pub fn answerable_on(&self) -> NaiveDate {
        if self.reason.moves_on_acceptance() {
            self.offered_on.max(self.from_on)
        } else {
            self.offered_on
        }
    }
}
