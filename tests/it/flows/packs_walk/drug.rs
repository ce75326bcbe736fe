//! What becomes of single packs and of lots on the shelves.

use super::{Moved, Packs, Walk, lying, pick};
use crate::support::world::RULES;
use chrono::TimeDelta;
use merzim::commands::{self, ReturnPacks};
use merzim::domain::decide::Verdict;
use merzim::domain::ids::LotId;
use merzim::store::desk::Failure;

/// The places where something is found.
const FOUND_AT: [&str; 3] = ["p1", "oc1", "p2"];

impl Walk<'_> {
    /// Is a lot recalled, or past its last day?
    pub(super) fn unsound(&self, lot: LotId) -> bool {
        let known = self.lots.iter().find(|known| known.id == lot);
        known.is_none_or(|known| known.recalled || known.expiry_on < self.today())
    }

    pub(super) async fn verdict(&self, packs: &Packs, which: usize, usable: bool) -> Result<Moved, Failure> {
        let pack = pick(&lying(packs, |lies| lies.place == "quarantine"), which)?;
        let said = if usable {
            self.world.on_a_paper()
        } else {
            Verdict::from(Some(false))
        };
        let ph = self.world.actor("ph");
        commands::give_verdict(&self.world.desk, &ph, None, pack, said, "бүтін, суық").await?;
        let place = if usable { "stock" } else { "set-aside" };
        Ok(Moved::one(pack, place, packs[&pack].at))
    }

    pub(super) async fn keep(&self, packs: &Packs, who: usize, which: usize) -> Result<Moved, Failure> {
        let case = self.people[who];
        let at = Some(self.world.file(case).await.facts.responsible);
        let free = lying(packs, |lies| {
            lies.place == "stock" && lies.at == at && lies.case.is_none()
        });
        let pack = pick(&free, which)?;
        let keeper = self.world.actor(self.keeper(at));
        commands::reserve_pack(&self.world.desk, &keeper, None, case, pack).await?;
        assert_eq!(self.world.packs_lie().await[&pack].case, Some(case));
        Ok(Moved::one(pack, "stock", at))
    }

    pub(super) async fn free(&self, packs: &Packs, which: usize) -> Result<Moved, Failure> {
        let kept = lying(packs, |lies| lies.place == "stock" && lies.case.is_some());
        let pack = pick(&kept, which)?;
        let lies = &packs[&pack];
        let Some(case) = lies.case else {
            return super::nothing();
        };
        let keeper = self.world.actor(self.keeper(lies.at));
        commands::release_pack(&self.world.desk, &keeper, None, (case, pack), "басқаға керек").await?;
        assert_eq!(self.world.packs_lie().await[&pack].case, None);
        Ok(Moved::one(pack, "stock", lies.at))
    }

    pub(super) async fn write_off(
        &self,
        packs: &Packs,
        which: usize,
        reason: usize,
    ) -> Result<Moved, Failure> {
        let shelved = lying(packs, |lies| {
            ["stock", "quarantine"].contains(&lies.place.as_str())
        });
        let pack = pick(&shelved, which)?;
        let at = packs[&pack].at;
        let reasons = &RULES.supply.write_offs;
        let reason = &reasons[reason % reasons.len()];
        let keeper = self.world.actor(self.keeper(at));
        commands::set_pack_aside(&self.world.desk, &keeper, None, pack, &reason.id).await?;
        Ok(if reason.lost {
            Moved::one(pack, "lost", None)
        } else {
            Moved::one(pack, "set-aside", at)
        })
    }

    pub(super) async fn miss(&self, packs: &Packs, which: usize) -> Result<Moved, Failure> {
        let pack = pick(&lying(packs, |lies| lies.place == "set-aside"), which)?;
        let keeper = self.world.actor(self.keeper(packs[&pack].at));
        commands::miss_pack(&self.world.desk, &keeper, None, pack, "сөреде жоқ").await?;
        Ok(Moved::one(pack, "lost", None))
    }

    pub(super) async fn find(&self, packs: &Packs, which: usize, at: usize) -> Result<Moved, Failure> {
        let pack = pick(&lying(packs, |lies| lies.place == "lost"), which)?;
        let at = self.at(FOUND_AT[at]);
        let keeper = self.world.actor(self.keeper(Some(at)));
        commands::find_pack(&self.world.desk, &keeper, None, pack, at).await?;
        Ok(Moved::one(pack, "quarantine", Some(at)))
    }

    pub(super) async fn last_way(
        &self,
        packs: &Packs,
        which: usize,
        (destroyed, nurse): (bool, bool),
    ) -> Result<Moved, Failure> {
        let pack = pick(&lying(packs, |lies| lies.place == "set-aside"), which)?;
        let who = if nurse { self.keeper(packs[&pack].at) } else { "ph" };
        let (desk, who) = (&self.world.desk, self.world.actor(who));
        if destroyed {
            commands::destroy_packs(desk, &who, None, pack).await?;
            return Ok(Moved::one(pack, "destroyed", None));
        }
        let form = ReturnPacks {
            received_by: "Болат, дистрибьютор".to_owned(),
            document: "№ 1".to_owned(),
        };
        commands::return_packs(desk, &who, None, pack, &form).await?;
        Ok(Moved::one(pack, "returned", None))
    }

    pub(super) async fn correct_expiry(&mut self, which: usize, days: i64) -> Result<Moved, Failure> {
        let expiry_on = self.today() + TimeDelta::days(days);
        let count = self.lots.len().max(1);
        let ph = self.world.actor("ph");
        let Some(lot) = self.lots.get_mut(which % count) else {
            return super::nothing();
        };
        commands::correct_lot(
            &self.world.desk,
            &ph,
            None,
            lot.id,
            [Some(expiry_on); 2],
            "қате оқылды",
        )
        .await?;
        lot.expiry_on = expiry_on;
        Ok(Moved::default())
    }

    pub(super) async fn recall(&mut self, which: usize) -> Result<Moved, Failure> {
        let (count, ph) = (self.lots.len().max(1), self.world.actor("ph"));
        let Some(lot) = self.lots.get_mut(which % count) else {
            return super::nothing();
        };
        commands::recall_lot(&self.world.desk, &ph, None, lot.id, "хабарлама № 7").await?;
        lot.recalled = true;
        Ok(Moved::default())
    }

    pub(super) async fn lift(&mut self, which: usize) -> Result<Moved, Failure> {
        let (count, ph) = (self.lots.len().max(1), self.world.actor("ph"));
        let Some(lot) = self.lots.get_mut(which % count) else {
            return super::nothing();
        };
        commands::lift_recall(&self.world.desk, &ph, None, lot.id, "қате хабарлама").await?;
        lot.recalled = false;
        Ok(Moved::default())
    }
}
