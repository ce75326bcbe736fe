//! Facts that reach us late: lateness counts from when we could know of it.

use crate::support::world::{NewCase, at, day, story};
use merzim::domain::obligation::{Because, Kind};

/// The days before the first dose are counted from the ruling's force, but never from a day on which nobody here knew of it.
/// Whose move it is, the physician, hears first; the nurse in the prison does not.
#[test]
fn a_ruling_registered_months_late_makes_nobody_late() {
    for (opened, in_force_on, due_on, next_morning) in [
        ("2026-03-02 09:00", "2026-01-12", "2026-03-05", "2026-03-06 10:00"),
        ("2026-11-02 17:30", "2025-05-05", "2026-11-05", "2026-11-06 10:00"),
    ] {
        story(opened, async |world| {
            let case = world
                .open(NewCase {
                    in_force_on: Some(in_force_on),
                    ..NewCase::default()
                })
                .await;
            assert_eq!(world.alerts(case).await, [], "nobody could know of it before");
            assert!(world.mail(case).await.is_empty());
            let plan = world.plan(case).await;
            for kind in [Kind::Clearance, Kind::ChooseDrug] {
                let owed = plan.obligations.iter().find(|owed| owed.kind == kind).unwrap();
                assert_eq!(owed.due_on, day(due_on), "{kind:?}");
                let from_registration = |because: &Because| {
                    matches!(because, Because::Clock { fact, fact_on, .. }
                        if fact == "ruling-received" && *fact_on == day(&opened[..10]))
                };
                assert!(owed.why.because.iter().any(from_registration), "{:?}", owed.why);
            }

            world.pass_until(next_morning).await;
            let alert = world.alert_about(case, Kind::Clearance).await;
            assert!(alert.live());
            let told = world.mail(case).await.into_iter();
            let told = told.filter_map(|mail| mail.recipient);
            let told: Vec<_> = told.map(|id| world.country.name_of_account(id)).collect();
            assert!(!told.is_empty());
            assert!(!told.contains(&"n1"), "whose move it is hears first: {told:?}");
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
