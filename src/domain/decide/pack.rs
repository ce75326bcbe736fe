//! The pack at the chair: right person, right product, good on the day, on this shelf, within its minutes after mixing.

use super::injection::Injection;
use crate::domain::case::Case;
use crate::domain::event::{DoseGiven, Drug, Event, IncidentKind, IncidentReported};
use crate::domain::ids::{CaseId, OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::plan::protocol;
use crate::domain::refusal::{PackFault, Refusal, WORDS, text};
use crate::domain::rules::{Protocol, Rules};
use crate::domain::supply::{Pack, Place, StandingRecall, lot_typed};
use crate::domain::time::civil_date;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// A lot on record, found by what somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedLot {
    /// Its number as it was taken in, however it was typed now.
    pub number: String,
    /// Last day of use.
    pub expiry_on: NaiveDate,
    /// Why none of its packs that lie where the dose is given may be taken, or that they are still on their way; none where one
    /// may, or where nothing is known of any there.
    pub kept_back: Option<PackFault>,
    /// The parcel with packs of it that is on its way to the person or to that place, where none lies there.
    pub coming: Option<ParcelId>,
}

/// What lies where the dose is given, as far as the dose is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The place that gives.
    pub at: Option<OrganisationId>,
    /// Packs kept for the person or free on this shelf, sound on the day of reading; the soonest to expire first.
    pub usable: Vec<Pack>,
    /// The pack that was chosen, wherever it lies.
    pub chosen: Option<Pack>,
    /// When the chosen pack was received where it lies, if it came in a parcel.
    pub came_at: Option<DateTime<Utc>>,
    /// The lot that was typed by hand, where it is on record.
    pub typed_lot: Option<TypedLot>,
    /// The recall that stands of the lot of the chosen pack, or of the one typed.
    pub recall: Option<StandingRecall>,
}

impl Shelf {
    /// The form as the shelf completes it: lot and last day are those of the pack, never typed anew; a lot on record that
    /// was typed with other dashes or letters goes by the number it has there.
    #[must_use]
    pub fn complete(&self, form: &Injection) -> Injection {
        let mut form = form.clone();
        if let Some(pack) = &self.chosen {
            form.lot.clone_from(&pack.number);
            form.expiry_on = Some(pack.expiry_on);
        } else {
            form.lot = self.lot_of(&form.lot);
        }
        form
    }

    /// The number of a typed lot, as it is on record. What nobody can have read from a pack stays as it was typed, to be refused;
    /// and one that was taken in so does not make what is typed now unreadable.
    #[must_use]
    pub fn lot_of(&self, typed: &str) -> String {
        let known = self.typed_lot.as_ref().map(|known| known.number.as_str());
        let read = |number: &str| lot_typed("lot", number, false).is_ok();
        let known = known.filter(|number| read(number) && read(typed));
        known.unwrap_or(typed.trim()).to_owned()
    }

    /// The parcel in which the pack still is, as far as the books go, though it is said to be in the hand: its receipt was not
    /// written down.
    #[must_use]
    pub fn not_received(&self) -> Option<ParcelId> {
        match self.chosen.as_ref().map(|pack| pack.place) {
            Some(Place::Parcel { parcel, .. }) => Some(parcel),
            Some(_) => None,
            None => self.typed_lot.as_ref().and_then(|lot| lot.coming),
        }
    }

    /// Does a recall speak against a dose? What happened before it was known was no fault, and is still followed up.
    fn recalled(&self, form: &Injection, occurred_at: DateTime<Utc>) -> bool {
        let recall = self.recall.as_ref();
        recall.is_some_and(|recall| form.at_chair || recall.since_at <= occurred_at)
    }

    /// What the case is told when a dose of a recalled lot is taken down after the recall has gone round: the person is
    /// found, and looked at, as if it had been on record then.
    #[must_use]
    pub fn reaches(&self, case: &Case, zone: Tz) -> Option<Event> {
        reached_late(self.recall.as_ref(), case, zone)
    }
}

/// The same for a dose that comes into a case in another way.
pub(super) fn reached_late(recall: Option<&StandingRecall>, case: &Case, zone: Tz) -> Option<Event> {
    let recall = recall.filter(|recall| !case.supply.told_of(recall.recall))?;
    Some(recall.reaches(zone))
}

