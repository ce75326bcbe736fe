//! What happens to the people meanwhile: a dose, a dose struck out, time, a move, the end of the measure.

use super::{Moved, Packs, Walk, lying, pick};
use chrono::TimeDelta;
use merzim::commands;
use merzim::domain::ids::PackId;
use merzim::domain::ruling::RulingStep;
use merzim::store::desk::Failure;

impl Walk<'_> {
    /// Whoever treats him gives him a pack of the shelf or, where he says so, one that must not be given. Late, he says why.
    pub(super) async fn give(
        &self,
        packs: &Packs,
        who: usize,
        (which, unsound): (usize, bool),
    ) -> Result<Moved, Failure> {
        let case = self.people[who];
        let here = Some(self.world.file(case).await.facts.responsible);
        let nurse = self.keeper(here);
        let sound = |pack: &PackId| {
            let lies = &packs[pack];
            let his = lies.case.is_none_or(|other| other == case);
            lies.place == "stock" && lies.at == here && his && !self.unsound(lies.lot)
        };
        let mut choice = lying(packs, |_| true);
        choice.retain(|pack| unsound || sound(pack));
        let pack = pick(&choice, which)?;
        let mut form = self.world.injection_from(case, pack).await;
        if unsound {
            form.despite = "енгізіліп қойды".to_owned();
        }
        let given = match self.world.log(nurse, case, &form).await {
            Err(Failure::Refused(_)) => {
                form.late_cause = "contraindication".to_owned();
                form.late_words = "сөзбен".to_owned();
                self.world.log(nurse, case, &form).await?
            }
            outcome => outcome?,
        };
        let was = &packs[&pack].place;
        let over = ["used", "returned", "destroyed"].contains(&was.as_str());
        assert!(!over, "{pack} was {was}, and is given");
        let incidents = self.world.file(case).await.case.incidents;
        let beside = incidents
            .iter()
            .any(|entry| entry.content.id == given.record.of_incident());
        assert!(sound(&pack) || beside, "{pack} is given without an incident");
        Ok(Moved::one(pack, "used", None))
    }

    pub(super) async fn strike_out(&self, who: usize) -> Result<Moved, Failure> {
        let case = self.people[who];
        let doses = self.world.file(case).await.case.doses;
        let Some(dose) = doses.into_iter().rfind(|entry| entry.voided.is_none()) else {
            return super::nothing();
        };
        let (id, at) = (dose.content.id, Some(dose.content.place));
        self.world.void(self.keeper(at), case, id).await?;
        Ok(match dose.content.pack {
            Some(pack) => Moved::one(pack, "quarantine", at),
            None => Moved::default(),
        })
    }

    pub(super) async fn wait(&self, hours: i64) -> Moved {
        let then = self.world.clock.now() + TimeDelta::hours(hours);
        self.world.at_instant(then);
        self.world.sweep().await;
        Moved::freeing()
    }

    pub(super) async fn move_away(&self, who: usize) -> Result<Moved, Failure> {
        let (clerk, p2) = (self.world.actor("clerk"), self.at("p2"));
        let (case, today) = (self.people[who], self.today());
        commands::change_place(&self.world.desk, &clerk, None, case, p2, today, "көшірілді").await?;
        Ok(Moved::freeing())
    }

    pub(super) async fn end_measure(&self, who: usize) -> Result<Moved, Failure> {
        let today = self.today().to_string();
        self.world
            .court(self.people[who], RulingStep::Quashed, &today)
            .await?;
        Ok(Moved::freeing())
    }
}
