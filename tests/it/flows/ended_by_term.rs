//! The term of the ruling ends between two doses: nothing is planned beyond it, nobody is accused of anything.

use crate::support::world::{NewCase, day, story};
use merzim::domain::dosing::NoDose;
use merzim::store::desk::Failure;

#[test]
fn a_dose_beyond_the_term_is_never_planned_and_never_missed() {
    for (opened, until, first, warned, after) in [
        (
            "2026-06-15 09:00",
            "2026-09-10",
            "2026-06-25",
            "2026-07-15 09:00",
            "2026-09-11 00:00",
        ),
        (
            "2027-01-10 09:00",
            "2027-04-29",
            "2027-01-30",
            "2027-03-10 09:00",
            "2027-04-30 00:00",
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
            let recorded = world.give(case).await.unwrap();
            assert_eq!(
                (recorded.next_due_on, recorded.no_next.as_deref()),
                (None, Some("ends-before"))
            );

            world.pass_until(warned).await;
            let extension = world.open_obligation(case, "extension").await.unwrap();
            assert_eq!(extension.due_on, day(until));
            assert!(extension.opens_on <= day(&warned[..10]));
            let given = world.file(case).await.case.warned;
            assert_eq!(given.len(), 1, "the first of three warnings: {given:?}");

            world.pass_until(&format!("{until} 23:59")).await;
            let NoDose::EndsBefore { last_on, .. } = world.dose(case).await.unwrap_err() else {
                panic!()
            };
            assert_eq!(last_on, day(until));
            assert!(world.case_row(case).await.2, "open through its last day");

            world.pass_until(after).await;
            assert!(!world.case_row(case).await.2, "closed by its term");
            // The measure is over, the treatment's effect is not: a physician plans what follows.
            let plan = world.open_obligation(case, "aftercare").await.unwrap();
            assert_eq!(plan.owner_role, "psychiatrist");
            world.aftercare(case).await.unwrap();
            world.pass_until("2027-12-01 09:00").await;
            let mut alerts = world.alerts(case).await.into_iter();
            assert!(
                alerts.all(|alert| alert.kind != "dose"),
                "nobody gets an alert about a dose"
            );
            assert!(world.climbs_to(case, "probation").await.is_empty());
            let rows = world.obligations(case).await;
            assert!(rows.iter().all(|row| row.state != "open"), "{rows:?}");
            assert!(
                rows.iter().all(|row| row.kind != "dose" || row.cycle == 1),
                "the second dose was never planned"
            );
            let given = world.give(case).await;
            assert!(matches!(given, Err(Failure::Refused(_))), "{given:?}");
        });
    }
}

#[test]
fn a_window_cut_short_by_the_term_raises_nothing() {
    story("2026-06-15 09:00", async |world| {
        let new = NewCase {
            until_on: Some("2026-07-03"),
            first_on: Some("2026-06-30"),
            ..NewCase::default()
        };
        let case = world.open(new).await;
        world.pass_until("2026-08-01 09:00").await;
        assert_eq!(world.alerts(case).await, []);
    });
}
