//! The jobs stood still over a weekend: what was due meanwhile happens once, stamped with when it should have.

use crate::support::world::{NewCase, NoticeRow, RULES, World, at, day, story};
use chrono::{DateTime, Utc};
use merzim::domain::ids::CaseId;
use merzim::domain::rules::{Delay, TrackName};
use merzim::jobs::sweep;
use merzim::store::desk::Desk;
use std::sync::Mutex;

struct Weekend {
    opened: &'static str,
    friday: &'static str,
    monday: &'static str,
    /// Windows that close on Thursday, Friday, Saturday, Sunday and Monday.
    targets: [&'static str; 5],
}

const WEEKENDS: [Weekend; 2] = [
    Weekend {
        opened: "2026-05-01 09:00",
        friday: "2026-05-15 18:00",
        monday: "2026-05-18 09:00",
        targets: [
            "2026-05-07",
            "2026-05-08",
            "2026-05-09",
            "2026-05-10",
            "2026-05-11",
        ],
    },
    // The Monday before New Year; 1 and 2 January are free.
    Weekend {
        opened: "2026-12-01 09:00",
        friday: "2026-12-25 18:00",
        monday: "2026-12-28 09:00",
        targets: [
            "2026-12-17",
            "2026-12-18",
            "2026-12-19",
            "2026-12-20",
            "2026-12-21",
        ],
    },
];

/// Opens the cases; in the third the person refused.
async fn arrange(world: &World, weekend: &Weekend) -> Vec<CaseId> {
    let mut cases = Vec::new();
    for target in weekend.targets {
        cases.push(world.planned_for(target).await);
    }
    world.pass_until(&format!("{} 10:00", weekend.targets[2])).await;
    world.refuse(cases[2]).await;
    world.pass_until(weekend.friday).await;
    cases
}

/// Kind, step, place, person, and when it was due.
type Said = (String, i32, &'static str, Option<&'static str>, DateTime<Utc>);

/// What was said to whom, and when it was due, without when it went.
fn said(notices: &[NoticeRow]) -> Vec<Said> {
    let notices = notices.iter();
    notices
        .map(|row| (row.kind.clone(), row.step, row.place, row.who, row.due_at))
        .collect()
}

async fn all_said(world: &World, cases: &[CaseId]) -> Vec<Vec<Said>> {
    let mut all = Vec::new();
    for case in cases {
        let mut notices = said(&world.notices(*case).await);
        notices.sort();
        all.push(notices);
    }
    all
}

/// Two processes sweep at once; in how many cases something happened.
async fn both(world: &World, other: &Desk) -> u64 {
    let (one, two) = tokio::join!(sweep(&world.desk), sweep(other));
    one.unwrap() + two.unwrap()
}

#[test]
fn after_a_weekend_two_sweeps_do_together_what_one_would_have_done_in_time() {
    for weekend in WEEKENDS {
        let in_time = Mutex::new(Vec::new());
        story(weekend.opened, async |world| {
            let cases = arrange(world, &weekend).await;
            world.pass_until(weekend.monday).await;
            let said = all_said(world, &cases).await;
            in_time.lock().unwrap().push(said);
        });
        let in_time = in_time.into_inner().unwrap();
        story(weekend.opened, async |world| {
            let cases = arrange(world, &weekend).await;
            let other = world.another_desk().await;
            world.at(weekend.monday);
            assert!(both(world, &other).await >= 3);
            let said = all_said(world, &cases).await;
            assert!(
                in_time.contains(&said),
                "{}: {said:#?}\ninstead of {in_time:#?}",
                world.fresh.kind
            );
            assert_eq!(both(world, &other).await, 0, "a second round finds nothing");

            for case in &cases {
                for notice in world.notices(*case).await {
                    let meanwhile = notice.due_at > at(weekend.friday);
                    let fired = if meanwhile {
                        at(weekend.monday)
                    } else {
                        notice.fired_at
                    };
                    assert_eq!(
                        notice.fired_at, fired,
                        "fired when the jobs came back, due when it was due"
                    );
                }
            }
            other.store().clone().close().await.unwrap();
        });
    }
}

#[test]
fn after_a_month_nobody_is_flooded() {
    for (opened, target, back) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-05-20 09:00"),
        ("2026-09-01 09:00", "2026-09-10", "2026-12-01 09:00"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            world.at(back);
            world.sweep().await;
            let region = world.climbs_to(case, "health").await;
            assert_eq!(
                region.len(),
                2,
                "its own step, and one reminder instead of one for each day: {region:#?}"
            );
            let rules = RULES.resting_for(day(target)).unwrap();
            let rest = rules.of(TrackName::Unexplained).unwrap();
            let hours = rest.again_after.iter().map(|pause| match pause {
                Delay::ClockHours(hours) => i64::from(*hours),
                other => panic!("{other:?}"),
            });
            let last = region[0].due_at + chrono::TimeDelta::hours(hours.sum());
            assert!(last < at(back));
            assert_eq!(
                region[1].due_at, last,
                "the last one that was due; then it came to rest"
            );
            let alert = world.dose_alerts(case).await.remove(0);
            assert_eq!(alert.state, "resting", "as if the jobs had never been away");
        });
    }
}

