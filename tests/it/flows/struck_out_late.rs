//! A dose is struck out weeks after it was written down, and a refusal stands behind it.

use crate::support::world::{at, story};
use chrono::TimeDelta;
use merzim::domain::alert::{AlertState, Hop};
use merzim::domain::obligation::Kind;

/// The time that the officer has by the ladder, and the region.
const DAY: TimeDelta = TimeDelta::hours(24);

/// Nobody could know before that the refusal counts again: each step of the ladder has its full time, and nothing rests in the
/// second in which it was asked.
#[test]
fn refused_given_and_struck_out_weeks_later_each_step_has_its_full_time() {
    for (opened, target, refusals, answered, given, struck, later, steps) in [
        (
            "2026-11-23 09:00",
            "2026-11-30",
            ["2026-11-30 10:00", "2026-12-02 10:00"],
            "2026-12-09 12:00",
            "2026-12-11 09:30",
            "2026-12-27 11:00",
            "2026-12-28 10:59",
            // Who gives the dose, and the officer: the window has closed long ago. Nobody above them yet.
            &[0, 1][..],
        ),
        (
            "2026-03-02 09:00",
            "2026-03-14",
            ["2026-03-14 10:00", "2026-03-16 11:00"],
            "2026-03-23 09:10",
            "2026-03-26 10:00",
            "2026-05-20 23:30",
            "2026-05-21 23:29",
            // So late that a physician must decide: only the region is asked, past the supervising body.
            &[4],
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            for refused in refusals {
                world.pass_until(refused).await;
                world.refuse(case).await;
            }
            world.pass_until(answered).await;
            world.acknowledge("ps", case, 1, "evidence-asked").await.unwrap();
            world.pass_until(given).await;
            let record = world.give_late(case, "no-usable-drug").await.unwrap().record;
            world.pass_until(struck).await;
            world.void("n1", case, record).await.unwrap();

            let struck_at = world.desk.instant();
            assert_eq!(struck_at, at(struck));
            let asked = async || {
                let alert = world.alert_about(case, Kind::Dose).await;
                assert!(
                    matches!(alert.state, AlertState::Climbing { .. }),
                    "{:?}",
                    alert.state
                );
                let hops: Vec<_> = alert.climb().cloned().collect();
                for hop in &hops {
                    assert!(hop.due_at >= struck_at, "{hop:?}");
                    let full = hop.acknowledge_by.is_none_or(|by| by >= hop.fired_at + DAY);
                    assert!(full, "{hop:?}");
                }
                hops
            };
            let of = |hops: Vec<Hop>| hops.iter().map(|hop| hop.step).collect::<Vec<_>>();
            assert_eq!(of(asked().await), steps);
            world.pass_until(later).await;
            assert_eq!(of(asked().await), steps, "a day is a day");
        });
    }
}
