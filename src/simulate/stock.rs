//! The packs of one life, kept beside the case by the plainest rules: each event that moves one is followed, and what
//! the case says of its packs is compared with where they lie.

mod agrees;

use super::Broken;
use super::custody::Custody;
use super::sent::Sent;
use crate::domain::decide::Shelf;
use crate::domain::event::{
    Accounted, Became, DoseGiven, Event, Fate, IncidentKind, Onward, ParcelReceived, RecallReached, Recorded,
    SupplyFact,
};
use crate::domain::ids::{AccountId, CaseId, LotId, OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::rules::Rules;
use crate::domain::supply::{Pack, Place, StandingRecall};
use crate::domain::time::civil_date;
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Every pack of one life, and each step of its way.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    packs: BTreeMap<PackId, Pack>,
    moves: Vec<(PackId, Place, Place)>,
    /// Where each dose from a pack was given.
    given_at: BTreeMap<RecordId, OrganisationId>,
    recalls: Vec<StandingRecall>,
    /// Those that came last in a parcel without a logger.
    unmeasured: BTreeSet<PackId>,
    lots: u32,
    since_on: Option<NaiveDate>,
    custody: Custody,
    sent: Sent,
}

impl Stock {
    /// The day on which the first pack was taken in.
    #[must_use]
    pub fn since_on(&self) -> Option<NaiveDate> {
        self.since_on
    }

    /// Packs of a new lot come from the supplier.
    pub fn take_in(
        &mut self,
        product: &str,
        packs: u32,
        expiry_on: NaiveDate,
        at: OrganisationId,
        on: NaiveDate,
    ) {
        self.since_on = self.since_on.or(Some(on));
        self.put(product, packs, expiry_on, Place::Stock { at, reserved: None });
    }

    /// Packs of a new lot come without notice, and wait for a pharmacist where they came.
    pub fn come(&mut self, product: &str, packs: u32, expiry_on: NaiveDate, at: OrganisationId) -> Vec<Pack> {
        let to = Place::Quarantine { at, reserved: None };
        let came = self.put(product, packs, expiry_on, to);
        came.iter().filter_map(|id| self.pack(*id)).cloned().collect()
    }

    fn put(&mut self, product: &str, packs: u32, expiry_on: NaiveDate, to: Place) -> Vec<PackId> {
        let mut put = Vec::new();
        self.lots += 1;
        for _ in 0..packs {
            let number = 5_000 + u128::try_from(self.packs.len()).unwrap_or_default();
            let id = PackId(Uuid::from_u128(number));
            let pack = Pack {
                id,
                lot: LotId(Uuid::from_u128(9_000 + u128::from(self.lots))),
                product: product.to_owned(),
                number: format!("S{}", self.lots),
                expiry_on,
                recalled: false,
                gtin: None,
                serial: None,
                place: Place::Supplier,
                moves: 0,
            };
            self.packs.insert(id, pack);
            let _ = self.go(id, to);
            put.push(id);
        }
        put
    }

    /// The packs on a shelf, the one that expires first in front.
    #[must_use]
    pub fn lying(&self, at: OrganisationId) -> Vec<Pack> {
        let mut lying: Vec<_> = self
            .packs
            .values()
            .filter(|pack| pack.place.at() == Some(at))
            .cloned()
            .collect();
        lying.sort_by_key(|pack| (pack.expiry_on, pack.id));
        lying
    }

    /// The packs that are kept for the person on a shelf, each with where.
    pub fn kept(&self) -> impl Iterator<Item = (PackId, OrganisationId)> {
        self.packs.values().filter_map(|pack| match pack.place {
            Place::Stock {
                at,
                reserved: Some(_),
            } => Some((pack.id, at)),
            _ => None,
        })
    }

    /// A pack.
    #[must_use]
    pub fn pack(&self, id: PackId) -> Option<&Pack> {
        self.packs.get(&id)
    }

    /// The shelf as the form of a dose sees it.
    #[must_use]
    pub fn shelf(
        &self,
        case: CaseId,
        at: OrganisationId,
        product: &str,
        day: NaiveDate,
        chosen: Option<PackId>,
    ) -> Shelf {
        let fits = |pack: &Pack| {
            let kept = matches!(pack.place, Place::Stock { reserved, .. } if reserved.is_none_or(|other| other == case));
            kept && pack.product == product && pack.sound_on(day)
        };
        Shelf {
            at: Some(at),
            usable: self.lying(at).into_iter().filter(|pack| fits(pack)).collect(),
            recall: chosen.and_then(|id| self.recall_of(id)),
            chosen: chosen.and_then(|id| self.pack(id).cloned()),
            came_at: None,
            typed_lot: None,
        }
    }

