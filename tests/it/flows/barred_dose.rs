//! A restriction against the day of a dose is somebody's duty: another day is agreed, or a permission is got, before it comes.

use super::barred_visit::{all_day, restricted, treated_outside, within};
use super::paper_day::{print, rows};
use crate::support::world::{M3, NewCase, RULES, World, at, day, refusals, story};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use merzim::commands;
use merzim::domain::decide::{NotGiven, OnPaper};
use merzim::domain::event::{Corrected, DoseNotGiven};
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::supervision::{Next, Required, Summary};
use merzim::store::desk::Failure;

/// Opened, the day of the first dose, and the day by which somebody agrees on another: three working days before it.
const STORIES: [(&str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-16", "2026-03-11"),
    ("2026-10-05 09:00", "2026-10-19", "2026-10-14"),
];

/// What whoever supervises reads.
async fn read_outside(world: &World, case: CaseId) -> Summary {
    let file = world.file(case).await;
    Summary::of(&file.case, &file.plan(&RULES), &RULES, &file.now)
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

/// He refused, and it is to be tried again on a day, or on none that anybody named.
fn refusal(occurred_at: DateTime<Utc>, again_on: Option<NaiveDate>) -> NotGiven {
    NotGiven {
        cycle: 1,
        occurred_at: Some(occurred_at),
        cause: "person-refused".to_owned(),
        words: "сөзбен".to_owned(),
        tried: "түсіндірілді".to_owned(),
        own_words: "«Ертең»".to_owned(),
        next_attempt_on: again_on.map(Ok),
        ..NotGiven::default()
    }
}

async fn refuses(world: &World, case: CaseId, again_on: Option<NaiveDate>) -> Result<RecordId, Failure> {
    let form = refusal(world.desk.instant(), again_on);
    commands::record_not_given(&world.desk, &world.actor("cn1"), None, case, &form).await
}

/// No further attempt is agreed for a day on which he may not come, or on which he is away by leave; and one that was agreed for
/// a free day is not corrected to such a day.
#[test]
fn a_further_attempt_is_not_agreed_for_a_day_on_which_he_may_not_come() {
    for (opened, first_on, _) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            let later = |days| day(first_on) + TimeDelta::days(days);
            let (barred_on, away_on, free_on) = (later(1), later(2), later(3));
            restricted(world, case, all_day(barred_on)).await;
            let away = away_on.to_string();
            world
                .asks_to_go("cn1", case, (away.as_str(), away.as_str()))
                .await
                .unwrap();
            world.answers("fp", case, (true, Some(first_on))).await.unwrap();
            let field = "next_attempt_on";
            let known = RULES.continuity_for(day(first_on)).unwrap();
            let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
            let in_hours = Refusal::InRestriction {
                field,
                name: known.restriction_name("report-hours"),
                from: hour(8),
                until: hour(18),
            };
            let refused = refusals(refuses(world, case, Some(barred_on)).await);
            assert_eq!(refused, std::slice::from_ref(&in_hours));
            assert_eq!(
                refusals(refuses(world, case, Some(away_on)).await),
                [Refusal::DayNotOffered { field }]
            );
            let record = refuses(world, case, Some(free_on)).await.unwrap();

            let file = world.file(case).await;
            let mut said = file.case.not_given.iter();
            let said = said.find(|entry| entry.content.id == record).unwrap();
            let corrected = Corrected::NotGiven(DoseNotGiven {
                next_attempt_on: Some(barred_on),
                ..said.content.clone()
            });
            assert_eq!(refusals(world.amend("cn1", case, &corrected).await), [in_hours]);
        });
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            restricted(world, case, within("karaganda", day(first_on))).await;
            let known = RULES.continuity_for(day(first_on)).unwrap();
            assert_eq!(
                refusals(refuses(world, case, Some(day(first_on) + TimeDelta::days(1))).await),
                [Refusal::OutsideRegion {
                    field: "next_attempt_on",
                    name: known.restriction_name("within-region"),
                }]
            );
            refuses(world, case, None).await.unwrap();
        });
    }
}

