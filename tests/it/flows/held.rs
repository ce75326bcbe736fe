//! A contraindication on the day: a hold stops the dose, pauses the ladder, and has a review clock of its own.

use crate::support::world::{RULES, World, day, refusals, story};
use chrono::{Days, NaiveDate};
use merzim::domain::{
    dosing::NoDose,
    event::IncidentKind,
    ids::CaseId,
    obligation::Kind,
    refusal::Refusal,
    rules::Cause,
    ruling::RulingStep,
    supervision::{Attendance, Summary, about_on},
};
use merzim::store::desk::Failure;

#[test]
fn an_old_or_bad_result_stops_the_dose() {
    for (opened, target) in [
        ("2026-05-01 09:00", "2026-05-10"),
        ("2026-11-20 09:00", "2026-12-01"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            world.give(case).await.unwrap();
            // What a dose did is asked before the next one.
            let today = world.due_on(case).await;
            world.pass_until(&format!("{today} 10:00")).await;
            let mut form = world.injection(case).await;
            for check in &mut form.checks {
                match check.check.as_str() {
                    "testosterone" => check.taken_on = today.checked_sub_days(Days::new(191)),
                    "bone-density" => check.answer = "no".to_owned(),
                    _ => {}
                }
            }
            let refused = refusals(world.log("n1", case, &form).await);
            let expired = Refusal::CheckExpired {
                check: "testosterone".to_owned(),
                valid_days: 190,
            };
            let failed = Refusal::CheckFailed {
                check: "bone-density".to_owned(),
            };
            assert_eq!(refused, [failed, expired]);
            assert_eq!(world.dose_rows(case).await.len(), 1);
        });
    }
}

#[test]
fn a_hold_is_confirmed_reviewed_and_lifted_and_never_counts_as_missed() {
    for (opened, target, until, confirmed_by, confirm_due, lifted, due) in [
        (
            "2026-05-01 09:00",
            "2026-05-12",
            "2026-06-30",
            "2026-05-13 12:00",
            "2026-05-14",
            "2026-07-02 10:00",
            "2026-07-09",
        ),
        (
            "2026-10-20 09:00",
            "2026-10-30",
            "2026-12-20",
            "2026-11-02 12:00",
            "2026-11-03",
            "2026-12-18 10:00",
            "2026-12-25",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            let hold = world.hold(case, Some(until)).await;

            assert!(matches!(world.dose(case).await, Err(NoDose::Held { .. })));
            let refused = refusals(world.give(case).await);
            assert!(
                matches!(refused[0], Refusal::NoDose(NoDose::Held { .. })),
                "{refused:?}"
            );
            let review = world.open_obligation(case, "hold-review").await.unwrap();
            assert_eq!(
                (review.due_on, review.owner_role.as_str()),
                (day(confirm_due), "psychiatrist")
            );

            let placed_by_nurse = world.confirm("n1", case, hold).await;
            assert!(
                matches!(placed_by_nurse, Err(Failure::Forbidden(_))),
                "{placed_by_nurse:?}"
            );
            world.pass_until(confirmed_by).await;
            world.confirm("fp", case, hold).await.unwrap();
            let review = world.open_obligation(case, "hold-review").await.unwrap();
            assert_eq!(
                review.due_on,
                day(until),
                "the end of the hold is looked at by that day"
            );

            world.pass_until(lifted).await;
            assert_eq!(
                world.dose_alerts(case).await,
                [],
                "deferred by medicine is not missed"
            );
            assert_eq!(world.climbs_to(case, "probation").await, []);
            world.lift("fp", case, hold).await.unwrap();
            assert_eq!(world.due_on(case).await, day(due));
            assert_eq!(world.open_obligation(case, "hold-review").await, None);
            world.give_decided(case).await;
        });
    }
}

#[test]
fn a_hold_that_nobody_confirms_climbs_inside_the_health_system_only() {
    for (opened, target) in [
        ("2026-05-01 09:00", "2026-05-12"),
        ("2026-10-20 09:00", "2026-10-30"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            world.hold(case, None).await;
            let in_three_weeks = day(target).checked_add_days(Days::new(21)).unwrap();
            world.pass_until(&format!("{in_three_weeks} 10:00")).await;
            let alerts = world.alerts(case).await;
            let review = alerts.iter().find(|alert| alert.kind == "hold-review").unwrap();
            assert_eq!(
                (review.state.as_str(), review.seen_by_supervision),
                ("climbing", false)
            );
            assert!(world.mail(case).await.len() > 2);
            let (ps, po) = (world.country.person("ps").id, world.country.person("po").id);
            let to_supervision = |to| to == Some(ps) || to == Some(po);
            assert!(
                !world
                    .mail(case)
                    .await
                    .iter()
                    .any(|message| to_supervision(message.recipient))
            );
        });
    }
}

