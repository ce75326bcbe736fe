//! What a case holds of the drug: its parcels, the packs kept for the person, and the recalls that reached him.

use super::on_the_way::OnTheWay;
use super::parcel::{Explained, Hand, Note, Noted, Parcel, ParcelState};
use crate::domain::event::{
    Fate, Onward, PackNamed, ParcelArrived, ParcelPrepared, ParcelReceived, RecallReached, Recorded,
    Recorder, SupplyFact,
};
use crate::domain::ids::{OrganisationId, PackId, ParcelId, RecordId};
use chrono::{DateTime, NaiveDate, Utc};

/// How a pack that was bound to the person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundState {
    /// In a parcel.
    Packed(ParcelId),
    /// On a shelf, for him.
    Shelved(OrganisationId),
    /// Waits for a pharmacist.
    Quarantined(OrganisationId),
    /// Given to him.
    Used,
    /// No longer his: free, set aside, lost.
    Gone,
}

/// A pack that was bound to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Which.
    pub named: PackNamed,
    /// The parcel it came in; none where it was kept for him on the shelf.
    pub parcel: Option<ParcelId>,
    /// How it stands.
    pub state: BoundState,
    /// When it was last written down that it does not come to him after all, though it lay for him or was on its way.
    pub lost_at: Option<DateTime<Utc>>,
}

/// A recall that reached the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallOn {
    /// As it came.
    pub reached: RecallReached,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Lifted since?
    pub lifted: bool,
    /// A physician's findings, who, and when.
    pub followed_up: Option<(RecordId, String, Recorder, DateTime<Utc>)>,
}

/// Where the drug for the next dose is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provision {
    /// A usable pack lies where it is given.
    Ready(PackId),
    /// It is on its way there.
    UnderWay(ParcelId),
    /// It is packed and still with the sender.
    Packed(ParcelId),
    /// It lies there and waits for a pharmacist.
    Quarantined(PackId),
    /// There is none.
    Missing,
}

impl Provision {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ready(_) => "ready",
            Self::UnderWay(_) => "under-way",
            Self::Packed(_) => "packed",
            Self::Quarantined(_) => "quarantined",
            Self::Missing => "missing",
        }
    }

    /// Has the sender done what he owes?
    #[must_use]
    pub fn secured(self) -> bool {
        matches!(self, Self::Ready(_) | Self::UnderWay(_))
    }
}

/// What a case holds of the drug.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Parcels, oldest first.
    pub parcels: Vec<Parcel>,
    /// Packs that were ever bound to the person.
    pub packs: Vec<Bound>,
    /// Recalls, oldest first.
    pub recalls: Vec<RecallOn>,
}

impl Held {
    /// A parcel.
    #[must_use]
    pub fn parcel(&self, id: ParcelId) -> Option<&Parcel> {
        self.parcels.iter().find(|parcel| parcel.prepared.parcel == id)
    }

    /// A pack that is bound to the person now.
    #[must_use]
    pub fn pack(&self, id: PackId) -> Option<&Bound> {
        let mut bound = self.packs.iter();
        bound.rfind(|bound| bound.named.pack == id && bound.state != BoundState::Gone)
    }

    /// Is a parcel on its way, or a pack kept for the person?
    #[must_use]
    pub fn holds_drug(&self) -> bool {
        let free = |bound: &Bound| matches!(bound.state, BoundState::Used | BoundState::Gone);
        self.parcels.iter().any(Parcel::open) || !self.packs.iter().all(free)
    }

    /// Is a lot recalled, as far as this case was told?
    #[must_use]
    pub fn recalled(&self, product: &str, lot: &str) -> bool {
        let mut standing = self.recalls.iter().filter(|recall| !recall.lifted);
        standing.any(|recall| recall.reached.is_of(product, lot))
    }

    /// Is a pack that was bound to the person of this medicine, known by its products, good on a day, and of no recalled lot?
    fn fits(&self, bound: &Bound, products: &[String], needed_on: NaiveDate) -> bool {
        products.contains(&bound.named.product)
            && needed_on <= bound.named.expiry_on
            && !self.recalled(&bound.named.product, &bound.named.lot)
    }

