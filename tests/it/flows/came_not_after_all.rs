//! A dose of before the stop was another person's: the supervising body does not read any longer that he came.

use crate::support::world::{RULES, World, at, story};
use chrono::TimeDelta;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::supervision::Attendance;

/// Opened, target, when the supervising body had been told, the dose that was entered in the wrong case.
const DAYS: [[&str; 4]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-14",
        "2026-03-27 10:00",
        "2026-03-27 09:30",
    ],
    [
        "2026-08-02 09:00",
        "2026-08-14",
        "2026-08-26 10:00",
        "2026-08-26 09:30",
    ],
];

async fn attendance(world: &World, case: CaseId) -> Attendance {
    let file = world.file(case).await;
    let alert = world.alert_about(case, Kind::Dose).await;
    Attendance::of_alert(&alert, &file.case, &RULES.causes, &file.now)
}

#[test]
fn a_dose_that_is_struck_out_while_the_stop_stands_says_no_longer_that_he_came() {
    for [opened, target, told, given] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(told).await;
            world.hold(case, None).await;
            assert_eq!(attendance(world, case).await, Attendance::NoRecord);
            let people = world.corrections_to(case, "probation").await.len();
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            let mut form = world.injection(case).await;
            form.occurred_at = Some(at(given));
            form.late_cause = "contraindication".to_owned();
            form.late_words = "сөзбен".to_owned();
            world.log("n1", case, &form).await.unwrap();
            assert_eq!(attendance(world, case).await, Attendance::Attended);
            let told = async || world.corrections_to(case, "probation").await.len();
            assert_eq!(told().await, 2 * people);

            world.clock.forward(TimeDelta::hours(1)).unwrap();
            let dose = world.file(case).await.case.doses[0].content.id;
            world.void("n1", case, dose).await.unwrap();
            assert_eq!(attendance(world, case).await, Attendance::NoRecord);
            assert_eq!(told().await, 3 * people, "whoever was told is told, once");
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            world.sweep().await;
            assert_eq!(told().await, 3 * people);
        });
    }
}