/// Everything that speaks against the pack, as the form describes it. `occurred_at` is the moment of the injection.
#[must_use]
pub fn inspect_pack(
    case: CaseId,
    form: &Injection,
    shelf: &Shelf,
    protocol: &Protocol,
    occurred_at: DateTime<Utc>,
    zone: Tz,
) -> Vec<Refusal> {
    let day = civil_date(occurred_at, zone);
    let mut wrong = Vec::new();
    match (form.pack, &shelf.chosen) {
        (Some(_), None) => wrong.push(Refusal::PackUnsound(PackFault::Gone)),
        (Some(_), Some(pack)) => {
            let recalled = shelf.recalled(form, occurred_at);
            let found = faults(case, (pack, recalled), shelf.at, protocol, day);
            wrong.extend(found.into_iter().map(Refusal::PackUnsound));
            wrong.extend(before_it_came(shelf, occurred_at, zone));
        }
        (None, _) => {
            if shelf.recalled(form, occurred_at) {
                wrong.push(Refusal::PackUnsound(PackFault::Recalled));
            }
            if shelf.typed_lot.as_ref().is_some_and(|lot| lot.expiry_on < day) {
                wrong.push(Refusal::PackUnsound(PackFault::TooOld));
            }
            if wrong.is_empty() {
                wrong.extend(typed_at_chair(form, shelf));
            }
            // Sound packs lie here, and none of them was taken: why?
            let asked = !shelf.usable.is_empty();
            wrong.extend(text("pack_words", &form.pack_words, asked, WORDS).err());
        }
    }
    wrong.extend(mixed(form, protocol, occurred_at));
    wrong.extend(text("despite", &form.despite, false, WORDS).err());
    if !form.despite.trim().is_empty() {
        wrong.retain(|refusal| !may_have_happened(refusal));
    }
    wrong
}

/// What speaks against a lot that is typed at the chair, as it would against a pack that is scanned there. What is copied
/// from paper is taken down as it stands.
fn typed_at_chair(form: &Injection, shelf: &Shelf) -> Vec<Refusal> {
    let Some(lot) = shelf.typed_lot.as_ref().filter(|_| form.at_chair) else {
        return Vec::new();
    };
    let differs = form.expiry_on.is_some_and(|typed| typed != lot.expiry_on);
    let differs = differs.then_some(Refusal::ExpiryDiffers {
        known_on: lot.expiry_on,
    });
    let kept_back = lot.kept_back.map(Refusal::PackUnsound);
    kept_back.into_iter().chain(differs).collect()
}

/// Nobody gives from a pack that is still on its way: the moment of the dose or that of the receipt is wrong.
fn before_it_came(shelf: &Shelf, occurred_at: DateTime<Utc>, zone: Tz) -> Option<Refusal> {
    let came_at = shelf.came_at.filter(|came_at| occurred_at < *came_at)?;
    let here = |moment: DateTime<Utc>| moment.with_timezone(&zone).naive_local();
    Some(Refusal::BeforePack {
        came: here(came_at),
        given: here(occurred_at),
    })
}

/// Can it be taken down that it happened all the same?
#[must_use]
pub fn may_have_happened(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::PackUnsound(fault) => fault.may_have_happened(),
        Refusal::MixedTooLong { .. } | Refusal::Expired { .. } | Refusal::ExpiryDiffers { .. } => true,
        _ => false,
    }
}

fn faults(
    case: CaseId,
    (pack, recalled): (&Pack, bool),
    at: Option<OrganisationId>,
    protocol: &Protocol,
    day: NaiveDate,
) -> Vec<PackFault> {
    if !protocol.gives(&pack.product) {
        return vec![PackFault::OtherProduct];
    }
    let mut found = Vec::new();
    match pack.place {
        Place::Used { .. } | Place::Returned | Place::Destroyed | Place::Supplier => {
            return vec![PackFault::Gone];
        }
        Place::Stock { at: here, .. } if Some(here) != at => found.push(PackFault::Elsewhere),
        Place::Stock { .. } => {}
        Place::Quarantine { .. } | Place::SetAside { .. } => found.push(PackFault::NotReleased),
        Place::Parcel { .. } | Place::Lost => found.push(PackFault::Elsewhere),
    }
    if pack.place.case().is_some_and(|other| other != case) {
        found.push(PackFault::OtherPerson);
    }
    if recalled {
        found.push(PackFault::Recalled);
    }
    if pack.expiry_on < day {
        found.push(PackFault::TooOld);
    }
    found
}

