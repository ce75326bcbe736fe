//! A dose that was to be tried again on the same day, and was not given then either: two visits.

use crate::support::world::{World, refusals, story};
use chrono::Duration;
use merzim::commands;
use merzim::domain::decide::NotGiven;
use merzim::domain::dosing::open_cycle;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::refusal::Refusal;
use merzim::store::desk::Failure;

/// Opened, target, the first try.
const DAYS: [[&str; 3]; 2] = [
    ["2026-03-02 09:00", "2026-03-14", "2026-03-15 09:00"],
    ["2026-12-20 09:00", "2026-12-31", "2027-01-02 09:00"],
];

/// It was not given now; is it to be tried again today?
async fn tried(
    world: &World,
    (who, case): (&str, CaseId),
    cause: &str,
    again: bool,
) -> Result<RecordId, Failure> {
    let file = world.file(case).await;
    let form = NotGiven {
        cycle: open_cycle(&file.case),
        occurred_at: Some(world.desk.instant()),
        cause: cause.to_owned(),
        words: "сөзбен".to_owned(),
        tried: "түсіндірілді".to_owned(),
        next_attempt_on: again.then(|| Ok(file.now.today())),
        ..NotGiven::default()
    };
    commands::record_not_given(&world.desk, &world.actor(who), None, case, &form).await
}

fn already(refused: Result<RecordId, Failure>) -> bool {
    matches!(refusals(refused)[..], [Refusal::AlreadyRecorded { .. }])
}

#[test]
fn what_fails_for_another_reason_later_that_day_is_another_visit() {
    for [opened, target, first] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(first).await;
            tried(world, ("n1", case), "no-staff", true).await.unwrap();
            let same_minute = tried(world, ("n2", case), "person-refused", false).await;
            assert!(already(same_minute), "one visit has one cause");
            world.clock.forward(Duration::hours(5)).unwrap();
            tried(world, ("n1", case), "person-refused", false).await.unwrap();
            assert_eq!(world.file(case).await.case.not_given.len(), 2);
        });
    }
}

#[test]
fn the_same_once_more_is_another_visit_only_where_it_was_to_be_tried_again() {
    for [opened, target, first] in DAYS {
        for again in [true, false] {
            story(opened, async |world| {
                let case = world.planned_for(target).await;
                world.pass_until(first).await;
                tried(world, ("n1", case), "person-refused", again).await.unwrap();
                assert!(already(tried(world, ("n2", case), "person-refused", again).await));
                world.clock.forward(Duration::hours(5)).unwrap();
                let second = tried(world, ("n1", case), "person-refused", false).await;
                assert_eq!(second.is_ok(), again);
                if !again {
                    assert!(already(second));
                }
            });
        }
    }
}
