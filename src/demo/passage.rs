//! Releases and hand-overs: how each came about, told backwards from today, and played by those whose deeds they are.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::endings::Ending;
use super::stage::{Played, Stage};
use super::story::{At, Deed, Story, days, hours};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::passage::{
    AcceptHandover, OfferHandover, RecordRelease, ReportAddress, SetReleaseDate,
};
use crate::domain::event::HandoverReason;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Post, Rules};
use crate::store::desk::Failure;

/// Minutes between what happens and its being written down.
const WRITING_MINUTES: i64 = 12;
/// Days before the release on which a receiver is asked in good time, and has agreed.
const IN_TIME: (i64, i64) = (36, 33);

/// Tells the days around a release.
pub(super) fn leave(story: &mut Story, ending: Ending, today: NaiveDate) {
    let on = |by| days(today, by);
    let lives = |story: &mut Story, by| story.then(on(by), hours::REGISTRY, Deed::Lives);
    let offer = |story: &mut Story, by| {
        let words = "Освобождается по отбытии срока; язык общения казахский";
        story.then(on(by), hours::DESK, Deed::Offer { words });
    };
    match ending {
        Ending::Leaving(day) => {
            story.end_of_term_on = Some(on(day));
            lives(story, day - IN_TIME.0);
            offer(story, day - IN_TIME.0);
            story.then(on(day - IN_TIME.1), hours::AFTERNOON, Deed::TakeOver);
        }
        Ending::Offered(day, offered, _) => {
            story.end_of_term_on = Some(on(day));
            lives(story, offered);
            offer(story, offered);
        }
        Ending::Alone(day, _) => {
            story.end_of_term_on = Some(on(day));
            offer(story, day - 12);
            let words = "Не наш участок: лицо будет жить в другом районе";
            story.then(on(day - 10), hours::AFTERNOON, Deed::Decline { words });
            let words = "Срок истёк, удерживать нельзя; приём ищет управление здравоохранения";
            story.then(on(day), hours::AFTERNOON, Deed::GoAlone { words });
        }
        Ending::Brought(old, new, _) => {
            story.end_of_term_on = Some(on(old));
            let (on_day, because) = (on(new), "early-release");
            let deed = Deed::NameRelease { on: on_day, because };
            story.then(on(-2), hours::REGISTRY, deed);
        }
        _ => {}
    }
}

/// Tells a release to a clinic that took over in good time, and the first appointment there.
pub(super) fn released(story: &mut Story, to: At, on: NaiveDate, rules: &Rules) {
    story.then(days(on, -IN_TIME.0), hours::REGISTRY, Deed::Lives);
    let words = "Освобождается по отбытии срока";
    story.then(days(on, -IN_TIME.0), hours::DESK, Deed::Offer { words });
    story.then(days(on, -IN_TIME.1), hours::AFTERNOON, Deed::TakeOver);
    story.then(on, hours::DESK, Deed::Go { to });
    if let Some(law) = rules.law_for(on) {
        let words = "Пришёл на первый приём, жалоб нет";
        let seen_on = law.calendar.add_working_days(on, 1).date;
        story.then(seen_on, hours::PHYSICIAN, Deed::Come { words });
    }
}

impl Stage<'_> {
    /// Does one deed on the way out.
    pub(super) async fn on_the_way(
        &self,
        played: &Played,
        deed: &Deed,
        place: &At,
        turn: usize,
    ) -> Result<(), Failure> {
        let (desk, case) = (self.desk, played.case);
        let region = place.region.as_str();
        let nothing = || Failure::from(Refusal::NothingToDo);
        let clinic = self.cast.organisation(region, "clinic").map_err(|_| nothing())?;
        let nurse = self.worker((region, place.code, Post::Giver), turn)?;
        let receiver = self.worker((region, "clinic", Post::Giver), turn)?;
        match deed {
            Deed::NameRelease { on, because } => {
                let clerk = self.worker((region, "registry", Post::Clerk), 0)?;
                let file = self.look(clerk, Action::ReadRegistryFile, case).await?;
                let form = SetReleaseDate {
                    on: Some(*on),
                    because: (*because).to_owned(),
                    paper: "Постановление об условно-досрочном освобождении".to_owned(),
                    dated_on: Some(file.now.today()),
                };
                commands::set_release_date(desk, &clerk.actor, None, case, &form).await?;
            }
            Deed::Lives => {
                let file = self.look(nurse, Action::ReadClinicalFile, case).await?;
                let form = ReportAddress {
                    region: region.to_owned(),
                    address: "ул. Абая, 1, кв. 1".to_owned(),
                    from_on: file.case.release_on(),
                };
                commands::report_address(desk, &nurse.actor, None, case, &form).await?;
            }
            Deed::Offer { words } => {
                self.look(nurse, Action::ReadClinicalFile, case).await?;
                let form = OfferHandover {
                    reason: Some(HandoverReason::Release),
                    to: Some(clinic),
                    words: (*words).to_owned(),
                    ..OfferHandover::default()
                };
                commands::offer_handover(desk, &nurse.actor, None, case, &form).await?;
            }
            Deed::Decline { words } => {
                let file = self.look(receiver, Action::ReadClinicalFile, case).await?;
                let (_, offer) = file.case.passage.open_offer().ok_or_else(nothing)?;
                commands::reject_handover(desk, &receiver.actor, None, case, offer.content.id, words).await?;
            }
            Deed::TakeOver => {
                let file = self.look(receiver, Action::ReadClinicalFile, case).await?;
                let (_, offer) = file.case.passage.open_offer().ok_or_else(nothing)?;
                let release_on = file.case.release_on().ok_or_else(nothing)?;
                let law = desk.rules().law_for(file.now.today()).ok_or_else(nothing)?;
                let physician = self.worker((region, "clinic", Post::Physician), turn)?;
                let form = AcceptHandover {
                    clinician: physician.actor.account_id(),
                    visit_on: Some(law.calendar.add_working_days(release_on, 1).date),
                    visit_at: NaiveTime::from_hms_opt(10, 30, 0),
                    ..AcceptHandover::default()
                };
                commands::accept_handover(desk, &receiver.actor, None, case, offer.content.id, &form).await?;
            }
            Deed::Go { .. } => {
                self.look(nurse, Action::ReadPassage, case).await?;
                let form = RecordRelease {
                    released_at: Some(desk.instant() - TimeDelta::minutes(WRITING_MINUTES)),
                    paper: "Справка об освобождении".to_owned(),
                };
                commands::record_release(desk, &nurse.actor, None, case, &form).await?;
            }
            Deed::Come { words } => {
                self.look(nurse, Action::ReadPassage, case).await?;
                let came_at = Some(desk.instant() - TimeDelta::minutes(WRITING_MINUTES));
                commands::record_visit(desk, &nurse.actor, None, case, came_at, words).await?;
            }
            Deed::GoAlone { words } => {
                let coordinator = self.worker((region, "health", Post::Coordinator), 0)?;
                self.look(coordinator, Action::ReadPassage, case).await?;
                let form = RecordRelease {
                    released_at: Some(desk.instant() - TimeDelta::minutes(WRITING_MINUTES)),
                    paper: "Справка об освобождении".to_owned(),
                };
                commands::release_without_receiver(desk, &coordinator.actor, None, case, &form, words)
                    .await?;
            }
            _ => return Err(nothing()),
        }
        Ok(())
    }
}
