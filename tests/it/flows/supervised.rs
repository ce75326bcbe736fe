//! Where the person is supervised after a move: whoever can name another body is asked, and in time.

use crate::support::world::{NewCase, World, at, day, story};
use merzim::commands;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;

/// Free at a clinic, and living in another region than supervises him since a day on which that is told.
async fn lives_elsewhere(world: &World, reported: &str) -> CaseId {
    let case = world
        .open(NewCase {
            place: "oc1",
            ..Default::default()
        })
        .await;
    world.pass_until(&format!("{reported} 10:00")).await;
    world.moves_to("po", case, "karaganda", reported).await.unwrap();
    case
}

/// Free at a clinic since a first dose, and living elsewhere: who was never seen to be supervised in the wrong region is a task
/// to work off.
#[test]
fn a_wrong_region_of_long_ago_that_was_never_looked_at_floods_nobody() {
    for (opened, reported, seen) in [
        ("2026-01-20 09:00", "2026-02-05", "2026-05-05 10:00"),
        ("2026-06-01 09:00", "2026-06-15", "2026-09-15 09:00"),
    ] {
        story(opened, async |world| {
            let case = lives_elsewhere(world, reported).await;
            world.at(seen);
            world.sweep().await;
            let alert = world.alert_about(case, Kind::MoveSupervision).await;
            assert_eq!((alert.state.code(), alert.notices.len()), ("resting", 0));
        });
    }
}

/// Nobody is late with what nobody had written down: not when a release is recorded long after it, nor when a body of a wrong
/// region is named once more.
#[test]
fn another_body_is_asked_for_once_everything_that_asks_for_it_is_written_down() {
    for [opened, first_on, release_on, visit_on, recorded_on, changed_on] in [
        [
            "2026-03-02 09:00",
            "2026-03-16",
            "2026-04-08",
            "2026-04-09",
            "2026-04-22",
            "2026-05-12",
        ],
        [
            "2027-01-11 09:00",
            "2027-01-20",
            "2027-02-10",
            "2027-02-11",
            "2027-02-24",
            "2027-03-16",
        ],
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.release_on(case, release_on, "term").await.unwrap();
            world.forward(case, "oc2").await.unwrap();
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world
                .moves_to("clerk", case, "karaganda", first_on)
                .await
                .unwrap();
            let offer = world.offer_release(case, "oc2").await.unwrap();
            let visit = Some(("fp2", visit_on, "10:30"));
            world.accept("cn2", case, offer, visit).await.unwrap();
            assert_eq!(
                world.open_obligation(case, "move-supervision").await,
                None,
                "held"
            );
            world.pass_until(&format!("{recorded_on} 10:00")).await;
            world.release(case, &format!("{release_on} 09:00")).await.unwrap();
            let owed = world.open_obligation(case, "move-supervision").await.unwrap();
            assert_eq!(owed.opens_on, day(recorded_on));

            world.pass_until(&format!("{changed_on} 10:00")).await;
            let (clerk, police) = (world.actor("clerk2"), world.country.place("police").id);
            commands::change_supervision(
                &world.desk,
                &clerk,
                None,
                case,
                police,
                day(changed_on),
                "сот шешімі",
            )
            .await
            .unwrap();
            let owed = world.open_obligation(case, "move-supervision").await.unwrap();
            assert_eq!(owed.opens_on, day(changed_on));
        });
    }
}

/// Nobody but the clerk may name another body: he is told on the first morning, by name, then the coordinator of his region, again
/// and again; not those who treat the person, and nobody who supervises.
#[test]
fn a_wrong_region_climbs_to_whoever_can_mend_it() {
    for (opened, reported, told) in [
        (
            "2026-01-20 09:00",
            "2026-02-05",
            ["2026-02-13 00:00", "2026-02-16 00:00", "2026-02-18 00:00"],
        ),
        (
            "2026-06-01 09:00",
            "2026-06-15",
            ["2026-06-23 00:00", "2026-06-24 00:00", "2026-06-26 00:00"],
        ),
    ] {
        story(opened, async |world| {
            let case = lives_elsewhere(world, reported).await;
            let owed = world.open_obligation(case, "move-supervision").await.unwrap();
            assert_eq!(world.country.name_of(owed.owner), "registry");
            assert_eq!(owed.due_on.succ_opt(), Some(day(&told[0][..10])));
            world.pass_until(told[2]).await;
            let alert = world.alert_about(case, Kind::MoveSupervision).await;
            let climb = alert.climb().map(|hop| {
                let who = hop.account.map(|id| world.country.name_of_account(id));
                let place = world.country.name_of(hop.organisation);
                (place, hop.role.clone(), who, hop.due_at, hop.fired_at)
            });
            let [first, second, third] = told.map(at);
            let coordinator = |when| ("health", "coordinator".to_owned(), Some("co"), when, when);
            assert_eq!(
                climb.collect::<Vec<_>>(),
                [
                    ("registry", "clerk".to_owned(), Some("clerk"), first, first),
                    coordinator(second),
                    coordinator(third),
                ]
            );
        });
    }
}
