//! Somebody who is held, again or for the first time, and of whom no day of release is known: one is to be named.

use crate::support::world::{NewCase, RULES, World, day, refusals, story};
use chrono::Days;
use merzim::commands;
use merzim::domain::decide::passage::{NOT_KNOWN, SetReleaseDate};
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::plan::{ASKED_AGAIN, HELD, HELD_AGAIN};
use merzim::domain::refusal::Refusal;

/// Opened, first dose, release, first appointment, the day of the next release.
const DAYS: [[&str; 5]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-16",
        "2026-08-05",
        "2026-08-06",
        "2028-05-12",
    ],
    [
        "2027-01-11 09:00",
        "2027-01-20",
        "2027-06-18",
        "2027-06-21",
        "2029-03-30",
    ],
];

/// Treated in P1, released to OC1.
async fn released(world: &World, [_, first_on, release_on, visit_on, _]: [&str; 5]) -> CaseId {
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

/// The registry of the region in which he is held names the day, by a paper of today.
async fn named(world: &World, case: CaseId, on: &str) {
    let form = SetReleaseDate {
        on: Some(day(on)),
        because: "term".to_owned(),
        paper: "қаулы № 7".to_owned(),
        dated_on: Some(world.file(case).await.now.today()),
    };
    commands::set_release_date(&world.desk, &world.actor("clerk2"), None, case, &form)
        .await
        .unwrap();
}

#[test]
fn the_registry_names_a_day_for_whoever_is_held_again() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = released(world, days).await;
            assert_eq!(world.open_obligation(case, "confirm-release").await, None);
            let held_on = day(days[2]) + Days::new(13);
            world.pass_until(&format!("{held_on} 11:00")).await;
            let (clerk, p2) = (world.actor("clerk"), world.country.place("p2").id);
            commands::change_place(&world.desk, &clerk, None, case, p2, held_on, "қамауға алынды")
                .await
                .unwrap();

            let owed = world.open_obligation(case, "confirm-release").await.unwrap();
            let law = RULES.law_for(held_on).unwrap();
            let by = law.calendar.add_working_days(held_on, 3).date;
            // He is held in another region now.
            let registry = world.country.place("registry2").id;
            assert_eq!((owed.due_on, owed.owner), (by, registry));
            let plan = world.plan(case).await;
            let mut kinds = plan.obligations.iter();
            let why = kinds.find(|owed| owed.kind == Kind::ConfirmRelease).unwrap();
            assert!(why.why.counts_from(HELD_AGAIN), "{why:?}");

            named(world, case, days[4]).await;
            assert_eq!(world.open_obligation(case, "confirm-release").await, None);
            assert_eq!(world.release_row(case).await.unwrap().1, day(days[4]));
        });
    }
}

/// Of whoever is held again a day may not be known yet: whoever is asked says so, and is asked again a month later.
#[test]
fn a_day_that_nobody_knows_yet_is_asked_for_again() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = released(world, days).await;
            let held_on = day(days[2]) + Days::new(13);
            world.pass_until(&format!("{held_on} 11:00")).await;
            let (clerk, p2) = (world.actor("clerk"), world.country.place("p2").id);
            commands::change_place(&world.desk, &clerk, None, case, p2, held_on, "қамауға алынды")
                .await
                .unwrap();
            let there = world.actor("clerk2");
            let mut form = SetReleaseDate {
                because: NOT_KNOWN.to_owned(),
                ..SetReleaseDate::default()
            };
            let unsaid = commands::set_release_date(&world.desk, &there, None, case, &form).await;
            assert_eq!(refusals(unsaid), [Refusal::Required { field: "paper" }]);
            "тергеуші айтты".clone_into(&mut form.paper);
            commands::set_release_date(&world.desk, &there, None, case, &form)
                .await
                .unwrap();
            let plan = world.plan(case).await;
            let mut owed = plan.obligations.iter();
            let owed = owed.find(|owed| owed.kind == Kind::ConfirmRelease).unwrap();
            let again_on = held_on + Days::new(30);
            let law = RULES.law_for(again_on).unwrap();
            assert_eq!(owed.due_on, law.calendar.add_working_days(again_on, 3).date);
            named(world, case, days[4]).await;
            assert_eq!(world.open_obligation(case, "confirm-release").await, None);
        });
    }
}

/// Nobody released them here: one was treated at a clinic from the start and is arrested, the other is held by a term that has no
/// end. The registry owes the day of both, and where nobody knows it is asked again a month later, and not before.
#[test]
fn a_day_is_asked_for_of_whoever_is_held_and_was_never_released() {
    for days in DAYS {
        story(days[0], async |world| {
            let opened_on = day(&days[0][..10]);
            let free = world
                .open(NewCase {
                    place: "oc1",
                    first_on: Some(days[1]),
                    ..NewCase::default()
                })
                .await;
            let held = world.planned_for(days[1]).await;
            assert_eq!(world.open_obligation(free, "confirm-release").await, None);
            let within = |on| RULES.law_for(on).unwrap().calendar.add_working_days(on, 3).date;
            let owed = world.open_obligation(held, "confirm-release").await.unwrap();
            let registry = world.country.place("registry").id;
            assert_eq!((owed.due_on, owed.owner), (within(opened_on), registry));
            let plan = world.plan(held).await;
            let mut kinds = plan.obligations.iter();
            let why = kinds.find(|owed| owed.kind == Kind::ConfirmRelease).unwrap();
            assert!(why.why.counts_from(HELD), "{why:?}");

            let form = SetReleaseDate {
                because: NOT_KNOWN.to_owned(),
                paper: "мерзімі белгісіз".to_owned(),
                ..SetReleaseDate::default()
            };
            let clerk = world.actor("clerk");
            commands::set_release_date(&world.desk, &clerk, None, held, &form)
                .await
                .unwrap();
            let plan = world.plan(held).await;
            let mut kinds = plan.obligations.iter();
            let again = kinds.find(|owed| owed.kind == Kind::ConfirmRelease).unwrap();
            let again_on = opened_on + Days::new(30);
            assert_eq!((again.opens_on, again.due_on), (again_on, within(again_on)));
            assert!(again.why.counts_from(ASKED_AGAIN), "{again:?}");

            let held_on = day(days[1]);
            world.pass_until(&format!("{held_on} 11:00")).await;
            let p2 = world.country.place("p2").id;
            commands::change_place(&world.desk, &clerk, None, free, p2, held_on, "қамауға алынды")
                .await
                .unwrap();
            let owed = world.open_obligation(free, "confirm-release").await.unwrap();
            let there = world.country.place("registry2").id;
            assert_eq!((owed.due_on, owed.owner), (within(held_on), there));
            named(world, free, days[4]).await;
            assert_eq!(world.open_obligation(free, "confirm-release").await, None);
            assert_eq!(world.release_row(free).await.unwrap().1, day(days[4]));
        });
    }
}
