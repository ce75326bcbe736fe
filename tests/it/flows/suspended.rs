//! A court suspends execution while a dose is planned, and resumes it.

use crate::support::world::{day, refusals, story};
use merzim::domain::{
    dosing::NoDose, obligation::Because, refusal::Refusal, ruling::RulingStep, ruling::Standing,
};

#[test]
fn a_suspension_freezes_the_dose_and_resuming_says_the_new_date() {
    for (opened, target, suspended, resumed, due) in [
        (
            "2026-03-20 09:00",
            "2026-04-10",
            "2026-04-08",
            "2026-05-20",
            "2026-05-27",
        ),
        (
            "2027-01-20 09:00",
            "2027-01-31",
            "2027-01-30",
            "2027-02-28",
            "2027-03-07",
        ),
        // Resumed before the dose was due: the series stands.
        (
            "2026-06-01 09:00",
            "2026-07-01",
            "2026-06-10",
            "2026-06-20",
            "2026-07-01",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{suspended} 15:00")).await;
            world.court(case, RulingStep::Appealed, suspended).await.unwrap();
            world.court(case, RulingStep::Suspended, suspended).await.unwrap();

            // The chair screen: no dose can be given, and it says why.
            let refused = refusals(world.give(case).await);
            let Refusal::NoDose(NoDose::NotInForce(Standing::Suspended { since_on })) = refused[0] else {
                panic!("{refused:?}")
            };
            assert_eq!(since_on, day(suspended));
            assert!(
                world
                    .plan(case)
                    .await
                    .obligation((merzim::domain::obligation::Kind::Dose, 1))
                    .is_none()
            );

            world.pass_until(&format!("{resumed} 10:00")).await;
            assert_eq!(
                world.dose_alerts(case).await,
                [],
                "no missed dose while suspended"
            );

            world.court(case, RulingStep::Resumed, resumed).await.unwrap();
            let window = world.dose(case).await.unwrap();
            assert_eq!(window.due_on, day(due));
            let frozen = window
                .why
                .because
                .iter()
                .any(|why| matches!(why, Because::Frozen { .. }));
            assert_eq!(
                frozen,
                due != target,
                "the reason is shown where it moved the date"
            );
            assert_eq!(world.dose_alerts(case).await, []);
        });
    }
}

#[test]
fn an_alert_under_way_ends_with_the_suspension_and_everyone_told_is_told() {
    for (opened, target, told, suspended) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-27 09:30", "2026-03-27"),
        ("2026-09-20 09:00", "2026-10-01", "2026-10-12 17:00", "2026-10-12"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(told).await;
            assert!(
                !world.climbs_to(case, "probation").await.is_empty(),
                "the window closed without a word"
            );
            let told_before = world.climbs_to(case, "probation").await.len();

            world.court(case, RulingStep::Suspended, suspended).await.unwrap();
            assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
            assert_eq!(world.corrections_to(case, "p1").await.len(), 1);
            let people: std::collections::BTreeSet<_> = world
                .climbs_to(case, "probation")
                .await
                .iter()
                .filter(|notice| notice.who.is_some())
                .map(|notice| notice.who)
                .collect();
            assert_eq!(world.corrections_to(case, "probation").await.len(), people.len());

            world.pass_until("2026-12-30 09:00").await;
            assert_eq!(
                world.climbs_to(case, "probation").await.len(),
                told_before,
                "and then it is quiet"
            );
        });
    }
}
