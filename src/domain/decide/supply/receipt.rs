//! Deciding about a parcel that arrived: each pack, both hands, and what the logger showed.

use super::{Decision, fact, moment, parcel_of, said};
use crate::domain::case::Case;
use crate::domain::event::{Fate, ParcelReceived, Readings, Rejected, SupplyFact};
use crate::domain::ids::{OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::refusal::{LINE, ParcelFault, Refusal, WORDS, text};
use crate::domain::rules::{Protocol, Rules};
use crate::domain::supply::{Parcel, ParcelState};
use crate::domain::time::Now;
use chrono::{DateTime, Utc};

/// What is said about a pack of a parcel that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackAnswer {
    /// Which.
    pub pack: PackId,
    /// `accepted`, or the identity of a reason; empty where nothing was said.
    pub answer: String,
}

/// What is said about a parcel that arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiveParcel {
    /// Each pack.
    pub packs: Vec<PackAnswer>,
    /// When; `None` where the typed moment is not one.
    pub at: Option<DateTime<Utc>>,
    /// Who brought it.
    pub deliverer: String,
    /// Who took it.
    pub receiver: String,
    /// Lowest temperature in degrees, as typed; empty without a logger.
    pub lowest: String,
    /// Highest temperature in degrees, as typed.
    pub highest: String,
    /// Hours outside the band, as typed.
    pub hours_outside: String,
    /// It is not known for how long it was outside.
    pub hours_unknown: bool,
    /// There was no logger.
    pub no_logger: bool,
    /// Remarks.
    pub words: String,
}

/// The answer for a pack that is there and whole.
pub const ACCEPTED: &str = "accepted";

/// A parcel is received: what was accepted and what was rejected is what was sent. At another place than it was to go to, its
/// packs wait for a pharmacist whatever the logger shows: nobody there knows what they went through, and why it came must be
/// said. The same holds of one that was reported lost and is there after all: it is received like any other, but for those of its
/// packs that turned up before or were accounted for otherwise, and what is accepted waits for a pharmacist.
///
/// Of the packs, those that may not be given whatever the logger shows, and those that are not lost any more.
///
/// # Errors
/// Refused where a pack was not answered for, a name, a moment or a temperature is missing.
pub fn receive_parcel(
    case: &Case,
    (id, parcel): (RecordId, ParcelId),
    form: &ReceiveParcel,
    place: OrganisationId,
    (unsound, elsewhere): (&[PackId], &[PackId]),
    rules: &Rules,
    now: &Now,
) -> Decision {
    let known = parcel_of(case, parcel)?;
    let lost = known.state == ParcelState::Lost;
    let asked = |pack: PackId| !(lost && elsewhere.contains(&pack));
    let mut packs = known.prepared.packs.iter().map(|named| named.pack);
    let awaited = known.open() || (lost && packs.any(asked));
    if !awaited {
        return Err(vec![Refusal::ParcelStep(ParcelFault::Over)]);
    }
    let mut wrong = Vec::new();
    let at = moment("occurred_on", form.at, Some(known.last_at()), now, &mut wrong);
    let (deliverer, receiver) = hands(form, &mut wrong);
    let named = known.prepared.packs.first();
    let protocol = named.and_then(|named| rules.protocol_on(&named.product, now.today()));
    let readings = readings(form, protocol, &mut wrong);
    let astray = place != known.to;
    // Of a pack of which nothing was said, nothing is to be explained yet.
    let refused = |pack: &PackAnswer| rules.supply.rejection(&pack.answer).is_some();
    let needs_words = astray || lost || form.no_logger || form.packs.iter().any(refused);
    let words = text("words", &form.words, needs_words, WORDS).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    });
    let cold = match (readings, protocol) {
        (Some(read), Some(protocol)) => {
            rules
                .supply
                .stands(protocol, read.lowest, read.highest, read.hours_outside)
        }
        _ => false,
    };
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    let packs = known.prepared.packs.iter().map(|named| named.pack);
    for pack in packs.filter(|pack| asked(*pack)) {
        match answered(form, pack, rules) {
            Some(Ok(())) if lost => accepted.push((pack, Fate::Quarantined)),
            Some(Ok(())) => {
                let sound = cold && !astray && !unsound.contains(&pack);
                accepted.push((pack, fate(case, known, place, sound, now)));
            }
            Some(Err(reason)) => rejected.push(reason),
            None => wrong.push(Refusal::PackUnanswered { pack }),
        }
    }
    let (Some(at), true) = (at, wrong.is_empty()) else {
        return Err(wrong);
    };
    fact(SupplyFact::ParcelReceived(ParcelReceived {
        id,
        parcel,
        place,
        at,
        deliverer,
        receiver,
        accepted,
        rejected,
        readings,
        words,
    }))
}

