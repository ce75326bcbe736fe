//! What became of all that was sent, counted from the papers of each parcel: what its receipt says of each pack, and what was
//! said of it when it was missing. Where a pack lies is only held against that, step by step.

use std::collections::BTreeMap;

use super::Broken;
use crate::domain::event::{Accounted, Became, Onward, SupplyFact};
use crate::domain::ids::{OrganisationId, PackId, ParcelId};
use crate::domain::supply::Place;

/// The parcels of one person, with what is written of each pack in them.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    sheets: BTreeMap<ParcelId, Sheet>,
}

#[derive(Clone, Debug)]
struct Sheet {
    from: OrganisationId,
    packs: BTreeMap<PackId, Written>,
    /// Nobody packed it here: it begins where it came.
    unannounced: bool,
    /// Received, lost, or unpacked.
    over: bool,
    /// It was reported lost: what turns up later says so by its steps.
    lost: bool,
}

/// What the papers say of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// It was packed.
    Packed,
    /// It never left: it was taken out again.
    Unpacked,
    /// The receipt says that it is there.
    Accepted,
    /// The receipt, or whoever looked for the parcel, says that it is not there.
    Missing,
    /// The receipt says that it is there and was not accepted.
    Refused,
    /// It was said what became of it.
    Said(Accounted),
}

/// How it ended that a pack was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Received,
    Lost,
    Returned,
    Destroyed,
}

impl Sent {
    /// Follows a fact, and says what cannot have been written.
    pub fn follow(&mut self, fact: &SupplyFact) -> Vec<Broken> {
        match fact {
            SupplyFact::ParcelPrepared(prepared) => {
                let packs = prepared.packs.iter().map(|named| (named.pack, Written::Packed));
                let sheet = Sheet {
                    from: prepared.from,
                    packs: packs.collect(),
                    unannounced: false,
                    over: false,
                    lost: false,
                };
                self.sheets.insert(prepared.parcel, sheet);
            }
            SupplyFact::ParcelArrived(arrived) => {
                let packs = arrived.packs.iter().map(|named| (named.pack, Written::Accepted));
                let sheet = Sheet {
                    from: arrived.from,
                    packs: packs.collect(),
                    unannounced: true,
                    over: true,
                    lost: false,
                };
                self.sheets.insert(arrived.parcel, sheet);
            }
            SupplyFact::ParcelReceived(received) if self.lost(received.parcel) => {}
            SupplyFact::ParcelReceived(received) => {
                let accepted = received
                    .accepted
                    .iter()
                    .map(|(pack, _)| (*pack, Written::Accepted));
                let rejected = received.rejected.iter().map(|rejected| {
                    let written = if rejected.lost {
                        Written::Missing
                    } else {
                        Written::Refused
                    };
                    (rejected.pack, written)
                });
                let answers: Vec<_> = accepted.chain(rejected).collect();
                return self.ended(received.parcel, &answers);
            }
            SupplyFact::ParcelLost { parcel, .. } => {
                let broken = self.all_ended(*parcel, Written::Missing);
                if let Some(sheet) = self.sheets.get_mut(parcel) {
                    sheet.lost = true;
                }
                return broken;
            }
            SupplyFact::ParcelSentOn(sent) if sent.onward == Onward::Unpack => {
                return self.all_ended(sent.parcel, Written::Unpacked);
            }
            SupplyFact::DiscrepancyReconciled { parcel, packs, .. } => {
                return self.sheets.get_mut(parcel).map_or_else(Vec::new, |sheet| {
                    packs.iter().filter_map(|said| sheet.said(*said)).collect()
                });
            }
            _ => {}
        }
        Vec::new()
    }

    fn lost(&self, parcel: ParcelId) -> bool {
        self.sheets.get(&parcel).is_some_and(|sheet| sheet.lost)
    }

    /// A parcel is over, and of all its packs the same is written.
    fn all_ended(&mut self, parcel: ParcelId, written: Written) -> Vec<Broken> {
        let sheet = self.sheets.get(&parcel).into_iter();
        let packs = sheet.flat_map(|sheet| sheet.packs.keys());
        let all: Vec<_> = packs.map(|pack| (*pack, written)).collect();
        self.ended(parcel, &all)
    }

    /// A parcel is over: each of its packs was answered for, once.
    fn ended(&mut self, parcel: ParcelId, answers: &[(PackId, Written)]) -> Vec<Broken> {
        let promise = "accepted and rejected are what was sent";
        let Some(sheet) = self.sheets.get_mut(&parcel) else {
            return vec![Broken::new(promise, format!("{parcel} was never packed"))];
        };
        sheet.over = true;
        let mut broken = Vec::new();
        for (pack, written) in answers {
            match sheet.packs.get_mut(pack) {
                Some(known) if *known == Written::Packed => *known = *written,
                known => broken.push(Broken::new(promise, format!("{pack} in {parcel}: {known:?}"))),
            }
        }
        let unanswered = sheet.packs.iter().filter(|(_, known)| **known == Written::Packed);
        broken.extend(unanswered.map(|(pack, _)| Broken::new(promise, format!("{pack} in {parcel}"))));
        broken
    }

