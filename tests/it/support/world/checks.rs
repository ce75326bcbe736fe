//! What must hold at the end of every story.

use super::{RULES, World};
use crate::support::invariants;
use merzim::domain::{case::Case, event::Event, ids::CaseId, settle};
use merzim::simulate::invariants::nobody_escapes;
use merzim::store::{file::CaseFile, ledger, outbox};

impl World {
    /// Checks every case and the ledger. Runs the sweep first, twice: the second round finds nothing.
    pub(super) async fn check(&self) {
        self.sweep().await;
        assert_eq!(
            self.sweep().await,
            0,
            "{}: a second sweep finds nothing",
            self.fresh.kind
        );
        for case in self.cases().await {
            self.check_case(case).await;
        }
        self.check_stock().await;
        self.check_mail().await;
        ledger::verify(&self.fresh.store).await.unwrap();
    }

    /// Whoever keeps the registry has no alerts: a mail leads him to the case.
    async fn check_mail(&self) {
        let clerks = ["clerk", "clerk2"].map(|name| self.country.person(name).id);
        for message in outbox::recent(&self.fresh.store, 1000).await.unwrap() {
            let to_clerk = message.recipient.is_some_and(|to| clerks.contains(&to));
            assert!(
                !to_clerk || !message.arguments.contains_key("alert"),
                "{message:?}"
            );
        }
    }

    async fn check_case(&self, id: CaseId) {
        let file = self.file(id).await;
        let folded = Case::fold(id, &file.history).unwrap();
        assert_eq!(folded, file.case, "the history tells what is loaded");
        invariants::check(&file.case, &file.history, &RULES, &file.roster, &file.now);
        let kind = |id| file.institution(id).map_or("", |known| known.kind.as_str());
        assert_eq!(nobody_escapes(&file.case, &RULES, kind), []);
        self.check_rows(&file).await;
    }

    /// Lists read what the plan says.
    async fn check_rows(&self, file: &CaseFile) {
        let id = file.case.id;
        let (next_step_at, version, open) = self.case_row(id).await;
        assert_eq!(version, i64::from(file.case.version));
        assert_eq!(open, file.facts.open, "open or closed as the rulings say");
        assert_eq!(
            next_step_at,
            settle::next_step_at(&file.case, &RULES, &file.roster, &file.now)
        );
        assert!(
            next_step_at.is_none_or(|next| next > self.clock.now()),
            "nothing is left due"
        );

        let rows = self
            .obligations(id)
            .await
            .into_iter()
            .filter(|row| row.state == "open");
        let stored = rows.map(|row| {
            (
                row.kind,
                row.cycle,
                row.owner,
                row.owner_role,
                row.due_on,
                row.why,
            )
        });
        let mut stored: Vec<_> = stored.collect();
        let planned = file.plan(&RULES).obligations.into_iter().map(|owed| {
            let why = serde_json::to_string(&owed.why).unwrap();
            let cycle = i32::try_from(owed.cycle).unwrap();
            (
                owed.kind.code().to_owned(),
                cycle,
                owed.owner.organisation,
                owed.owner.role,
                owed.due_on,
                why,
            )
        });
        let mut planned: Vec<_> = planned.collect();
        stored.sort();
        planned.sort();
        assert_eq!(
            stored, planned,
            "{}: the stored obligations are the plan",
            self.fresh.kind
        );

        let doses = file.case.doses.iter().filter(|entry| entry.voided.is_none());
        let mut doses: Vec<_> = doses
            .map(|entry| {
                (
                    i32::try_from(entry.content.cycle).unwrap(),
                    entry.content.given_on,
                )
            })
            .collect();
        doses.sort_unstable();
        assert_eq!(self.dose_rows(id).await, doses);

        let alerts = self.alerts(id).await;
        assert_eq!(alerts.len(), file.case.alerts.len());
        for alert in &file.case.alerts {
            let row = alerts.iter().find(|row| row.id == alert.id.0).unwrap();
            assert_eq!(row.state, alert.state.code());
            assert_eq!(row.cause, alert.cause.family.as_str());
            assert!(
                !alert.live() || row.next_step_at.is_some() || alert.resting_since().is_some(),
                "a live alert moves by itself, or rests as a task"
            );
        }
        let sent = |recorded: &&merzim::domain::event::Recorded| {
            let Event::NoticeSent { alert, .. } = &recorded.event else {
                return false;
            };
            file.case
                .alerts
                .iter()
                .any(|known| known.id == *alert && known.kind == merzim::domain::obligation::Kind::Dose)
        };
        assert_eq!(
            self.notices(id).await.len(),
            file.history.iter().filter(sent).count()
        );
    }
}