    /// Does a parcel hold a pack that a dose of this medicine, on this day, can be given from?
    #[must_use]
    pub fn carries(&self, parcel: ParcelId, products: &[String], needed_on: NaiveDate) -> bool {
        let mut inside = self
            .packs
            .iter()
            .filter(|bound| bound.state == BoundState::Packed(parcel));
        inside.any(|bound| self.fits(bound, products, needed_on))
    }

    /// Where the drug for a dose is: of this medicine, at this site, good on this day.
    #[must_use]
    pub fn provision(&self, products: &[String], site: OrganisationId, needed_on: NaiveDate) -> Provision {
        let sound = self.packs.iter();
        let sound: Vec<_> = sound
            .filter(|bound| self.fits(bound, products, needed_on))
            .collect();
        let on_way = |wanted: ParcelState| {
            sound.iter().find_map(|bound| {
                let BoundState::Packed(parcel) = bound.state else {
                    return None;
                };
                let parcel = self.parcel(parcel)?;
                (parcel.state == wanted && parcel.to == site && !parcel.kept())
                    .then_some(parcel.prepared.parcel)
            })
        };
        let lying = |state: BoundState| {
            let mut found = sound.iter().filter(|bound| bound.state == state);
            found.next().map(|bound| bound.named.pack)
        };
        lying(BoundState::Shelved(site))
            .map(Provision::Ready)
            .or_else(|| on_way(ParcelState::UnderWay).map(Provision::UnderWay))
            .or_else(|| lying(BoundState::Quarantined(site)).map(Provision::Quarantined))
            .or_else(|| on_way(ParcelState::Prepared).map(Provision::Packed))
            .unwrap_or(Provision::Missing)
    }

    /// The last day of the pack that is good for longest among those of a medicine that lie at a site for him or are on their way.
    #[must_use]
    pub fn secured_until(&self, products: &[String], site: OrganisationId) -> Option<NaiveDate> {
        let days = self.packs.iter().map(|bound| bound.named.expiry_on);
        days.filter(|on| self.provision(products, site, *on).secured())
            .max()
    }

    /// A dose was given from a pack: also from one that was kept for him once, was free again, and came to him all the
    /// same.
    pub(in crate::domain) fn used(&mut self, pack: PackId) {
        if let Some(bound) = self.packs.iter_mut().rfind(|bound| bound.named.pack == pack) {
            bound.state = BoundState::Used;
        }
    }

    /// A dose on record turns out to have been given from a pack: one that lay for him, or was on its way, is lost to the next one
    /// since that was written down.
    pub(in crate::domain) fn used_before(&mut self, pack: PackId, at: DateTime<Utc>) {
        let secured = self.secured();
        let lost = secured.into_iter().filter(|(known, _)| *known == pack);
        lost.for_each(|pack| self.lose(pack, at));
        self.used(pack);
    }

    /// The record of a dose from a pack was struck out, or names another pack now: it is his no longer.
    pub(in crate::domain) fn not_used(&mut self, pack: PackId) {
        let mut bound = self.packs.iter_mut();
        let bound = bound.rfind(|bound| bound.named.pack == pack && bound.state == BoundState::Used);
        if let Some(bound) = bound {
            bound.state = BoundState::Gone;
        }
    }

    /// Was he told of this recall, and does it stand?
    #[must_use]
    pub fn told_of(&self, recall: RecordId) -> bool {
        let mut recalls = self.recalls.iter();
        recalls.any(|known| known.reached.recall == recall && !known.lifted)
    }

    /// Takes in a fact; `None` where it refers to something the case does not hold.
    pub(in crate::domain) fn apply(&mut self, fact: &SupplyFact, recorded: &Recorded) -> Option<()> {
        let (by, at) = (recorded.by.clone(), recorded.recorded_at);
        self.note(fact, &by, at);
        let secured = self.secured();
        self.take_in(fact, by, at)?;
        if matches!(fact, SupplyFact::ParcelPrepared(_)) {
            return Some(()); // what is packed for him anew is on its way to him
        }
        let still = self.secured();
        let lost = secured.into_iter().filter(|pack| !still.contains(pack));
        lost.for_each(|pack| self.lose(pack, at));
        Some(())
    }

