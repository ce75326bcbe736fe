//! The court's clocks: warnings before a term ends, the clock of the law, and what an extension answers.

use super::ruling_steps::{last_step, state};
use crate::support::world::{NewCase, World, at, day, refusals, story, terms};
use merzim::commands;
use merzim::domain::event::Event;
use merzim::domain::ids::{CaseId, RulingId};
use merzim::domain::obligation::{Because, Kind, Obligation};
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{Ruling, RulingState, RulingStep};

pub(super) async fn warned(world: &World, case: CaseId) -> Vec<u16> {
    let history = world.file(case).await.history;
    let warned = history.iter().filter_map(|recorded| match &recorded.event {
        Event::Warned(warned) => Some(warned.days_before),
        _ => None,
    });
    warned.collect()
}

#[test]
fn each_warning_is_its_own_step_once_and_an_outage_loses_none() {
    for (opened, until, days) in [
        (
            "2026-06-15 09:00",
            "2026-09-10",
            ["2026-07-12", "2026-08-11", "2026-08-27"],
        ),
        (
            "2027-01-10 09:00",
            "2027-04-29",
            ["2027-02-28", "2027-03-30", "2027-04-15"],
        ),
    ] {
        for outage in [false, true] {
            story(opened, async |world| {
                let new = NewCase {
                    until_on: Some(until),
                    ..NewCase::default()
                };
                let case = world.open(new).await;
                world.pass_until(&format!("{} 09:00", days[0])).await;
                assert_eq!(warned(world, case).await, [60]);
                if outage {
                    world.at(&format!("{} 09:00", days[2]));
                    world.sweep().await;
                } else {
                    world.pass_until(&format!("{} 09:00", days[1])).await;
                    assert_eq!(warned(world, case).await, [60, 30]);
                    world.pass_until(&format!("{} 09:00", days[2])).await;
                }
                assert_eq!(warned(world, case).await, [60, 30, 14]);
                world.sweep().await;
                assert_eq!(warned(world, case).await, [60, 30, 14], "once each");
                // Each of them is a message to whoever must see to it, with the reference and the days and nothing else.
                let mut told: Vec<String> = Vec::new();
                for message in world.mail(case).await {
                    if message.template == "message-term-ends" {
                        assert_eq!(message.arguments.len(), 2, "{message:?}");
                        told.push(message.arguments["days"].as_str().unwrap().to_owned());
                    }
                }
                told.sort_unstable();
                told.dedup();
                assert_eq!(told, ["14", "30", "60"]);

                // Stamped with when each should have come, and shown with the obligation on the owner's list.
                let history = world.file(case).await.history;
                let stamped: Vec<_> = history
                    .iter()
                    .filter(|known| matches!(known.event, Event::Warned(_)))
                    .collect();
                for (known, day) in stamped.iter().zip(days) {
                    assert_eq!(known.event.occurred_at(), Some(at(&format!("{day} 00:00"))));
                }
                let plan = world.plan(case).await;
                let owed = plan
                    .obligations
                    .iter()
                    .find(|owed| owed.kind == Kind::Extension)
                    .unwrap();
                let shown = owed
                    .why
                    .because
                    .iter()
                    .filter(|why| matches!(why, Because::Warned { .. }));
                assert_eq!(shown.count(), 3);
                assert_eq!(owed.owner.role, "psychiatrist");
                let row = world.open_obligation(case, "extension").await.unwrap();
                assert_eq!(row.due_on, day(until));
                world.pass_until("2027-12-01 09:00").await;
                assert_eq!(warned(world, case).await.len(), 3, "a lapsed term warns no more");
            });
        }
    }
}

#[test]
fn a_term_that_becomes_known_late_warns_once_with_the_nearest_step() {
    story("2026-08-20 09:00", async |world| {
        let new = NewCase {
            until_on: Some("2026-09-10"),
            ..NewCase::default()
        };
        let case = world.open(new).await;
        assert_eq!(
            warned(world, case).await,
            [30],
            "21 days are left: no need to say 60 as well"
        );
        world.pass_until("2026-08-28 09:00").await;
        assert_eq!(warned(world, case).await, [30, 14]);
    });
}

