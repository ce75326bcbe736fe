//! A restriction against the day of a dose is somebody's duty: another day is agreed, or a permission is got, before it comes.

use super::barred_visit::{all_day, restricted, treated_outside, within};
use crate::support::world::{RULES, World, day, refusals, story};
use chrono::TimeDelta;
use merzim::commands;
use merzim::domain::decide::NotGiven;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::supervision::{Next, Required, Summary};

/// Opened, the day of the first dose, and the day by which somebody agrees on another: three working days before it.
const STORIES: [(&str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-16", "2026-03-11"),
    ("2026-10-05 09:00", "2026-10-19", "2026-10-14"),
];

/// What whoever supervises reads.
async fn read_outside(world: &World, case: CaseId) -> Summary {
    let file = world.file(case).await;
    Summary::of(&file.case, &file.plan(&RULES), &RULES.causes, &file.now)
}

async fn is_owed(world: &World, case: CaseId) -> bool {
    world.open_obligation(case, "agree-dose-day").await.is_some()
}

/// How the duty is stored.
async fn state(world: &World, case: CaseId) -> String {
    let rows = world.obligations(case).await;
    let row = rows.into_iter().find(|row| row.kind == "agree-dose-day");
    row.unwrap().state
}

#[test]
fn a_dose_in_a_region_that_he_may_not_enter_is_owed_a_permission() {
    for (opened, first_on, until_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            let (due_on, today) = (day(first_on), day(&opened[..10]));
            assert_eq!(
                refusals(world.agrees_day("fp", case, due_on, None).await),
                [Refusal::NothingToDo]
            );
            restricted(world, case, within("karaganda", due_on)).await;
            let owed = world.open_obligation(case, "agree-dose-day").await.unwrap();
            assert_eq!(world.country.name_of(owed.owner), "oc1");
            assert_eq!((owed.opens_on, owed.due_on), (today, day(until_on)));
            let outside = read_outside(world, case).await;
            assert_eq!(
                (outside.required, outside.next),
                (Required::Yes, Some(Next::On(due_on))),
                "he is expected as before"
            );

            // Another day alone does not help: he may not come on that either.
            let agreed = due_on + TimeDelta::days(1);
            let rules = RULES.continuity_for(today).unwrap();
            assert_eq!(
                refusals(world.agrees_day("fp", case, agreed, None).await),
                [Refusal::OutsideRegion {
                    field: "leave_number",
                    name: rules.restriction_name("within-region"),
                }]
            );
            let early = Some(("17/3", today - TimeDelta::days(1)));
            assert_eq!(
                refusals(world.agrees_day("fp", case, agreed, early).await),
                [Refusal::NotBefore {
                    field: "leave_on",
                    earliest_on: today,
                }]
            );
            let leave = Some(("17/3", today));
            world.agrees_day("fp", case, agreed, leave).await.unwrap();
            assert!(!is_owed(world, case).await);
            assert_eq!(state(world, case).await, "met");
            assert_eq!(world.open_obligation(case, "dose").await.unwrap().due_on, agreed);
            let outside = read_outside(world, case).await;
            assert_eq!(outside.next, Some(Next::On(agreed)));

            // A permission says nothing of what is written down after it, and is good for one day only.
            restricted(world, case, within("astana", due_on)).await;
            assert!(is_owed(world, case).await);
            let other = agreed + TimeDelta::days(1);
            assert_eq!(
                refusals(world.agrees_day("fp", case, other, leave).await),
                [Refusal::LeaveUsed {
                    field: "leave_number"
                }]
            );
            restricted(world, case, within("almaty", due_on)).await;
            assert!(!is_owed(world, case).await, "he may be where he is treated");
        });
    }
}

#[test]
fn a_day_without_an_hour_of_reception_is_replaced_by_another() {
    for (opened, first_on, until_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            let (due_on, today) = (day(first_on), day(&opened[..10]));
            restricted(world, case, all_day(due_on)).await;
            let owed = world.open_obligation(case, "agree-dose-day").await.unwrap();
            assert_eq!(owed.due_on, day(until_on));
            // No permission of ours lifts hours.
            for leave in [None, Some(("17/3", today))] {
                assert_eq!(
                    refusals(world.agrees_day("fp", case, due_on, leave).await),
                    [Refusal::DayNotOffered { field: "dose_on" }]
                );
            }
            let agreed = due_on + TimeDelta::days(1);
            world.agrees_day("fp", case, agreed, None).await.unwrap();
            assert!(!is_owed(world, case).await);
            assert_eq!(world.open_obligation(case, "dose").await.unwrap().due_on, agreed);
            world.pass_until(&format!("{agreed} 10:00")).await;
            assert_eq!(world.dose_alerts(case).await, []);
        });
    }
}

/// The duty goes with its reason, and a paper that is written down late leaves the time of an answer.
#[test]
fn a_restriction_that_ends_asks_for_no_other_day() {
    for (opened, first_on, until_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            world.pass_until(&format!("{until_on} 09:00")).await;
            restricted(world, case, within("karaganda", day(first_on))).await;
            let owed = world.open_obligation(case, "agree-dose-day").await.unwrap();
            assert_eq!(owed.due_on, day(first_on), "three working days from now");
            restricted(world, case, within("almaty", day(first_on))).await;
            assert!(!is_owed(world, case).await);
            assert_eq!(state(world, case).await, "waived");
        });
    }
    // Whoever is held is brought, whatever he may not leave.
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-16").await;
        restricted(world, case, within("karaganda", day("2026-03-03"))).await;
        assert!(!is_owed(world, case).await);
    });
}

/// A further attempt is a day like every other: agreed for one on which he may not come, it is agreed anew, and the day that was
/// agreed last is the one on which he is expected.
#[test]
fn a_further_attempt_against_a_restriction_is_agreed_anew() {
    for (opened, first_on, _) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            let attempt_on = day(first_on) + TimeDelta::days(1);
            restricted(world, case, all_day(attempt_on)).await;
            assert!(!is_owed(world, case).await, "the day that was planned is free");
            let form = NotGiven {
                cycle: 1,
                occurred_at: Some(world.desk.instant()),
                cause: "person-refused".to_owned(),
                words: "сөзбен".to_owned(),
                tried: "түсіндірілді".to_owned(),
                own_words: "«Ертең»".to_owned(),
                next_attempt_on: Some(Ok(attempt_on)),
                ..NotGiven::default()
            };
            commands::record_not_given(&world.desk, &world.actor("cn1"), None, case, &form)
                .await
                .unwrap();
            assert!(is_owed(world, case).await);
            let agreed = attempt_on + TimeDelta::days(1);
            world.agrees_day("fp", case, agreed, None).await.unwrap();
            assert!(!is_owed(world, case).await);
            assert_eq!(read_outside(world, case).await.next, Some(Next::On(agreed)));
        });
    }
}

/// Nobody agrees on a day: that climbs to our own institutions, and to nobody who supervises.
#[test]
fn a_day_that_nobody_agreed_climbs_to_those_who_treat() {
    for (opened, first_on, until_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            restricted(world, case, within("karaganda", day(first_on))).await;
            let late = day(until_on) + TimeDelta::days(2);
            world.pass_until(&format!("{late} 12:00")).await;
            let alert = world.alert_about(case, Kind::AgreeDoseDay).await;
            assert!(alert.live());
            let told: Vec<_> = alert
                .climb()
                .map(|hop| world.country.name_of(hop.organisation))
                .collect();
            assert_eq!(told.first(), Some(&"oc1"), "{told:?}");
            for body in ["probation", "police"] {
                assert!(!told.contains(&body), "{told:?}");
            }
        });
    }
}
