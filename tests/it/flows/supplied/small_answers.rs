//! What is said of packs that need not be sent, and of those that expire while they wait.

use super::{DAYS, longest};
use crate::support::world::{NewCase, day, refusals, story};
use merzim::commands;
use merzim::domain::refusal::{ParcelFault, Refusal};
use merzim::store::reading::{
    forecast::Whereabouts,
    supply_desk::{Heed, heaps},
};

#[test]
fn a_pack_that_lies_where_the_dose_is_given_is_not_sent_there() {
    for days in DAYS {
        story(days.opened, async |world| {
            let treated = NewCase {
                place: "oc1",
                first_on: Some(days.target),
                ..NewCase::default()
            };
            let case = world.open(treated).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            let pack = world.packs_at("oc1", lot).await[0].id;
            world.pass_until(days.sent).await;
            let (ph, now) = (world.actor("ph"), Some(world.desk.instant()));
            let packed = commands::prepare_parcel(&world.desk, &ph, None, case, &[pack], now).await;
            let lies_there = Refusal::ParcelStep(ParcelFault::LiesThere);
            assert_eq!(refusals(packed), [lies_there]);
        });
    }
}

#[test]
fn what_expires_while_it_waits_in_quarantine_is_near_its_last_day_too() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let near_on = day(&days.opened[..10]) + chrono::Days::new(31);
        let lot = world.take_in("p1", "L1", &near_on.to_string(), 1).await;
        commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
            .await
            .unwrap();
        // What comes of a recalled lot waits for a pharmacist at once.
        world.take_in("p1", "L1", &near_on.to_string(), 2).await;
        let around = Whereabouts {
            region: "almaty",
            only: None,
        };
        let near = heaps(&world.fresh.store, &around, Heed::ExpiresBy(near_on))
            .await
            .unwrap();
        assert_eq!(near.iter().map(|heap| heap.packs).sum::<i64>(), 3);
    });
}