fn mixed(form: &Injection, protocol: &Protocol, occurred_at: DateTime<Utc>) -> Option<Refusal> {
    let limit = protocol.mixing.as_ref()?.within_minutes;
    let Some(mixed_at) = form.mixed_at else {
        return form.at_chair.then_some(Refusal::Required { field: "mixed_time" });
    };
    if mixed_at > occurred_at {
        return Some(Refusal::MixedAfter);
    }
    (occurred_at - mixed_at > TimeDelta::minutes(limit.into()))
        .then_some(Refusal::MixedTooLong { minutes: limit })
}

/// What is wrong with the time of mixing of a corrected dose, by what the chair would have said. What stood there was judged
/// that day, and of a dose that a physician looks at already it may be said that it was mixed too long before. Where no time
/// of mixing is known, none is asked for.
pub(super) fn mixed_then(
    case: &Case,
    (before, dose): (&DoseGiven, &DoseGiven),
    protocol: &Protocol,
) -> Option<Refusal> {
    if (before.mixed_at, before.occurred_at) == (dose.mixed_at, dose.occurred_at) {
        return None;
    }
    let form = Injection {
        mixed_at: dose.mixed_at,
        at_chair: before.mixed_at.is_some(),
        ..Injection::default()
    };
    let id = dose.id.of_incident();
    let looked_at = case.incidents.iter().any(|known| known.content.id == id);
    mixed(&form, protocol, dose.occurred_at).filter(|found| !(looked_at && may_have_happened(found)))
}

/// What was injected, where an incident tells of it: a pack of any place that still holds one, or a typed lot of the
/// product that is prescribed. Nothing where neither is known.
///
/// # Errors
/// A pack that cannot have been used: given already, destroyed, returned, or not there.
pub fn injected(
    case: &Case,
    chosen: Option<PackId>,
    lot: &str,
    shelf: &Shelf,
    rules: &Rules,
) -> Result<Option<Drug>, Refusal> {
    let Some(chosen) = chosen else {
        let lot = shelf.lot_of(&lot_typed("lot", lot, false)?);
        let product = protocol(case, rules).filter(|_| !lot.is_empty());
        return Ok(product.map(|product| Drug {
            product: product.id.clone(),
            lot,
            pack: None,
        }));
    };
    let there = |pack: &&Pack| pack.id == chosen && !pack.place.gone();
    let pack = shelf.chosen.as_ref().filter(there);
    let pack = pack.ok_or(Refusal::PackUnsound(PackFault::Gone))?;
    Ok(Some(Drug {
        product: pack.product.clone(),
        lot: pack.number.clone(),
        pack: Some(pack.id),
    }))
}

/// The incident that goes with a dose from a pack that should not have been used; none where nothing speaks against it.
#[must_use]
pub fn unsound_dose(
    (case, id): (CaseId, RecordId),
    form: &Injection,
    shelf: &Shelf,
    protocol: &Protocol,
    occurred_at: DateTime<Utc>,
    zone: Tz,
) -> Option<Event> {
    let day = civil_date(occurred_at, zone);
    let silent = Injection {
        despite: String::new(),
        ..form.clone()
    };
    let expired = form.expiry_on.is_some_and(|expiry_on| expiry_on < day);
    let found = inspect_pack(case, &silent, shelf, protocol, occurred_at, zone);
    let unsound = expired || found.iter().any(may_have_happened);
    unsound.then(|| {
        Event::IncidentReported(IncidentReported {
            id,
            kind: IncidentKind::UnsoundPack,
            occurred_at,
            occurred_on: day,
            // The dose itself counts for the least interval.
            injected: false,
            words: form.despite.trim().to_owned(),
            drug: None,
        })
    })
}
