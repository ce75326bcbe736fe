//! Nobody answers: the reminders end, somebody's task remains, and what rests wakes when something changes.

use crate::support::world::{NewCase, World, at, story};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::domain::alert::AlertState;
use merzim::domain::event::Event;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::settle::foresee;

use crate::support::world::RULES;

struct Dates {
    opened: &'static str,
    target: &'static str,
    /// Long after the last reminder.
    rested: &'static str,
    /// Long after that.
    later: &'static str,
}

const DATES: [Dates; 2] = [
    Dates {
        opened: "2026-03-02 09:00",
        target: "2026-03-14",
        rested: "2026-06-01 10:00",
        later: "2026-09-01 10:00",
    },
    Dates {
        opened: "2026-11-09 09:00",
        target: "2026-11-20",
        rested: "2027-02-08 10:00",
        later: "2027-05-10 10:00",
    },
];

impl World {
    /// Is the alert about an obligation of a kind a task on somebody's list?
    async fn is_a_task(&self, case: CaseId, kind: Kind) -> bool {
        let alerts = self.file(case).await.case.alerts;
        let number = alerts.iter().position(|alert| alert.kind == kind).unwrap() + 1;
        let owed = self.obligations(case).await;
        owed.iter().any(|row| {
            let same = usize::try_from(row.cycle) == Ok(number);
            row.kind == "take-up-alert" && row.state == "open" && same
        })
    }

    async fn rested(&self, case: CaseId) -> Vec<DateTime<Utc>> {
        let history = self.file(case).await.history.into_iter();
        history
            .filter_map(|recorded| match recorded.event {
                Event::AlertRested { due_at, .. } => Some(due_at),
                _ => None,
            })
            .collect()
    }
}

fn reminders() -> usize {
    let rules = RULES.resting_for("2026-03-14".parse().unwrap()).unwrap();
    let rest = rules.of(merzim::domain::rules::TrackName::Unexplained).unwrap();
    rest.again_after.len()
}

#[test]
fn a_missed_dose_that_nobody_answers_becomes_a_task_of_the_region_and_is_not_asked_for_ever() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.rested).await;
            let asked = world.climbs_to(case, "health").await;
            assert_eq!(asked.len(), 1 + reminders(), "its own step and each reminder");
            for pair in asked.windows(2) {
                assert!(pair[0].due_at < pair[1].due_at);
            }
            let last = asked.last().unwrap().due_at;
            assert_eq!(world.rested(case).await, [last + TimeDelta::hours(24)]);
            let alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(alert.state.code(), "resting");
            assert_eq!(world.dose_alerts(case).await[0].state, "resting");
            assert_eq!(world.dose_alerts(case).await[0].next_step_at, None);
            let task = world.open_obligation(case, "take-up-alert").await.unwrap();
            assert_eq!(
                (task.owner, task.owner_role.as_str()),
                (world.country.place("health").id, "coordinator")
            );

            world.pass_until(dates.later).await;
            assert_eq!(
                world.climbs_to(case, "health").await.len(),
                asked.len(),
                "left in peace"
            );

            // An answer does the task. While the matter stands, it is asked again after a week, and rests again.
            world.acknowledge("co", case, 1, "evidence-asked").await.unwrap();
            assert!(world.open_obligation(case, "take-up-alert").await.is_none());
            let week = world.clock.now() + TimeDelta::days(7);
            world.pass_until(&said(week + TimeDelta::minutes(1))).await;
            let again = world.climbs_to(case, "health").await;
            assert_eq!(again.len(), asked.len() + 1);
            assert_eq!(again.last().unwrap().due_at, week);
            world.pass_until(&said(week + TimeDelta::days(120))).await;
            assert_eq!(world.rested(case).await.len(), 2);
            let again = world.climbs_to(case, "health").await.len();
            assert!(again <= 2 * (1 + reminders()), "{again}");

            // A dose ends it for everybody who was told.
            world.give_decided(case).await;
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(matches!(alert.state, AlertState::Resolved { .. }));
            assert!(world.open_obligation(case, "take-up-alert").await.is_none());
            assert_eq!(world.corrections_to(case, "health").await.len(), 1);
        });
    }
}

/// A moment by the clock on the wall, as `pass_until` reads it.
fn said(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&crate::support::world::ZONE);
    local.format("%Y-%m-%d %H:%M").to_string()
}

