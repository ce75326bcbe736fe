//! A good reason not to come is one at the place where he was to come: it ends where he is brought to another.

use crate::support::world::{World, day, refusals, story};
use chrono::Days;
use merzim::commands;
use merzim::domain::ids::CaseId;
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
