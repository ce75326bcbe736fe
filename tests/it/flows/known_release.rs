//! A day of release that becomes known when the days before it have passed: what is owed is owed from then, and nobody was late.

use crate::support::world::{NewCase, RULES, World, day, story};
use chrono::NaiveDate;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::{Kind, Obligation};

/// Held, to be released in years; then a paper names another day.
async fn named(world: &World, known_at: &str, near: &str) -> CaseId {
    let case = world.open(NewCase::default()).await;
    world.release_on(case, "2029-03-30", "term").await.unwrap();
    world.pass_until(known_at).await;
    world.release_on(case, near, "amnesty").await.unwrap();
    world.sweep().await;
    case
}

async fn owed(world: &World, case: CaseId, kind: Kind) -> Obligation {
    let plan = world.plan(case).await;
    let mut owed = plan.obligations.into_iter();
    owed.find(|owed| owed.kind == kind).unwrap()
}

/// So many working days after a day.
fn after(on: NaiveDate, days: i64) -> NaiveDate {
    RULES
        .law_for(on)
        .unwrap()
        .calendar
        .add_working_days(on, days)
        .date
}

async fn alerts_about(world: &World, case: CaseId, kind: &str) -> usize {
    let alerts = world.alerts(case).await;
    alerts.iter().filter(|alert| alert.kind == kind).count()
}

/// The thirty days before the release had begun when it became known: a receiver is looked for within the time of an answer, and
/// before he goes.
#[test]
fn a_receiver_is_owed_since_the_day_of_the_release_is_known() {
    for (opened, known_at, near, before_he_goes) in [
        ("2026-03-02 09:00", "2026-12-11 10:00", "2026-12-22", false),
        ("2026-03-02 09:00", "2026-06-10 10:00", "2026-06-11", true),
    ] {
        story(opened, async |world| {
            let case = named(world, known_at, near).await;
            let owed = owed(world, case, Kind::ArrangeHandover).await;
            let answered = after(day(&known_at[..10]), 3);
            assert_eq!(owed.due_on, if before_he_goes { day(near) } else { answered });
            assert_eq!(alerts_about(world, case, "arrange-handover").await, 0);
            // Silence since then is silence.
            world
                .pass_until(&format!("{} 12:00", after(owed.due_on, 2)))
                .await;
            assert_eq!(alerts_about(world, case, "arrange-handover").await, 1);
        });
    }
}

/// The day on which the papers were to be at the court had passed: it stays what it was, and nobody is alarmed within the days in
/// which they can still be sent.
#[test]
fn papers_out_of_reach_alarm_nobody_within_the_hour() {
    for (opened, known_at, near, papers_on) in [
        ("2026-03-02 09:00", "2026-06-10 10:00", "2027-05-28", "2026-05-28"),
        ("2026-11-30 09:00", "2027-03-10 10:00", "2028-02-29", "2027-02-28"),
    ] {
        story(opened, async |world| {
            let case = named(world, known_at, near).await;
            let owed = owed(world, case, Kind::MaterialsToCourt).await;
            assert_eq!(owed.due_on, day(papers_on));
            assert_eq!(owed.closes_on, after(day(&known_at[..10]), 3));
            assert_eq!(alerts_about(world, case, "materials-to-court").await, 0);
        });
    }
}