/// Where the court set no end, nothing ends by itself: the court decides again by the clock of the law, whether it extends its
/// ruling or writes another.
#[test]
fn a_ruling_without_a_last_day_is_extended_by_the_clock_of_the_law() {
    for (opened, first_on, days, due_on, decided_on, next_on) in [
        (
            "2026-01-26 09:00",
            "2026-02-01",
            ["2026-06-02", "2026-07-02", "2026-07-18"],
            "2026-08-01",
            "2026-08-20",
            "2027-08-20",
        ),
        (
            "2026-05-25 09:00",
            "2026-05-31",
            ["2026-10-01", "2026-10-31", "2026-11-16"],
            "2026-11-30",
            "2026-12-10",
            "2027-12-10",
        ),
    ] {
        for anew in [false, true] {
            story(opened, async |world| {
                let case = world.planned_for(first_on).await;
                let begun = world.open_obligation(case, "extension").await;
                assert!(begun.is_none(), "treatment has not begun");
                world.pass_until(&format!("{first_on} 10:00")).await;
                world.give(case).await.unwrap();
                let row = world.open_obligation(case, "extension").await.unwrap();
                assert_eq!((row.opens_on, row.due_on), (day(days[0]), day(due_on)));
                assert_eq!(row.owner_role, "psychiatrist");
                for (number, warned_on) in days.into_iter().enumerate() {
                    world.pass_until(&format!("{warned_on} 09:00")).await;
                    assert_eq!(warned(world, case).await, [60, 30, 14][..=number]);
                }

                world.pass_until(&format!("{decided_on} 09:00")).await;
                assert_eq!(state(world, case).await, RulingState::InForce, "nothing ends");
                let late = world.open_obligation(case, "extension").await.unwrap();
                assert_eq!(late.due_on, day(due_on), "it is owed until the court has decided");
                assert_eq!(warned(world, case).await.len(), 3, "once each");
                let mut alerts = world.alerts(case).await.into_iter();
                assert!(
                    !alerts.any(|alert| alert.kind == "extension"),
                    "a court that takes its time is nobody's failure"
                );

                if anew {
                    let ruling = Ruling {
                        under_age_reason: None,
                        id: RulingId::fresh(),
                        court: "Алматы қ. соты".to_owned(),
                        number: "B-2".to_owned(),
                        ruled_on: day(decided_on),
                        in_force_on: Some(day(decided_on)),
                        until_on: None,
                        offence_on: None,
                        scan_sha256: None,
                        draft: false,
                    };
                    let clerk = world.actor("clerk");
                    commands::record_ruling(&world.desk, &clerk, None, case, &ruling)
                        .await
                        .unwrap();
                } else {
                    world
                        .court_says(case, RulingStep::Extended, decided_on, terms(None, None))
                        .await
                        .unwrap();
                }
                let file = world.file(case).await;
                assert_eq!(
                    file.case.in_force_through(file.now.today()),
                    None,
                    "still without a last day"
                );
                let rows = world.obligations(case).await;
                let asked = rows
                    .iter()
                    .find(|row| row.kind == "extension" && row.cycle == 1)
                    .unwrap();
                assert_eq!(asked.state, "met");
                let next = world.open_obligation(case, "extension").await.unwrap();
                assert_eq!((next.cycle, next.due_on), (2, day(next_on)), "a year later");
            });
        }
    }
}

