//! The drug. In the home region: a clinic that keeps stock, parcels in every state, a warm box, a recall half followed up. In a
//! second one: a clinic with a shelf of its own, and one parcel on its way. Played between the other deeds, through the commands
//! that people use.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::country::Worker;
use super::stage::Stage;
use crate::access::Action;
use crate::commands::{self, TakeInPacks};
use crate::domain::decide::{ACCEPTED, HandOverParcel, PackAnswer, ReceiveParcel};
use crate::domain::event::Taker;
use crate::domain::ids::{CaseId, LotId, OrganisationId, PackId, ParcelId};
use crate::domain::plan::{dose_site, protocol, provision};
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Party, Post};
use crate::domain::supply::{Parcel, Provision};
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::store::reading;

/// When each scene is played, in hours before the present.
const SCENES: [(i64, Scene); 5] = [
    (24 * 9, Scene::StockUp),
    (24 * 5, Scene::First),
    (24 * 2, Scene::Second),
    (20, Scene::Third),
    (2, Scene::Recall),
];
/// The same in the second region that keeps stock.
const SCENES_BESIDE: [(i64, Scene); 2] = [(24 * 8, Scene::StockUp), (19, Scene::One)];
/// Packs of each product taken in at the clinic, besides those for parcels.
const PACKS: usize = 8;
/// Doses of each person for which a place keeps packs.
const DOSES_EACH: usize = 3;
/// Packs in an ordinary parcel: the next dose and the one after it.
const IN_PARCEL: usize = 2;
/// People for whom nothing has been sent yet: a few doses are at risk on any day.
const UNSENT: usize = 3;
/// Days for which an ordinary lot is good.
const GOOD_DAYS: u64 = 500;
/// Days for which one is, that expires soon.
const NEAR_DAYS: u64 = 41;

#[derive(Clone, Copy, Debug)]
enum Scene {
    StockUp,
    First,
    Second,
    Third,
    Recall,
    One,
}

/// What is still to be played.
pub(super) struct Supply {
    scenes: Vec<(DateTime<Utc>, Scene)>,
    region: String,
    under_way: Vec<(CaseId, ParcelId)>,
    ordinary: Vec<(CaseId, ParcelId)>,
}

impl Supply {
    /// The scenes before the present, oldest first: those of the home region, and those of another.
    pub(super) fn before(now: DateTime<Utc>, [home, beside]: [&str; 2]) -> [Self; 2] {
        [
            Self::of(home, &SCENES, now),
            Self::of(beside, &SCENES_BESIDE, now),
        ]
    }

    fn of(region: &str, scenes: &[(i64, Scene)], now: DateTime<Utc>) -> Self {
        let scenes = scenes.iter();
        let scenes = scenes.map(|(hours, scene)| (now - TimeDelta::hours(*hours), *scene));
        Self {
            scenes: scenes.collect(),
            region: region.to_owned(),
            under_way: Vec::new(),
            ordinary: Vec::new(),
        }
    }

    /// Where it is played.
    pub(super) fn region(&self) -> &str {
        &self.region
    }

    /// When the next scene is played.
    pub(super) fn next_at(&self) -> Option<DateTime<Utc>> {
        self.scenes.first().map(|(at, _)| *at)
    }

