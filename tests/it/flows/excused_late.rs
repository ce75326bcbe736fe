//! A good reason covers the day on which a window closed: nothing was missed before the first day after it is over, and nobody's
//! time is counted from before that, nor from before somebody knew.

use super::missed_days::{DAYS, corrections, read, said, treated};
use crate::support::world::{RULES, World, story};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use merzim::commands;
use merzim::domain::alert::{AlertState, ResolvedBecause};
use merzim::domain::decide::passage::LookAtUnavailable;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::settle::foresee;
use merzim::domain::supervision::Attendance;
use merzim::domain::time::start_of_day;

async fn in_hospital(world: &World, case: CaseId, (from_on, until_on): (NaiveDate, NaiveDate)) -> RecordId {
    let (from, until) = (from_on.to_string(), until_on.to_string());
    let written = world.cannot_come("cn1", case, "hospital", (&from, &until));
    written.await.unwrap()
}

async fn stays_until(world: &World, case: CaseId, reason: RecordId, until_on: NaiveDate) {
    let form = LookAtUnavailable {
        unavailable: Some(reason),
        over: Some(false),
        until_on: Some(until_on),
        words: "ауруханада".to_owned(),
    };
    commands::look_at_unavailable(&world.desk, &world.actor("cn1"), None, case, &form)
        .await
        .unwrap();
}

async fn begins(world: &World, case: CaseId, on: NaiveDate) -> DateTime<Utc> {
    start_of_day(on, world.file(case).await.now.zone)
}

/// The alert climbs from a moment, and nobody should have answered it before that.
async fn climbs_from(world: &World, case: CaseId, from: DateTime<Utc>) {
    let alert = world.alert_about(case, Kind::Dose).await;
    assert!(alert.live(), "{alert:#?}");
    assert_eq!(alert.climbs_from, from, "{alert:#?}");
    let mut asked = alert.climb().peekable();
    assert!(asked.peek().is_some(), "{alert:#?}");
    for hop in asked {
        assert!(hop.acknowledge_by.is_none_or(|by| by > from), "{hop:?}");
    }
}

/// Until yesterday, says a certificate that comes today: today he can still come, and nobody asks. Nobody comes: from the next day
/// on everybody is asked about today, and has his full time.
#[test]
fn whoever_was_in_hospital_until_yesterday_can_still_come_today() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            let today = closed_on + Days::new(9);
            world.pass_until(&format!("{today} 10:00")).await;
            assert!(!world.climbs_to(case, "probation").await.is_empty());
            let before = corrections(world, case).await;
            world.clock.forward(TimeDelta::hours(1)).unwrap();

            in_hospital(world, case, (closed_on - Days::new(5), today - Days::new(1))).await;
            let excused = (closed_on, Attendance::Justified);
            let asked = world.climbs_to(case, "probation").await.len();
            for hour in ["12:00", "23:00"] {
                world.pass_until(&format!("{today} {hour}")).await;
                let alert = world.alert_about(case, Kind::Dose).await;
                let AlertState::Resolved { because, .. } = alert.state else {
                    panic!("he can still come: {alert:#?}");
                };
                assert_eq!(because, ResolvedBecause::Unavailable);
                assert_eq!(said(world, case).await, excused);
                assert_eq!(read(world, case).await, [excused]);
                assert_eq!(world.climbs_to(case, "probation").await.len(), asked);
            }
            assert!(corrections(world, case).await > before);

            let tomorrow = today + Days::new(1);
            world.pass_until(&format!("{tomorrow} 10:00")).await;
            let missed = (today, Attendance::NoRecord);
            assert_eq!(said(world, case).await, missed);
            assert_eq!(read(world, case).await, [missed, excused]);
            climbs_from(world, case, begins(world, case, tomorrow).await).await;
        });
    }
}

/// One day in hospital, and it is the last one of the window: on the next nobody is asked anything.
#[test]
fn nobody_is_asked_on_the_first_day_after_a_good_reason() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closes_on) = treated(world, first_on).await;
            let free_on = closes_on + Days::new(1);
            world.pass_until(&format!("{closes_on} 09:00")).await;
            in_hospital(world, case, (closes_on, closes_on)).await;
            world.pass_until(&format!("{free_on} 10:00")).await;
            assert_eq!(world.dose_alerts(case).await, []);
            let excused = (closes_on, Attendance::Justified);
            assert_eq!(read(world, case).await, [excused]);
            assert_eq!(world.climbs_to(case, "oc1").await, []);
        });
    }
}