/// A ruling that was quashed before treatment began answers no clock of the treatment.
#[test]
fn what_a_court_ruled_before_the_first_dose_lengthens_no_clock() {
    story("2026-01-26 09:00", async |world| {
        let case = world.planned_for("2026-02-01").await;
        let second = Ruling {
            under_age_reason: None,
            id: RulingId::fresh(),
            court: "Алматы қ. соты".to_owned(),
            number: "B-3".to_owned(),
            ruled_on: day("2026-01-26"),
            in_force_on: Some(day("2026-01-26")),
            until_on: None,
            offence_on: None,
            scan_sha256: None,
            draft: false,
        };
        let clerk = world.actor("clerk");
        commands::record_ruling(&world.desk, &clerk, None, case, &second)
            .await
            .unwrap();
        world.pass_until("2026-02-01 10:00").await;
        world.give(case).await.unwrap();
        let row = world.open_obligation(case, "extension").await.unwrap();
        assert_eq!(row.due_on, day("2026-08-01"), "six months, not eighteen");
        // A court that ends the measure before that day is not asked for more.
        world
            .court(case, RulingStep::EndedByCourt, "2026-07-01")
            .await
            .unwrap();
        let first = world.file(case).await.case.rulings[0].ruling.id;
        let ended = merzim::domain::ruling::RulingChange {
            ruling: first,
            step: RulingStep::EndedByCourt,
            effective_on: day("2026-07-01"),
            document: "қаулы № 4".to_owned(),
            terms: None,
            answers: None,
        };
        commands::change_ruling(&world.desk, &clerk, None, case, &ended)
            .await
            .unwrap();
        assert!(world.open_obligation(case, "extension").await.is_none());
    });
}

#[test]
fn an_extension_recorded_in_time_discharges_and_carries_the_plan_on() {
    for (opened, until, first, extended, new_until, second) in [
        (
            "2026-06-15 09:00",
            "2026-09-10",
            "2026-06-25",
            "2026-09-01 09:00",
            "2027-03-10",
            "2026-09-25",
        ),
        (
            "2027-01-10 09:00",
            "2027-04-29",
            "2027-01-30",
            "2027-04-20 09:00",
            "2027-10-29",
            "2027-04-30",
        ),
    ] {
        story(opened, async |world| {
            let new = NewCase {
                until_on: Some(until),
                first_on: Some(first),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(extended).await;
            let next = day(until).succ_opt().unwrap().to_string();
            let early = world
                .court_says(case, RulingStep::Extended, &next, terms(Some(until), None))
                .await;
            assert_eq!(
                refusals(early),
                [Refusal::NotBefore {
                    field: "until_on",
                    earliest_on: day(&next)
                }],
                "an extension ends later than what it extends"
            );
            let endless = world
                .court_says(case, RulingStep::Extended, &next, terms(None, None))
                .await;
            assert_eq!(
                refusals(endless),
                [Refusal::Required { field: "until_on" }],
                "a term that has a last day gets another one"
            );
            world
                .court_says(case, RulingStep::Extended, &next, terms(Some(new_until), None))
                .await
                .unwrap();
            // It never ended: nothing of an end was stopped by it.
            let did = last_step(case, &world.file(case).await);
            let of_an_end = |owed: &&Obligation| matches!(owed.kind, Kind::Aftercare | Kind::TellEnd);
            assert_eq!(did.stopped.iter().find(of_an_end), None);
            let doses = did.began.iter().filter(|owed| owed.kind == Kind::Dose);
            let doses: Vec<_> = doses.map(|owed| owed.due_on).collect();
            assert_eq!(doses, [day(second)]);
            let rows = world.obligations(case).await;
            let asked = rows
                .iter()
                .find(|row| row.kind == "extension" && row.cycle == 1)
                .unwrap();
            assert_eq!(asked.state, "met");
            // The target of the second dose lay behind the old term and lies within the new one.
            assert_eq!(world.due_on(case).await, day(second).max(day(second)));
            let file = world.file(case).await;
            let versions = file.case.rulings[0].versions();
            let terms: Vec<_> = versions.iter().map(|version| version.until_on).collect();
            assert_eq!(
                terms,
                [Some(day(until)), Some(day(new_until))],
                "the old version stays readable"
            );

            world.pass_until(&format!("{next} 00:30")).await;
            assert_eq!(state(world, case).await, RulingState::Extended);
            assert!(world.case_row(case).await.2, "no day on which the case is closed");
        });
    }
}