    /// Plays the next scene, at its moment.
    pub(super) async fn play(&mut self, stage: &Stage<'_>, cases: &[CaseId]) -> Result<(), Failure> {
        if self.scenes.is_empty() {
            return Ok(());
        }
        let (_, scene) = self.scenes.remove(0);
        let clinic = Clinic::of(stage, &self.region)?;
        match scene {
            Scene::StockUp => clinic.stock_up(cases).await,
            Scene::First => {
                // Two go out: one arrives broken and warm, one stays on the road. With them go the parcels of an ordinary day.
                let mut waiting = clinic.waiting(cases).await?.into_iter();
                for case in waiting.by_ref().take(2) {
                    let parcel = clinic.send(case, 2).await?;
                    self.under_way.push((case, parcel));
                }
                // What the later scenes need stays behind: the last two and those at risk.
                let rest: Vec<_> = waiting.collect();
                let sent = rest.len().saturating_sub(UNSENT + 3);
                for case in rest.into_iter().rev().take(sent) {
                    let parcel = clinic.send(case, IN_PARCEL).await?;
                    self.ordinary.push((case, parcel));
                }
                Ok(())
            }
            Scene::Second => {
                if let Some((case, parcel)) = self.under_way.first().copied() {
                    clinic.receive(case, parcel, true).await?;
                }
                for (case, parcel) in self.ordinary.drain(..) {
                    clinic.receive(case, parcel, false).await?;
                }
                for case in clinic.waiting(cases).await?.into_iter().take(1) {
                    let parcel = clinic.send(case, 1).await?;
                    self.under_way.push((case, parcel));
                }
                Ok(())
            }
            Scene::Third => {
                if let Some((case, parcel)) = self.under_way.get(2).copied() {
                    clinic.receive(case, parcel, false).await?;
                }
                let mut waiting = clinic.waiting(cases).await?.into_iter();
                if let Some(case) = waiting.next() {
                    clinic.send(case, 1).await?;
                }
                if let Some(case) = waiting.next() {
                    clinic.pack(case, 1).await?;
                }
                Ok(())
            }
            Scene::Recall => clinic.recall(cases).await,
            Scene::One => {
                if let Some(case) = clinic.waiting(cases).await?.first() {
                    clinic.send(*case, 1).await?;
                }
                Ok(())
            }
        }
    }
}

/// The clinic that supplies the home region, and who works there.
struct Clinic<'s> {
    stage: &'s Stage<'s>,
    at: OrganisationId,
    pharmacist: &'s Worker,
    physician: &'s Worker,
}

impl<'s> Clinic<'s> {
    fn of(stage: &'s Stage<'s>, region: &str) -> Result<Self, Failure> {
        let nobody = |_| Failure::from(Refusal::NothingToDo);
        let at = stage.cast.organisation(region, "clinic").map_err(nobody)?;
        Ok(Self {
            stage,
            at,
            pharmacist: stage.cast.worker(at, Post::Pharmacist, 0).map_err(nobody)?,
            physician: stage.cast.worker(at, Post::Physician, 0).map_err(nobody)?,
        })
    }

    fn today(&self) -> NaiveDate {
        self.stage.desk.instant().date_naive()
    }

    async fn file(&self, case: CaseId) -> Result<CaseFile, Failure> {
        let action = Action::ReadSupplySummary;
        self.stage.desk.look(&self.pharmacist.actor, action, case).await
    }

    async fn take_in(&self, product: &str, lot: &str, days: u64, packs: usize) -> Result<LotId, Failure> {
        self.take_in_at(self.at, product, lot, days, packs).await
    }

    async fn take_in_at(
        &self,
        at: OrganisationId,
        product: &str,
        lot: &str,
        days: u64,
        packs: usize,
    ) -> Result<LotId, Failure> {
        let expiry_on = Some(self.today() + Days::new(days));
        let form = TakeInPacks {
            product: product.to_owned(),
            lot: lot.to_owned(),
            lot_again: lot.to_owned(),
            expiry_on,
            expiry_again_on: expiry_on,
            codes: Vec::new(),
            by_hand: packs,
            by_hand_reason: "no-code".to_owned(),
        };
        let (desk, actor) = (self.stage.desk, &self.pharmacist.actor);
        commands::take_in_packs(desk, actor, None, at, &form).await
    }

