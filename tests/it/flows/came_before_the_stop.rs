//! A dose that is written down after a stop, and was given before it: the supervising body reads that he came.

use crate::support::world::{World, at, day, story};
use chrono::TimeDelta;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::supervision::{Attendance, about_on, missed_on};

/// What the supervising body reads: whether he came, the day it is about and the day that was missed.
async fn read(world: &World, case: CaseId) -> (Attendance, [chrono::NaiveDate; 2]) {
    let file = world.file(case).await;
    let alert = world.alert_about(case, Kind::Dose).await;
    let plan = file.plan(&crate::support::world::RULES);
    let on = about_on(
        &alert,
        &file.case,
        &plan,
        &crate::support::world::RULES,
        &file.now,
    );
    let missed = missed_on(
        &alert,
        &file.case,
        &plan,
        &crate::support::world::RULES,
        &file.now,
    );
    let causes = &crate::support::world::RULES.causes;
    let said = Attendance::of_alert(&alert, &file.case, causes, &file.now);
    (said, [on, missed])
}

#[test]
fn who_came_before_the_stop_is_said_to_have_come() {
    for (opened, target, told, given) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-27 10:00",
            "2026-03-27 09:30",
        ),
        (
            "2026-08-02 09:00",
            "2026-08-14",
            "2026-08-26 10:00",
            "2026-08-26 09:30",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(told).await;
            assert!(!world.climbs_to(case, "probation").await.is_empty());
            let (_, [_, missed]) = read(world, case).await;
            world.hold(case, None).await;
            assert_eq!(
                read(world, case).await,
                (Attendance::NoRecord, [missed; 2]),
                "a stop excuses no day before it"
            );
            let people = world.corrections_to(case, "probation").await.len();
            assert!(people > 0);

            world.clock.forward(TimeDelta::hours(1)).unwrap();
            let mut form = world.injection(case).await;
            form.occurred_at = Some(at(given));
            form.late_cause = "contraindication".to_owned();
            form.late_words = "сөзбен".to_owned();
            world.log("n1", case, &form).await.unwrap();
            let given_on = day(&given[..10]);
            assert!(missed < given_on);
            assert_eq!(
                read(world, case).await,
                (Attendance::Attended, [given_on, missed]),
                "the missed day stays"
            );
            assert_eq!(
                world.corrections_to(case, "probation").await.len(),
                2 * people,
                "whoever was told is told, once"
            );
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            world.sweep().await;
            assert_eq!(world.corrections_to(case, "probation").await.len(), 2 * people);
        });
    }
}
