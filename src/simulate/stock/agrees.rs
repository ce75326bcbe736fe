//! Whether the packs of a life, the case and its plan agree, and each pack got step by step to where it lies.

use super::{Stock, longest};
use crate::domain::case::Case;
use crate::domain::event::Fate;
use crate::domain::ids::PackId;
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::rules::Rules;
use crate::domain::supply::{BoundState, ParcelState, Place};
use crate::domain::time::Now;
use crate::simulate::Broken;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl Stock {
    /// What is broken between the case, its plan and the packs.
    #[must_use]
    pub fn check(&self, case: &Case, planned: &Plan, rules: &Rules, now: &Now) -> Vec<Broken> {
        let mut broken = self.one_place_each();
        broken.extend(self.the_case_agrees(case));
        broken.extend(self.all_that_was_sent(case, planned));
        broken.extend(astray_unasked(case, planned));
        broken.extend(unsent_undecided(case, planned, now.today()));
        for parcel in &case.supply.parcels {
            let owed = planned.obligation((Kind::CustodyGap, parcel.number)).is_some();
            let (id, longest) = (parcel.prepared.parcel, longest(rules));
            let gap = self.custody.gap(id, longest, now.instant);
            if gap != owed {
                let found = format!("parcel {}: a gap {gap}, an obligation {owed}", parcel.number);
                broken.push(Broken::new("a long gap in custody raises an obligation", found));
            }
        }
        broken
    }

    /// The steps of each pack lead from the supplier to where it lies, and none is used twice.
    fn one_place_each(&self) -> Vec<Broken> {
        let mut at: BTreeMap<PackId, Place> = BTreeMap::new();
        let mut used = BTreeSet::new();
        let mut broken = Vec::new();
        for (pack, from, to) in &self.moves {
            let before = at.insert(*pack, *to).unwrap_or(Place::Supplier);
            if before != *from {
                broken.push(Broken::new(
                    "a pack goes on from where it was",
                    format!("{before:?}, {from:?}"),
                ));
            }
            if matches!(from, Place::Used { .. }) {
                used.remove(pack); // its dose was struck out
            }
            if matches!(to, Place::Used { .. }) && !used.insert(*pack) {
                broken.push(Broken::new("no pack is used twice", format!("{pack}")));
            }
        }
        let astray = self
            .packs
            .values()
            .find(|pack| at.get(&pack.id) != Some(&pack.place));
        broken.extend(astray.map(|pack| Broken::new("every pack is in one place", format!("{pack:?}"))));
        broken
    }

    /// What was sent and what became of it agree, by the papers of each parcel and by the steps of its packs.
    fn all_that_was_sent(&self, case: &Case, planned: &Plan) -> Vec<Broken> {
        let steps = |id: PackId| {
            let moves = self.moves.iter().filter(|(pack, ..)| *pack == id);
            moves.map(|(.., to)| *to).collect::<Vec<_>>()
        };
        let parcels = case.supply.parcels.iter();
        let astray = parcels.flat_map(|parcel| {
            let asked = planned
                .obligation((Kind::ReconcileDiscrepancy, parcel.number))
                .is_some();
            self.sent.check(parcel.prepared.parcel, steps, asked)
        });
        astray.collect()
    }

    /// What the case says of a pack is where it lies.
    fn the_case_agrees(&self, case: &Case) -> Vec<Broken> {
        let mut last: BTreeMap<PackId, BoundState> = BTreeMap::new();
        for bound in &case.supply.packs {
            last.insert(bound.named.pack, bound.state);
        }
        let disagrees = |(id, state): (&PackId, &BoundState)| {
            let place = self.pack(*id)?.place;
            let his = Some(case.id);
            let agrees = match *state {
                BoundState::Packed(parcel) => {
                    place
                        == Place::Parcel {
                            parcel,
                            case: case.id,
                        }
                }
                BoundState::Shelved(at) => place == Place::Stock { at, reserved: his },
                BoundState::Quarantined(at) => place == Place::Quarantine { at, reserved: his },
                BoundState::Used => matches!(place, Place::Used { .. }),
                BoundState::Gone => place.case() != his,
            };
            (!agrees).then(|| {
                let found = format!("{id}: {state:?}, but {place:?}");
                Broken::new("the case knows where its packs are", found)
            })
        };
        last.iter().filter_map(disagrees).collect()
    }
}

/// Once the measure is over, what was packed and has not left is somebody's task, until it is unpacked.
fn unsent_undecided(case: &Case, planned: &Plan, today: NaiveDate) -> Vec<Broken> {
    let over = case.standing_on(today).is_some_and(|standing| standing.ended());
    let packed = case.supply.parcels.iter();
    let packed = packed.filter(|parcel| over && parcel.state == ParcelState::Prepared);
    let forgotten = packed.filter(|parcel| planned.obligation((Kind::DecideParcel, parcel.number)).is_none());
    let promise = "what has not left when the measure ends is somebody's task";
    forgotten
        .map(|parcel| Broken::new(promise, format!("parcel {}", parcel.number)))
        .collect()
}

/// What came somewhere else than it was to go waits for its sender's word, and for a verdict about each pack of it.
fn astray_unasked(case: &Case, planned: &Plan) -> Vec<Broken> {
    let astray = case.supply.parcels.iter().filter(|parcel| {
        let came = parcel.received.as_ref().map(|(received, ..)| received);
        came.is_some_and(|came| came.place != parcel.to)
    });
    let wrong = astray.filter(|parcel| {
        let owed = planned.obligation((Kind::ReconcileDiscrepancy, parcel.number));
        let kept = parcel.received.iter().any(|(received, ..)| {
            let mut fates = received.accepted.iter();
            fates.any(|(_, fate)| matches!(fate, Fate::Shelved | Fate::Freed))
        });
        kept || (owed.is_none() && !parcel.reconciled)
    });
    let promise = "what came to the wrong place waits for its sender and a pharmacist";
    wrong
        .map(|parcel| Broken::new(promise, format!("parcel {}", parcel.number)))
        .collect()
}