    /// A lot of every product that somebody here follows, one that expires soon, a broken pack.
    async fn stock_up(&self, cases: &[CaseId]) -> Result<(), Failure> {
        let rules = self.stage.desk.rules();
        let mut products: Vec<String> = Vec::new();
        let mut doses: BTreeMap<(OrganisationId, String), usize> = BTreeMap::new();
        let mut parcels: BTreeMap<String, usize> = BTreeMap::new();
        for case in cases {
            let file = self.file(*case).await?;
            let Some(known) = protocol(&file.case, rules) else {
                continue;
            };
            products.push(known.id.clone());
            if file.facts.responsible != self.at {
                *parcels.entry(known.id.clone()).or_default() += IN_PARCEL;
            }
            // A place that supplies gives from its own shelf; the others get a parcel for each dose.
            let kind = file
                .institution(file.facts.responsible)
                .and_then(|at| rules.places.kind(&at.kind));
            if kind.is_some_and(|kind| kind.supplies) && file.dose(rules).is_ok() {
                *doses
                    .entry((file.facts.responsible, known.id.clone()))
                    .or_default() += 1;
            }
        }
        products.sort_unstable();
        products.dedup();
        let month = self.today().format("%y%m");
        for product in &products {
            let letters = product.get(..2).unwrap_or("X").to_uppercase();
            let lot = format!("{letters}{month}-C");
            let packs = PACKS + parcels.get(product).copied().unwrap_or_default();
            self.take_in(product, &lot, GOOD_DAYS, packs).await?;
            // It has what its people need for some months, but for one dose.
            let here = doses.iter().filter(|((_, of), _)| of == product);
            for ((at, _), people) in here {
                let packs = (people * DOSES_EACH).saturating_sub(1);
                self.take_in_at(*at, product, &lot, GOOD_DAYS, packs).await?;
            }
        }
        if let Some(product) = products.first() {
            let lot = self
                .take_in(product, &format!("N{month}-S"), NEAR_DAYS, 3)
                .await?;
            let packs = reading::stock::packs(self.stage.desk.store(), (self.at, lot), None).await?;
            if let Some(broken) = packs.first() {
                let (desk, actor) = (self.stage.desk, &self.pharmacist.actor);
                commands::set_pack_aside(desk, actor, None, broken.pack.id, "broken").await?;
            }
        }
        Ok(())
    }

    /// The cases whose supplier still owes a pack, the first needed first.
    async fn waiting(&self, cases: &[CaseId]) -> Result<Vec<CaseId>, Failure> {
        let rules = self.stage.desk.rules();
        let mut waiting = Vec::new();
        for case in cases {
            let file = self.file(*case).await?;
            let site = file.roster.site(Party::Responsible).map(|site| site.organisation);
            let Ok(window) = file.dose(rules) else {
                continue;
            };
            let under_way = file.case.supply.parcels.iter().any(Parcel::open);
            let provided =
                site.and_then(|site| provision(&file.case, rules, &window, site, file.now.today()));
            let missing = provided == Some(Provision::Missing);
            let soon = window.opens_on - self.today() < TimeDelta::days(60);
            let stays = dose_site(&file.case, &window, file.now.today()) == site;
            if site != Some(self.at) && file.facts.open && missing && !under_way && soon && stays {
                waiting.push((window.opens_on, *case));
            }
        }
        // Of two who need theirs on one day the first in the story comes first: identities are drawn anew each time.
        waiting.sort_by_key(|(opens_on, _)| *opens_on);
        Ok(waiting.into_iter().map(|(_, case)| case).collect())
    }

    async fn pack(&self, case: CaseId, count: usize) -> Result<ParcelId, Failure> {
        let file = self.file(case).await?;
        let desk = self.stage.desk;
        let known = protocol(&file.case, desk.rules()).ok_or(Refusal::NothingToDo)?;
        let window = file.dose(desk.rules()).map_err(|_| Refusal::NothingToDo)?;
        let wanted = reading::stock::Wanted {
            products: &known.products,
            at: self.at,
            case,
            day: window.lasts_until(file.now.today()),
            typed_lot: None,
        };
        let usable = reading::stock::usable(desk.store(), &wanted).await?;
        let packs: Vec<PackId> = usable.iter().take(count).map(|pack| pack.id).collect();
        let now = Some(desk.instant());
        commands::prepare_parcel(desk, &self.pharmacist.actor, None, case, &packs, now).await
    }

    async fn send(&self, case: CaseId, count: usize) -> Result<ParcelId, Failure> {
        let parcel = self.pack(case, count).await?;
        self.hand_over(case, parcel).await
    }

    /// One pack of a lot goes to a person.
    async fn send_from(&self, case: CaseId, lot: LotId) -> Result<ParcelId, Failure> {
        let desk = self.stage.desk;
        let packs = reading::stock::packs(desk.store(), (self.at, lot), None).await?;
        let one: Vec<PackId> = packs.iter().take(1).map(|lying| lying.pack.id).collect();
        let now = Some(desk.instant());
        let parcel = commands::prepare_parcel(desk, &self.pharmacist.actor, None, case, &one, now).await?;
        self.hand_over(case, parcel).await
    }