    /// The packs that lie for him or are on their way, each with where.
    fn secured(&self) -> Vec<(PackId, OrganisationId)> {
        let there = self.packs.iter().filter_map(|bound| match bound.state {
            BoundState::Shelved(at) => Some((bound.named.pack, at)),
            BoundState::Packed(parcel) => {
                let parcel = self.parcel(parcel)?;
                let on_way = parcel.state == ParcelState::UnderWay && !parcel.kept();
                on_way.then_some((bound.named.pack, parcel.to))
            }
            _ => None,
        });
        there.collect()
    }

    fn lose(&mut self, (pack, _): (PackId, OrganisationId), at: DateTime<Utc>) {
        if let Some(bound) = self.packs.iter_mut().rfind(|bound| bound.named.pack == pack) {
            bound.lost_at = Some(at);
        }
    }

    fn take_in(&mut self, fact: &SupplyFact, by: Recorder, at: DateTime<Utc>) -> Option<()> {
        match fact {
            SupplyFact::ParcelPrepared(prepared) => self.pack_up(prepared, by, at)?,
            SupplyFact::ParcelHandedOver(handed) => {
                let parcel = self.parcel_mut(handed.parcel)?;
                parcel.state = ParcelState::UnderWay;
                parcel.hands.push(Hand {
                    into: handed.into,
                    name: handed.name.clone(),
                    phone: handed.phone.clone(),
                    at: handed.at,
                    by,
                    recorded_at: at,
                });
            }
            SupplyFact::ParcelReceived(received) => self.receive(received, by, at)?,
            SupplyFact::ParcelArrived(arrived) => self.arrive(arrived, by, at)?,
            SupplyFact::ParcelSentOn(sent) => {
                let parcel = self.parcel_mut(sent.parcel)?;
                parcel.onward.push(sent.clone());
                match sent.onward {
                    Onward::Redirect | Onward::Return => parcel.to = sent.to,
                    Onward::Keep => {}
                    Onward::Unpack => {
                        parcel.state = ParcelState::Unpacked;
                        self.empty(sent.parcel);
                    }
                }
            }
            SupplyFact::ParcelLost { parcel, .. } => {
                self.parcel_mut(*parcel)?.state = ParcelState::Lost;
                self.empty(*parcel);
            }
            SupplyFact::DiscrepancyReconciled { parcel, packs, .. } => {
                let parcel = self.parcel_mut(*parcel)?;
                parcel.reconciled = true;
                parcel.accounted.extend(packs);
            }
            SupplyFact::CustodyExplained { parcel, stretch, .. } => {
                // What was once said in words alone holds up to when it was written down.
                let said = Explained {
                    hand: stretch.map(|stretch| stretch.hand),
                    until_at: stretch.map_or(at, |stretch| stretch.until_at),
                };
                self.parcel_mut(*parcel)?.explained.push(said);
            }
            SupplyFact::VerdictGiven { pack, usable, .. } => {
                let bound = self.bound_mut(*pack)?;
                let BoundState::Quarantined(site) = bound.state else {
                    return None;
                };
                bound.state = if *usable {
                    BoundState::Shelved(site)
                } else {
                    BoundState::Gone
                };
            }
            SupplyFact::PackReserved { pack, at, .. } => self.packs.push(Bound {
                named: pack.clone(),
                parcel: None,
                state: BoundState::Shelved(*at),
                lost_at: None,
            }),
            SupplyFact::PackReleased { pack, .. } | SupplyFact::PackLeft { pack, .. } => {
                self.bound_mut(*pack)?.state = BoundState::Gone;
            }
            SupplyFact::ExpiryCorrected {
                product,
                lot,
                expiry_on,
            } => {
                let of_lot = |bound: &&mut Bound| bound.named.product == *product && bound.named.lot == *lot;
                for bound in self.packs.iter_mut().filter(of_lot) {
                    // What lasts shorter than was thought may not last until his dose.
                    let lasts = matches!(bound.state, BoundState::Shelved(_) | BoundState::Packed(_));
                    if lasts && *expiry_on < bound.named.expiry_on {
                        bound.lost_at = Some(at);
                    }
                    bound.named.expiry_on = *expiry_on;
                }
            }
            SupplyFact::RecallReached(reached) => self.recalls.push(RecallOn {
                reached: reached.clone(),
                recorded_at: at,
                lifted: false,
                followed_up: None,
            }),
            SupplyFact::RecallLifted { recall, .. } => self.recall_mut(*recall)?.lifted = true,
            SupplyFact::RecallFollowedUp { id, recall, words } => {
                self.recall_mut(*recall)?.followed_up = Some((*id, words.clone(), by, at));
            }
        }
        Some(())
    }