#[test]
fn a_chair_that_is_filled_wakes_what_rests() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.rested).await;
            let before = world.climbs_to(case, "probation").await;
            assert_eq!(
                before
                    .iter()
                    .filter(|row| row.gap.as_deref() == Some("no-deputy"))
                    .count(),
                1
            );
            assert_eq!(world.alert_about(case, Kind::Dose).await.state.code(), "resting");
            // So late a physician decides first; before he has, nobody there is asked anything.
            world.decide(case, true).await.unwrap();
            let (from, until) = (&dates.rested[..10], &dates.later[..10]);
            world.away("po", (from, until), Some("ps")).await;
            world.sweep().await;
            let after = world.climbs_to(case, "probation").await;
            assert_eq!(after[before.len()].who, Some("ps"), "whoever was named is asked");
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(
                matches!(alert.state, AlertState::Climbing { .. }),
                "{:?}",
                alert.state
            );
            assert!(world.open_obligation(case, "take-up-alert").await.is_none());
        });
    }
}

#[test]
fn a_cause_that_becomes_known_wakes_what_rests() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-06-01 10:00").await;
        assert_eq!(world.alert_about(case, Kind::Dose).await.state.code(), "resting");
        world.refuse(case).await;
        let alert = world.alert_about(case, Kind::Dose).await;
        assert!(
            matches!(alert.state, AlertState::Climbing { .. }),
            "{:?}",
            alert.state
        );
        assert_eq!(alert.climbs_from, at("2026-06-01 10:00"));
    });
}

#[test]
fn an_old_clock_that_a_case_never_knew_is_a_list_and_no_alarm() {
    for (opened, release_on, seen, in_time) in [
        (
            "2026-03-19 09:00",
            "2027-03-26",
            "2026-06-19 09:00",
            "2026-04-10 09:00",
        ),
        (
            "2026-12-31 09:00",
            "2028-05-12",
            "2027-03-15 09:00",
            "2027-01-25 09:00",
        ),
    ] {
        story(opened, async |world| {
            let old = world.open(NewCase::default()).await;
            world.release_on(old, release_on, "term").await.unwrap();
            world.at(seen);
            world.sweep().await;
            let alert = world.alert_about(old, Kind::ForwardRuling).await;
            assert_eq!(alert.state.code(), "resting");
            assert_eq!(alert.notices.len(), 0, "nobody is asked step by step");
            assert!(world.is_a_task(old, Kind::ForwardRuling).await);
            assert!(
                world.open_obligation(old, "forward-ruling").await.is_some(),
                "still owed"
            );
            // Whoever has the task answers, although nobody was asked; a week later it is his again.
            let answer = merzim::domain::alert::Answer {
                action: "evidence-asked".into(),
                words: "тіркеуге ескертілді".into(),
            };
            let said_by = async |who: &str| {
                let (desk, actor) = (&world.desk, world.actor(who));
                merzim::commands::acknowledge_notice(desk, &actor, None, old, alert.id, &answer).await
            };
            assert!(said_by("n1").await.is_err(), "nobody else");
            said_by("co").await.unwrap();
            assert!(!world.is_a_task(old, Kind::ForwardRuling).await);
            world
                .pass_until(&said(world.clock.now() + TimeDelta::days(8)))
                .await;
            assert!(world.is_a_task(old, Kind::ForwardRuling).await);
            assert_eq!(world.alert_about(old, Kind::ForwardRuling).await.notices.len(), 0);
            world.forward(old, "oc1").await.unwrap();
            assert!(!world.is_a_task(old, Kind::ForwardRuling).await);
        });
        // Seen while it is fresh, it climbs as everything does, and rests in the end.
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.release_on(case, release_on, "term").await.unwrap();
            world.pass_until(in_time).await;
            let alert = world.alert_about(case, Kind::ForwardRuling).await;
            assert!(!alert.notices.is_empty());
            world
                .pass_until(&said(world.clock.now() + TimeDelta::days(150)))
                .await;
            let alert = world.alert_about(case, Kind::ForwardRuling).await;
            assert_eq!(alert.state.code(), "resting");
            assert!(alert.notices.len() < 12, "{}", alert.notices.len());
        });
    }
}

#[test]
fn the_ladder_runs_as_it_was_foreseen() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            let file = world.file(case).await;
            let foreseen = foresee(&file.case, &RULES, &file.roster, &file.plan(&RULES), &file.now);
            let [foreseen] = &foreseen[..] else {
                panic!("one ladder, that of the dose: {foreseen:?}");
            };
            assert_eq!(foreseen.alert, None);
            world.pass_until(dates.rested).await;
            let alert = world.alert_about(case, Kind::Dose).await;
            let ran: Vec<_> = alert
                .notices
                .iter()
                .map(|notice| (notice.hop.due_at, notice.hop.account, notice.hop.gap))
                .collect();
            let steps = foreseen.steps.iter();
            let said: Vec<_> = steps
                .map(|step| (step.at, step.found.account, step.found.gap))
                .collect();
            assert_eq!(ran, said);
            assert_eq!(foreseen.rests_at, alert.resting_since());
        });
    }
}
