//! A dose that nobody may give before a physician has spoken: nobody is expected, and his absence is not the person's.

use super::judge;
use crate::support::world::{M3, RULES, World, at, day, refusals, story};
use chrono::{Days, NaiveDate};
use merzim::commands;
use merzim::domain::alert::{Alert, Notice, NoticeKind};
use merzim::domain::decide::TakeStep;
use merzim::domain::escalation::asks_others;
use merzim::domain::event::Decided;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::plan::{Waits, protocol};
use merzim::domain::refusal::Refusal;
use merzim::domain::rules::Cause;
use merzim::domain::supervision::{Attendance, Next, Required, Summary};

struct Dates {
    opened: &'static str,
    target: &'static str,
    refused: &'static str,
    /// The supervising body was told, up to its head.
    told: &'static str,
    /// Inside the last band of lateness.
    late: &'static str,
    /// The last minute of the days that the person has after a physician has spoken.
    in_time: &'static str,
    /// The minute after.
    again: &'static str,
    /// When somebody answers whom the last band overtakes before the week is over.
    answered: &'static str,
    /// A week later, and a minute.
    week_on: &'static str,
}

/// Steps in law stand in the ladder of November 2026.
const DATES: [Dates; 2] = [
    Dates {
        opened: "2027-02-01 09:00",
        target: "2027-02-13",
        refused: "2027-02-15 10:00",
        told: "2027-02-22 10:00",
        late: "2027-03-15 10:00",
        in_time: "2027-03-22 23:59",
        again: "2027-03-23 00:00",
        answered: "2027-03-10 10:00",
        week_on: "2027-03-17 10:01",
    },
    Dates {
        opened: "2026-12-20 09:00",
        target: "2026-12-31",
        refused: "2027-01-02 10:00",
        told: "2027-01-09 10:00",
        late: "2027-01-30 10:00",
        in_time: "2027-02-06 23:59",
        again: "2027-02-07 00:00",
        answered: "2027-01-25 10:00",
        week_on: "2027-02-01 10:01",
    },
];

/// What the supervising body reads.
async fn seen(world: &World, case: CaseId) -> (Required, Option<Next>) {
    let file = world.file(case).await;
    let summary = Summary::of(&file.case, &file.plan(&RULES), &RULES, &file.now);
    (summary.required, summary.next)
}

/// What is said to the supervising body of the visit that an alert is about.
async fn said(world: &World, case: CaseId, alert: &Alert) -> Attendance {
    let file = world.file(case).await;
    Attendance::of_alert(alert, &file.case, &RULES.causes, &file.now)
}

/// A case whose dose was refused, and of which the supervising body was told.
async fn told(world: &World, dates: &Dates) -> CaseId {
    let case = world.planned_for(dates.target).await;
    world.pass_until(dates.refused).await;
    world.refuse(case).await;
    world.pass_until(dates.told).await;
    assert!(!world.climbs_to(case, "probation").await.is_empty());
    assert_eq!(seen(world, case).await, (Required::Yes, Some(Next::AtOnce)));
    case
}

/// The nurse hears an answer that stops the dose.
async fn alarmed(world: &World, case: CaseId) -> RecordId {
    let mut form = world.injection(case).await;
    let mut answers = form.checks.iter_mut();
    answers.find(|answer| answer.check == "low-mood").unwrap().answer = "yes".to_owned();
    commands::record_alarms(&world.desk, &world.actor("n1"), case, &form)
        .await
        .unwrap();
    world.file(case).await.case.slips[0].content.id
}

/// The head of the supervising body passes it to the prosecutor today.
async fn passed(world: &World, case: CaseId, alert: &Alert) -> Result<(), Vec<Refusal>> {
    let today = world.file(case).await.now.today();
    passed_on(world, case, alert, today).await
}

/// He writes down on which day he did.
async fn passed_on(world: &World, case: CaseId, alert: &Alert, on: NaiveDate) -> Result<(), Vec<Refusal>> {
    let form = TakeStep {
        action: "passed-to-prosecutor".to_owned(),
        words: "негіздеме".to_owned(),
        done_on: Some(Ok(on)),
        decided: true,
    };
    let head = world.actor("ps");
    let passed = commands::act_on_alert(&world.desk, &head, None, case, alert.id, &form).await;
    if passed.is_ok() {
        return Ok(());
    }
    Err(refusals(passed))
}

