//! Deeds, each by the command of the person whose deed it is. Whoever acts looks at the case first.

use chrono::TimeDelta;

use super::country::Worker;
use super::stage::{Played, Stage};
use super::story::{At, Deed, Step};
use super::{chair, papers};
use crate::access::Action;
use crate::commands::{self, Incident};
use crate::domain::alert::{Alert, Answer};
use crate::domain::decide::{ConfirmHold, EndCase, FlareAnswer, LiftHold, NotGiven, PlaceHold};
use crate::domain::dosing::open_cycle;
use crate::domain::event::{Corrected, IncidentKind};
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Post;
use crate::domain::ruling::{RulingChange, Terms};
use crate::store::StoreError;
use crate::store::desk::Failure;

/// Minutes between what happens and its being written down.
const WRITING_MINUTES: i64 = 12;

impl Stage<'_> {
    pub(super) async fn at_the_chair(
        &self,
        played: &Played,
        deed: &Deed,
        nurse: &Worker,
        turn: usize,
        place: &At,
    ) -> Result<(), Failure> {
        let (desk, actor, case) = (self.desk, &nurse.actor, played.case);
        let file = self.look(nurse, Action::ReadClinicalFile, case).await?;
        let occurred_at = desk.instant() - TimeDelta::minutes(WRITING_MINUTES);
        let nothing = || Failure::from(Refusal::NothingToDo);
        match deed {
            Deed::Give { late } => {
                let present = self
                    .at(place)
                    .and_then(|at| self.cast.worker(at, Post::Attendant, turn));
                let present = present.map_or("", |worker| worker.name.as_str());
                let given_at = desk.instant() - TimeDelta::minutes(chair::SEEN_MINUTES);
                let form = chair::injection(&file, desk.rules(), given_at, *late, present);
                let mut form = form.ok_or_else(nothing)?;
                form.pack = chair::on_the_shelf(desk, &file).await?;
                commands::log_injection(desk, actor, None, case, &form).await?;
            }
            Deed::NotGiven {
                cause,
                words,
                own_words,
            } => {
                let cycle = open_cycle(&file.case);
                let form = NotGiven {
                    cycle,
                    occurred_at: Some(occurred_at),
                    cause: (*cause).to_owned(),
                    words: (*words).to_owned(),
                    tried: "Беседа, разъяснены последствия на понятном языке".to_owned(),
                    own_words: (*own_words).to_owned(),
                    next_attempt_on: None,
                    ..NotGiven::default()
                };
                commands::record_not_given(desk, actor, None, case, &form).await?;
            }
            Deed::Hold { reason, until_on } => {
                let form = PlaceHold {
                    reason: (*reason).to_owned(),
                    until_on: until_on.map(Ok),
                };
                commands::place_hold(desk, actor, None, case, &form).await?;
            }
            Deed::Amend { reason } => {
                let mut dose = file.case.doses.last().ok_or_else(nothing)?.content.clone();
                dose.lot = format!("{}A", dose.lot);
                commands::amend_record(desk, actor, None, case, &Corrected::Dose(dose), reason).await?;
            }
            Deed::VoidDose { reason } => {
                let dose = file.case.doses.last().ok_or_else(nothing)?.content.id;
                commands::void_record(desk, actor, None, case, dose, reason).await?;
            }
            Deed::VoidNotGiven { reason } => {
                let record = file.case.not_given.last().ok_or_else(nothing)?.content.id;
                commands::void_record(desk, actor, None, case, record, reason).await?;
            }
            Deed::Complain {
                subject,
                addressee,
                words,
            } => {
                let form = papers::complaint(file.now.today(), subject, addressee, words);
                commands::lodge_complaint(desk, actor, None, case, &form).await?;
            }
            Deed::Incident { words } => {
                let form = Incident {
                    kind: Some(IncidentKind::Other),
                    occurred_at: Some(occurred_at),
                    injected: false,
                    words: (*words).to_owned(),
                    ..Incident::default()
                };
                commands::report_incident(desk, actor, None, case, &form).await?;
            }
            _ => return Err(nothing()),
        }
        Ok(())
    }

    pub(super) async fn by_physician(
        &self,
        played: &Played,
        deed: &Deed,
        physician: &Worker,
    ) -> Result<(), Failure> {
        let (desk, actor, case) = (self.desk, &physician.actor, played.case);
        let file = self.look(physician, Action::ReadClinicalFile, case).await?;
        let nothing = || Failure::from(Refusal::NothingToDo);
        let hold = file
            .case
            .holds
            .iter()
            .find(|hold| hold.open())
            .map(|hold| hold.placed.id);
        match deed {
            Deed::ReviewIncident { words } => {
                let incident = file.case.unreviewed_incidents().next();
                let (_, incident) = incident.ok_or_else(nothing)?;
                commands::review_incident(desk, actor, None, case, incident.content.id, words).await?;
            }
            Deed::AnswerComplaint { words } => {
                let complaint = file.case.open_complaints().next();
                let (_, complaint) = complaint.ok_or_else(nothing)?;
                let form = papers::answer(complaint.content.id, file.now.today(), &physician.name, words);
                commands::answer_complaint(desk, actor, None, case, &form).await?;
            }
            Deed::Clear => {
                let course = desk.rules().law_for(file.now.today()).ok_or_else(nothing)?.course;
                let account = physician.actor.account_id().ok_or_else(nothing)?;
                let form = papers::clearance(course, file.now.today(), (&physician.name, account));
                commands::record_clearance(desk, actor, None, case, &form).await?;
            }
            Deed::Inform { consent, own_words } => {
                let course = desk.rules().law_for(file.now.today()).ok_or_else(nothing)?.course;
                let answer = (*consent, *own_words);
                let form = papers::information(course, file.now.today(), &physician.name, answer);
                commands::record_information(desk, actor, None, case, &form).await?;
            }
            Deed::Prescribe { product, first_on } => {
                let reason = "Выбрано комиссией по результатам обследования";
                let form = papers::prescription(product, *first_on, reason);
                commands::prescribe_regimen(desk, actor, None, case, &form).await?;
            }
            Deed::Examine { .. } | Deed::Measure { .. } | Deed::Escape | Deed::Judge => {
                super::monitoring::act(desk, physician, &file, deed).await?;
            }
            Deed::Decide { give, words } => {
                super::monitoring::before_decision(desk, physician, &file, *give).await?;
                let cycle = open_cycle(&file.case);
                let flare = FlareAnswer {
                    given: Some(false),
                    words: (*words).to_owned(),
                    ..FlareAnswer::default()
                };
                let decided =
                    commands::decide_late_dose(desk, actor, None, case, cycle, Some(*give), *words, &flare);
                decided.await?;
            }
            Deed::Confirm { until_on, words } => {
                let form = ConfirmHold {
                    words: (*words).to_owned(),
                    until_on: until_on.map(Ok),
                };
                commands::confirm_hold(desk, actor, None, case, hold.ok_or_else(nothing)?, &form).await?;
            }
            Deed::Lift { words } => {
                let form = LiftHold {
                    words: (*words).to_owned(),
                    over: Vec::new(),
                };
                commands::lift_hold(desk, actor, None, case, hold.ok_or_else(nothing)?, &form).await?;
            }
            _ => return Err(nothing()),
        }
        Ok(())
    }

    pub(super) async fn by_clerk(&self, played: &Played, step: &Step, clerk: &Worker) -> Result<(), Failure> {
        let (desk, actor, case) = (self.desk, &clerk.actor, played.case);
        self.look(clerk, Action::ReadRegistryFile, case).await?;
        let missing = |_| StoreError::Missing("organisation");
        match &step.deed {
            Deed::Court { step: done, document } => {
                let document = format!("{document} от {}", step.on.format("%d.%m.%Y"));
                let change = RulingChange {
                    ruling: played.ruling,
                    step: *done,
                    effective_on: step.on,
                    document,
                    terms: None,
                    answers: None,
                };
                commands::change_ruling(desk, actor, None, case, &change).await?;
            }
            Deed::Version {
                step: done,
                document,
                until_on,
                words,
            } => {
                let document = format!("{document} от {}", step.on.format("%d.%m.%Y"));
                let change = RulingChange {
                    ruling: played.ruling,
                    step: *done,
                    effective_on: step.on,
                    document,
                    terms: Some(Terms {
                        until_on: *until_on,
                        supervising: None,
                        words: (*words).to_owned(),
                    }),
                    answers: Some(true),
                };
                commands::change_ruling(desk, actor, None, case, &change).await?;
            }
            Deed::Depart { departure, document } => {
                let form = EndCase {
                    departure: Some(*departure),
                    ended_at: Some(desk.instant() - TimeDelta::minutes(WRITING_MINUTES)),
                    document: (*document).to_owned(),
                };
                commands::end_case(desk, actor, None, case, &form).await?;
            }
            Deed::Extend { from_on, until_on } => {
                let ruling = self.ruling(*from_on, Some(*from_on), Some(*until_on));
                commands::record_ruling(desk, actor, None, case, &ruling).await?;
            }
            Deed::Supervise { by, from_on, reason } => {
                let by = self.at(by).map_err(missing)?;
                commands::change_supervision(desk, actor, None, case, by, *from_on, reason).await?;
            }
            _ => return Err(Refusal::NothingToDo.into()),
        }
        Ok(())
    }

    pub(super) async fn answer(
        &self,
        case: CaseId,
        worker: &Worker,
        post: Post,
        action: &str,
        words: &str,
    ) -> Result<(), Failure> {
        let reading = match post {
            Post::Giver => Action::ReadClinicalFile,
            _ => Action::ReadSupervisionSummary,
        };
        let file = self.look(worker, reading, case).await?;
        // What the own house was told of; another alert may live beside it.
        let told = |alert: &&Alert| {
            let asked = worker.actor.organisation();
            alert.live() && asked.is_some_and(|at| alert.told(at))
        };
        let live = file.case.alerts.iter().rfind(told);
        let alert = live.ok_or(Refusal::NothingToDo)?;
        // A story does not know who is held on that day: what does not fit him becomes what always does.
        let resting = self.desk.rules().resting_for(file.now.today());
        let fits = resting.is_none_or(|rules| rules.offers(action, file.held(), alert.cause.family));
        let (alert, action) = (alert.id, if fits { action } else { "evidence-asked" });
        let answer = Answer {
            action: action.to_owned(),
            words: words.to_owned(),
        };
        commands::acknowledge_notice(self.desk, &worker.actor, None, case, alert, &answer).await?;
        Ok(())
    }
}
