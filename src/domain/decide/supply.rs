//! Deciding about the drug that is bound to a person: parcels, quarantine, packs kept for him, recalls.

mod newcomer;
mod on_the_way;
mod quarantine;
mod receipt;
mod reconcile;

pub use newcomer::{freed_at, keep_for_newcomer, lacking_at, left_behind};
pub use on_the_way::{
    HandOverParcel, PrepareParcel, explain_custody, hand_over_parcel, lose_parcel, prepare_parcel, send_on,
};
pub use quarantine::{Verdict, Warmth, give_verdict, verdict};
pub use receipt::{ACCEPTED, PackAnswer, ReceiveParcel, receive_parcel};
pub(super) use receipt::{hands, readings};
pub use reconcile::reconcile_parcel;

use super::Decision;
use crate::domain::case::Case;
use crate::domain::event::{Event, PackNamed, SupplyFact};
use crate::domain::ids::{OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::plan::{dose_site, protocol};
use crate::domain::refusal::{PackFault, ParcelFault, Refusal, WORDS, text};
use crate::domain::rules::{Protocol, Rules};
use crate::domain::supply::{BoundState, Pack, Parcel, Place};
use crate::domain::time::{Now, civil_date, minute_of};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Clocks of two machines differ; a minute ahead is not the future.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(2);

/// A pack as the case names it.
#[must_use]
pub fn named(pack: &Pack) -> PackNamed {
    PackNamed {
        pack: pack.id,
        product: pack.product.clone(),
        lot: pack.number.clone(),
        expiry_on: pack.expiry_on,
    }
}

fn fact(fact: SupplyFact) -> Decision {
    Ok(vec![Event::Supply(fact)])
}

/// What speaks against sending or keeping a pack for the open dose.
fn unfit(pack: &Pack, dose: &OpenDose<'_>, case: &Case, at: OrganisationId) -> Option<PackFault> {
    match pack.place {
        Place::Stock { at: here, .. } if here != at => Some(PackFault::Elsewhere),
        Place::Stock { reserved, .. } if reserved.is_some_and(|other| other != case.id) => {
            Some(PackFault::OtherPerson)
        }
        Place::Stock { .. } if !dose.protocol.gives(&pack.product) => Some(PackFault::OtherProduct),
        Place::Stock { .. } if pack.recalled => Some(PackFault::Recalled),
        Place::Stock { .. } if pack.expiry_on < dose.needed_on => Some(PackFault::TooOld),
        Place::Stock { .. } => None,
        Place::Quarantine { .. } | Place::SetAside { .. } => Some(PackFault::NotReleased),
        Place::Parcel { .. } => Some(PackFault::OtherPerson),
        _ => Some(PackFault::Gone),
    }
}

/// The open dose: what it asks for, and where.
struct OpenDose<'r> {
    cycle: u32,
    /// The day it is due, or today where that has passed: whoever sends or keeps a pack may choose one that is good until then and
    /// no longer, and owes another.
    needed_on: NaiveDate,
    /// Until when a pack must be good so that none is owed any more.
    lasts_until: NaiveDate,
    site: OrganisationId,
    protocol: &'r Protocol,
}

fn open_dose<'r>(case: &Case, rules: &'r Rules, now: &Now) -> Result<OpenDose<'r>, Vec<Refusal>> {
    let known = protocol(case, rules);
    let window = crate::domain::dosing::planned_dose(case, known, now);
    let window = window.map_err(|reason| vec![Refusal::NoDose(reason)])?;
    let today = now.today();
    let site = dose_site(case, &window, today);
    let (protocol, site) = known.zip(site).ok_or_else(|| vec![Refusal::NothingToDo])?;
    Ok(OpenDose {
        cycle: window.cycle,
        needed_on: window.due_on.max(today),
        lasts_until: window.lasts_until(today),
        site,
        protocol,
    })
}

/// A typed moment that has passed, and not before another. On the right day the time is wrong.
pub(super) fn moment(
    field: &'static str,
    typed: Option<DateTime<Utc>>,
    earliest: Option<DateTime<Utc>>,
    now: &Now,
    wrong: &mut Vec<Refusal>,
) -> Option<DateTime<Utc>> {
    let on = |at| civil_date(at, now.zone);
    // A form knows whole minutes.
    let earliest = earliest.map(minute_of);
    let fault = match (typed, earliest) {
        (None, _) => Refusal::NotUnderstood { field },
        (Some(at), _) if at > now.instant + CLOCK_SLACK => Refusal::InFuture {
            field: if on(at) == now.today() {
                time_of(field)
            } else {
                field
            },
        },
        (Some(at), Some(earliest)) if at < earliest && on(at) == on(earliest) => Refusal::NotBeforeTime {
            field: time_of(field),
            earliest: earliest.with_timezone(&now.zone).naive_local(),
        },
        (Some(at), Some(earliest)) if at < earliest => Refusal::NotBefore {
            field,
            earliest_on: on(earliest),
        },
        _ => return typed,
    };
    wrong.push(fault);
    None
}

/// The field of the time beside that of a day.
fn time_of(field: &'static str) -> &'static str {
    match field {
        "prepared_on" => "prepared_time",
        _ => "occurred_time",
    }
}

pub(super) fn said(field: &'static str, typed: &str, most: usize, wrong: &mut Vec<Refusal>) -> String {
    text(field, typed, true, most).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    })
}

fn parcel_of(case: &Case, id: ParcelId) -> Result<&Parcel, Vec<Refusal>> {
    case.supply.parcel(id).ok_or_else(|| vec![Refusal::NothingToDo])
}

fn open_parcel(case: &Case, id: ParcelId) -> Result<&Parcel, Vec<Refusal>> {
    let parcel = parcel_of(case, id)?;
    if parcel.open() {
        Ok(parcel)
    } else {
        Err(vec![Refusal::ParcelStep(ParcelFault::Over)])
    }
}

/// Keeps a free pack at the giving site for the open dose.
///
/// # Errors
/// Refused where no dose is planned or the pack is unfit.
pub fn reserve_pack(case: &Case, id: RecordId, pack: &Pack, rules: &Rules, now: &Now) -> Decision {
    let dose = open_dose(case, rules, now)?;
    if pack.place.case() == Some(case.id) {
        return Err(vec![Refusal::NothingToDo]);
    }
    if let Some(fault) = unfit(pack, &dose, case, dose.site) {
        return Err(vec![Refusal::PackUnsound(fault)]);
    }
    fact(SupplyFact::PackReserved {
        id,
        pack: named(pack),
        at: dose.site,
    })
}

/// A pack is no longer kept for the person.
///
/// # Errors
/// Refused where it is not on a shelf for him, or no reason is given.
pub fn release_pack(case: &Case, pack: PackId, reason: &str) -> Decision {
    let bound = case.supply.pack(pack);
    if !bound.is_some_and(|bound| matches!(bound.state, BoundState::Shelved(_))) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let reason = text("reason", reason, true, WORDS).map_err(|refusal| vec![refusal])?;
    fact(SupplyFact::PackReleased { pack, reason })
}

/// A physician looked at a person who received a recalled lot.
///
/// # Errors
/// Refused where nobody has to, or nothing is said.
pub fn follow_up_recall(case: &Case, (id, recall): (RecordId, RecordId), words: &str) -> Decision {
    let mut recalls = case.supply.recalls.iter();
    let open = |known: &&crate::domain::supply::RecallOn| {
        known.reached.recall == recall && known.followed_up.is_none() && !known.lifted
    };
    if recalls.find(open).is_none() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    fact(SupplyFact::RecallFollowedUp { id, recall, words })
}
