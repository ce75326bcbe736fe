//! What a court does to its ruling, and what that does to the plan: versions, appeals, suspensions, drafts.

use crate::support::world::{NewCase, RULES, World, at, day, injection, refusals, story, terms};
use merzim::commands;
use merzim::domain::dosing::NoDose;
use merzim::domain::effect::{Effect, effect};
use merzim::domain::event::Event;
use merzim::domain::ids::{CaseId, RulingId};
use merzim::domain::obligation::Kind;
use merzim::domain::plan::protocol;
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{Ruling, RulingState, RulingStep, Standing};
use merzim::store::file::CaseFile;

/// What the last step of a court did to the plan.
pub(super) fn last_step(case: CaseId, file: &CaseFile) -> Effect {
    let mut history = file.history.iter();
    let last = history.rposition(|known| matches!(known.event, Event::RulingChanged(_)));
    let number = last.unwrap();
    effect(case, &file.history, number, &RULES, &file.roster, file.now.zone)
}

pub(super) async fn state(world: &World, case: CaseId) -> RulingState {
    let file = world.file(case).await;
    file.case.rulings.last().unwrap().state_on(file.now.today())
}

/// The first ruling lapses, another one bridges the time, and then the first one goes on: all three terms count.
#[test]
fn a_ruling_that_goes_on_after_another_carries_the_plan_on() {
    for (opened, until, bridge, from, new_until) in [
        (
            "2026-06-15 09:00",
            "2026-08-31",
            ("2026-09-01", "2026-09-30"),
            "2026-10-01",
            "2027-03-31",
        ),
        (
            "2027-01-10 09:00",
            "2027-02-28",
            ("2027-03-01", "2027-04-30"),
            "2027-05-01",
            "2027-11-30",
        ),
    ] {
        story(opened, async |world| {
            let new = NewCase {
                until_on: Some(until),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world
                .court_says(case, RulingStep::Extended, from, terms(Some(new_until), None))
                .await
                .unwrap();
            let last = |file: &merzim::store::file::CaseFile| file.case.in_force_through(file.now.today());
            assert_eq!(
                last(&world.file(case).await),
                Some(day(until)),
                "days between them"
            );
            let bridging = Ruling {
                under_age_reason: None,
                id: RulingId::fresh(),
                court: "Алматы қ. соты".to_owned(),
                number: "B-1".to_owned(),
                ruled_on: day(&opened[..10]),
                in_force_on: Some(day(bridge.0)),
                until_on: Some(day(bridge.1)),
                offence_on: None,
                scan_sha256: None,
                draft: false,
            };
            let clerk = world.actor("clerk");
            commands::record_ruling(&world.desk, &clerk, None, case, &bridging)
                .await
                .unwrap();
            assert_eq!(last(&world.file(case).await), Some(day(new_until)));
            let plan = world.plan(case).await;
            let mut owed = plan.obligations.iter();
            let extension = owed.find(|owed| owed.kind == Kind::Extension).unwrap();
            assert_eq!(extension.due_on, day(new_until));
        });
    }
}

#[test]
fn a_ruling_varied_twice_on_one_day_stands_as_the_last_paper_says() {
    for (opened, varied) in [
        ("2026-06-15 09:00", "2026-07-01"),
        ("2026-10-05 09:00", "2026-11-02"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(varied).await;
            world.pass_until(&format!("{varied} 09:00")).await;
            let police = world.country.place("police").id;
            let silent = terms(None, None);
            let silent = merzim::domain::ruling::Terms {
                words: String::new(),
                ..silent
            };
            let nothing = world.court_says(case, RulingStep::Varied, varied, silent).await;
            assert_eq!(refusals(nothing), [Refusal::Required { field: "words" }]);
            world
                .court_says(
                    case,
                    RulingStep::Varied,
                    varied,
                    terms(Some("2027-05-01"), Some(police)),
                )
                .await
                .unwrap();
            world
                .court_says(case, RulingStep::Varied, varied, terms(Some("2027-02-01"), None))
                .await
                .unwrap();
            let file = world.file(case).await;
            let ruling = &file.case.rulings[0];
            assert_eq!(ruling.until_on(day(varied)), Some(day("2027-02-01")));
            assert_eq!(ruling.versions().len(), 3);
            assert_eq!(ruling.state_on(day(varied)), RulingState::Varied);
            assert_eq!(
                file.facts.supervising, police,
                "the body that the first paper named"
            );
            // Written down in the other order, the other paper speaks.
            world
                .court_says(case, RulingStep::Varied, varied, terms(Some("2027-05-01"), None))
                .await
                .unwrap();
            let file = world.file(case).await;
            assert_eq!(
                file.case.rulings[0].until_on(day(varied)),
                Some(day("2027-05-01"))
            );
        });
    }
}