#[test]
fn a_missed_dose_is_not_hidden_by_the_end_of_the_measure_during_the_outage() {
    // The window closes on Thursday, the clinic is told on Friday at midnight; the measure ends on Saturday.
    for (opened, target, until, stopped, back) in [
        (
            "2026-05-01 09:00",
            "2026-05-07",
            "2026-05-16",
            "2026-05-14 18:00",
            "2026-05-18 09:00",
        ),
        (
            "2026-10-12 09:00",
            "2026-10-15",
            "2026-10-24",
            "2026-10-22 12:00",
            "2026-11-30 09:00",
        ),
    ] {
        let in_time = Mutex::new(Vec::new());
        for outage in [false, true] {
            story(opened, async |world| {
                let new = NewCase {
                    until_on: Some(until),
                    first_on: Some(target),
                    ..NewCase::default()
                };
                let case = world.open(new).await;
                world.pass_until(stopped).await;
                if outage {
                    world.at(back);
                    world.sweep().await;
                } else {
                    world.pass_until(back).await;
                }
                let alerts = world.dose_alerts(case).await;
                assert_eq!(
                    alerts.len(),
                    1,
                    "the window closed while the measure was in force"
                );
                assert_eq!(alerts[0].state, "resolved");
                let climbs = world
                    .notices(case)
                    .await
                    .into_iter()
                    .filter(|notice| notice.kind == "climb");
                let said = said(&climbs.collect::<Vec<_>>());
                assert!(!said.is_empty());
                if outage {
                    assert!(
                        in_time.lock().unwrap().contains(&said),
                        "{said:?} instead of {in_time:?}"
                    );
                } else {
                    in_time.lock().unwrap().push(said);
                }
            });
        }
    }
}

#[test]
fn a_case_that_cannot_be_advanced_holds_up_nobody() {
    story("2026-05-01 09:00", async |world| {
        use sea_orm::ConnectionTrait as _;
        let (broken, sound) = (
            world.planned_for("2026-05-06").await,
            world.planned_for("2026-05-07").await,
        );
        world.at("2026-05-20 09:00");
        // Its row says another version than its history: advancing it fails, again and again.
        let raw = |version: &str| {
            format!(
                "UPDATE case_file SET version = version {version} WHERE next_step_at IS NOT NULL AND reference = '2026-00001'"
            )
        };
        world.raw.execute_unprepared(&raw("+ 1")).await.unwrap();
        assert_eq!(world.sweep().await, 1);
        assert_eq!(world.dose_alerts(sound).await.len(), 1);
        assert_eq!(world.dose_alerts(broken).await.len(), 0);
        world.raw.execute_unprepared(&raw("- 1")).await.unwrap();
        assert_eq!(world.sweep().await, 1);
        assert_eq!(world.dose_alerts(broken).await.len(), 1);
    });
}
