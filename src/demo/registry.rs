//! What the registry sends out: each ruling to the clinic of the chosen residence, the materials to the court, and the
//! notice of a release. Without it every invented case would only climb its ladder.

use super::stage::{Played, Stage};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::passage::{ReleaseNoticeForm, RulingSent};
use crate::domain::obligation::Kind;
use crate::domain::rules::Post;
use crate::store::desk::Failure;

const COURT: &str = "Учебный районный суд";

impl Stage<'_> {
    /// Sends what is owed by now.
    pub(super) async fn send_papers(&self, played: &Played) -> Result<(), Failure> {
        let day = self.desk.instant().date_naive();
        let missing = || Failure::Store(crate::store::StoreError::Missing("place of the case"));
        let place = played.place(day).ok_or_else(missing)?;
        let supervising = played.supervising(day).ok_or_else(missing)?;
        let (region, case) = (place.region.as_str(), played.case);
        let clerk = self.worker((region, "registry", Post::Clerk), 0)?;
        let clinic = self.cast.organisation(region, "clinic").map_err(|_| missing())?;
        let file = self.look(clerk, Action::ReadRegistryFile, case).await?;
        let today = file.now.today();
        let plan = file.plan(self.desk.rules());
        let waits = |kind| {
            plan.obligations
                .iter()
                .any(|owed| owed.kind == kind && owed.opens_on <= today)
        };
        let paper = || format!("№ {}", today.format("%y%m%d"));
        for owed in plan
            .obligations
            .iter()
            .filter(|owed| owed.kind == Kind::ForwardRuling)
        {
            let number = usize::try_from(owed.cycle).unwrap_or(usize::MAX);
            let ruling = file.case.rulings.get(number.wrapping_sub(1));
            let form = RulingSent {
                ruling: ruling.map(|known| known.ruling.id),
                to: Some(clinic),
                sent_on: Some(today),
                paper: paper(),
            };
            commands::forward_ruling(self.desk, &clerk.actor, None, case, &form).await?;
        }
        if waits(Kind::MaterialsToCourt) {
            let sent_on = Some(today);
            commands::send_materials(self.desk, &clerk.actor, None, case, sent_on, COURT, &paper()).await?;
        }
        if waits(Kind::ReleaseNotice) {
            let form = ReleaseNoticeForm {
                health: Some(clinic),
                supervising: Some(self.at(supervising).map_err(|_| missing())?),
                sent_on: Some(today),
                paper: paper(),
            };
            commands::send_release_notice(self.desk, &clerk.actor, None, case, &form).await?;
        }
        Ok(())
    }
}
