//! Parcels: packed, carried, received, lost, come without notice.

use super::{LotKnown, Moved, Packs, Walk, lying, pick};
use crate::support::world::{M3, RULES};
use chrono::{NaiveDate, TimeDelta};
use merzim::commands::{self, ReceiveArrival, TakeInPacks};
use merzim::domain::decide::{HandOverParcel, PackAnswer, ReceiveParcel};
use merzim::domain::event::{Became, Onward, Taker};
use merzim::domain::ids::LotId;
use merzim::domain::supply::{Parcel, ParcelState};
use merzim::store::desk::Failure;

const GTIN: &str = "04600000000015";

impl Walk<'_> {
    fn codes(&mut self, count: usize) -> Vec<(String, String)> {
        let first = self.serials;
        self.serials += count;
        let serials = first..self.serials;
        serials
            .map(|number| (GTIN.to_owned(), format!("SN{number:06}")))
            .collect()
    }

    fn typed(number: &str, expiry_on: NaiveDate, codes: Vec<(String, String)>) -> TakeInPacks {
        TakeInPacks {
            product: M3.to_owned(),
            lot: number.to_owned(),
            lot_again: number.to_owned(),
            expiry_on: Some(expiry_on),
            expiry_again_on: Some(expiry_on),
            codes,
            by_hand: 0,
            by_hand_reason: String::new(),
        }
    }

    /// Keeps a lot that was typed for the first time; is it recalled?
    fn remember(&mut self, id: LotId, number: String, expiry_on: NaiveDate) -> bool {
        if let Some(known) = self.lots.iter().find(|known| known.id == id) {
            return known.recalled;
        }
        self.lots.push(LotKnown {
            id,
            number,
            expiry_on,
            recalled: false,
        });
        false
    }

    /// The number and the last day of a known lot, or of a new one.
    fn lot(&self, known: Option<usize>, good_days: i64) -> (String, NaiveDate) {
        let lots = &self.lots;
        let known = known.and_then(|which| lots.get(which % lots.len().max(1)));
        match known {
            Some(known) => (known.number.clone(), known.expiry_on),
            None => (
                format!("L{}", 100 + lots.len()),
                self.today() + TimeDelta::days(good_days),
            ),
        }
    }

    pub(super) async fn take_in(
        &mut self,
        packs: usize,
        good_days: i64,
        known: Option<usize>,
    ) -> Result<Moved, Failure> {
        let (number, expiry_on) = self.lot(known, good_days);
        let codes = self.codes(packs);
        let form = Self::typed(&number, expiry_on, codes);
        let (ph, oc1) = (self.world.actor("ph"), self.at("oc1"));
        let lot = commands::take_in_packs(&self.world.desk, &ph, None, oc1, &form).await?;
        let place = if self.remember(lot, number, expiry_on) {
            "quarantine"
        } else {
            "stock"
        };
        Ok(Moved {
            comes: Some((packs, place, oc1)),
            ..Moved::default()
        })
    }

    pub(super) async fn pack(
        &mut self,
        packs: &Packs,
        who: usize,
        (which, count): (usize, usize),
    ) -> Result<Moved, Failure> {
        let (case, oc1) = (self.people[who], self.at("oc1"));
        let his = lying(packs, |lies| {
            lies.place == "stock" && lies.at == Some(oc1) && lies.case.is_none_or(|other| other == case)
        });
        let from = which % his.len().max(1);
        let chosen: Vec<_> = his.iter().skip(from).take(count).copied().collect();
        let (ph, now) = (self.world.actor("ph"), Some(self.world.desk.instant()));
        commands::prepare_parcel(&self.world.desk, &ph, None, case, &chosen, now).await?;
        let goes = chosen.into_iter().map(|pack| (pack, ("parcel", None)));
        Ok(Moved {
            goes: goes.collect(),
            ..Moved::default()
        })
    }

    pub(super) async fn hand_over(&self, which: usize, gate: bool) -> Result<Moved, Failure> {
        let (case, parcel) = self.parcel(which, Parcel::open).await?;
        let form = HandOverParcel {
            into: Some(if gate { Taker::Gate } else { Taker::Courier }),
            name: "Серік".to_owned(),
            phone: String::new(),
            at: Some(self.world.desk.instant()),
        };
        let (ph, id) = (self.world.actor("ph"), parcel.prepared.parcel);
        commands::hand_over_parcel(&self.world.desk, &ph, None, case, id, &form).await?;
        Ok(Moved::default())
    }

    /// What is unpacked lies free where it was packed, or waits there for a pharmacist if it must not be given; else nothing moves by what is decided.
    pub(super) async fn send_on(
        &self,
        packs: &Packs,
        which: usize,
        onward: Onward,
    ) -> Result<Moved, Failure> {
        let (case, parcel) = self.parcel(which, Parcel::open).await?;
        let (ph, id) = (self.world.actor("ph"), parcel.prepared.parcel);
        commands::send_parcel_on(&self.world.desk, &ph, None, case, id, Some(onward), "келісілді").await?;
        if onward != Onward::Unpack {
            return Ok(Moved::default());
        }
        let inside = lying(packs, |lies| lies.parcel == Some(id));
        let from = parcel.prepared.from;
        let goes = inside.into_iter().map(|pack| {
            let unsound = self.unsound(packs[&pack].lot);
            let place = if unsound { "quarantine" } else { "stock" };
            (pack, (place, Some(from)))
        });
        Ok(Moved {
            goes: goes.collect(),
            ..Moved::default()
        })
    }

    pub(super) async fn explain(&self, which: usize) -> Result<Moved, Failure> {
        let carried = |parcel: &Parcel| parcel.state == ParcelState::UnderWay;
        let (case, parcel) = self.parcel(which, carried).await?;
        let (ph, id) = (self.world.actor("ph"), parcel.prepared.parcel);
        commands::explain_custody(&self.world.desk, &ph, None, case, id, "қоймада жатты").await?;
        Ok(Moved::default())
    }

    /// The first packs are not there, or not accepted; a logger shows what is allowed, too much, or is none.
    pub(super) async fn receive(
        &mut self,
        packs: &Packs,
        which: usize,
        (short, reason): (usize, usize),
        logger: usize,
    ) -> Result<Moved, Failure> {
        let (case, parcel) = self.parcel(which, Parcel::open).await?;
        let (id, at) = (parcel.prepared.parcel, parcel.to);
        let reasons = &RULES.supply.rejections;
        let reason = &reasons[reason % reasons.len()];
        let mut form = self.world.arrival(case, id).await;
        for pack in form.packs.iter_mut().take(short) {
            pack.answer.clone_from(&reason.id);
        }
        match logger {
            0 => {
                form.no_logger = true;
                form.lowest.clear();
                form.highest.clear();
            }
            1 => {
                form.highest = "39".to_owned();
                form.hours_outside = "5".to_owned();
            }
            _ => {}
        }
        let who = if at == self.at("oc1") {
            "cn1"
        } else {
            self.keeper(Some(at))
        };
        let answered: Vec<_> = form.packs.iter().map(|answer| answer.pack).collect();
        self.world.receive(who, (case, id), &form).await?;
        let over = self.world.file(case).await.case.ended_on(self.today());
        let mut moved = Moved::default();
        for (number, pack) in answered.iter().enumerate() {
            if packs[pack].parcel != Some(id) {
                continue; // given out of a box that nobody had received
            }
            let goes = match (number < short, logger) {
                (true, _) if reason.lost => ("lost", None),
                (true, _) => ("set-aside", Some(at)),
                _ if over => ("set-aside", Some(at)),
                (_, 0 | 1) => ("quarantine", Some(at)),
                _ if self.unsound(packs[pack].lot) => ("quarantine", Some(at)),
                _ => ("stock", Some(at)),
            };
            moved.goes.insert(*pack, goes);
        }
        let missing = answered.into_iter().take(short);
        self.short.insert(id, missing.collect());
        Ok(moved)
    }

    pub(super) async fn lose_parcel(&mut self, packs: &Packs, which: usize) -> Result<Moved, Failure> {
        let (case, parcel) = self.parcel(which, Parcel::open).await?;
        let (ph, id) = (self.world.actor("ph"), parcel.prepared.parcel);
        commands::report_parcel_lost(&self.world.desk, &ph, None, case, id, "курьер жоқ").await?;
        let inside = lying(packs, |lies| lies.parcel == Some(id));
        let all = parcel.prepared.packs.iter().map(|named| named.pack);
        self.short.insert(id, all.collect());
        let goes = inside.into_iter().map(|pack| (pack, ("lost", None)));
        Ok(Moved {
            goes: goes.collect(),
            ..Moved::default()
        })
    }

    /// Each pack that is missing still, or lies set aside with whoever sent or received it, goes where it is said to be.
    pub(super) async fn reconcile(
        &self,
        packs: &Packs,
        which: usize,
        answer: usize,
    ) -> Result<Moved, Failure> {
        let (case, parcel) = self.parcel(which, Parcel::unreconciled).await?;
        let (id, from) = (parcel.prepared.parcel, parcel.prepared.from);
        let received = parcel.received.as_ref().map(|(received, ..)| received.place);
        let to = received.unwrap_or(parcel.to);
        let short = self.short.get(&id).cloned().unwrap_or_default();
        let (mut answers, mut moved) = (Vec::new(), Moved::default());
        for (number, pack) in short.into_iter().enumerate() {
            let lies = &packs[&pack];
            let aside = lies.place == "set-aside" && [Some(from), Some(to)].contains(&lies.at);
            let offered = if aside {
                &[Became::Sender, Became::Receiver, Became::Destroyed][..]
            } else {
                &Became::ALL[..]
            };
            let became = pick(offered, answer + number)?;
            answers.push(PackAnswer {
                pack,
                answer: became.code().to_owned(),
            });
            let found = if aside { "set-aside" } else { "quarantine" };
            if aside || lies.place == "lost" {
                let goes = match became {
                    Became::Sender => (found, Some(from)),
                    Became::Receiver => (found, Some(to)),
                    Became::Lost => ("lost", None),
                    Became::Destroyed => ("destroyed", None),
                };
                moved.goes.insert(pack, goes);
            }
        }
        let ph = self.world.actor("ph");
        commands::reconcile_parcel(&self.world.desk, &ph, None, (case, id), &answers, "анықталды").await?;
        Ok(moved)
    }

    /// To the first prison, from the clinic: new packs, and one that nobody could find or that lies free elsewhere.
    pub(super) async fn come(
        &mut self,
        packs: &Packs,
        who: Option<usize>,
        (new, known): (usize, Option<usize>),
    ) -> Result<Moved, Failure> {
        let (oc1, p1) = (self.at("oc1"), self.at("p1"));
        let astray = lying(packs, |lies| {
            let free = lies.place == "stock" && lies.case.is_none() && lies.at != Some(p1);
            free || lies.place == "lost"
        });
        let again = known.and_then(|which| pick(&astray, which).ok());
        let (lot, serial) = match again.map(|pack| &packs[&pack]) {
            Some(lies) => (
                self.lots.iter().position(|known| known.id == lies.lot),
                lies.serial.clone(),
            ),
            None => (None, None),
        };
        let (number, expiry_on) = self.lot(lot, 120);
        let mut codes = self.codes(new);
        codes.extend(serial.map(|serial| (GTIN.to_owned(), serial)));
        let form = ReceiveArrival {
            from: Some(oc1),
            receipt: ReceiveParcel {
                at: Some(self.world.desk.instant()),
                deliverer: "Курьер Болат".to_owned(),
                receiver: "Мейіргер Айгүл".to_owned(),
                lowest: "4".to_owned(),
                highest: "20".to_owned(),
                words: "жолдама қағазы жоқ".to_owned(),
                ..ReceiveParcel::default()
            },
            packs: Self::typed(&number, expiry_on, codes),
            no_label: false,
            none_of_these: false,
        };
        let (n1, case) = (self.world.actor("n1"), who.map(|who| self.people[who]));
        let came = commands::receive_arrival(&self.world.desk, &n1, None, case, &form).await?;
        self.remember(came.lot, number, expiry_on);
        let goes = again.map(|pack| (pack, ("quarantine", Some(p1))));
        Ok(Moved {
            goes: goes.into_iter().collect(),
            comes: Some((new, "quarantine", p1)),
            ..Moved::default()
        })
    }
}
