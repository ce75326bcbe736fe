//! What pharmacists, couriers and nurses do with the drug, through the commands.

use super::{M3, RULES, World, at};
use merzim::access::{Account, Actor, Role};
use merzim::commands::{self, TakeInPacks, about_parcel};
use merzim::domain::{
    decide::{ACCEPTED, HandOverParcel, Injection, PackAnswer, ReceiveParcel, Verdict},
    event::{Event, IncidentKind, Taker},
    ids::{AccountId, CaseId, LotId, PackId, ParcelId, RecordId},
    obligation::Kind,
    supply::{BoundState, Pack, Place},
};
use merzim::simulate::{custody::Custody, sent::Sent};
use merzim::store::{
    accounts::{self, NewAccount},
    desk::Failure,
    reading, stock,
};
use std::collections::BTreeMap;

impl World {
    /// The form of packs of M3 that come from a supplier.
    pub fn packs_of(&self, lot: &str, expiry_on: &str, count: usize) -> TakeInPacks {
        let day = super::day(expiry_on);
        TakeInPacks {
            product: M3.to_owned(),
            lot: lot.to_owned(),
            lot_again: lot.to_owned(),
            expiry_on: Some(day),
            expiry_again_on: Some(day),
            codes: Vec::new(),
            by_hand: count,
            by_hand_reason: "no-code".to_owned(),
        }
    }

    /// The pharmacist takes packs in at a place.
    pub async fn take_in(&self, place: &str, lot: &str, expiry_on: &str, count: usize) -> LotId {
        self.take_in_of(M3, (place, lot), expiry_on, count).await
    }

    /// The same of another product.
    pub async fn take_in_of(
        &self,
        product: &str,
        (place, lot): (&str, &str),
        expiry_on: &str,
        count: usize,
    ) -> LotId {
        let form = TakeInPacks {
            product: product.to_owned(),
            ..self.packs_of(lot, expiry_on, count)
        };
        let place = self.country.place(place).id;
        commands::take_in_packs(&self.desk, &self.actor("ph"), None, place, &form)
            .await
            .unwrap()
    }

    /// Somebody who becomes the pharmacist of a place now.
    pub async fn pharmacist_at(&self, place: &str) -> Actor {
        self.newcomer("pharmacist", place).await
    }