    /// What is wrong with the count of a parcel, by the steps of each pack and by whether its sender is still asked what became
    /// of it.
    #[must_use]
    pub fn check(&self, parcel: ParcelId, steps: impl Fn(PackId) -> Vec<Place>, asked: bool) -> Vec<Broken> {
        let promise = "received, lost, returned and destroyed are what was sent";
        let Some(sheet) = self.sheets.get(&parcel) else {
            return vec![Broken::new(promise, format!("{parcel} was never packed"))];
        };
        let (mut broken, mut ends) = (Vec::new(), BTreeMap::<End, usize>::new());
        for (pack, written) in &sheet.packs {
            let steps = sheet.since(parcel, &steps(*pack));
            if !written.fits(&steps) {
                let promise = "what is written of a pack is where it went";
                broken.push(Broken::new(
                    promise,
                    format!("{pack}: {written:?}, but {steps:?}"),
                ));
            }
            if let Some(end) = sheet.end(*written, &steps) {
                *ends.entry(end).or_default() += 1;
            }
        }
        let ended: usize = ends.values().sum();
        // What is not accounted for is under way, or somebody is asked for it.
        if sheet.over && !asked && ended != sheet.packs.len() {
            let found = format!("{parcel}: {ends:?} of {}", sheet.packs.len());
            broken.push(Broken::new(promise, found));
        }
        broken
    }
}

impl Sheet {
    /// It is said what became of a pack that was missing, or not accepted.
    fn said(&mut self, said: Accounted) -> Option<Broken> {
        match self.packs.get_mut(&said.pack) {
            Some(known) if matches!(known, Written::Missing | Written::Refused) => {
                *known = Written::Said(said);
                None
            }
            known => {
                let promise = "only what is missing is accounted for, and once";
                Some(Broken::new(promise, format!("{said:?}: {known:?}")))
            }
        }
    }

    /// The places to which a pack went once it was in the parcel, or had come with it.
    fn since(&self, parcel: ParcelId, steps: &[Place]) -> Vec<Place> {
        let inside =
            |place: &Place| matches!(place, Place::Parcel { parcel: inside, .. } if *inside == parcel);
        // What nobody had announced begins in quarantine, for him.
        let waits = |place: &Place| {
            matches!(
                place,
                Place::Quarantine {
                    reserved: Some(_),
                    ..
                }
            )
        };
        let packed = steps.iter().rposition(inside);
        let from = match packed {
            Some(packed) => packed + 1,
            None if self.unannounced => steps.iter().position(waits).unwrap_or(steps.len()),
            None => steps.len(),
        };
        steps.get(from..).unwrap_or_default().to_vec()
    }

    /// How it ended with a pack; none as long as nobody knows.
    fn end(&self, written: Written, steps: &[Place]) -> Option<End> {
        let went = steps.first();
        // Given out of a box that nobody had received.
        if matches!(went, Some(Place::Used { .. })) {
            return Some(End::Received);
        }
        match written {
            Written::Packed => None,
            Written::Unpacked => Some(End::Returned),
            Written::Accepted => Some(End::Received),
            Written::Said(said) => Some(match said.became {
                Became::Sender => End::Returned,
                Became::Receiver => End::Received,
                Became::Lost => End::Lost,
                Became::Destroyed => End::Destroyed,
            }),
            // Nobody was asked: its steps say it.
            Written::Missing | Written::Refused => {
                let mut later = steps.iter().skip(1);
                later.find_map(|place| self.end_at(*place, went.copied()))
            }
        }
    }

    /// What a later step says of a pack that was missing or not accepted.
    fn end_at(&self, place: Place, first: Option<Place>) -> Option<End> {
        match place {
            Place::Quarantine { at, .. } if at == self.from => Some(End::Returned),
            Place::Quarantine { .. } | Place::Stock { .. } | Place::Parcel { .. } | Place::Used { .. } => {
                Some(End::Received)
            }
            Place::Returned => Some(End::Returned),
            Place::Destroyed => Some(End::Destroyed),
            Place::SetAside { .. } => (Some(place) != first).then_some(End::Returned),
            Place::Supplier | Place::Lost => None,
        }
    }
}

impl Written {
    /// Did a pack go where the papers say? What was given is in the arm, whatever was written of the box.
    fn fits(self, steps: &[Place]) -> bool {
        let first = steps.first();
        if matches!(first, Some(Place::Used { .. })) {
            return true;
        }
        match self {
            Self::Packed => first.is_none(),
            Self::Unpacked => matches!(
                first,
                Some(Place::Stock { reserved: None, .. } | Place::Quarantine { reserved: None, .. })
            ),
            Self::Accepted => matches!(
                first,
                Some(Place::Stock { .. } | Place::Quarantine { .. } | Place::SetAside { .. })
            ),
            Self::Missing => first == Some(&Place::Lost),
            Self::Refused => matches!(first, Some(Place::SetAside { .. })),
            Self::Said(said) => match said.became {
                Became::Lost => steps.contains(&Place::Lost),
                Became::Destroyed => steps.last() == Some(&Place::Destroyed),
                Became::Sender | Became::Receiver => steps.iter().any(|place| place.at() == said.at),
            },
        }
    }
}
