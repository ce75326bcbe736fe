//! Which day was missed where a good reason not to come ran before, on or after it: the supervising body reads that of each day,
//! and hears of it when it changes.

use crate::support::world::{NewCase, RULES, World, story};
use chrono::{Days, NaiveDate, TimeDelta};
use merzim::commands;
use merzim::domain::alert::{AlertState, ResolvedBecause};
use merzim::domain::decide::passage::LookAtUnavailable;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::ruling::RulingStep;
use merzim::domain::supervision::{Attendance, Summary, about_on};

/// Opened, first dose.
pub(super) const DAYS: [[&str; 2]; 2] = [
    ["2026-01-20 09:00", "2026-02-05"],
    ["2026-06-01 09:00", "2026-06-15"],
];

/// Treated at a clinic, with the last day of the window of his second dose.
pub(super) async fn treated(world: &World, first_on: &str) -> (CaseId, NaiveDate) {
    let case = world
        .open(NewCase {
            place: "oc1",
            first_on: Some(first_on),
            ..NewCase::default()
        })
        .await;
    world.pass_until(&format!("{first_on} 10:00")).await;
    let form = world.injection(case).await;
    world.log("cn1", case, &form).await.unwrap();
    let closes_on = world.dose(case).await.unwrap().closes_on;
    (case, closes_on)
}

/// What is read of the days of which nobody wrote anything down, the newest first.
pub(super) async fn read(world: &World, case: CaseId) -> Vec<(NaiveDate, Attendance)> {
    let file = world.file(case).await;
    let summary = Summary::of(&file.case, &file.plan(&RULES), &RULES, &file.now);
    let visits = summary.visits.iter();
    let unrecorded = visits.filter(|visit| visit.recorded_at.is_none());
    unrecorded.map(|visit| (visit.on, visit.attendance)).collect()
}

/// The day that the alert about the dose is about, and what it says of it.
pub(super) async fn said(world: &World, case: CaseId) -> (NaiveDate, Attendance) {
    let file = world.file(case).await;
    let alert = world.alert_about(case, Kind::Dose).await;
    let on = about_on(&alert, &file.case, &file.plan(&RULES), &RULES, &file.now);
    (
        on,
        Attendance::of_alert(&alert, &file.case, &RULES.causes, &file.now),
    )
}

async fn in_hospital(world: &World, case: CaseId, (from_on, until_on): (NaiveDate, NaiveDate)) {
    let (from_on, until_on) = (from_on.to_string(), until_on.to_string());
    world
        .cannot_come("cn1", case, "hospital", (&from_on, &until_on))
        .await
        .unwrap();
}

pub(super) async fn corrections(world: &World, case: CaseId) -> usize {
    world.corrections_to(case, "probation").await.len()
}

/// The certificate comes when he is long out of hospital, and has not come since: the day in hospital is justified, the first day
/// after it is not.
#[test]
fn a_day_that_a_late_certificate_covers_is_justified_and_whoever_was_told_hears_of_it() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            let until_on = closed_on + Days::new(3);
            let written_on = closed_on + Days::new(9);
            world.pass_until(&format!("{written_on} 10:00")).await;
            assert!(!world.climbs_to(case, "probation").await.is_empty());
            assert_eq!(read(world, case).await, [(closed_on, Attendance::NoRecord)]);
            assert_eq!(said(world, case).await, (closed_on, Attendance::NoRecord));
            let before = corrections(world, case).await;

            world.clock.forward(TimeDelta::hours(1)).unwrap();
            in_hospital(world, case, (closed_on - Days::new(5), until_on)).await;
            let free_on = until_on + Days::new(1);
            assert_eq!(
                read(world, case).await,
                [
                    (free_on, Attendance::NoRecord),
                    (closed_on, Attendance::Justified)
                ]
            );
            assert_eq!(said(world, case).await, (free_on, Attendance::NoRecord));
            assert!(world.alert_about(case, Kind::Dose).await.live());
            let told = corrections(world, case).await;
            assert!(told > before, "{before}, then {told}");

            // That it was over when it was said to be changes nothing more, and nobody is told twice.
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            let form = LookAtUnavailable {
                unavailable: Some(world.file(case).await.case.passage.unavailable[0].content.id),
                over: Some(true),
                until_on: Some(until_on),
                words: "ауруханадан шықты".to_owned(),
            };
            commands::look_at_unavailable(&world.desk, &world.actor("cn1"), None, case, &form)
                .await
                .unwrap();
            world.sweep().await;
            assert_eq!(said(world, case).await, (free_on, Attendance::NoRecord));
            assert_eq!(corrections(world, case).await, told);
        });
    }
}