#[test]
fn a_dose_that_waits_for_a_physician_is_no_absence_of_the_person() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = told(world, &dates).await;
            let before = world.climbs_to(case, "probation").await;
            let slip = alarmed(world, case).await;
            assert_eq!(seen(world, case).await, (Required::Awaited, Some(Next::Named)));
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(alert.live(), "it is ours now, and somebody of ours is told");
            assert_eq!(
                (alert.cause.family, alert.cause.cause.as_deref()),
                (Cause::Clinical, None)
            );
            assert_eq!(said(world, case, &alert).await, Attendance::Justified);
            assert!(!world.corrections_to(case, "probation").await.is_empty());
            assert_eq!(
                passed(world, case, &alert).await.unwrap_err(),
                [Refusal::WaitsForUs]
            );

            // Weeks later nobody has decided, and how late it is must be decided as well.
            world.pass_until(dates.late).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), before.len());
            judge(world, case, slip, Decided::Continue, None).await.unwrap();
            let waits = world.plan(case).await.waits;
            assert!(matches!(waits, Some(Waits::LateDecision { .. })), "{waits:?}");
            assert_eq!(seen(world, case).await, (Required::Awaited, Some(Next::Named)));
            let alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(said(world, case, &alert).await, Attendance::Justified);

            // He may come again: he has the days that he has after a hold, and the ladder goes on where it was.
            world.decide(case, true).await.unwrap();
            assert_eq!(seen(world, case).await, (Required::Yes, Some(Next::AtOnce)));
            let alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(alert.cause.family, Cause::Person);
            assert!(
                alert.told(world.country.place("probation").id),
                "who was told stays told"
            );
            world.pass_until(dates.in_time).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), before.len());
            world.pass_until(dates.again).await;
            let after = world.climbs_to(case, "probation").await;
            let next = &after[before.len()];
            let last = before.last().unwrap();
            assert_eq!((next.step, next.who), (last.step, last.who));
            assert_eq!(next.due_at, at(dates.again));
            let alert = world.alert_about(case, Kind::Dose).await;
            passed(world, case, &alert).await.unwrap();
        });
    }
}

#[test]
fn while_a_very_late_dose_waits_for_a_physician_the_supervising_body_is_asked_nothing() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = told(world, &dates).await;
            world.pass_until(dates.answered).await;
            world.acknowledge("ps", case, 1, "evidence-asked").await.unwrap();
            let before = world.climbs_to(case, "probation").await.len();
            let region = world.climbs_to(case, "health").await.len();

            world.pass_until(dates.week_on).await;
            assert_eq!(seen(world, case).await, (Required::Awaited, Some(Next::Named)));
            assert_eq!(world.climbs_to(case, "probation").await.len(), before);
            assert_eq!(
                world.climbs_to(case, "health").await.len(),
                region + 1,
                "it goes on to those who can see to it that he decides"
            );
            let alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(
                said(world, case, &alert).await,
                Attendance::NotAttended,
                "what was said of the day of the refusal stands"
            );
            assert_eq!(
                passed(world, case, &alert).await.unwrap_err(),
                [Refusal::WaitsForUs]
            );
        });
    }
}

/// The climb passed over the supervising body; once the physician has decided, that body is asked again, and once.
#[test]
fn after_the_decision_about_a_very_late_dose_the_supervising_body_is_asked_again() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = told(world, &dates).await;
            let body = world.country.place("probation").id;
            world.pass_until(dates.answered).await;
            world.acknowledge("ps", case, 1, "evidence-asked").await.unwrap();
            let before = world.climbs_to(case, "probation").await;
            world.pass_until(dates.week_on).await;
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(alert.climb().all(|hop| hop.organisation != body));
            assert_eq!(
                alert.answer_by(body),
                None,
                "the time of the coordinator is not that of the body"
            );

            world.decide(case, true).await.unwrap();
            assert_eq!(seen(world, case).await, (Required::Yes, Some(Next::AtOnce)));
            let file = world.file(case).await;
            let days = protocol(&file.case, &RULES).unwrap().restart.within_days;
            let last_on = file.now.today() + Days::new(days.into());
            world.pass_until(&format!("{last_on} 23:59")).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), before.len());
            let again_on = last_on.succ_opt().unwrap();
            world.pass_until(&format!("{again_on} 10:00")).await;
            let after = world.climbs_to(case, "probation").await;
            assert_eq!(after.len(), before.len() + 1, "once");
            let (next, last) = (after.last().unwrap(), before.last().unwrap());
            assert_eq!((next.step, next.who), (last.step, last.who));
            assert_eq!(next.due_at, at(&format!("{again_on} 00:00")));
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(alert.answer_by(body) > Some(next.due_at));
        });
    }
}

