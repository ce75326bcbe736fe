//! A day against which a restriction stands and that has passed, or that another was agreed for: what is owed then, and what is
//! read outside.

use super::barred_visit::{all_day, restricted, treated_outside, within};
use crate::support::world::{RULES, World, day, refusals, story};
use chrono::{NaiveDate, TimeDelta};
use merzim::commands;
use merzim::domain::decide::NotGiven;
use merzim::domain::decide::passage::SetCurfew;
use merzim::domain::ids::CaseId;
use merzim::domain::refusal::Refusal;
use merzim::domain::supervision::{Against, Expected, Next, Summary};

/// Opened, and the day of the first dose.
const STORIES: [(&str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-16"),
    ("2026-10-05 09:00", "2026-10-19"),
];

fn later(on: &str, days: i64) -> NaiveDate {
    day(on) + TimeDelta::days(days)
}

/// When it opened and until when it is owed that a day is agreed.
async fn owed(world: &World, case: CaseId) -> Option<(NaiveDate, NaiveDate)> {
    let row = world.open_obligation(case, "agree-dose-day").await?;
    Some((row.opens_on, row.due_on))
}

/// What whoever supervises reads as the next visit, and whether a restriction stands against it.
async fn read_outside(world: &World, case: CaseId) -> (Option<Next>, bool) {
    let file = world.file(case).await;
    let (plan, today) = (file.plan(&RULES), file.now.today());
    let rules = RULES.continuity_for(today).unwrap();
    let against = Against::of(&file.case, &plan, &file.roster, rules, today);
    let summary = Summary::of(&file.case, &plan, &RULES, &file.now);
    (summary.next, against.is_some())
}

/// Permitted for one day, and not come on it: from the next on he is expected at once and may not come, and that is owed anew.
#[test]
fn a_permission_that_was_not_used_is_followed_by_another() {
    for (opened, first_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            restricted(world, case, within("karaganda", day(first_on))).await;
            let leave = Some(("17/3", day(&opened[..10])));
            world.agrees_day("fp", case, day(first_on), leave).await.unwrap();
            world.pass_until(&format!("{first_on} 12:00")).await;
            assert_eq!(owed(world, case).await, None);

            let next_on = later(first_on, 1);
            let until_on = later(first_on, 4);
            for today in [next_on, later(first_on, 2)] {
                world.pass_until(&format!("{today} 09:00")).await;
                assert_eq!(read_outside(world, case).await, (Some(Next::AtOnce), true));
                assert_eq!(
                    owed(world, case).await,
                    Some((next_on, until_on)),
                    "counted from the day after, not from today"
                );
            }
            let (today, agreed) = (later(first_on, 2), later(first_on, 3));
            world
                .agrees_day("fp", case, agreed, Some(("18/3", today)))
                .await
                .unwrap();
            assert_eq!(owed(world, case).await, None);
            assert_eq!(read_outside(world, case).await, (Some(Next::On(agreed)), false));
        });
    }
}

/// Nothing stood against his day, and he did not come on it; what stands against coming at once is owed from then on.
#[test]
fn a_restriction_that_begins_after_the_day_is_owed_from_then() {
    for (opened, first_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            let begins_on = later(first_on, 2);
            restricted(world, case, within("karaganda", begins_on)).await;
            world.pass_until(&format!("{} 09:00", later(first_on, 1))).await;
            assert_eq!(owed(world, case).await, None, "he may come today");
            world.pass_until(&format!("{begins_on} 09:00")).await;
            assert_eq!(read_outside(world, case).await, (Some(Next::AtOnce), true));
            let (opens_on, due_on) = owed(world, case).await.unwrap();
            assert_eq!(opens_on, begins_on);
            assert!(due_on > begins_on);
        });
    }
}

/// What stood against his day alone is no matter once he may come on any other.
#[test]
fn a_day_that_has_passed_asks_for_no_other_where_he_may_come_at_once() {
    for (opened, first_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            restricted(world, case, all_day(day(first_on))).await;
            let before = owed(world, case).await.unwrap();
            world.pass_until(&format!("{first_on} 12:00")).await;
            assert_eq!(owed(world, case).await, Some(before));
            world.pass_until(&format!("{} 09:00", later(first_on, 1))).await;
            assert_eq!(read_outside(world, case).await, (Some(Next::AtOnce), false));
            assert_eq!(owed(world, case).await, None);
        });
    }
}

/// What was owed before the day passed is not owed anew because it passed.
#[test]
fn a_duty_that_is_late_stays_late_once_the_day_has_passed() {
    for (opened, first_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            restricted(world, case, within("karaganda", day(first_on))).await;
            let before = owed(world, case).await.unwrap();
            world.pass_until(&format!("{} 09:00", later(first_on, 2))).await;
            assert_eq!(owed(world, case).await, Some(before));
        });
    }
}