    /// Follows what was recorded at once, and says what cannot have been so.
    pub fn follow(&mut self, case: CaseId, batch: &[Recorded], (rules, zone): (&Rules, Tz)) -> Vec<Broken> {
        let mut broken = Vec::new();
        for recorded in batch {
            if let Event::Supply(fact) = &recorded.event {
                let followed = self.custody.follow(fact, recorded.recorded_at, longest(rules));
                broken.extend(followed);
                broken.extend(self.sent.follow(fact));
            }
            match &recorded.event {
                Event::Supply(SupplyFact::RecallReached(reached)) => {
                    self.recalled(reached, recorded);
                }
                Event::Supply(fact) => {
                    let day = civil_date(recorded.recorded_at, zone);
                    broken.extend(self.fact(case, fact, day));
                }
                Event::DoseGiven(dose) => broken.extend(self.given(case, dose, batch)),
                Event::RecordVoided { record, .. } => broken.extend(self.struck_out(*record)),
                _ => {}
            }
        }
        broken
    }

    /// A dose from a pack: an unsound one goes with an incident.
    fn given(&mut self, case: CaseId, dose: &DoseGiven, batch: &[Recorded]) -> Vec<Broken> {
        let Some(pack) = dose.pack else {
            return Vec::new();
        };
        self.given_at.insert(dose.id, dose.place);
        let reported = batch.iter().any(|recorded| {
            matches!(&recorded.event, Event::IncidentReported(incident) if incident.kind == IncidentKind::UnsoundPack)
        });
        let unsound = (self.speaks_against(case, dose) && !reported).then(|| {
            Broken::new(
                "no recalled or expired pack is given without an incident",
                format!("{pack}"),
            )
        });
        let to = Place::Used { case, dose: dose.id };
        unsound.into_iter().chain(self.go(pack, to)).collect()
    }

    /// The doses among facts that are about to be recorded which come from a pack that must not be given, as the packs lie.
    #[must_use]
    pub fn unsound(&self, case: CaseId, events: &[Event]) -> Vec<RecordId> {
        let doses = events.iter().filter_map(|event| match event {
            Event::DoseGiven(dose) if self.speaks_against(case, dose) => Some(dose.id),
            _ => None,
        });
        doses.collect()
    }

    /// Does something speak against the pack of a dose: it is recalled, past its last day, kept back or for somebody else? On
    /// which shelf it lies is not asked.
    fn speaks_against(&self, case: CaseId, dose: &DoseGiven) -> bool {
        let Some(id) = dose.pack else {
            return false;
        };
        // Given before the recall was known, it was no fault.
        let recall = self.recall_of(id);
        let recalled = recall.is_some_and(|recall| recall.since_at <= dose.occurred_at);
        self.pack(id).is_none_or(|pack| {
            let kept_back = match pack.place {
                Place::Stock { reserved, .. } => reserved.is_some_and(|other| other != case),
                Place::Quarantine { .. } | Place::SetAside { .. } | Place::Parcel { .. } | Place::Lost => {
                    true
                }
                // From these no pack comes back: that is seen where its steps are followed.
                Place::Supplier | Place::Used { .. } | Place::Returned | Place::Destroyed => false,
            };
            recalled || kept_back || pack.expiry_on < dose.given_on
        })
    }

