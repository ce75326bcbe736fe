//! Facts that reach us late: lateness counts from when we could know of it.

use crate::support::world::{NewCase, at, story};

#[test]
fn a_ruling_registered_months_late_floods_nobody() {
    for (opened, in_force_on) in [
        ("2026-03-02 09:00", "2026-01-12"),
        ("2026-11-02 17:30", "2025-05-05"),
    ] {
        story(opened, async |world| {
            let case = world
                .open(NewCase {
                    in_force_on: Some(in_force_on),
                    ..NewCase::default()
                })
                .await;
            let alerts = world.alerts(case).await;
            assert_eq!(
                alerts.len(),
                1,
                "clearance is overdue by law; the choice of the drug waits for it"
            );
            assert_eq!(alerts[0].raised_at, at(opened), "and known to be so from now on");
            assert_eq!(
                world.mail(case).await.len(),
                1,
                "one message now, the next when it is due"
            );
        });
    }
}

#[test]
fn a_dose_voided_after_its_window_gives_everyone_full_time() {
    for (opened, target, given, voided) in [
        (
            "2026-05-02 09:00",
            "2026-05-12",
            "2026-05-12 10:00",
            "2026-06-10 15:00",
        ),
        (
            "2026-09-20 09:00",
            "2026-10-01",
            "2026-10-08 23:00",
            "2026-12-20 08:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            let record = world.give(case).await.unwrap().record;
            world.pass_until(voided).await;
            world.void("n1", case, record).await.unwrap();
            let notices = world.notices(case).await;
            assert_eq!(notices.len(), 1, "{notices:?}");
            assert_eq!((notices[0].place, notices[0].due_at), ("p1", at(voided)));
        });
    }
}