async fn refuses(world: &World, who: &str, case: CaseId, attempt_on: NaiveDate) {
    let form = NotGiven {
        cycle: world.dose(case).await.unwrap().cycle,
        occurred_at: Some(world.desk.instant()),
        cause: "person-refused".to_owned(),
        words: "сөзбен".to_owned(),
        tried: "түсіндірілді".to_owned(),
        own_words: "«Ертең»".to_owned(),
        next_attempt_on: Some(Ok(attempt_on)),
        ..NotGiven::default()
    };
    commands::record_not_given(&world.desk, &world.actor(who), None, case, &form)
        .await
        .unwrap();
}

/// Of a further attempt and a day agreed for a journey the one agreed last is his day.
#[test]
fn a_day_agreed_for_a_journey_goes_before_an_attempt_agreed_before_it() {
    for (opened, first_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            let attempt_on = later(first_on, 2);
            refuses(world, "cn1", case, attempt_on).await;
            assert_eq!(read_outside(world, case).await.0, Some(Next::On(attempt_on)));
            let away = (attempt_on.to_string(), later(first_on, 40).to_string());
            world
                .asks_to_go("cn1", case, (away.0.as_str(), away.1.as_str()))
                .await
                .unwrap();
            let agreed = later(first_on, 1).to_string();
            world
                .answers("fp", case, (true, Some(agreed.as_str())))
                .await
                .unwrap();
            assert_eq!(read_outside(world, case).await.0, Some(Next::On(day(&agreed))));
            // The clinic reads the same: what stands against that day, and not against the other, is owed.
            restricted(world, case, within("karaganda", later(first_on, 1))).await;
            assert!(owed(world, case).await.is_some());
            assert!(read_outside(world, case).await.1);
        });
    }
}

/// The number of the dose outlives another drug; a further attempt under the one before does not.
#[test]
fn an_attempt_before_the_window_of_another_drug_is_over() {
    for (opened, first_on) in STORIES {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            let due_on = world.dose(case).await.unwrap().due_on;
            world.pass_until(&format!("{due_on} 10:00")).await;
            let attempt_on = due_on + TimeDelta::days(2);
            refuses(world, "n1", case, attempt_on).await;
            let file = world.file(case).await;
            let expected = Expected::of(&file.case, &file.plan(&RULES), file.now.today());
            assert_eq!(expected.attempt_on, Some(attempt_on));

            let new_on = (due_on + TimeDelta::days(40)).to_string();
            world.change(case, "goserelin-12w", &new_on).await.unwrap();
            let window = world.dose(case).await.unwrap();
            assert!(window.opens_on > attempt_on);
            let file = world.file(case).await;
            let expected = Expected::of(&file.case, &file.plan(&RULES), file.now.today());
            assert_eq!((expected.attempt_on, window.cycle), (None, 2));
        });
    }
}

/// He is away by leave on a day that no restriction bars: that is no day for his dose while there is another, and a journey that
/// nobody has answered is answered first.
#[test]
fn a_day_on_which_he_is_away_by_leave_is_not_agreed() {
    for (opened, first_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            let away_on = later(first_on, 1);
            let away = away_on.to_string();
            world
                .asks_to_go("cn1", case, (away.as_str(), away.as_str()))
                .await
                .unwrap();
            world.answers("fp", case, (true, Some(first_on))).await.unwrap();
            restricted(world, case, all_day(day(first_on))).await;
            assert!(owed(world, case).await.is_some());
            assert_eq!(
                refusals(world.agrees_day("fp", case, away_on, None).await),
                [Refusal::DayNotOffered { field: "dose_on" }]
            );

            let other = (later(first_on, 60).to_string(), later(first_on, 70).to_string());
            world
                .asks_to_go("cn1", case, (other.0.as_str(), other.1.as_str()))
                .await
                .unwrap();
            let agreed = later(first_on, 2);
            assert_eq!(
                refusals(world.agrees_day("fp", case, agreed, None).await),
                [Refusal::NothingToDo]
            );
            world.answers("fp", case, (false, None)).await.unwrap();
            world.agrees_day("fp", case, agreed, None).await.unwrap();
            assert_eq!(owed(world, case).await, None);
        });
    }
}

/// Hours of every day that leave no reception: no physician can agree on a day, so none owes it, and he reads whom to ask.
#[test]
fn a_day_that_cannot_be_agreed_is_owed_by_nobody() {
    for (opened, first_on) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            let daily = SetCurfew {
                weekday: None,
                ..all_day(day(&opened[..10]))
            };
            restricted(world, case, daily).await;
            assert_eq!(owed(world, case).await, None);
            let against = (Some(Next::On(day(first_on))), true);
            assert_eq!(read_outside(world, case).await, against, "both sides are told");
            let refused = refusals(world.agrees_day("fp", case, day(first_on), None).await);
            assert!(
                matches!(refused[..], [Refusal::InRestriction { field: "dose_on", .. }]),
                "{refused:?}"
            );
        });
    }
}