#[test]
fn who_placed_a_hold_does_not_confirm_it() {
    story("2026-05-01 09:00", async |world| {
        let case = world.planned_for("2026-05-12").await;
        let form = merzim::domain::decide::PlaceHold {
            reason: "EEG".to_owned(),
            until_on: None,
        };
        let fp = world.actor("fp");
        let hold = merzim::commands::place_hold(&world.desk, &fp, None, case, &form)
            .await
            .unwrap();
        assert!(matches!(
            world.confirm("fp", case, hold).await,
            Err(Failure::Forbidden(_))
        ));
        world.confirm("dp", case, hold).await.unwrap();
    });
}

#[test]
fn a_hold_is_confirmed_once_a_day_and_the_second_is_told_who_was_first() {
    for (opened, target, next_day) in [
        ("2026-05-01 09:00", "2026-05-12", "2026-05-13 09:00"),
        ("2026-10-20 09:00", "2026-10-30", "2026-10-31 09:00"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            let hold = world.hold(case, None).await;
            world.confirm("fp", case, hold).await.unwrap();
            let refused = refusals(world.confirm("dp", case, hold).await);
            let [Refusal::ConfirmedAlready { by, at }] = &refused[..] else {
                panic!("{refused:?}");
            };
            assert_eq!(by.account(), Some(world.country.person("fp").id));
            assert_eq!(*at, world.file(case).await.case.last_recorded_at);
            let confirmed = world.file(case).await.case.holds[0].confirmed.len();
            assert_eq!(confirmed, 1);
            world.pass_until(next_day).await;
            world.confirm("dp", case, hold).await.unwrap();
        });
    }
}

/// The end of a hold that comes on the day of its confirmation is looked at on that day.
#[test]
fn a_hold_that_ends_today_is_prolonged_by_whoever_confirmed_it_today() {
    story("2026-05-01 09:00", async |world| {
        let case = world.planned_for("2026-05-12").await;
        world.pass_until("2026-05-12 10:00").await;
        let hold = world.hold(case, Some("2026-05-12")).await;
        world.confirm("fp", case, hold).await.unwrap();
        world.confirm("fp", case, hold).await.unwrap();
    });
}

#[test]
fn a_dose_written_down_while_it_is_stopped_is_looked_at_by_a_physician() {
    for (opened, target) in [
        ("2026-05-01 09:00", "2026-05-12"),
        ("2026-10-20 09:00", "2026-10-30"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 11:42")).await;
            world.hold(case, None).await;
            world.pass_until(&format!("{target} 11:50")).await;
            world.give_as_of(case, &format!("{target} 11:29")).await.unwrap();
            assert_eq!(
                world.dose_rows(case).await,
                [(1, day(target))],
                "it may have been given"
            );
            let incidents = world.file(case).await.case.incidents;
            let [incident] = &incidents[..] else {
                panic!("{incidents:?}");
            };
            assert_eq!(incident.content.kind, IncidentKind::WrittenWhileHeld);
            assert_eq!(incident.content.words, "биохимия", "what was said against it");
            assert!(!incident.content.injected, "the dose itself counts");
            let look = world.open_obligation(case, "review-incident").await.unwrap();
            assert_eq!(look.owner_role, "psychiatrist");
        });
    }
}

/// What the supervising body reads of the visit that was missed.
#[derive(Debug, PartialEq)]
struct Read {
    said: Attendance,
    on: NaiveDate,
    visits: Vec<(NaiveDate, Attendance)>,
}

async fn read(world: &World, case: CaseId) -> Read {
    let file = world.file(case).await;
    let alert = world.alert_about(case, Kind::Dose).await;
    let plan = file.plan(&RULES);
    let summary = Summary::of(&file.case, &plan, &RULES, &file.now);
    let visits = summary.visits.iter();
    Read {
        said: Attendance::of_alert(&alert, &file.case, &RULES.causes, &file.now),
        on: about_on(&alert, &file.case, &plan, &RULES, &file.now),
        visits: visits.map(|visit| (visit.on, visit.attendance)).collect(),
    }
}

/// He refused, probation was told, and only then the doses were stopped: that he refused stays, in the alert as in the list. Is
/// the record struck out, neither says it any longer.
#[test]
fn a_refusal_before_a_stop_stays_one() {
    for (opened, target, told) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-27"),
        ("2026-08-02 09:00", "2026-08-14", "2026-08-27"),
    ] {
        for by_court in [false, true] {
            story(opened, async |world| {
                let case = world.planned_for(target).await;
                world.pass_until(&format!("{target} 10:00")).await;
                world.refuse(case).await;
                world.pass_until(&format!("{told} 10:00")).await;
                let missed = read(world, case).await;
                assert_eq!((missed.said, missed.on), (Attendance::NotAttended, day(target)));
                if by_court {
                    world.court(case, RulingStep::Suspended, told).await.unwrap();
                } else {
                    world.hold(case, None).await;
                }
                assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
                assert_eq!(read(world, case).await, missed);

                let record = world.file(case).await.case.not_given[0].content.id;
                world.void("n1", case, record).await.unwrap();
                let withdrawn = read(world, case).await;
                assert_eq!(withdrawn.said, Attendance::Withdrawn);
                assert!(withdrawn.visits.contains(&(day(target), Attendance::Withdrawn)));
                assert_eq!(world.dose_alerts(case).await[0].attendance, "withdrawn");
            });
        }
    }
}