/// Known ahead, and extended twice: nobody is asked before the first day after it is over.
#[test]
fn a_reason_that_was_known_ahead_and_extended_twice_makes_nobody_late_on_its_first_free_day() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closes_on) = treated(world, first_on).await;
            let (from_on, first_until_on) = (closes_on - Days::new(2), closes_on + Days::new(1));
            let [second_on, until_on] = [4, 7].map(|days| closes_on + Days::new(days));
            world.pass_until(&format!("{from_on} 15:00")).await;
            let reason = in_hospital(world, case, (from_on, first_until_on)).await;
            for (looked_on, longer_on) in [(first_until_on, second_on), (second_on, until_on)] {
                world.pass_until(&format!("{looked_on} 15:00")).await;
                stays_until(world, case, reason, longer_on).await;
            }
            let free_on = until_on + Days::new(1);
            for hour in ["00:00", "10:00", "23:00"] {
                world.pass_until(&format!("{free_on} {hour}")).await;
                assert_eq!(world.dose_alerts(case).await, [], "{hour}");
            }
            let after = free_on + Days::new(1);
            world.pass_until(&format!("{after} 00:00")).await;
            assert_eq!(said(world, case).await, (free_on, Attendance::NoRecord));
            climbs_from(world, case, begins(world, case, after).await).await;
        });
    }
}

/// The certificate comes when the first day after it is long over: everybody begins anew in the minute in which it is written
/// down, about the other day. Is it struck out, the old day is missed, and whoever was told hears of it.
#[test]
fn a_certificate_that_comes_late_and_is_struck_out_gives_everybody_full_time() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            let until_on = closed_on + Days::new(3);
            world
                .pass_until(&format!("{} 10:00", closed_on + Days::new(9)))
                .await;
            let before = corrections(world, case).await;
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            let reason = in_hospital(world, case, (closed_on - Days::new(5), until_on)).await;
            let written_at = world.clock.now();
            let free_on = until_on + Days::new(1);
            assert_eq!(said(world, case).await, (free_on, Attendance::NoRecord));
            climbs_from(world, case, written_at).await;
            let told = corrections(world, case).await;
            assert!(told > before, "{before}, then {told}");

            world.clock.forward(TimeDelta::hours(1)).unwrap();
            world.void("cn1", case, reason).await.unwrap();
            let struck_at = world.clock.now();
            assert_eq!(said(world, case).await, (closed_on, Attendance::NoRecord));
            assert_eq!(read(world, case).await, [(closed_on, Attendance::NoRecord)]);
            climbs_from(world, case, struck_at).await;
            assert!(corrections(world, case).await > told);
        });
    }
}

/// Struck out on the day on which he could still come: the old day is missed after all.
#[test]
fn a_certificate_struck_out_while_he_can_still_come_excuses_nothing() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closed_on) = treated(world, first_on).await;
            let today = closed_on + Days::new(9);
            world.pass_until(&format!("{today} 10:00")).await;
            let reason = in_hospital(world, case, (closed_on, today - Days::new(1))).await;
            assert!(!world.alert_about(case, Kind::Dose).await.live());
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            world.void("cn1", case, reason).await.unwrap();
            let struck_at = world.clock.now();
            assert_eq!(said(world, case).await, (closed_on, Attendance::NoRecord));
            climbs_from(world, case, struck_at).await;
        });
    }
}

/// He refused, and has a certificate for the days after: until it ends nobody is asked, and then everybody whom a refusal concerns
/// at once. So the ladder is shown before, by what stands written and not as if nothing did.
#[test]
fn the_ladder_of_a_refusal_is_foreseen_behind_a_good_reason() {
    for [opened, first_on] in DAYS {
        story(opened, async |world| {
            let (case, closes_on) = treated(world, first_on).await;
            let refused_on = closes_on - Days::new(3);
            world.pass_until(&format!("{refused_on} 12:00")).await;
            world.not_given("cn1", case, "person-refused").await.unwrap();
            let until_on = closes_on - Days::new(1);
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            in_hospital(world, case, (refused_on, until_on)).await;
            world
                .pass_until(&format!("{} 10:00", refused_on + Days::new(1)))
                .await;
            let file = world.file(case).await;
            let all = foresee(&file.case, &RULES, &file.roster, &file.plan(&RULES), &file.now);
            let foreseen = all.iter().find(|foreseen| foreseen.alert.is_none()).unwrap();
            assert_eq!(foreseen.after, Some(until_on));
            let free = begins(world, case, closes_on).await;
            assert_eq!(
                foreseen.steps.first().map(|step| step.at),
                Some(free),
                "{foreseen:?}"
            );

            world.pass_until(&format!("{closes_on} 10:00")).await;
            climbs_from(world, case, free).await;
            // The supervising body waits for the last day of the window.
            world
                .pass_until(&format!("{} 10:00", closes_on + Days::new(1)))
                .await;
            let alert = world.alert_about(case, Kind::Dose).await;
            let ran: Vec<_> = alert.climb().map(|hop| (hop.due_at, hop.account)).collect();
            let steps = foreseen.steps.iter();
            let said: Vec<_> = steps.map(|step| (step.at, step.found.account)).collect();
            assert!(ran.len() > 1 && said.starts_with(&ran), "{ran:?}, not {said:?}");
        });
    }
}
