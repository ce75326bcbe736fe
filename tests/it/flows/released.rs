//! The day of a release: nobody is lost on it, before it, or by a paper that comes after it.

use crate::support::world::{World, day, refusals, story};
use merzim::commands;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;

/// Opened, first dose, release, first appointment; when nobody has written the release down in time, and when the regions know.
const DAYS: [[&str; 6]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-16",
        "2026-08-05",
        "2026-08-06",
        "2026-08-07 10:00",
        "2026-08-12 10:00",
    ],
    [
        "2027-01-11 09:00",
        "2027-01-20",
        "2027-06-18",
        "2027-06-21",
        "2027-06-22 10:00",
        "2027-06-25 10:00",
    ],
];

/// Treated in P1, the first dose given; released on a day.
async fn treated(world: &World, [_, first_on, release_on, ..]: [&str; 6]) -> CaseId {
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

/// Everybody who was told that nobody has said whether he went.
async fn told(world: &World, case: CaseId) -> Vec<&'static str> {
    let file = world.file(case).await;
    let alerts = file.case.alerts.iter();
    let alerts = alerts.filter(|alert| alert.kind == Kind::ConfirmRelease);
    let hops = alerts.flat_map(|alert| alert.notices.iter().map(|notice| notice.hop.organisation));
    hops.map(|id| world.country.name_of(id)).collect()
}

/// A day of release that passes without a word is a task on the day, and climbs: both sides are told, then the region; nobody
/// of the supervising body. The release ends it, and so does another day.
#[test]
fn a_day_of_release_that_passes_without_a_word_climbs_to_the_region() {
    for another_day in [false, true] {
        for days in DAYS {
            story(days[0], async |world| {
                let [_, _, release_on, visit_on, told_at, late_at] = days;
                let case = treated(world, days).await;
                let offer = world.offer_release(case, "oc1").await.unwrap();
                let visit = Some(("fp", visit_on, "10:30"));
                world.accept("cn1", case, offer, visit).await.unwrap();
                let eve = day(release_on).pred_opt().unwrap();
                world.pass_until(&format!("{eve} 18:00")).await;
                assert_eq!(world.open_obligation(case, "confirm-release").await, None);
                world.pass_until(&format!("{release_on} 08:00")).await;
                let owed = world.open_obligation(case, "confirm-release").await.unwrap();
                assert_eq!(owed.due_on, day(release_on));
                assert_eq!(owed.owner, world.country.place("p1").id);
                assert!(told(world, case).await.is_empty(), "he has the day");

                world.pass_until(told_at).await;
                let chains = told(world, case).await;
                for place in ["p1", "registry", "oc1"] {
                    assert!(chains.contains(&place), "{place}: {chains:?}");
                }
                world.pass_until(late_at).await;
                let chains = told(world, case).await;
                assert!(chains.contains(&"health"), "{chains:?}");
                assert!(
                    !chains.contains(&"probation"),
                    "our own silence is nobody's fault"
                );
                if another_day {
                    world.release_on(case, "2028-05-12", "days-added").await.unwrap();
                } else {
                    world.release(case, &format!("{release_on} 09:00")).await.unwrap();
                }
                assert_eq!(world.open_obligation(case, "confirm-release").await, None);
                let file = world.file(case).await;
                let mut alerts = file.case.alerts.iter();
                let live = alerts.any(|alert| alert.kind == Kind::ConfirmRelease && alert.live());
                assert!(!live, "nobody is asked any more");
            });
        }
    }
}

/// Where nobody was asked to take over, only the coordinator may say that he went: it stands on his list, and the search for a
/// receiver climbs.
#[test]
fn a_day_of_release_without_a_receiver_is_on_the_list_of_the_coordinator() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, _, told_at, _] = days;
            let case = treated(world, days).await;
            world.pass_until(told_at).await;
            let owed = world.open_obligation(case, "confirm-release").await.unwrap();
            assert_eq!(owed.owner, world.country.place("health").id);
            assert_eq!(owed.due_on, day(release_on));
            assert!(told(world, case).await.is_empty());
            let search = world.alert_about(case, Kind::ArrangeHandover).await;
            assert!(search.live());
            let when = format!("{release_on} 09:00");
            world
                .release_alone("co", case, &when, "сот босатты")
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "confirm-release").await, None);
        });
    }
}