    /// Somebody who begins to work at a place now.
    pub async fn newcomer(&self, role: &str, place: &str) -> Actor {
        let at = self.country.place(place);
        let id = AccountId::fresh();
        let new = NewAccount {
            id,
            sign_in_name: "newcomer",
            display_name: "newcomer",
            organisation: at.id,
            role,
            email: Some("newcomer@example.kz"),
            language: "ru",
            at: self.clock.now(),
        };
        let tx = self.fresh.store.begin_write().await.unwrap();
        accounts::create(&tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        Actor::account(Account {
            id,
            role: Role::parse(role).unwrap(),
            organisation: at.id,
            organisation_kind: at.kind.to_owned(),
            region: at.region.to_owned(),
        })
    }

    /// A pack that came without a logger may be used, for whoever carried it wrote down how warm it was.
    pub fn on_a_paper(&self) -> Verdict {
        Verdict {
            usable: Some(true),
            kind: "courier-log".to_owned(),
            by: "Курьер Серік".to_owned(),
            number: "41".to_owned(),
            on: Some(self.clock.at(chrono_tz::Asia::Almaty).today()),
            covered: true,
        }
    }

    /// The packs of a lot at a place, free, kept, in quarantine or set aside.
    pub async fn packs_at(&self, place: &str, lot: LotId) -> Vec<Pack> {
        let at = self.country.place(place).id;
        let lying = reading::stock::packs(&self.fresh.store, (at, lot), None)
            .await
            .unwrap();
        lying.into_iter().map(|lying| lying.pack).collect()
    }

    /// A pack as it is now.
    pub async fn pack(&self, id: PackId) -> Pack {
        stock::find(&self.fresh.store, id).await.unwrap().unwrap()
    }

    /// The pharmacist packs a parcel of free packs of a lot.
    pub async fn prepare(&self, case: CaseId, lot: LotId, count: usize) -> Result<ParcelId, Failure> {
        let packs = self.packs_at("oc1", lot).await;
        let free = packs
            .iter()
            .filter(|pack| matches!(pack.place, Place::Stock { reserved: None, .. }));
        let chosen: Vec<PackId> = free.take(count).map(|pack| pack.id).collect();
        let now = Some(self.desk.instant());
        commands::prepare_parcel(&self.desk, &self.actor("ph"), None, case, &chosen, now).await
    }

    /// Somebody writes down that a parcel passed into named hands.
    pub async fn hand_over(
        &self,
        who: &str,
        (case, parcel): (CaseId, ParcelId),
        (into, name): (Taker, &str),
        when: &str,
    ) -> Result<(), Failure> {
        let form = HandOverParcel {
            into: Some(into),
            name: name.to_owned(),
            phone: String::new(),
            at: Some(at(when)),
        };
        commands::hand_over_parcel(&self.desk, &self.actor(who), None, case, parcel, &form).await
    }

    /// The form of a parcel that arrives now, whole and cool.
    pub async fn arrival(&self, case: CaseId, parcel: ParcelId) -> ReceiveParcel {
        let file = self.file(case).await;
        let known = file.case.supply.parcel(parcel).unwrap();
        let product = &known.prepared.packs[0].product;
        let protocol = RULES.protocol_on(product, file.now.today()).unwrap();
        ReceiveParcel {
            packs: known
                .prepared
                .packs
                .iter()
                .map(|named| PackAnswer {
                    pack: named.pack,
                    answer: ACCEPTED.to_owned(),
                })
                .collect(),
            at: Some(self.desk.instant()),
            deliverer: "Курьер Серік".to_owned(),
            receiver: "Мейіргер Айгүл".to_owned(),
            lowest: protocol.storage.min_celsius.to_string(),
            highest: protocol.storage.max_celsius.to_string(),
            hours_outside: String::new(),
            hours_unknown: false,
            no_logger: false,
            words: "—".to_owned(),
        }
    }

    /// Somebody receives a parcel.
    pub async fn receive(
        &self,
        who: &str,
        (case, parcel): (CaseId, ParcelId),
        form: &ReceiveParcel,
    ) -> Result<RecordId, Failure> {
        commands::receive_parcel(&self.desk, &self.actor(who), None, (case, parcel), form).await
    }

    /// The form of an injection that happens now, from a pack.
    pub async fn injection_from(&self, case: CaseId, pack: PackId) -> Injection {
        Injection {
            pack: Some(pack),
            lot: String::new(),
            expiry_on: None,
            ..self.injection(case).await
        }
    }

    /// The parcel on its way to P1: packed and given to a courier now.
    pub async fn sent(&self, case: CaseId, lot: LotId, count: usize) -> ParcelId {
        let parcel = self.prepare(case, lot, count).await.unwrap();
        let form = HandOverParcel {
            into: Some(Taker::Courier),
            name: "Курьер Серік".to_owned(),
            phone: String::new(),
            at: Some(self.desk.instant()),
        };
        commands::hand_over_parcel(&self.desk, &self.actor("ph"), None, case, parcel, &form)
            .await
            .unwrap();
        parcel
    }

    /// Everything that must hold of stock: each pack is where its movements led it, and nothing vanished.
    pub(super) async fn check_stock(&self) {
        let packs = self.all_packs().await;
        let mut used = Vec::new();
        for id in packs {
            let pack = self.pack(id).await;
            let moves = stock::movements(&self.fresh.store, id).await.unwrap();
            let mut place = Place::Supplier;
            for (number, step) in (1..).zip(&moves) {
                assert_eq!(
                    (step.seq, step.from),
                    (number, place),
                    "one movement follows the other"
                );
                // Of another lot than was known it lies where it lay, in somebody's rooms, and is nobody's.
                let put_right = step.verb == "correct-lot" && step.from.at().is_some();
                let stays = put_right && step.stays() && step.from.case().is_none();
                assert!(
                    stays || step.from.leads_to(step.to),
                    "{:?} to {:?}",
                    step.from,
                    step.to
                );
                place = step.to;
            }
            assert_eq!(
                place, pack.place,
                "folding the movements of a pack gives its place"
            );
            assert_eq!(pack.moves, i32::try_from(moves.len()).unwrap());
            if let Place::Used { case, dose } = pack.place {
                used.push((case, dose, id));
            }
        }
        for (case, dose, pack) in &used {
            let file = self.file(*case).await;
            let drug = file.case.drug_of(*dose).unwrap();
            assert_eq!(
                drug.pack,
                Some(*pack),
                "the dose, or the incident, names the pack that was used"
            );
            let same: Vec<_> = used.iter().filter(|(_, other, _)| other == dose).collect();
            assert_eq!(same.len(), 1, "no pack is used twice, no dose comes from two");
        }
        for case in self.cases().await {
            let file = self.file(case).await;
            for parcel in &file.case.supply.parcels {
                self.check_parcel(&file, parcel).await;
            }
            for bound in &file.case.supply.packs {
                let place = self.pack(bound.named.pack).await.place;
                match bound.state {
                    BoundState::Packed(parcel) => assert_eq!(place, Place::Parcel { parcel, case }),
                    BoundState::Shelved(at) => assert_eq!(
                        place,
                        Place::Stock {
                            at,
                            reserved: Some(case)
                        }
                    ),
                    BoundState::Quarantined(at) => {
                        assert_eq!(
                            place,
                            Place::Quarantine {
                                at,
                                reserved: Some(case)
                            }
                        );
                    }
                    BoundState::Used => {
                        assert!(matches!(place, Place::Used { case: whose, .. } if whose == case));
                    }
                    BoundState::Gone => {}
                }
            }
            self.check_doses(&file).await;
            self.check_drugs(&file).await;
        }
    }

    /// What was sent and what became of it agree, and nobody carries a parcel too long unasked: both counted from the history, by
    /// books that do not know how the case counts them.
    async fn check_parcel(
        &self,
        file: &merzim::store::file::CaseFile,
        parcel: &merzim::domain::supply::Parcel,
    ) {
        let id = parcel.prepared.parcel;
        let longest = chrono::TimeDelta::hours(RULES.supply.custody.longest_hours.into());
        let (mut custody, mut sent) = (Custody::default(), Sent::default());
        for recorded in &file.history {
            if let Event::Supply(fact) = &recorded.event {
                assert_eq!(custody.follow(fact, recorded.recorded_at, longest), None);
                assert_eq!(sent.follow(fact), []);
            }
        }
        let mut steps = BTreeMap::new();
        for named in &parcel.prepared.packs {
            let moves = stock::movements(&self.fresh.store, named.pack).await.unwrap();
            let moved = moves.iter().filter(|step| !step.stays());
            steps.insert(named.pack, moved.map(|step| step.to).collect::<Vec<_>>());
        }
        let plan = file.plan(&RULES);
        let owed = |kind| plan.obligation((kind, parcel.number)).is_some();
        let asked = owed(Kind::ReconcileDiscrepancy);
        assert_eq!(sent.check(id, |pack| steps[&pack].clone(), asked), []);
        let gap = custody.gap(id, longest, file.now.instant);
        assert_eq!(owed(Kind::CustodyGap), gap, "a gap in custody is somebody's task");
        let context = about_parcel(file, id);
        assert_eq!(context.destination, Some(parcel.to));
    }

    /// Whatever says that it came from a pack has that pack, and every standing recall has found its people.
    async fn check_drugs(&self, file: &merzim::store::file::CaseFile) {
        let doses = file.case.doses.iter().map(|entry| entry.content.id);
        let others = file.case.incidents.iter().map(|entry| entry.content.id);
        for record in doses.chain(others) {
            let Some(drug) = file.case.drug_of(record) else {
                continue;
            };
            if let Some(pack) = drug.pack {
                let (case, dose) = (file.case.id, record);
                assert_eq!(self.pack(pack).await.place, Place::Used { case, dose });
            }
            let tx = self.fresh.store.begin_write().await.unwrap();
            let recall = stock::standing_recall(&tx, &RULES.products_of(&drug.product), &drug.lot)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            if let Some(recall) = recall {
                assert!(file.case.supply.told_of(recall.recall), "the recall found him");
                // Given when the recall was known, it is no plain dose.
                let mut doses = file.case.doses.iter().filter(|entry| entry.voided.is_none());
                let after = doses
                    .any(|entry| entry.content.id == record && entry.content.occurred_at > recall.since_at);
                let mut incidents = file.case.incidents.iter();
                assert!(
                    !after || incidents.any(|entry| entry.content.kind == IncidentKind::UnsoundPack),
                    "no recalled pack is given without an incident"
                );
            }
        }
    }

    /// No dose from a recalled, expired or foreign pack without an incident.
    async fn check_doses(&self, file: &merzim::store::file::CaseFile) {
        for entry in file.case.doses.iter().filter(|entry| entry.voided.is_none()) {
            let dose = &entry.content;
            if dose.expiry_on < dose.given_on {
                let mut incidents = file.case.incidents.iter();
                assert!(
                    incidents.any(|known| known.content.id == dose.id.of_incident()),
                    "an incident goes with it"
                );
            }
        }
    }
}