/// Known in time, the reason covers the last day of the window: once it is over that day stays what it was.
#[test]
fn a_day_that_was_excused_stays_justified_once_the_reason_is_over() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closes_on) = treated(world, first_on).await;
            let (from_on, until_on) = (closes_on - Days::new(2), closes_on + Days::new(3));
            world.pass_until(&format!("{from_on} 15:00")).await;
            in_hospital(world, case, (from_on, until_on)).await;
            world.pass_until(&format!("{until_on} 10:00")).await;
            assert_eq!(read(world, case).await, [(closes_on, Attendance::Justified)]);
            assert_eq!(world.dose_alerts(case).await, []);

            let free_on = until_on + Days::new(1);
            world.pass_until(&format!("{free_on} 10:00")).await;
            assert_eq!(
                read(world, case).await,
                [(closes_on, Attendance::Justified)],
                "he can still come today"
            );
            world
                .pass_until(&format!("{} 10:00", free_on + Days::new(1)))
                .await;
            assert_eq!(
                read(world, case).await,
                [
                    (free_on, Attendance::NoRecord),
                    (closes_on, Attendance::Justified)
                ]
            );
            assert_eq!(said(world, case).await, (free_on, Attendance::NoRecord));
        });
    }
}

/// He was not in hospital yet when he was to come: the ladder rests while he is there, and the day stays unexplained.
#[test]
fn a_reason_that_begins_after_the_missed_day_explains_nothing_of_it() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            let (from_on, until_on) = (closed_on + Days::new(3), closed_on + Days::new(8));
            world
                .pass_until(&format!("{} 10:00", closed_on + Days::new(6)))
                .await;
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            in_hospital(world, case, (from_on, until_on)).await;
            let missed = (closed_on, Attendance::NoRecord);
            assert_eq!(read(world, case).await, [missed]);
            assert_eq!(said(world, case).await, missed);
            let alert = world.alert_about(case, Kind::Dose).await;
            let AlertState::Resolved { because, .. } = alert.state else {
                panic!("the ladder rests: {alert:#?}");
            };
            assert_eq!(because, ResolvedBecause::Paused);

            world
                .pass_until(&format!("{} 10:00", until_on + Days::new(2)))
                .await;
            assert_eq!(read(world, case).await, [missed]);
            assert_eq!(said(world, case).await, missed);
            assert!(world.alert_about(case, Kind::Dose).await.live());
        });
    }
}

/// Supervision was told of a day that was missed before a court stopped the doses. That a certificate is struck out that covered
/// the last day of the window after the stop, of which it was told nothing yet, is no news to it.
#[test]
fn a_certificate_for_the_window_after_a_stop_corrects_nothing_that_was_said_before_it() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            let (stopped_on, resumed_on) = (closed_on + Days::new(9), closed_on + Days::new(12));
            for (on, step) in [
                (stopped_on, RulingStep::Suspended),
                (resumed_on, RulingStep::Resumed),
            ] {
                world.pass_until(&format!("{on} 10:00")).await;
                assert!(!world.climbs_to(case, "probation").await.is_empty());
                world.court(case, step, &on.to_string()).await.unwrap();
                assert_eq!(read(world, case).await, [(closed_on, Attendance::NoRecord)]);
            }
            let closes_on = world.dose(case).await.unwrap().closes_on;
            let (from, until) = ((closes_on - Days::new(1)).to_string(), closes_on.to_string());
            world.pass_until(&format!("{from} 10:00")).await;
            let certificate = world
                .cannot_come("cn1", case, "hospital", (&from, &until))
                .await
                .unwrap();
            let free_on = closes_on + Days::new(1);
            world
                .pass_until(&format!("{} 10:00", free_on + Days::new(1)))
                .await;
            assert!(world.alert_about(case, Kind::Dose).await.live());
            assert_eq!(said(world, case).await.0, free_on);
            let told = corrections(world, case).await;
            world.void("cn1", case, certificate).await.unwrap();
            assert_eq!(said(world, case).await.0, closes_on);
            assert_eq!(corrections(world, case).await, told);
        });
    }
}