    fn fact(&mut self, case: CaseId, fact: &SupplyFact, day: NaiveDate) -> Vec<Broken> {
        match fact {
            SupplyFact::ParcelPrepared(prepared) => {
                let packs: Vec<_> = prepared.packs.iter().map(|named| named.pack).collect();
                let parcel = prepared.parcel;
                self.all_go(packs, Place::Parcel { parcel, case })
            }
            SupplyFact::ParcelReceived(received) => self.received(case, received),
            SupplyFact::ParcelSentOn(sent) if sent.onward == Onward::Unpack => {
                let inside = self.inside(sent.parcel, case);
                self.unpacked(inside, sent.to, day)
            }
            SupplyFact::ParcelArrived(arrived) => {
                let packs: Vec<_> = arrived.packs.iter().map(|named| named.pack).collect();
                self.measured(&packs, arrived.arrival.readings.is_some());
                let his = Place::Quarantine {
                    at: arrived.place,
                    reserved: Some(case),
                };
                self.all_go(packs, his)
            }
            SupplyFact::ParcelLost { parcel, .. } => {
                let inside = self.inside(*parcel, case);
                self.all_go(inside, Place::Lost)
            }
            SupplyFact::DiscrepancyReconciled { packs, .. } => {
                packs.iter().filter_map(|said| self.accounted(*said)).collect()
            }
            SupplyFact::VerdictGiven {
                pack,
                usable,
                stability,
                ..
            } => {
                let Some(Place::Quarantine { at, reserved }) = self.pack(*pack).map(|pack| pack.place) else {
                    return vec![Broken::new(
                        "a verdict is about a pack in quarantine",
                        format!("{pack}"),
                    )];
                };
                let to = if *usable {
                    Place::Stock { at, reserved }
                } else {
                    Place::SetAside { at }
                };
                // No product here stands all the weather there is on the way.
                let on_paper = stability.as_ref().is_some_and(|paper| paper.kind.is_some());
                let bare = *usable && !on_paper && self.unmeasured.contains(pack);
                let bare = bare.then(|| {
                    let promise = "what nobody measured is used only on a paper";
                    Broken::new(promise, format!("{pack}"))
                });
                let moved = self.all_go(vec![*pack], to);
                bare.into_iter().chain(moved).collect()
            }
            SupplyFact::PackReserved { pack, at, .. } => {
                let kept = Place::Stock {
                    at: *at,
                    reserved: Some(case),
                };
                self.all_go(vec![pack.pack], kept)
            }
            SupplyFact::PackReleased { pack, .. } => {
                let at = self.pack(*pack).and_then(|pack| pack.place.at());
                let free = at.map(|at| Place::Stock { at, reserved: None });
                free.map(|free| self.all_go(vec![*pack], free))
                    .unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Packs are back where they were packed: free, or waiting for a pharmacist where they must not be given any more.
    fn unpacked(&mut self, packs: Vec<PackId>, at: OrganisationId, day: NaiveDate) -> Vec<Broken> {
        let fits = |id: &PackId| {
            let pack = self.pack(*id);
            pack.is_some_and(|pack| !pack.recalled && pack.expiry_on >= day)
        };
        let (good, bad): (Vec<_>, Vec<_>) = packs.into_iter().partition(fits);
        let mut broken = self.all_go(good, Place::Stock { at, reserved: None });
        broken.extend(self.all_go(bad, Place::Quarantine { at, reserved: None }));
        broken
    }

    /// What is in a parcel now.
    fn inside(&self, parcel: ParcelId, case: CaseId) -> Vec<PackId> {
        let inside = Place::Parcel { parcel, case };
        let packs = self.packs.values().filter(|pack| pack.place == inside);
        packs.map(|pack| pack.id).collect()
    }

    /// Packs came in a parcel with a logger, or without one.
    fn measured(&mut self, packs: &[PackId], logged: bool) {
        for pack in packs {
            if logged {
                self.unmeasured.remove(pack);
            } else {
                self.unmeasured.insert(*pack);
            }
        }
    }

    /// It was said what became of a pack that did not arrive or was not accepted: it is there from now on.
    fn accounted(&mut self, said: Accounted) -> Option<Broken> {
        let from = self.pack(said.pack)?.place;
        let to = match (said.became, said.at) {
            (Became::Destroyed, _) => Place::Destroyed,
            (Became::Lost, _) => Place::Lost,
            (_, Some(at)) if from == Place::Lost => Place::Quarantine { at, reserved: None },
            (_, Some(at)) => Place::SetAside { at },
            (_, None) => {
                let found = said.pack.to_string();
                return Some(Broken::new("what was found is somewhere", found));
            }
        };
        if from == to {
            return None;
        }
        self.go(said.pack, to)
    }

    /// A dose was struck out: its pack waits for a pharmacist where it was given, and is nobody's.
    fn struck_out(&mut self, record: RecordId) -> Option<Broken> {
        let of_dose = |pack: &&Pack| matches!(pack.place, Place::Used { dose, .. } if dose == record);
        let pack = self.packs.values().find(of_dose)?.id;
        let at = *self.given_at.get(&record)?;
        self.go(pack, Place::Quarantine { at, reserved: None })
    }

    fn recalled(&mut self, reached: &RecallReached, recorded: &Recorded) {
        self.recalls.push(StandingRecall {
            recall: reached.recall,
            product: reached.product.clone(),
            also: reached.also.clone(),
            lot: reached.lot.clone(),
            notice: reached.notice.clone(),
            by: recorded.by.account().unwrap_or(AccountId(Uuid::nil())),
            since_at: recorded.recorded_at,
        });
        self.mark(&reached.product, &reached.lot, true);
    }

    /// The recall that stands of the lot of a pack.
    fn recall_of(&self, id: PackId) -> Option<StandingRecall> {
        let pack = self.pack(id).filter(|pack| pack.recalled)?;
        let mut recalls = self.recalls.iter().rev();
        recalls
            .find(|recall| recall.product == pack.product && recall.lot == pack.number)
            .cloned()
    }

    /// Marks a lot as recalled, or no longer so.
    pub fn mark(&mut self, product: &str, lot: &str, recalled: bool) {
        let of_lot = |pack: &&mut Pack| pack.product == product && pack.number == lot;
        for pack in self.packs.values_mut().filter(of_lot) {
            pack.recalled = recalled;
        }
    }

    /// Each pack goes where the receipt says; what was given meanwhile stays given.
    fn received(&mut self, case: CaseId, received: &ParcelReceived) -> Vec<Broken> {
        let answered = received.accepted.iter().map(|(pack, _)| *pack);
        let answered: Vec<_> = answered
            .chain(received.rejected.iter().map(|rejected| rejected.pack))
            .collect();
        self.measured(&answered, received.readings.is_some());
        let mut broken = Vec::new();
        let (at, inside) = (
            received.place,
            Place::Parcel {
                parcel: received.parcel,
                case,
            },
        );
        let accepted = received.accepted.iter().map(|(pack, fate)| {
            let to = match fate {
                Fate::Shelved => Place::Stock {
                    at,
                    reserved: Some(case),
                },
                Fate::Freed => Place::Stock { at, reserved: None },
                Fate::Quarantined => Place::Quarantine {
                    at,
                    reserved: Some(case),
                },
                Fate::SetAside => Place::SetAside { at },
            };
            (*pack, to)
        });
        let rejected = received.rejected.iter().map(|rejected| {
            let to = if rejected.lost {
                Place::Lost
            } else {
                Place::SetAside { at }
            };
            (rejected.pack, to)
        });
        for (pack, to) in accepted.chain(rejected) {
            if self.pack(pack).is_some_and(|pack| pack.place == inside) {
                broken.extend(self.go(pack, to));
            }
        }
        broken
    }

    /// A pack that was set aside is destroyed or sent back; nothing where none is.
    pub fn last_way(&mut self, destroyed: bool) -> Option<Vec<Broken>> {
        let mut packs = self.packs.values();
        let aside = packs
            .find(|pack| matches!(pack.place, Place::SetAside { .. }))?
            .id;
        let to = if destroyed {
            Place::Destroyed
        } else {
            Place::Returned
        };
        Some(self.all_go(vec![aside], to))
    }

    fn all_go(&mut self, packs: Vec<PackId>, to: Place) -> Vec<Broken> {
        packs.into_iter().filter_map(|pack| self.go(pack, to)).collect()
    }

    /// One step of a pack.
    fn go(&mut self, id: PackId, to: Place) -> Option<Broken> {
        let Some(pack) = self.packs.get_mut(&id) else {
            return Some(Broken::new("a pack that moves is known", format!("{id}")));
        };
        let from = pack.place;
        if !from.leads_to(to) {
            return Some(Broken::new(
                "a pack goes only where it can",
                format!("{from:?} to {to:?}"),
            ));
        }
        pack.place = to;
        pack.moves += 1;
        self.moves.push((id, from, to));
        None
    }
}

/// How long a parcel may lie in one hand without a word.
fn longest(rules: &Rules) -> TimeDelta {
    TimeDelta::hours(rules.supply.custody.longest_hours.into())
}
