//! Away with leave for longer than one dose: a window that opens inside a granted journey has its own day agreed.

use crate::support::world::{RULES, World, day, refusals, story};
use chrono::TimeDelta;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::rules::Cause;
use merzim::domain::supervision::{Attendance, Next, Required, Summary};

/// So many days after another, as it is typed.
fn later(on: &str, days: i64) -> String {
    (day(on) + TimeDelta::days(days)).to_string()
}

/// What whoever supervises reads.
async fn read_outside(world: &World, case: CaseId) -> Summary {
    let file = world.file(case).await;
    Summary::of(&file.case, &file.plan(&RULES), &RULES, &file.now)
}

/// Granted while another dose was open, for a journey that lasts over the next one.
async fn away_over_the_next_dose(world: &World, first_on: &str) -> CaseId {
    let case = world.planned_for(first_on).await;
    world.pass_until(&format!("{first_on} 10:00")).await;
    let away = (later(first_on, 20), later(first_on, 150));
    world
        .asks_to_go("n1", case, (away.0.as_str(), away.1.as_str()))
        .await
        .unwrap();
    world.answers("fp", case, (true, None)).await.unwrap();
    assert_eq!(world.open_obligation(case, "agree-dose-day").await, None);
    world.give(case).await.unwrap();
    case
}

/// A window that opens inside a granted journey asks for a day of its own.
#[test]
fn a_dose_that_comes_to_fall_into_a_granted_journey_has_its_day_agreed() {
    for (opened, first_on) in [
        ("2026-01-20 09:00", "2026-02-05"),
        ("2026-06-01 09:00", "2026-06-15"),
    ] {
        story(opened, async |world| {
            let case = away_over_the_next_dose(world, first_on).await;
            let owed = world.open_obligation(case, "agree-dose-day").await.unwrap();
            assert_eq!(world.country.name_of(owed.owner), "oc1");
            assert_eq!(owed.due_on, day(&later(first_on, 20)), "before he leaves");
            let outside = read_outside(world, case).await;
            assert_eq!(
                (outside.required, outside.next),
                (Required::Awaited, Some(Next::Named))
            );

            let window = world.dose(case).await.unwrap();
            assert_eq!(
                refusals(world.answers("fp", case, (true, None)).await),
                [Refusal::Required { field: "dose_on" }]
            );
            let outside = window.closes_on.succ_opt().unwrap().to_string();
            assert_eq!(
                refusals(world.answers("fp", case, (true, Some(outside.as_str()))).await),
                [Refusal::DayNotOffered { field: "dose_on" }]
            );
            let calendar = RULES.law_for(window.opens_on).unwrap().calendar;
            let mut days = window.opens_on.iter_days();
            let back_on = days.find(|day| calendar.is_working(*day)).unwrap();
            assert!(back_on <= window.closes_on);
            let agreed = back_on.to_string();
            world
                .answers("fp", case, (true, Some(agreed.as_str())))
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "agree-dose-day").await, None);
            let dose = world.open_obligation(case, "dose").await.unwrap();
            assert_eq!(dose.due_on, back_on);
            let outside = read_outside(world, case).await;
            assert_eq!(
                (outside.required, outside.next),
                (Required::Yes, Some(Next::On(back_on)))
            );
            assert_eq!(
                refusals(world.answers("fp", case, (false, None)).await),
                [Refusal::NothingToDo],
                "nothing waits any more"
            );

            world.pass_until(&format!("{agreed} 09:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(&format!("{} 09:00", later(first_on, 151))).await;
            assert_eq!(world.dose_alerts(case).await, []);
        });
    }
}

/// Nobody agrees on a day: that is ours, and he is not blamed for it. When his leave is taken back, he is expected again.
#[test]
fn who_is_away_with_leave_is_not_blamed_for_a_day_that_nobody_agreed_with_him() {
    for (opened, first_on) in [
        ("2026-01-20 09:00", "2026-02-05"),
        ("2026-06-01 09:00", "2026-06-15"),
    ] {
        story(opened, async |world| {
            let case = away_over_the_next_dose(world, first_on).await;
            let window = world.dose(case).await.unwrap();
            let closes_on = window.closes_on.to_string();
            world.pass_until(&format!("{} 12:00", later(&closes_on, 4))).await;
            assert!(world.alert_about(case, Kind::AgreeDoseDay).await.live());
            assert_eq!(
                world.alert_about(case, Kind::Dose).await.cause.family,
                Cause::Clinical
            );
            for body in ["probation", "police"] {
                assert_eq!(world.climbs_to(case, body).await, [], "{body}");
            }
            let outside = read_outside(world, case).await;
            assert_eq!(outside.next, Some(Next::Named));
            assert_eq!(outside.visits[0].attendance, Attendance::Justified);

            let too_late = world.answers("fp", case, (true, None)).await;
            assert_eq!(refusals(too_late), [Refusal::Required { field: "dose_on" }]);
            world.answers("fp", case, (false, None)).await.unwrap();
            assert_eq!(world.open_obligation(case, "agree-dose-day").await, None);
            assert_ne!(
                world.alert_about(case, Kind::Dose).await.cause.family,
                Cause::Clinical,
                "he can come now"
            );
            for body in ["probation", "police"] {
                assert_eq!(world.climbs_to(case, body).await, [], "he is given time: {body}");
            }
        });
    }
}

/// How the day that was to be agreed is stored.
async fn day_agreed(world: &World, case: CaseId) -> String {
    let rows = world.obligations(case).await;
    let row = rows.into_iter().find(|row| row.kind == "agree-dose-day");
    row.unwrap().state
}

/// That he may go is no day agreed with him: where nobody did that before he was back, it was not done.
#[test]
fn a_day_that_nobody_agreed_is_not_kept_as_agreed() {
    for (opened, first_on) in [
        ("2026-01-20 09:00", "2026-02-05"),
        ("2026-06-01 09:00", "2026-06-15"),
    ] {
        story(opened, async |world| {
            let case = away_over_the_next_dose(world, first_on).await;
            assert_eq!(day_agreed(world, case).await, "open");
            world.pass_until(&format!("{} 12:00", later(first_on, 151))).await;
            assert_eq!(day_agreed(world, case).await, "waived");
        });
        story(opened, async |world| {
            let case = away_over_the_next_dose(world, first_on).await;
            world.answers("fp", case, (false, None)).await.unwrap();
            assert_eq!(day_agreed(world, case).await, "met", "his leave was taken back");
        });
    }
}