/// A court suspended execution before the window closed, and that was written down weeks later: the day lies in the stop.
#[test]
fn a_day_inside_a_stop_that_was_written_down_late_is_justified() {
    for (opened, target, told) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-27 10:00"),
        ("2026-08-02 09:00", "2026-08-14", "2026-08-26 10:00"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(told).await;
            assert_eq!(read(world, case).await.said, Attendance::NoRecord);
            world.court(case, RulingStep::Suspended, target).await.unwrap();
            let now = read(world, case).await;
            assert_eq!((now.said, now.visits), (Attendance::Justified, vec![]));
        });
    }
}

/// The stop is over, or another one follows: the day that was missed before it is still read, in the alert as in the list.
#[test]
fn a_day_that_was_missed_before_a_stop_stays_missed_once_the_stop_is_over() {
    for (opened, target, [told, over, again]) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            ["2026-03-27", "2026-03-29", "2026-03-30"],
        ),
        (
            "2026-08-02 09:00",
            "2026-08-14",
            ["2026-08-27", "2026-08-29", "2026-08-30"],
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{told} 10:00")).await;
            let missed = read(world, case).await;
            assert_eq!(missed.visits, [(missed.on, Attendance::NoRecord)]);
            let hold = world.hold(case, None).await;
            world.confirm("fp", case, hold).await.unwrap();
            assert_eq!(read(world, case).await, missed);

            world.pass_until(&format!("{over} 10:00")).await;
            world.lift("fp", case, hold).await.unwrap();
            assert!(world.dose(case).await.unwrap().closes_on > missed.on);
            assert_eq!(read(world, case).await, missed, "the stop is over");

            world.pass_until(&format!("{again} 10:00")).await;
            world.hold(case, None).await;
            assert_eq!(read(world, case).await, missed, "another stop");
        });
    }
}

#[test]
fn a_hold_after_probation_was_told_says_so_to_probation() {
    for (opened, target, told, later) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-27 10:00",
            "2026-04-27 10:00",
        ),
        (
            "2026-08-02 09:00",
            "2026-08-14",
            "2026-08-26 10:00",
            "2026-09-26 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(told).await;
            let before = world.climbs_to(case, "probation").await.len();
            assert!(before > 0);
            let missed = read(world, case).await;
            assert_eq!(missed.said, Attendance::NoRecord);
            assert_eq!(missed.visits, [(missed.on, Attendance::NoRecord)]);
            let hold = world.hold(case, None).await;
            world.confirm("fp", case, hold).await.unwrap();
            assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
            let told = world.corrections_to(case, "probation").await;
            assert!(!told.is_empty(), "that nothing more is asked");
            assert_eq!(read(world, case).await, missed, "a hold excuses no day before it");
            assert_eq!(world.dose_alerts(case).await[0].attendance, "no-record");
            world.pass_until(later).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), before);
            assert_eq!(world.corrections_to(case, "probation").await, told);
            assert_eq!(read(world, case).await, missed);
        });
    }
}

#[test]
fn a_miss_after_a_hold_is_about_its_own_day() {
    for (opened, target, lifted, missed) in [
        (
            "2026-05-01 09:00",
            "2026-05-12",
            "2026-05-13 10:00",
            "2026-06-15 10:00",
        ),
        (
            "2026-10-20 09:00",
            "2026-10-30",
            "2026-11-02 10:00",
            "2026-12-07 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            world.not_given("n1", case, "contraindication").await.unwrap();
            let hold = world.hold(case, None).await;
            world.pass_until(lifted).await;
            world.lift("fp", case, hold).await.unwrap();
            let window = world.file(case).await.plan(&RULES).dose.unwrap();
            assert!(window.closes_on > day(target));
            world.pass_until(missed).await;

            let file = world.file(case).await;
            let alerts = file.case.alerts.iter();
            let mut live = alerts.filter(|alert| alert.kind == Kind::Dose && alert.live());
            let alert = live.next().unwrap();
            assert_eq!(alert.cause.family, Cause::Unexplained);
            let about = about_on(alert, &file.case, &file.plan(&RULES), &RULES, &file.now);
            assert_eq!(about, window.closes_on, "the day that nobody explained");
        });
    }
}
