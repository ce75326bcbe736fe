//! Edges of the clock: civil days are those of the place, months clamp, hours that happen twice stay two.

use crate::support::world::{ZONE, at, day, refusals, story};
use chrono::{TimeDelta, TimeZone as _, Utc};
use merzim::commands::{self, Incident};
use merzim::domain::{event::IncidentKind, obligation::Because, refusal::Refusal, schedule::Interval};

#[test]
fn the_civil_day_is_that_of_the_place() {
    for (opened, target, in_time, too_late) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-21 23:40",
            "2026-03-22 00:20",
        ),
        (
            "2026-12-20 09:00",
            "2026-12-24",
            "2026-12-31 23:59",
            "2027-01-01 00:01",
        ),
    ] {
        story(opened, async |world| {
            assert_eq!(
                at(in_time).with_timezone(&Utc).date_naive(),
                day(&in_time[..10]),
                "in UTC it is evening"
            );
            let (case, other) = (world.planned_for(target).await, world.planned_for(target).await);
            world.pass_until(in_time).await;
            world.give(case).await.unwrap();
            assert_eq!(world.dose_rows(case).await, [(1, day(&in_time[..10]))]);
            world.pass_until(too_late).await;
            // In UTC it is still the day before, the last of the window.
            assert_eq!(at(too_late).with_timezone(&Utc).date_naive(), day(&in_time[..10]));
            let refused = refusals(world.give(other).await);
            assert!(
                matches!(refused[..], [Refusal::LateReasonNeeded { days: 8 }]),
                "{refused:?}"
            );
            assert_eq!(
                world.dose_alerts(other).await[0].raised_at,
                at(&format!("{} 00:00", &too_late[..10]))
            );
        });
    }
}

#[test]
fn months_clamp_and_are_counted_from_the_anchor() {
    for (first, second, third) in [
        ("2026-11-30", "2027-02-28", "2027-05-30"),
        ("2027-11-30", "2028-02-29", "2028-05-30"),
        ("2026-08-31", "2026-11-30", "2027-02-28"),
        ("2027-11-29", "2028-02-29", "2028-05-29"),
        ("2024-02-29", "2024-05-29", "2024-08-29"),
    ] {
        let opened = format!("{} 00:30", day(first) - TimeDelta::days(3));
        story(&opened, async |world| {
            let case = world.planned_for(first).await;
            for (given, next) in [(first, second), (second, third)] {
                world.pass_until(&format!("{given} 10:00")).await;
                assert_eq!(world.give(case).await.unwrap().next_due_on, Some(day(next)));
            }
            let why = world.dose(case).await.unwrap().why.because;
            let every = Interval::Months(3);
            assert_eq!(
                why[1],
                Because::CountedFrom {
                    anchor_on: day(first),
                    steps: 2,
                    every
                }
            );
        });
    }
}

#[test]
fn an_hour_that_happens_twice_keeps_its_two_moments() {
    // On the night to 1 March 2024 the clocks of Almaty went back from 00:00 to 23:00: 29 February had 25 hours.
    let (first, second) = match ZONE.with_ymd_and_hms(2024, 2, 29, 23, 30, 0) {
        chrono::offset::LocalResult::Ambiguous(first, second) => {
            (first.with_timezone(&Utc), second.with_timezone(&Utc))
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(second - first, TimeDelta::hours(1));
    for target in ["2024-02-29", "2024-02-24"] {
        story("2024-02-20 09:00", async |world| {
            let case = world.planned_for(target).await;
            world.at_instant(first);
            world.not_given("n1", case, "nobody-present").await.unwrap();
            world.at_instant(second);
            world.give(case).await.unwrap();
            world.at("2024-03-01 08:00");
            let incident = Incident {
                kind: Some(IncidentKind::Other),
                occurred_at: Some(second + TimeDelta::minutes(1)),
                injected: false,
                words: "ине сынды".to_owned(),
                ..Incident::default()
            };
            commands::report_incident(&world.desk, &world.actor("n1"), None, case, &incident)
                .await
                .unwrap();

            let known = world.file(case).await.case;
            let (missed, given) = (&known.not_given[0].content, &known.doses[0].content);
            assert_eq!(
                (missed.occurred_at, given.occurred_at),
                (first, second),
                "two moments, in order"
            );
            assert_eq!(
                (missed.occurred_on, given.given_on),
                (day("2024-02-29"), day("2024-02-29"))
            );
            assert_eq!(known.incidents[0].content.occurred_on, day("2024-02-29"));
        });
    }
}

#[test]
fn the_long_day_ends_an_hour_later() {
    // A window that closes on the day with 25 hours: the alert is due at its real end.
    story("2024-02-20 09:00", async |world| {
        let case = world.planned_for("2024-02-22").await;
        world.at_instant(at("2024-03-01 00:00") - TimeDelta::minutes(1));
        world.sweep().await;
        assert_eq!(world.dose_alerts(case).await, []);
        world.pass_until("2024-03-01 00:00").await;
        assert_eq!(world.dose_alerts(case).await[0].raised_at, at("2024-03-01 00:00"));
        assert_eq!(
            at("2024-03-01 00:00") - at("2024-02-29 00:00"),
            TimeDelta::hours(25)
        );
    });
}