/// What is read of the days on which he did not come, the newest first.
async fn missed(world: &World, case: CaseId) -> Vec<(NaiveDate, Attendance)> {
    let file = world.file(case).await;
    let summary = Summary::of(&file.case, &file.plan(&RULES), &RULES, &file.now);
    let visits = summary.visits.iter();
    let missed = visits.filter(|visit| visit.attendance != Attendance::Attended);
    missed.map(|visit| (visit.on, visit.attendance)).collect()
}

/// The day and the word of the alert about the dose, as the list has them.
async fn listed(world: &World, case: CaseId) -> (NaiveDate, String) {
    let row = world.dose_alerts(case).await.remove(0);
    (row.about_on, row.attendance)
}

/// The clinic wrote down that he did not come, and learns nine days later that he lay in hospital: of that day it is read as of a
/// day of which nothing was written down. Is the certificate struck out, everything reads as before.
#[test]
fn an_absence_on_a_day_that_a_late_certificate_covers_is_justified_until_that_is_struck_out() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            world.pass_until(&format!("{closed_on} 12:00")).await;
            world.not_given("cn1", case, "person-absent").await.unwrap();
            let until_on = closed_on + Days::new(3);
            world
                .pass_until(&format!("{} 10:00", closed_on + Days::new(9)))
                .await;
            let absent = (closed_on, Attendance::NotAttended);
            assert!(!world.climbs_to(case, "probation").await.is_empty());
            assert_eq!(missed(world, case).await, [absent]);
            assert_eq!(said(world, case).await, absent);
            let before = corrections(world, case).await;

            world.clock.forward(TimeDelta::hours(1)).unwrap();
            let (from, until) = ((closed_on - Days::new(5)).to_string(), until_on.to_string());
            let certificate = world
                .cannot_come("cn1", case, "hospital", (&from, &until))
                .await
                .unwrap();
            let free_on = until_on + Days::new(1);
            let since = (free_on, Attendance::NoRecord);
            assert_eq!(
                missed(world, case).await,
                [since, (closed_on, Attendance::Justified)]
            );
            assert_eq!(said(world, case).await, since);
            assert_eq!(listed(world, case).await, (free_on, "no-record".to_owned()));
            let told = corrections(world, case).await;
            assert!(told > before, "{before}, then {told}");

            world.clock.forward(TimeDelta::hours(1)).unwrap();
            world.void("cn1", case, certificate).await.unwrap();
            assert_eq!(missed(world, case).await, [absent]);
            assert_eq!(said(world, case).await, absent);
            assert!(corrections(world, case).await > told);
        });
    }
}

/// He is still in hospital when the clinic learns of it: once he is out, the day on which he lay there stays justified, and the
/// first on which he could have come is the one that he missed.
#[test]
fn an_absence_on_a_day_that_was_excused_stays_justified_once_the_reason_is_over() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            world.pass_until(&format!("{closed_on} 12:00")).await;
            world.not_given("cn1", case, "person-absent").await.unwrap();
            world
                .pass_until(&format!("{} 10:00", closed_on + Days::new(2)))
                .await;
            let until_on = closed_on + Days::new(5);
            in_hospital(world, case, (closed_on - Days::new(1), until_on)).await;
            let excused = (closed_on, Attendance::Justified);
            assert_eq!(missed(world, case).await, [excused]);
            assert_eq!(said(world, case).await, excused);

            let free_on = until_on + Days::new(1);
            world
                .pass_until(&format!("{} 10:00", free_on + Days::new(1)))
                .await;
            let since = (free_on, Attendance::NoRecord);
            assert_eq!(missed(world, case).await, [since, excused]);
            assert_eq!(said(world, case).await, since);
            assert!(world.alert_about(case, Kind::Dose).await.live());
        });
    }
}

/// The window is still open: that he was in hospital on the day of an attempt leaves nothing that he missed.
#[test]
fn an_absence_that_is_excused_before_the_window_closes_leaves_nothing_missed() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closes_on) = treated(world, first_on).await;
            let tried_on = closes_on - Days::new(3);
            world.pass_until(&format!("{tried_on} 12:00")).await;
            world.not_given("cn1", case, "person-absent").await.unwrap();
            assert_eq!(said(world, case).await, (tried_on, Attendance::NotAttended));
            world
                .pass_until(&format!("{} 10:00", tried_on + Days::new(2)))
                .await;
            in_hospital(world, case, (tried_on, tried_on)).await;
            let excused = (tried_on, Attendance::Justified);
            assert_eq!(missed(world, case).await, [excused]);
            assert_eq!(said(world, case).await, excused);
            assert!(!world.alert_about(case, Kind::Dose).await.live());
        });
    }
}