/// Where the body has not answered when the climb passes over it, the time it was given stays on record as missed.
#[test]
fn a_time_that_passed_without_an_answer_stays_when_the_climb_passes_over_the_body() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = told(world, &dates).await;
            let body = world.country.place("probation").id;
            let alert = world.alert_about(case, Kind::Dose).await;
            let missed = alert.answer_by(body);
            assert!(missed.is_some_and(|by| by < world.desk.instant()), "{missed:?}");
            world.pass_until(dates.late).await;
            let mut alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(alert.answer_by(body), missed);
            assert!(!asks_others(&alert, body));

            // A climb that begins behind the body names the same day; one on a track on which it was never asked names none.
            let region = alert.climb().find(|hop| hop.organisation != body && hop.step > 0);
            let region = region.unwrap().clone();
            alert.climb_begins = alert.notices.len();
            alert.notices.push(Notice {
                kind: NoticeKind::Climb,
                hop: region,
            });
            assert_eq!(alert.answer_by(body), missed);
            assert_eq!(alert.unanswered(body), missed);
            assert!(!asks_others(&alert, body));
            alert.track_begins = alert.climb_begins;
            alert.stretches.clear();
            assert_eq!((alert.answer_by(body), alert.unanswered(body)), (None, None));
            assert!(asks_others(&alert, body), "on this track it was never asked");
        });
    }
}

/// What happened before stays an absence, whatever the dose waits for now.
#[test]
fn a_step_in_law_about_an_earlier_absence_is_written_down_while_something_else_waits() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = told(world, &dates).await;
            world.pass_until(dates.late).await;
            let waits = world.plan(case).await.waits;
            assert!(matches!(waits, Some(Waits::LateDecision { .. })), "{waits:?}");
            let alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(
                passed(world, case, &alert).await.unwrap_err(),
                [Refusal::WaitsForUs]
            );
            let told_on = day(&dates.told[..10]);
            passed_on(world, case, &alert, told_on).await.unwrap();

            // The alert is over: it asks for nothing that could wait.
            world.hold(case, None).await;
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(!alert.live());
            passed(world, case, &alert).await.unwrap();
        });
    }
}

/// Nobody examines or tells a person who does not come: what was written down of him stands, and supervision is asked.
#[test]
fn who_refuses_a_first_dose_before_he_was_told_of_it_is_answered_for_by_supervision() {
    for (opened, target, refused, closed) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-16 10:00",
            "2026-03-27 10:00",
        ),
        // Nobody was expected any more when he came and refused.
        (
            "2026-12-20 09:00",
            "2026-12-31",
            "2027-01-13 10:00",
            "2027-01-13 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.open(Default::default()).await;
            world.clear(case).await.unwrap();
            world.choose(case, M3, target).await.unwrap();
            world.pass_until(refused).await;
            world.refuse(case).await;
            world.pass_until(closed).await;
            assert_eq!(world.plan(case).await.waits, None);
            assert_eq!(seen(world, case).await, (Required::Yes, Some(Next::AtOnce)));
            let alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(alert.cause.family, Cause::Person);
            let asked = world.climbs_to(case, "probation").await;
            assert!(asked.iter().any(|row| row.who == Some("po")), "{asked:?}");
        });
    }
}

/// A first dose whose window closed before the person was told about the drug: nobody could have given it.
#[test]
fn nobody_is_blamed_for_a_first_dose_that_nobody_could_give() {
    for (opened, target, closed) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-27 10:00"),
        ("2026-12-20 09:00", "2026-12-31", "2027-01-13 10:00"),
    ] {
        story(opened, async |world| {
            let case = world.open(Default::default()).await;
            world.clear(case).await.unwrap();
            world.choose(case, M3, target).await.unwrap();
            world.pass_until(closed).await;
            assert!(world.file(case).await.now.today() > day(target));
            assert_eq!(seen(world, case).await, (Required::Awaited, Some(Next::Named)));
            let alert = world.alert_about(case, Kind::Dose).await;
            assert_eq!(alert.cause.family, Cause::Clinical);
            assert_eq!(world.climbs_to(case, "probation").await, []);
        });
    }
}