    async fn hand_over(&self, case: CaseId, parcel: ParcelId) -> Result<ParcelId, Failure> {
        let form = HandOverParcel {
            into: Some(Taker::Courier),
            name: "Серік Болатұлы, курьер".to_owned(),
            phone: String::new(),
            at: Some(self.stage.desk.instant()),
        };
        let (desk, actor) = (self.stage.desk, &self.pharmacist.actor);
        commands::hand_over_parcel(desk, actor, None, case, parcel, &form).await?;
        Ok(parcel)
    }

    /// The giving site receives: whole and cool, or one broken and the box warm.
    async fn receive(&self, case: CaseId, parcel: ParcelId, spoilt: bool) -> Result<(), Failure> {
        let file = self.file(case).await?;
        let known = file.case.supply.parcel(parcel).ok_or(Refusal::NothingToDo)?;
        let nobody = |_| Failure::from(Refusal::NothingToDo);
        let nurse = self.stage.cast.worker(known.to, Post::Giver, 0).map_err(nobody)?;
        let rules = self.stage.desk.rules();
        let product = known
            .prepared
            .packs
            .first()
            .map(|named| named.product.as_str())
            .unwrap_or_default();
        let storage = &rules
            .protocol_on(product, self.today())
            .ok_or(Refusal::NothingToDo)?
            .storage;
        let answer = |number: usize| if spoilt && number == 0 { "broken" } else { ACCEPTED };
        let packs = known.prepared.packs.iter().enumerate();
        let form = ReceiveParcel {
            packs: packs
                .map(|(number, named)| PackAnswer {
                    pack: named.pack,
                    answer: answer(number).to_owned(),
                })
                .collect(),
            at: Some(self.stage.desk.instant()),
            deliverer: "Серік Болатұлы, курьер".to_owned(),
            receiver: nurse.name.clone(),
            lowest: storage.min_celsius.to_string(),
            highest: (storage.max_celsius + if spoilt { 6 } else { 0 }).to_string(),
            hours_outside: if spoilt { "5" } else { "" }.to_owned(),
            hours_unknown: false,
            no_logger: false,
            words: if spoilt {
                "Один флакон разбит, коробка тёплая"
            } else {
                ""
            }
            .to_owned(),
        };
        let ids = (case, parcel);
        commands::receive_parcel(self.stage.desk, &nurse.actor, None, ids, &form).await?;
        Ok(())
    }

    /// A lot that people here received is recalled; a physician has looked at the first of them.
    async fn recall(&self, cases: &[CaseId]) -> Result<(), Failure> {
        let mut given: BTreeMap<(String, String), Vec<CaseId>> = BTreeMap::new();
        for case in cases {
            let file = self.file(*case).await?;
            // Those given before packs were kept: the lot is taken in only to be recalled.
            let known = file
                .case
                .doses_in_effect()
                .into_iter()
                .map(|entry| &entry.content);
            for dose in known.filter(|dose| file.facts.open && dose.pack.is_none()) {
                let known = given.entry((dose.product.clone(), dose.lot.clone())).or_default();
                if known.last() != Some(case) {
                    known.push(*case);
                }
            }
        }
        let most = given
            .into_iter()
            .max_by_key(|(lot, people)| (people.len().min(3), lot.1.clone()));
        let Some(((product, number), people)) = most else {
            return Ok(());
        };
        let lot = self.take_in(&product, &number, GOOD_DAYS, 2).await?;
        // One of its packs is on the way to somebody whose dose relies on it.
        for case in self.waiting(cases).await? {
            let file = self.file(case).await?;
            let follows =
                protocol(&file.case, self.stage.desk.rules()).is_some_and(|known| known.id == product);
            if follows {
                self.send_from(case, lot).await?;
                break;
            }
        }
        let (desk, actor) = (self.stage.desk, &self.pharmacist.actor);
        let notice = "Письмо производителя № 12: посторонние частицы";
        let recall = commands::recall_lot(desk, actor, None, lot, notice).await?;
        if let Some(first) = people.first() {
            let words = "Осмотрен, жалоб нет, место инъекции без изменений";
            commands::follow_up_recall(desk, &self.physician.actor, None, *first, recall, words).await?;
        }
        Ok(())
    }
}
