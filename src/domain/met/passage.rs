//! How what was owed on the way from one organisation to the next ended.

use super::place;
use crate::domain::case::{Case, Entry};
use crate::domain::ids::RecordId;
use crate::domain::obligation::Kind;
use crate::domain::passage::{Offer, OfferState, standing};
use crate::domain::plan::BACK;

/// Whether what was owed was met, and by which record; `None` for what is no matter of the passage.
pub(super) fn met(case: &Case, kind: Kind, cycle: u32) -> Option<(bool, Option<RecordId>)> {
    let passage = &case.passage;
    let number = usize::try_from(cycle).unwrap_or_default();
    let offer = || passage.offers.get(number.wrapping_sub(1));
    Some(match kind {
        Kind::MaterialsToCourt => last(&passage.materials, |entry| entry.content.id),
        Kind::ForwardRuling => {
            let ruling = case
                .rulings
                .get(number.wrapping_sub(1))
                .map(|file| file.ruling.id);
            let mut sent = passage.forwarded.iter();
            let sent = sent.find(|entry| entry.voided.is_none() && Some(entry.content.ruling) == ruling);
            (sent.is_some(), sent.map(|entry| entry.content.id))
        }
        Kind::BringRuling => {
            let mut files = case.rulings.iter();
            (
                files.any(|file| file.announced() && file.in_force_on().is_some()),
                None,
            )
        }
        Kind::FirstDose => {
            let first = case.doses_in_effect().first().map(|entry| entry.content.id);
            (first.is_some(), first)
        }
        Kind::ReleaseNotice => {
            let sent = passage.notices.iter().filter(|entry| entry.voided.is_none());
            let sent = sent.map(|entry| entry.content.id).nth(number.wrapping_sub(1));
            (sent.is_some(), sent)
        }
        Kind::AcceptHandover => {
            let answered = offer().and_then(|offer| offer.outcome.as_ref());
            let answered = answered.filter(|_| {
                offer().is_some_and(|offer| {
                    !matches!(
                        offer.state(),
                        OfferState::Withdrawn | OfferState::Expired | OfferState::Lapsed
                    )
                })
            });
            (answered.is_some(), answered.and_then(|outcome| outcome.record))
        }
        Kind::ArrangeHandover => arranged(&passage.offers, cycle),
        Kind::ConfirmRelease => {
            let release = passage.releases.get(number.wrapping_sub(1));
            let release = release.map(|entry| entry.content.id);
            let said = release.or_else(|| day_named(case));
            (said.is_some(), said)
        }
        Kind::SetAppointment => {
            let named = |offer: &Offer| offer.live() || offer.named_at == Some(case.last_recorded_at);
            (offer().is_some_and(named), None)
        }
        // Whoever was given a dose came.
        Kind::FirstVisit => {
            let came = just(case, &passage.visits).map(|entry| entry.content.id);
            let came = came.or_else(|| just(case, &case.doses).map(|entry| entry.content.id));
            (came.is_some(), came)
        }
        Kind::AnswerAbsence => {
            let asked = passage.absences.get(number.wrapping_sub(1));
            let answer = asked.and_then(|entry| passage.absence_answer(entry.content.id));
            (answer.is_some(), answer.map(|entry| entry.content.id))
        }
        // Where he came meanwhile, no day was needed.
        Kind::AgreeDoseDay if case.dose_of(cycle).is_some() => (false, None),
        Kind::AgreeDoseDay => {
            let day = passage.dose_day(cycle).map(|entry| entry.content.id);
            let agreed = day.or_else(|| agreed(case));
            (agreed.is_some(), agreed)
        }
        Kind::LookAtUnavailable => {
            let reason = nth(&passage.unavailable, cycle / 100).map(|entry| entry.content.id);
            let mut looks = standing(&passage.unavailable_reviews)
                .filter(|look| Some(look.content.unavailable) == reason)
                .map(|look| look.content.id);
            let look = looks.nth(turn(cycle));
            (look.is_some(), look)
        }
        Kind::LocatePerson => {
            let lost = nth(&passage.lost, cycle / 100).map(|entry| entry.content.id);
            let mut looks = standing(&passage.searches)
                .filter(|look| Some(look.content.lost) == lost)
                .map(|look| look.content.id);
            let look = looks.nth(turn(cycle));
            (look.is_some(), look)
        }
        Kind::MoveSupervision => (case.supervision.len() > number, None),
        _ => return None,
    })
}

/// Whoever has agreed to take over; for the way back from a stay for a while, whoever was asked since.
fn arranged(offers: &[Offer], cycle: u32) -> (bool, Option<RecordId>) {
    let record = |offer: &Offer| offer.outcome.as_ref().and_then(|outcome| outcome.record);
    let taken = |offer: &&Offer| matches!(offer.state(), OfferState::Accepted | OfferState::Completed);
    let found = match cycle.checked_sub(BACK) {
        Some(away) => {
            let since = offers.iter().skip(usize::try_from(away).unwrap_or(usize::MAX));
            let mut since = since.filter(|offer| offer.state() == OfferState::Open || taken(offer));
            since.next()
        }
        None => {
            let for_good = offers.iter().filter(taken);
            let mut for_good = for_good.filter(|offer| !offer.content.reason.for_a_while());
            for_good.nth(place(cycle))
        }
    };
    (found.is_some(), found.and_then(record))
}

/// Another day of the release, or that nobody knows it yet, where that was written down just now.
fn day_named(case: &Case) -> Option<RecordId> {
    let passage = &case.passage;
    let named = just(case, &passage.release_dates).map(|entry| entry.content.id);
    named.or_else(|| just(case, &passage.days_unknown).map(|entry| entry.content.id))
}

/// The entry that was written down just now.
pub(super) fn just<'a, T>(case: &Case, entries: &'a [Entry<T>]) -> Option<&'a Entry<T>> {
    standing(entries).rfind(|entry| entry.recorded_at == case.last_recorded_at)
}

fn nth<T>(entries: &[Entry<T>], number: u32) -> Option<&Entry<T>> {
    entries.get(place(number))
}

/// The place of a look in a cycle that counts looks from 1 below a hundred.
fn turn(cycle: u32) -> usize {
    place(cycle % 100)
}

/// The answer since the last dose by which a day for the open one was agreed, or a leave was taken back: that a journey was
/// granted asks for the day, and agrees none.
fn agreed(case: &Case) -> Option<RecordId> {
    let doses = case.doses_in_effect().into_iter();
    let given = doses.map(|entry| entry.seq).max().unwrap_or(0);
    let answers: Vec<_> = standing(&case.passage.absence_answers).collect();
    let taken_back = |number: usize, request: RecordId| {
        let mut before = answers.iter().take(number);
        before.any(|entry| entry.content.request == request && entry.content.granted)
    };
    let mut said = answers.iter().enumerate().rev();
    let (_, entry) = said.find(|(number, entry)| {
        let answer = &entry.content;
        let says = if answer.granted {
            answer.dose_on.is_some()
        } else {
            taken_back(*number, answer.request)
        };
        says && entry.seq > given
    })?;
    Some(entry.content.id)
}

fn last<T>(entries: &[Entry<T>], id: impl Fn(&Entry<T>) -> RecordId) -> (bool, Option<RecordId>) {
    let found = entries.iter().rfind(|entry| entry.voided.is_none());
    (found.is_some(), found.map(id))
}