/// Who brought it and who took it: two people.
pub(in crate::domain::decide) fn hands(form: &ReceiveParcel, wrong: &mut Vec<Refusal>) -> (String, String) {
    let deliverer = said("deliverer", &form.deliverer, LINE, wrong);
    let receiver = said("receiver", &form.receiver, LINE, wrong);
    if !deliverer.is_empty() && deliverer.to_lowercase() == receiver.to_lowercase() {
        wrong.push(Refusal::OneHand);
    }
    (deliverer, receiver)
}

/// What is said of a pack: that it is there and whole, or why not; none where nothing is said.
fn answered(form: &ReceiveParcel, pack: PackId, rules: &Rules) -> Option<Result<(), Rejected>> {
    let answer = form.packs.iter().find(|answer| answer.pack == pack)?;
    if answer.answer == ACCEPTED {
        return Some(Ok(()));
    }
    let reason = rules.supply.rejection(&answer.answer)?;
    Some(Err(Rejected {
        pack,
        reason: reason.id.clone(),
        lost: reason.lost,
    }))
}

fn fate(case: &Case, parcel: &Parcel, place: OrganisationId, sound: bool, now: &Now) -> Fate {
    if case.ended_on(now.today()) {
        return Fate::SetAside;
    }
    if !sound {
        return Fate::Quarantined;
    }
    // Whoever will give the dose keeps its pack for him, though he has not come yet.
    let his = case.belongs_at(place, now.today()) && !parcel.kept();
    if his { Fate::Shelved } else { Fate::Freed }
}

/// Temperatures in tenths; a whole or one decimal, comma or point.
fn tenths(typed: &str) -> Option<i32> {
    let typed = typed.trim().replace(',', ".").replace('−', "-");
    let number: f64 = typed.parse().ok()?;
    // No box has seen more than this, and no logger shows it.
    let sane = (-60.0..=80.0).contains(&number);
    #[allow(clippy::cast_possible_truncation)] // bounded just above
    sane.then(|| (number * 10.0).round() as i32)
}

/// What the logger showed, as typed. Outside the limits it is said for how long, or that nobody knows, which counts as the
/// worst; nothing can have been outside for no hours, or inside all the time and outside for some.
pub(in crate::domain::decide) fn readings(
    form: &ReceiveParcel,
    protocol: Option<&Protocol>,
    wrong: &mut Vec<Refusal>,
) -> Option<Readings> {
    let nothing = [&form.lowest, &form.highest, &form.hours_outside]
        .iter()
        .all(|typed| typed.trim().is_empty());
    if form.no_logger {
        wrong.extend((!nothing).then_some(Refusal::ReadWithoutLogger));
        return None;
    }
    let mut read = |field, typed: &str| {
        let value = tenths(typed);
        if value.is_none() {
            wrong.push(if typed.trim().is_empty() {
                Refusal::Required { field }
            } else {
                Refusal::NotUnderstood { field }
            });
        }
        value
    };
    let lowest = read("lowest", &form.lowest);
    let highest = read("highest", &form.highest);
    let hours = match form.hours_outside.trim() {
        "" => Some(0),
        typed => typed.parse().ok(),
    };
    if hours.is_none() {
        wrong.push(Refusal::NotUnderstood {
            field: "hours_outside",
        });
    }
    let (lowest, highest) = (lowest?, highest?);
    if lowest > highest {
        wrong.push(Refusal::LowestAboveHighest);
        return None;
    }
    if let (Some(protocol), Some(hours)) = (protocol, hours) {
        wrong.extend(hours_wrong(form, (lowest, highest, hours), protocol));
    }
    Some(Readings {
        lowest,
        highest,
        hours_outside: hours?,
        uncounted: form.hours_unknown,
    })
}

/// What is wrong with the hours outside, beside these readings.
fn hours_wrong(
    form: &ReceiveParcel,
    (lowest, highest, hours): (i32, i32, u16),
    protocol: &Protocol,
) -> Option<Refusal> {
    let storage = &protocol.storage;
    let (min_celsius, max_celsius) = (storage.min_celsius, storage.max_celsius);
    let outside = !storage.holds(lowest, highest);
    let said = !form.hours_outside.trim().is_empty();
    if outside && said == form.hours_unknown {
        return Some(Refusal::HoursUnsaid {
            min_celsius,
            max_celsius,
        });
    }
    let never = hours == 0 && !form.hours_unknown;
    (outside == never).then_some(Refusal::ReadingsContradict {
        min_celsius,
        max_celsius,
    })
}