    /// The receipt of the last parcel in which a pack came, also where it is no longer kept for the person.
    #[must_use]
    pub fn receipt_of(&self, pack: PackId) -> Option<&ParcelReceived> {
        let mut came = self.packs.iter().filter(|bound| bound.named.pack == pack);
        let parcel = came.rfind(|bound| self.carried(bound))?.parcel?;
        let (received, ..) = self.parcel(parcel)?.received.as_ref()?;
        Some(received)
    }

    /// What is known of how warm a pack had it in that parcel; of one that was never received, nobody measured anything.
    #[must_use]
    pub fn on_the_way(&self, pack: PackId) -> OnTheWay {
        let mut bound = self.packs.iter().filter(|bound| bound.named.pack == pack);
        if !bound.any(|bound| self.carried(bound)) {
            return OnTheWay::NoParcel;
        }
        let received = self.receipt_of(pack);
        received.and_then(|received| received.readings).into()
    }

    /// Was it in a parcel, and was that not unpacked before it left?
    fn carried(&self, bound: &Bound) -> bool {
        let parcel = bound.parcel.and_then(|parcel| self.parcel(parcel));
        parcel.is_some_and(|parcel| parcel.state != ParcelState::Unpacked)
    }

    /// Keeps what was said about a parcel, beside what it changed.
    fn note(&mut self, fact: &SupplyFact, by: &Recorder, at: DateTime<Utc>) {
        let (parcel, about, words) = match fact {
            SupplyFact::ParcelSentOn(sent) => (sent.parcel, Noted::Onward(sent.onward), &sent.reason),
            SupplyFact::ParcelLost { parcel, words } => (*parcel, Noted::Lost, words),
            SupplyFact::DiscrepancyReconciled { parcel, words, .. } => (*parcel, Noted::Reconciled, words),
            SupplyFact::CustodyExplained { parcel, words, .. } => (*parcel, Noted::Explained, words),
            SupplyFact::VerdictGiven {
                pack, usable, words, ..
            } => {
                let (pack, usable) = (*pack, *usable);
                let Some(parcel) = self.pack(pack).and_then(|bound| bound.parcel) else {
                    return;
                };
                (parcel, Noted::Verdict { pack, usable }, words)
            }
            SupplyFact::PackLeft {
                pack,
                reason,
                lost: true,
            } => {
                let pack = *pack;
                let Some(parcel) = self.pack(pack).and_then(|bound| bound.parcel) else {
                    return;
                };
                (parcel, Noted::Missing { pack }, reason)
            }
            _ => return,
        };
        let note = Note {
            about,
            words: words.clone(),
            by: by.clone(),
            at,
        };
        self.parcels
            .iter_mut()
            .filter(|known| known.prepared.parcel == parcel)
            .for_each(|known| known.notes.push(note.clone()));
    }

