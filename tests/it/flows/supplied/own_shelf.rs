//! A clinic gives its own people the drug from its own shelf: a dose to come for which no pack lies there is owed weeks before it
//! is missed.

use super::{DAYS, longest};
use crate::support::world::{NewCase, RULES, World, story};
use chrono::{Days, NaiveDate};
use merzim::commands;
use merzim::domain::ids::CaseId;
use merzim::store::{outbox, shelf_duties};

async fn at_clinic(world: &World, first_on: &str) -> CaseId {
    let new = NewCase {
        place: "oc1",
        first_on: Some(first_on),
        ..NewCase::default()
    };
    world.open(new).await
}

/// Who was told that packs lack, one name for each mail.
async fn told(world: &World) -> Vec<&'static str> {
    let all = outbox::recent(&world.fresh.store, 1_000).await.unwrap();
    let about = all
        .into_iter()
        .filter(|message| message.template == "message-shelf-lack");
    let names = about.filter_map(|message| message.recipient);
    let mut names: Vec<_> = names.map(|id| world.country.name_of_account(id)).collect();
    names.sort_unstable();
    names
}

/// The days by which a pack is owed on the shelf of the clinic, with how many lacked when that was found.
async fn lacks(world: &World) -> Vec<(NaiveDate, i32)> {
    let oc1 = world.country.place("oc1").id;
    let open = shelf_duties::lacks(&world.fresh.store, oc1).await.unwrap();
    open.into_iter().map(|duty| (duty.due_on, duty.packs)).collect()
}

async fn until(world: &World, day: NaiveDate, time: &str) {
    world.pass_until(&format!("{day} {time}")).await;
}

#[test]
fn a_pack_that_two_doses_need_lacks_for_one_of_them_weeks_before() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = at_clinic(world, days.target).await;
            at_clinic(world, days.target).await;
            world.take_in("oc1", "L1", &longest(&days), 1).await;
            let window = world.dose(case).await.unwrap();
            let lead = &RULES.supply.lead;
            let by_on = lead.at_site_by(window.opens_on);
            let seen_to_from = lead.seen_to_from(by_on);
            let (day_before, day_after) = (seen_to_from - Days::new(1), seen_to_from + Days::new(1));

            until(world, day_before, "12:00").await;
            assert_eq!(lacks(world).await, [], "not yet");
            until(world, seen_to_from, "12:00").await;
            assert_eq!(lacks(world).await, [(by_on, 1)], "one pack serves one dose");
            assert_eq!(told(world).await, ["ph"], "at once, and not when it is late");

            // Nobody is told twice of what still is so.
            until(world, day_after, "12:00").await;
            assert_eq!(lacks(world).await, [(by_on, 1)]);
            assert_eq!(told(world).await, ["ph"]);

            let second = world.take_in("oc1", "L2", &longest(&days), 1).await;
            until(world, day_after + Days::new(1), "12:00").await;
            assert_eq!(lacks(world).await, [], "now there are two");

            // It breaks: the dose lacks a pack again, and whoever owes it is told again.
            let broken = world.packs_at("oc1", second).await[0].id;
            commands::set_pack_aside(&world.desk, &world.actor("ph"), None, broken, "broken")
                .await
                .unwrap();
            until(world, day_after + Days::new(2), "12:00").await;
            assert_eq!(lacks(world).await, [(by_on, 1)]);
            assert_eq!(told(world).await, ["ph", "ph"]);

            // Nobody sees to it: the next of the track is told once the day has passed.
            until(world, by_on, "23:00").await;
            assert_eq!(told(world).await, ["ph", "ph"], "the day is not over");
            until(world, by_on + Days::new(1), "00:30").await;
            assert!(told(world).await.len() > 2, "{:?}", told(world).await);
        });
    }
}

/// What is good for too short is no pack; what serves every dose says nothing.
#[test]
fn a_pack_that_expires_before_the_dose_is_none_and_enough_are_not_spoken_of() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = at_clinic(world, days.target).await;
            let window = world.dose(case).await.unwrap();
            let lead = &RULES.supply.lead;
            let seen_to_from = lead.seen_to_from(lead.at_site_by(window.opens_on));
            let short = (window.closes_on - Days::new(1)).to_string();
            world.take_in("oc1", "L1", &short, 1).await;
            until(world, seen_to_from, "12:00").await;
            assert_eq!(lacks(world).await.len(), 1);
            world.take_in("oc1", "L2", &longest(&days), 1).await;
            until(world, seen_to_from + Days::new(1), "12:00").await;
            assert_eq!(lacks(world).await, []);
            assert_eq!(told(world).await, ["ph"]);
        });
    }
}
