//! A move that is written down for another day than today moves nobody today: not out of sight, and not away from a first
//! appointment.

use crate::support::world::{World, day, story};
use chrono::{Days, NaiveDate};
use merzim::commands;
use merzim::domain::ids::CaseId;

/// Opened, first dose, release, first appointment.
const DAYS: [[&str; 4]; 2] = [
    ["2026-03-02 09:00", "2026-03-16", "2026-08-05", "2026-08-06"],
    ["2027-01-11 09:00", "2027-01-20", "2027-06-18", "2027-06-21"],
];

/// Treated in P1, the first dose given; released on a day.
async fn treated(world: &World, [_, first_on, release_on, _]: [&str; 4]) -> CaseId {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.forward(case, "oc1").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    case
}

/// The same, released to OC1, where nobody has seen him yet.
async fn released(world: &World, days: [&str; 4]) -> CaseId {
    let case = treated(world, days).await;
    let offer = world.offer_release(case, "oc1").await.unwrap();
    let visit = Some(("fp", days[3], "10:30"));
    world.accept("cn1", case, offer, visit).await.unwrap();
    world.pass_until(&format!("{} 10:00", days[2])).await;
    world.release(case, &format!("{} 09:00", days[2])).await.unwrap();
    case
}

/// A clerk writes down where he is from a day on.
async fn moved(world: &World, case: CaseId, place: &str, from_on: NaiveDate) {
    let (clerk, place) = (world.actor("clerk"), world.country.place(place).id);
    commands::change_place(&world.desk, &clerk, None, case, place, from_on, "қағаз бойынша")
        .await
        .unwrap();
}

/// Released without a receiver, he is nobody's until somebody has him: that a prison will, three weeks later, ends neither the
/// search nor the number on the board.
#[test]
fn a_move_to_come_hides_nobody_who_was_released_without_a_receiver() {
    for days in DAYS {
        story(days[0], async |world| {
            let release_on = days[2];
            let case = treated(world, days).await;
            world.pass_until(&format!("{release_on} 10:00")).await;
            let when = format!("{release_on} 09:00");
            world
                .release_alone("co", case, &when, "сот босатты")
                .await
                .unwrap();
            let back_on = day(release_on) + Days::new(20);
            moved(world, case, "p2", back_on).await;
            assert_eq!(world.release_row(case).await.unwrap().0, "released-without");
            let owed = world.open_obligation(case, "arrange-handover").await.unwrap();
            assert_eq!(owed.due_on, day(release_on), "since he went");
            let eve = back_on.pred_opt().unwrap();
            world.pass_until(&format!("{eve} 12:00")).await;
            assert_eq!(world.release_row(case).await.unwrap().0, "released-without");
            world.pass_until(&format!("{back_on} 12:00")).await;
            assert_eq!(world.responsible(case).await, "p2");
            let row = world.release_row(case).await;
            assert!(row.is_none_or(|(state, _)| state != "released-without"));
        });
    }
}

/// Neither a move to come, nor one before the release that is written down after it, ends the wait for his first visit.
#[test]
fn a_move_of_another_day_leaves_the_first_visit_where_it_is() {
    for before in [false, true] {
        for days in DAYS {
            story(days[0], async |world| {
                let case = released(world, days).await;
                let owed = world.open_obligation(case, "first-visit").await.unwrap();
                if before {
                    moved(world, case, "p2", day(days[2]) - Days::new(3)).await;
                } else {
                    moved(world, case, "hospital", day(days[2]) + Days::new(14)).await;
                }
                assert_eq!(world.responsible(case).await, "oc1");
                let still = world.open_obligation(case, "first-visit").await.unwrap();
                assert_eq!((still.due_on, still.owner), (owed.due_on, owed.owner));
                assert_eq!(still.due_on, day(days[3]));
            });
        }
    }
}

/// Away to a hospital and back: whoever has come to the clinic has come, and no old appointment is kept again.
#[test]
fn who_comes_back_from_a_hospital_has_no_first_visit_to_make_again() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = released(world, days).await;
            world.pass_until(&format!("{} 11:00", days[3])).await;
            let came = Some(world.clock.now());
            commands::record_visit(&world.desk, &world.actor("cn1"), None, case, came, "келді")
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "first-visit").await, None);
            moved(world, case, "hospital", day(days[3])).await;
            let back_on = day(days[3]) + Days::new(5);
            world.pass_until(&format!("{back_on} 11:00")).await;
            moved(world, case, "oc1", back_on).await;
            assert_eq!(world.responsible(case).await, "oc1");
            assert_eq!(world.open_obligation(case, "first-visit").await, None);
        });
    }
}
