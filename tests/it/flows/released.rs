//! The day of a release: nobody is lost on it, before it, or by a paper that comes after it.

use crate::support::world::{World, day, refusals, story};
use merzim::commands;
use merzim::domain::ids::CaseId;
use merzim::domain::refusal::Refusal;

/// Opened, first dose, release.
const DAYS: [[&str; 3]; 2] = [
    ["2026-03-02 09:00", "2026-03-16", "2026-08-05"],
    ["2027-01-11 09:00", "2027-01-20", "2027-06-18"],
];

/// Treated in P1, the first dose given; released on a day.
async fn treated(world: &World, [_, first_on, release_on]: [&str; 3]) -> CaseId {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.forward(case, "oc1").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    case
}

/// A day of release that is named for somebody who is out hides nobody: it is refused, and the board goes on counting him.
/// Taken into custody again where he was, he is to be released anew.
#[test]
fn a_day_named_for_somebody_who_was_released_without_a_receiver_is_refused() {
    for days in DAYS {
        story(days[0], async |world| {
            let release_on = days[2];
            let case = treated(world, days).await;
            world.pass_until(&format!("{release_on} 10:00")).await;
            let when = format!("{release_on} 09:00");
            world
                .release_alone("co", case, &when, "сот босатты, емхана жауап бермеді")
                .await
                .unwrap();
            let named = world.release_on(case, "2029-03-01", "corrected").await;
            assert_eq!(refusals(named), [Refusal::NotHeld]);
            assert_eq!(world.release_row(case).await.unwrap().0, "released-without");
            let owed = world.open_obligation(case, "arrange-handover").await.unwrap();
            assert_eq!(owed.due_on, day(release_on), "since he went");

            let (clerk, p1) = (world.actor("clerk"), world.country.place("p1").id);
            let again = async |on| {
                commands::change_place(&world.desk, &clerk, None, case, p1, on, "қайта қамауға алынды").await
            };
            let same_day = again(day(release_on)).await;
            assert_eq!(refusals(same_day), [Refusal::NothingToDo]);
            let next_on = day(release_on).succ_opt().unwrap();
            world.pass_until(&format!("{next_on} 10:00")).await;
            again(next_on).await.unwrap();
            assert_eq!(
                world.release_row(case).await,
                None,
                "he is held, and no day is known"
            );
            world.release_on(case, "2029-03-01", "term").await.unwrap();
            assert_eq!(world.release_row(case).await.unwrap().1, day("2029-03-01"));
        });
    }
}

/// Whoever is free at a clinic has nothing to be released from.
#[test]
fn no_day_of_release_is_named_for_a_free_person() {
    for opened in ["2026-03-02 09:00", "2027-01-11 09:00"] {
        story(opened, async |world| {
            let case = world
                .open(crate::support::world::NewCase {
                    place: "oc1",
                    ..Default::default()
                })
                .await;
            let named = world.release_on(case, "2029-03-01", "term").await;
            assert_eq!(refusals(named), [Refusal::NotHeld]);
        });
    }
}