/// Whoever refuses was there: a certificate of that day says nothing of it, whether it has ended or still runs.
#[test]
fn a_refusal_stays_what_it_was_on_a_day_that_a_certificate_covers() {
    for ([opened, first_on], until) in DAYS.into_iter().flat_map(|days| [(days, 3), (days, 12)]) {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            world.pass_until(&format!("{closed_on} 12:00")).await;
            world.not_given("cn1", case, "person-refused").await.unwrap();
            world
                .pass_until(&format!("{} 10:00", closed_on + Days::new(9)))
                .await;
            let told = corrections(world, case).await;
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            in_hospital(
                world,
                case,
                (closed_on - Days::new(5), closed_on + Days::new(until)),
            )
            .await;
            let refused = (closed_on, Attendance::NotAttended);
            assert_eq!(missed(world, case).await, [refused]);
            assert_eq!(said(world, case).await, refused);
            // That nothing is asked while it runs is told; after it there is nothing new to say.
            let runs = !world.alert_about(case, Kind::Dose).await.live();
            assert_eq!(runs, until > 9);
            if !runs {
                assert_eq!(corrections(world, case).await, told);
            }
        });
    }
}

/// A court has stopped the doses since: the certificate makes another day the missed one, and the list names the day that the page
/// names.
#[test]
fn the_list_names_the_day_that_the_page_names_also_of_an_alert_that_is_over() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            let stopped_on = closed_on + Days::new(9);
            world.pass_until(&format!("{stopped_on} 10:00")).await;
            world
                .court(case, RulingStep::Suspended, &stopped_on.to_string())
                .await
                .unwrap();
            assert_eq!(listed(world, case).await, (closed_on, "no-record".to_owned()));

            world.clock.forward(TimeDelta::hours(1)).unwrap();
            let until_on = closed_on + Days::new(3);
            in_hospital(world, case, (closed_on - Days::new(5), until_on)).await;
            let free_on = until_on + Days::new(1);
            assert!(!world.alert_about(case, Kind::Dose).await.live());
            assert_eq!(said(world, case).await, (free_on, Attendance::NoRecord));
            assert_eq!(listed(world, case).await, (free_on, "no-record".to_owned()));
        });
    }
}

/// Of the attempt that failed he has a certificate; of the last day, on which nobody saw him either, he has none. In whatever
/// order the papers come: while he is in hospital later, the last day is the one that was missed.
#[test]
fn an_excused_attempt_excuses_no_last_day_that_was_missed_before_a_later_reason() {
    for [opened, first_on] in DAYS {
        for later_first in [false, true] {
            story(opened, async |world| {
                let (case, closes_on) = treated(world, first_on).await;
                let tried_on = closes_on - Days::new(3);
                world.pass_until(&format!("{tried_on} 12:00")).await;
                world.not_given("cn1", case, "person-absent").await.unwrap();
                let written_on = closes_on + Days::new(2);
                world.pass_until(&format!("{written_on} 10:00")).await;
                assert_eq!(said(world, case).await, (tried_on, Attendance::NotAttended));

                let later = (closes_on + Days::new(1), closes_on + Days::new(6));
                let mut papers = [(tried_on, tried_on), later];
                if later_first {
                    papers.reverse();
                }
                for paper in papers {
                    let told = corrections(world, case).await;
                    world.clock.forward(TimeDelta::hours(1)).unwrap();
                    in_hospital(world, case, paper).await;
                    assert!(corrections(world, case).await > told);
                }
                let since = (closes_on, Attendance::NoRecord);
                let AlertState::Resolved { because, .. } = world.alert_about(case, Kind::Dose).await.state
                else {
                    panic!("the ladder rests");
                };
                assert_eq!(because, ResolvedBecause::Paused);
                assert_eq!(said(world, case).await, since);
                assert_eq!(listed(world, case).await, (closes_on, "no-record".to_owned()));
                let excused = (tried_on, Attendance::Justified);
                assert_eq!(missed(world, case).await, [since, excused]);

                let told = corrections(world, case).await;
                world.sweep().await;
                assert_eq!(corrections(world, case).await, told);
                world
                    .pass_until(&format!("{} 10:00", closes_on + Days::new(7)))
                    .await;
                assert_eq!(said(world, case).await, since);
                assert!(world.alert_about(case, Kind::Dose).await.live());
            });
        }
    }
}