/// Nor for a day on which he is known to have a good reason not to come; from the day after it one is.
#[test]
fn a_further_attempt_is_not_agreed_for_a_day_of_a_good_reason() {
    for (opened, first_on, _) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            let later = |days| day(first_on) + TimeDelta::days(days);
            let (last_on, free_on) = (later(2), later(3));
            let until = last_on.to_string();
            world
                .cannot_come("cn1", case, "detention", (first_on, until.as_str()))
                .await
                .unwrap();
            for excused_on in [later(1), last_on] {
                assert_eq!(
                    refusals(refuses(world, case, Some(excused_on)).await),
                    [Refusal::DayNotOffered {
                        field: "next_attempt_on"
                    }]
                );
            }
            let record = refuses(world, case, Some(free_on)).await.unwrap();

            let file = world.file(case).await;
            let mut said = file.case.not_given.iter();
            let said = said.find(|entry| entry.content.id == record).unwrap();
            let corrected = Corrected::NotGiven(DoseNotGiven {
                next_attempt_on: Some(last_on),
                ..said.content.clone()
            });
            assert_eq!(
                refusals(world.amend("cn1", case, &corrected).await),
                [Refusal::DayNotOffered {
                    field: "next_attempt_on"
                }]
            );
        });
    }
}

/// What was agreed on paper was agreed: it is taken down as it stands there, and another day is a physician's to agree on.
#[test]
fn an_attempt_that_stands_on_paper_is_taken_down_and_agreed_anew() {
    for (opened, first_on, _) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            world.pass_until(&format!("{first_on} 07:00")).await;
            let attempt_on = day(first_on) + TimeDelta::days(1);
            restricted(world, case, all_day(attempt_on)).await;
            let sheet = print(world, "cn1", first_on).await;
            let printed = rows(world, sheet).await;
            let row = printed.iter().find(|row| row.case() == case).unwrap();
            let row = row.code().parse().unwrap();
            world.pass_until(&format!("{first_on} 10:30")).await;
            let tried_at = at(&format!("{first_on} 10:00"));
            let said = OnPaper::NotGiven(refusal(tried_at, Some(attempt_on)));
            let clinic = world.actor("cn1");
            commands::transcribe_entry(&world.desk, &clinic, None, case, (row, ""), &said)
                .await
                .unwrap();
            assert!(is_owed(world, case).await);
        });
    }
}

/// Neither is the first dose of a drug planned for such a day while he may come on another of that week; and no commission sees
/// him again on it.
#[test]
fn neither_a_first_dose_nor_a_commission_is_planned_for_a_day_on_which_he_may_not_come() {
    for (opened, first_on, _) in STORIES {
        story(opened, async |world| {
            let new = NewCase {
                place: "oc1",
                ..NewCase::default()
            };
            let case = world.open(new).await;
            let barred_on = day(first_on);
            restricted(world, case, all_day(barred_on)).await;
            let known = RULES.continuity_for(day(&opened[..10])).unwrap();
            let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
            let in_hours = |field| Refusal::InRestriction {
                field,
                name: known.restriction_name("report-hours"),
                from: hour(8),
                until: hour(18),
            };
            let mut form = world.clearance(case).await;
            form.cleared = Some(false);
            form.words = "кейінірек".to_owned();
            form.again_on = Some(Ok(barred_on));
            assert_eq!(
                refusals(world.record_clearance(case, &form).await),
                [in_hours("again_on")]
            );
            world.clear(case).await.unwrap();
            assert_eq!(
                refusals(world.choose(case, M3, first_on).await),
                [in_hours("first_on")]
            );
            // Where no day of the week is free the drug is chosen first: the day is agreed with a permission.
            restricted(world, case, within("karaganda", day(&opened[..10]))).await;
            world.choose(case, M3, first_on).await.unwrap();
            world.inform(case).await.unwrap();
            assert!(is_owed(world, case).await);
        });
    }
}

/// A further attempt is a day like every other: where he may not come on it by what was written down since, it is agreed anew,
/// and the day that was agreed last is the one on which he is expected.
#[test]
fn a_further_attempt_against_a_restriction_is_agreed_anew() {
    for (opened, first_on, _) in STORIES {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            let attempt_on = day(first_on) + TimeDelta::days(1);
            refuses(world, case, Some(attempt_on)).await.unwrap();
            assert!(!is_owed(world, case).await, "nothing stands against it yet");
            restricted(world, case, all_day(attempt_on)).await;
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
