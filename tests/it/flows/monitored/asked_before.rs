//! Whoever was asked about an absence stays asked when the matter turns back after a physician was waited for.

use super::judge;
use crate::support::world::{World, day, story};
use merzim::commands;
use merzim::domain::event::Decided;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::rules::Cause;

/// Opened, target, the refusal, when the supervising body was told, when a physician decides.
const DATES: [[&str; 5]; 2] = [
    [
        "2027-02-01 09:00",
        "2027-02-13",
        "2027-02-15 10:00",
        "2027-02-22 10:00",
        "2027-03-15 10:00",
    ],
    [
        "2026-12-20 09:00",
        "2026-12-31",
        "2027-01-02 10:00",
        "2027-01-09 10:00",
        "2027-01-30 10:00",
    ],
];

/// The nurse hears an answer that stops the dose, and a physician decides weeks later.
async fn waits_for_a_physician(world: &World, case: CaseId, decided: &str) {
    let mut form = world.injection(case).await;
    let mut answers = form.checks.iter_mut();
    answers.find(|answer| answer.check == "low-mood").unwrap().answer = "yes".to_owned();
    commands::record_alarms(&world.desk, &world.actor("n1"), case, &form)
        .await
        .unwrap();
    let alert = world.alert_about(case, Kind::Dose).await;
    assert_eq!(alert.cause.family, Cause::Clinical);
    let body = world.country.place("probation").id;
    assert!(alert.asked(body).is_none(), "it is ours while he is waited for");
    world.pass_until(decided).await;
    let slip = world.file(case).await.case.slips[0].content.id;
    judge(world, case, slip, Decided::Continue, None).await.unwrap();
    world.decide(case, true).await.unwrap();
}

#[test]
fn who_was_asked_answers_also_after_a_physician_was_waited_for() {
    for [opened, target, refused, told, decided] in DATES {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(refused).await;
            world.refuse(case).await;
            world.pass_until(told).await;
            let body = world.country.place("probation").id;
            let before = world.alert_about(case, Kind::Dose).await;
            let step = before.asked(body).unwrap().step;

            waits_for_a_physician(world, case, decided).await;
            let alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(alert.cause.family, Cause::Person);
            assert_eq!(alert.asked(body).unwrap().step, step);
            // The giving site is the step behind which the climb goes on: nobody would ever ask it again.
            let site = world.file(case).await.case.place_on(day(target)).unwrap();
            assert_eq!(alert.asked(site).unwrap().step, 0);
            world.acknowledge("po", case, 1, "evidence-asked").await.unwrap();
        });
    }
}
