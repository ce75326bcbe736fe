//! A good reason not to come is one at the place where he was to come: it ends where he is brought to another.

use crate::support::world::{RULES, World, day, refusals, story};
use chrono::{Days, NaiveDate};
use merzim::commands;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;

/// Opened, first dose, release, first appointment.
const DAYS: [[&str; 4]; 2] = [
    ["2026-03-02 09:00", "2026-03-16", "2026-08-05", "2026-08-06"],
    ["2027-01-11 09:00", "2027-01-20", "2027-06-18", "2027-06-21"],
];

/// Treated in P1, released to OC1.
async fn released(world: &World, [_, first_on, release_on, visit_on]: [&str; 4]) -> CaseId {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.forward(case, "oc1").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    let offer = world.offer_release(case, "oc1").await.unwrap();
    let visit = Some(("fp", visit_on, "10:30"));
    world.accept("cn1", case, offer, visit).await.unwrap();
    world.pass_until(&format!("{release_on} 10:00")).await;
    world.release(case, &format!("{release_on} 09:00")).await.unwrap();
    case
}

/// Detained, he cannot come to the clinic. In the prison that has him then he can be given his dose, and the ladder climbs.
#[test]
fn a_detention_excuses_nobody_in_the_prison_where_he_is_held() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = released(world, days).await;
            let (from_on, moved_on) = (day(days[2]), day(days[2]) + Days::new(5));
            let until_on = from_on + Days::new(40);
            let span = (days[2], until_on.to_string());
            world
                .cannot_come("cn1", case, "detention", (span.0, span.1.as_str()))
                .await
                .unwrap();
            world.pass_until(&format!("{moved_on} 11:00")).await;
            let passage = world.file(case).await.case.passage;
            assert_eq!(passage.unavailable_on(moved_on).unwrap().1, until_on);

            let (clerk, p2) = (world.actor("clerk"), world.country.place("p2").id);
            commands::change_place(&world.desk, &clerk, None, case, p2, moved_on, "қамауға алынды")
                .await
                .unwrap();
            let passage = world.file(case).await.case.passage;
            assert_eq!(passage.unavailable_on(moved_on), None);
            let eve = moved_on - Days::new(1);
            assert_eq!(passage.unavailable_on(eve).unwrap().1, eve);
            assert_eq!(world.open_obligation(case, "look-at-unavailable").await, None);

            // What keeps him from a dose there, they write down from the day on which he came.
            let again = world
                .cannot_come("n3", case, "hospital", (span.0, span.1.as_str()))
                .await;
            let earliest_on = moved_on;
            let field = "from_on";
            assert_eq!(refusals(again), [Refusal::NotBefore { field, earliest_on }]);
            let since = moved_on.to_string();
            world
                .cannot_come("n3", case, "hospital", (&since, span.1.as_str()))
                .await
                .unwrap();
            let passage = world.file(case).await.case.passage;
            assert_eq!(passage.unavailable_on(moved_on).unwrap().1, until_on);
        });
    }
}

/// A move that is written down late ends a good reason of which everybody thought that it runs: nobody's time is counted from
/// before that.
#[test]
fn a_move_written_down_late_gives_everybody_full_time() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = released(world, days).await;
            let from_on = day(days[2]);
            let until_on = (from_on + Days::new(40)).to_string();
            world
                .cannot_come("cn1", case, "detention", (days[2], &until_on))
                .await
                .unwrap();
            let written_on = from_on + Days::new(10);
            world.pass_until(&format!("{written_on} 11:00")).await;
            assert!(!world.alert_about(case, Kind::Dose).await.live());
            let written_at = world.clock.now();
            moved(world, case, "p2", from_on + Days::new(5)).await;
            world.pass_until(&format!("{written_on} 12:00")).await;
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(alert.live());
            assert!(alert.climbs_from >= written_at, "{alert:#?}");
        });
    }
}

/// A move that is taken back after its day brought him nowhere: what keeps him from a dose goes on.
#[test]
fn a_move_taken_back_too_late_ends_no_good_reason() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = released(world, days).await;
            let (from_on, until_on) = (day(days[2]), day(days[2]) + Days::new(40));
            world
                .cannot_come("cn1", case, "detention", (days[2], &until_on.to_string()))
                .await
                .unwrap();
            let planned_on = from_on + Days::new(3);
            moved(world, case, "oc2", planned_on).await;
            let passage = world.file(case).await.case.passage;
            assert_eq!(passage.unavailable_on(planned_on), None);
            let late_on = planned_on + Days::new(1);
            world.pass_until(&format!("{late_on} 11:00")).await;
            moved(world, case, "oc1", planned_on).await;
            let passage = world.file(case).await.case.passage;
            assert_eq!(passage.unavailable_on(late_on).unwrap().1, until_on);
        });
    }
}

async fn moved(world: &World, case: CaseId, place: &str, from_on: NaiveDate) {
    // It is written down by the registry of the region in which he is.
    let here = world.file(case).await.facts.region;
    let clerk = world.actor(if here == "almaty" { "clerk" } else { "clerk2" });
    let place = world.country.place(place).id;
    commands::change_place(&world.desk, &clerk, None, case, place, from_on, "қағаз бойынша")
        .await
        .unwrap();
}

/// A certificate that comes after the move: what was over before it is written down all the same.
#[test]
fn a_reason_that_was_over_before_the_move_is_written_down_after_it() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = released(world, days).await;
            let moved_on = day(days[2]) + Days::new(5);
            let eve = moved_on - Days::new(1);
            world.pass_until(&format!("{moved_on} 11:00")).await;
            moved(world, case, "p2", moved_on).await;
            world
                .cannot_come("n3", case, "hospital", (days[2], &eve.to_string()))
                .await
                .unwrap();
            let passage = world.file(case).await.case.passage;
            assert_eq!(passage.unavailable_on(eve).unwrap().1, eve);
            assert_eq!(passage.unavailable_on(moved_on), None);
        });
    }
}

/// A certificate is brought after the days of which it speaks: nobody is late in the minute in which it is written down, and
/// somebody looks at it within the time of an answer.
#[test]
fn a_certificate_written_down_after_its_days_makes_nobody_late_at_once() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = released(world, days).await;
            let from_on = day(days[2]) + Days::new(2);
            let until_on = from_on + Days::new(3);
            let written_on = until_on + Days::new(5);
            world.pass_until(&format!("{written_on} 11:00")).await;
            let span = (from_on.to_string(), until_on.to_string());
            world
                .cannot_come("cn1", case, "detention", (&span.0, &span.1))
                .await
                .unwrap();
            world.pass_until(&format!("{written_on} 12:00")).await;
            let look = world.open_obligation(case, "look-at-unavailable").await.unwrap();
            let law = RULES.law_for(written_on).unwrap();
            assert_eq!(look.due_on, law.calendar.add_working_days(written_on, 3).date);
            let alerts = world.alerts(case).await;
            let late = alerts.iter().any(|alert| alert.kind == "look-at-unavailable");
            assert!(!late, "{alerts:?}");
        });
    }
}