    fn pack_up(&mut self, prepared: &ParcelPrepared, by: Recorder, at: DateTime<Utc>) -> Option<()> {
        let packs = prepared.packs.iter().map(|named| Bound {
            named: named.clone(),
            parcel: Some(prepared.parcel),
            state: BoundState::Packed(prepared.parcel),
            lost_at: None,
        });
        let packs: Vec<_> = packs.collect();
        for named in &prepared.packs {
            self.leave(named.pack); // it may have been kept for him on the sender's own shelf
        }
        self.packs.extend(packs);
        self.parcels.push(Parcel {
            number: u32::try_from(self.parcels.len()).ok()? + 1,
            prepared: prepared.clone(),
            by,
            recorded_at: at,
            to: prepared.to,
            hands: Vec::new(),
            onward: Vec::new(),
            notes: Vec::new(),
            state: ParcelState::Prepared,
            received: None,
            unannounced: false,
            reconciled: false,
            accounted: Vec::new(),
            explained: Vec::new(),
        });
        Some(())
    }

    /// A parcel that nobody had announced is one from the moment it came: packed by whoever is said to have sent it, and
    /// received at once. Before that nobody signed for it, and nothing is made up.
    fn arrive(&mut self, arrived: &ParcelArrived, by: Recorder, at: DateTime<Utc>) -> Option<()> {
        let prepared = ParcelPrepared {
            parcel: arrived.parcel,
            code: arrived.code.clone(),
            cycle: arrived.cycle,
            from: arrived.from,
            packer: arrived.packer,
            to: arrived.place,
            packs: arrived.packs.clone(),
            prepared_at: arrived.arrival.at,
        };
        self.pack_up(&prepared, by.clone(), at)?;
        self.parcel_mut(arrived.parcel)?.unannounced = true;
        let arrival = arrived.arrival.clone();
        let waits = arrived.packs.iter().map(|named| (named.pack, Fate::Quarantined));
        let received = ParcelReceived {
            id: arrived.id,
            parcel: arrived.parcel,
            place: arrived.place,
            at: arrival.at,
            deliverer: arrival.deliverer,
            receiver: arrival.receiver,
            accepted: waits.collect(),
            rejected: Vec::new(),
            readings: arrival.readings,
            words: arrival.words,
        };
        self.receive(&received, by, at)
    }

    fn receive(&mut self, received: &ParcelReceived, by: Recorder, at: DateTime<Utc>) -> Option<()> {
        let accepted = received.accepted.iter().map(|(pack, fate)| {
            let state = match fate {
                Fate::Shelved => BoundState::Shelved(received.place),
                Fate::Quarantined => BoundState::Quarantined(received.place),
                Fate::Freed | Fate::SetAside => BoundState::Gone,
            };
            (*pack, state)
        });
        let rejected = received
            .rejected
            .iter()
            .map(|rejected| (rejected.pack, BoundState::Gone));
        for (pack, state) in accepted.chain(rejected) {
            let Some(bound) = self.bound_mut(pack) else {
                continue;
            };
            // What was given before anybody received it, stays given.
            if bound.state == BoundState::Packed(received.parcel) {
                bound.state = state;
            }
        }
        let parcel = self.parcel_mut(received.parcel)?;
        parcel.state = ParcelState::Received;
        parcel.received = Some((received.clone(), by, at));
        Some(())
    }

    /// Nothing of a parcel is his any more.
    fn empty(&mut self, parcel: ParcelId) {
        let packed = BoundState::Packed(parcel);
        for bound in self.packs.iter_mut().filter(|bound| bound.state == packed) {
            bound.state = BoundState::Gone;
        }
    }

    fn leave(&mut self, pack: PackId) {
        if let Some(bound) = self.bound_mut(pack) {
            bound.state = BoundState::Gone;
        }
    }

    fn parcel_mut(&mut self, id: ParcelId) -> Option<&mut Parcel> {
        self.parcels
            .iter_mut()
            .find(|parcel| parcel.prepared.parcel == id)
    }

    fn bound_mut(&mut self, id: PackId) -> Option<&mut Bound> {
        let mut bound = self.packs.iter_mut();
        bound.rfind(|bound| bound.named.pack == id && bound.state != BoundState::Gone)
    }

    fn recall_mut(&mut self, id: RecordId) -> Option<&mut RecallOn> {
        self.recalls.iter_mut().find(|recall| recall.reached.recall == id)
    }
}
