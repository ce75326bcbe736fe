//! The day that is written down for a release, and from when on somebody else answers.

use crate::support::world::{RULES, World, day, refusals, story};
use chrono::{Days, NaiveDate};
use merzim::commands;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::refusal::Refusal;

/// Opened, first dose, release, first appointment.
const DAYS: [[&str; 4]; 2] = [
    ["2026-03-02 09:00", "2026-03-16", "2026-08-05", "2026-08-06"],
    ["2027-01-11 09:00", "2027-01-20", "2027-06-18", "2027-06-21"],
];

/// Treated in P1, the first dose given, and it is the morning of the release; OC1 was asked to take over.
async fn asked(world: &World, [_, first_on, release_on, _]: [&str; 4]) -> (CaseId, RecordId) {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.forward(case, "oc1").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    let eve = day(release_on) - Days::new(1);
    world.pass_until(&format!("{eve} 09:00")).await;
    let offer = world.offer_release(case, "oc1").await.unwrap();
    world.pass_until(&format!("{release_on} 10:00")).await;
    (case, offer)
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

/// Who answered on a day.
async fn answered(world: &World, case: CaseId, on: NaiveDate) -> &'static str {
    let place = world.file(case).await.case.place_on(on).unwrap();
    world.country.name_of(place)
}

/// He was let go before anybody had agreed: until somebody has, it is the prison that answers. And he was there on the day of his
/// last dose.
#[test]
fn whoever_agreed_after_the_release_answers_from_then_on() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, first_on, release_on, visit_on] = days;
            let (case, offer) = asked(world, days).await;
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let before = day(first_on) - Days::new(1);
            assert_eq!(
                refusals(world.release(case, &format!("{before} 09:00")).await),
                [Refusal::NotBefore {
                    field: "released_on",
                    earliest_on: day(first_on)
                }]
            );
            let went_on = day(release_on) - Days::new(5);
            world.release(case, &format!("{went_on} 09:00")).await.unwrap();
            let eve = day(release_on) - Days::new(1);
            assert_eq!(answered(world, case, eve).await, "p1", "nobody had agreed");
            assert_eq!(answered(world, case, day(release_on)).await, "oc1");
            let file = world.file(case).await;
            let passage = &file.case.passage;
            assert_eq!(passage.last_release().unwrap().content.released_on, went_on);
            assert_eq!(passage.offer(offer).unwrap().moved_on, Some(day(release_on)));
            assert!(!file.held());
        });
    }
}

/// A move that is to come stands against no release, and the release ends it.
#[test]
fn a_move_to_come_neither_bars_a_release_nor_outlives_it() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, visit_on] = days;
            let (case, offer) = asked(world, days).await;
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let planned_on = day(release_on) + Days::new(9);
            moved(world, case, "p2", planned_on).await;
            world.release(case, &format!("{release_on} 09:00")).await.unwrap();
            assert_eq!(world.responsible(case).await, "oc1");
            world.pass_until(&format!("{planned_on} 12:00")).await;
            assert_eq!(world.responsible(case).await, "oc1", "nobody brings him there");
        });
    }
}

/// What was to come is taken back: he stays where he is, and came nowhere anew. So is an arrest that was planned of somebody who is
/// free.
#[test]
fn a_move_to_come_is_taken_back() {
    for free in [false, true] {
        for days in DAYS {
            story(days[0], async |world| {
                let [_, _, release_on, visit_on] = days;
                let (case, offer) = asked(world, days).await;
                let visit = Some(("fp", visit_on, "10:30"));
                world.accept("cn1", case, offer, visit).await.unwrap();
                let mut here = "p1";
                if free {
                    world.release(case, &format!("{release_on} 09:00")).await.unwrap();
                    here = "oc1";
                }
                let before = world.file(case).await.case.places;
                let planned_on = day(release_on) + Days::new(9);
                moved(world, case, "p2", planned_on).await;
                assert_eq!(answered(world, case, planned_on).await, "p2");
                moved(world, case, here, planned_on).await;
                let after = world.file(case).await.case.places;
                assert_eq!(after, before);
                assert_eq!(answered(world, case, planned_on).await, here);
            });
        }
    }
}

/// Whoever was let go is out from that day on, though the prison answers for him until somebody agrees: what is done about an alert
/// goes by where he is.
#[test]
fn whoever_was_let_go_is_out_before_anybody_has_agreed() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, visit_on] = days;
            let (case, offer) = asked(world, days).await;
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let went_on = day(release_on) - Days::new(5);
            world.release(case, &format!("{went_on} 09:00")).await.unwrap();
            let file = world.file(case).await;
            let kind = |id| file.kind_of(id, &RULES.places);
            let before = went_on - Days::new(1);
            assert!(file.case.inside_on(before, kind));
            for on in [went_on, day(release_on) - Days::new(1), day(release_on)] {
                assert!(!file.case.inside_on(on, kind), "{on}");
            }
            let eve = day(release_on) - Days::new(1);
            assert!(file.case.held_on(eve, kind), "the prison answers for him");

            let again_on = day(release_on) + Days::new(9);
            world.pass_until(&format!("{again_on} 12:00")).await;
            moved(world, case, "p2", again_on).await;
            let file = world.file(case).await;
            assert!(
                file.case
                    .inside_on(again_on, |id| file.kind_of(id, &RULES.places))
            );
        });
    }
}

/// That a dose was not given says nothing of where he was: he may not have come because he was let go.
#[test]
fn a_dose_to_which_he_did_not_come_bars_no_day_of_release() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, visit_on] = days;
            let (case, offer) = asked(world, days).await;
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            world.not_given("n1", case, "person-absent").await.unwrap();
            let eve = day(release_on) - Days::new(1);
            world.release(case, &format!("{eve} 09:00")).await.unwrap();
            assert_eq!(world.responsible(case).await, "oc1");
        });
    }
}

/// A day begins at midnight where he is, not in Greenwich: a move of today has come, also in the small hours, and what is written down
/// then takes nothing back.
#[test]
fn a_move_of_today_has_come_in_the_small_hours() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, _) = asked(world, days).await;
            let before = world.file(case).await.case.places;
            let moves_on = day(days[2]) + Days::new(9);
            moved(world, case, "p2", moves_on).await;
            world.pass_until(&format!("{moves_on} 02:00")).await;
            moved(world, case, "p1", moves_on).await;
            let after = world.file(case).await.case.places;
            assert_eq!(after.len(), before.len() + 2, "he came to P2, and back");
        });
    }
}