#[test]
fn an_appeal_stops_nothing_until_a_court_suspends() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-04-10").await;
        world.pass_until("2026-04-08 15:00").await;
        world
            .court(case, RulingStep::Appealed, "2026-04-08")
            .await
            .unwrap();
        assert_eq!(state(world, case).await, RulingState::UnderAppeal);
        assert_eq!(world.due_on(case).await, day("2026-04-10"));
        let twice = world.court(case, RulingStep::Appealed, "2026-04-08").await;
        assert_eq!(refusals(twice), [Refusal::StepNotPossible]);
        world
            .court(case, RulingStep::AppealDecided, "2026-04-09")
            .await
            .unwrap();
        world.pass_until("2026-04-09 15:00").await;
        assert_eq!(state(world, case).await, RulingState::InForce);
    });
}

#[test]
fn a_suspension_on_the_day_stops_the_dose_on_the_trolley() {
    for (opened, target) in [
        ("2026-03-02 09:00", "2026-04-10"),
        ("2026-09-01 09:00", "2026-10-12"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 09:40")).await;
            // The nurse has opened the form; the clerk records the court's paper; the nurse saves.
            let form = world.injection(case).await;
            world
                .court(case, RulingStep::AppealedSuspended, target)
                .await
                .unwrap();
            let refused = refusals(world.log("n1", case, &form).await);
            let [Refusal::NoDose(NoDose::NotInForce(Standing::Suspended { since_on }))] = refused[..] else {
                panic!("{refused:?}")
            };
            assert_eq!(since_on, day(target));
            assert_eq!(world.dose_rows(case).await, []);
            assert_eq!(state(world, case).await, RulingState::Suspended);
        });
    }
}

#[test]
fn resuming_shows_what_restarted() {
    for (opened, target, suspended, resumed, due) in [
        (
            "2026-03-02 09:00",
            "2026-04-10",
            "2026-04-08",
            "2026-05-04",
            "2026-05-11",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-10-10",
            "2026-11-02",
            "2026-11-09",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{suspended} 15:00")).await;
            world
                .court(case, RulingStep::AppealedSuspended, suspended)
                .await
                .unwrap();
            let froze = last_step(case, &world.file(case).await);
            let stopped: Vec<_> = froze
                .stopped
                .iter()
                .filter(|owed| owed.kind == Kind::Dose)
                .map(|owed| (owed.kind, owed.due_on))
                .collect();
            assert_eq!(stopped, [(Kind::Dose, day(target))]);
            // Whoever supplies begins to keep stock after it: of that nothing was owed then.
            world.pass_until(&format!("{resumed} 09:00")).await;
            world.take_in("oc1", "L1", "2027-06-30", 1).await;
            assert_eq!(last_step(case, &world.file(case).await), froze, "what was, stays");
            world.pass_until(&format!("{resumed} 10:00")).await;
            world.court(case, RulingStep::Resumed, resumed).await.unwrap();
            let began = last_step(case, &world.file(case).await).began;
            let began: Vec<_> = began.iter().map(|owed| (owed.kind, owed.due_on)).collect();
            assert!(began.contains(&(Kind::Dose, day(due))), "{began:?}");
        });
    }
}

#[test]
fn a_draft_plans_nothing_until_it_is_announced_and_in_force() {
    for (opened, announced) in [
        ("2026-05-04 09:00", "2026-05-11"),
        ("2026-11-02 09:00", "2026-11-16"),
    ] {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world
                .court(case, RulingStep::EndedByCourt, &opened[..10])
                .await
                .unwrap();
            let draft = Ruling {
                under_age_reason: None,
                id: RulingId::fresh(),
                court: "Алматы қ. соты".to_owned(),
                number: "D-1".to_owned(),
                ruled_on: day(&opened[..10]),
                in_force_on: Some(day(&opened[..10])),
                until_on: None,
                offence_on: None,
                scan_sha256: None,
                draft: true,
            };
            let clerk = world.actor("clerk");
            commands::record_ruling(&world.desk, &clerk, None, case, &draft)
                .await
                .unwrap();
            assert_eq!(state(world, case).await, RulingState::Draft);
            assert_eq!(world.plan(case).await.obligations, []);
            let early = world
                .court(case, RulingStep::EnteredIntoForce, &opened[..10])
                .await;
            assert_eq!(refusals(early), [Refusal::StepNotPossible], "announced first");
            world.pass_until(&format!("{announced} 10:00")).await;
            world.court(case, RulingStep::Announced, announced).await.unwrap();
            assert!(
                world
                    .file(case)
                    .await
                    .case
                    .standing_on(day(announced))
                    .unwrap()
                    .in_force()
            );
            assert!(world.open_obligation(case, "clearance").await.is_some());
        });
    }
}

#[test]
fn the_form_says_what_a_dose_of_the_old_term_would_be() {
    // A late entry of a dose given before the term ended is no dose of the new version: it counts where it happened.
    story("2026-06-15 09:00", async |world| {
        let new = NewCase {
            until_on: Some("2026-07-03"),
            first_on: Some("2026-06-30"),
            ..NewCase::default()
        };
        let case = world.open(new).await;
        world.pass_until("2026-07-05 09:00").await;
        let file = world.file(case).await;
        let form = injection(
            protocol(&file.case, &crate::support::world::RULES).unwrap(),
            1,
            at("2026-07-01 10:00"),
        );
        world.log("n1", case, &form).await.unwrap();
        assert_eq!(world.dose_rows(case).await.len(), 1);
        world.aftercare(case).await.unwrap();
    });
}
