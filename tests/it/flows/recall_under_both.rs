//! Some of a lot that was recalled under one protocol of its medicine was given by hand under the other: that place is written to.

use crate::support::world::{M3, World, day, story};
use merzim::commands;
use merzim::domain::ids::{CaseId, LotId, OrganisationId, RecordId};
use merzim::store::letters;

/// The other protocol of the vial of [`M3`].
const WEEKS: &str = "triptorelin-12w";

/// Opened, the dose is due, given.
const DAYS: [[&str; 3]; 2] = [
    ["2026-03-02 09:00", "2026-03-14", "2026-03-14 10:00"],
    ["2026-12-20 09:00", "2026-12-31", "2027-01-05 10:00"],
];

async fn typed(world: &World, case: CaseId, despite: &str) {
    let mut form = world.injection(case).await;
    form.lot = "L7".to_owned();
    form.despite = despite.to_owned();
    world.log("n1", case, &form).await.unwrap();
    assert_eq!(world.file(case).await.case.doses[0].content.product, M3);
}

async fn recall(world: &World, lot: LotId) -> RecordId {
    commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
        .await
        .unwrap()
}

async fn addressees(world: &World, lot: LotId, recall: RecordId) -> Vec<Option<OrganisationId>> {
    let written = letters::of_lot(&world.fresh.store, lot, recall).await.unwrap();
    written.into_iter().map(|letter| letter.addressee).collect()
}

#[test]
fn a_place_that_gave_it_by_hand_under_the_other_protocol_is_written_to() {
    for [opened, target, given] in DAYS {
        for before in [true, false] {
            story(opened, async |world| {
                let until = (day(&opened[..10]) + chrono::Days::new(700)).to_string();
                let case = world.planned_for(target).await;
                let lot = world.take_in_of(WEEKS, ("oc1", "L7"), &until, 1).await;
                world.pass_until(given).await;
                let recalled = if before {
                    typed(world, case, "").await;
                    recall(world, lot).await
                } else {
                    let recalled = recall(world, lot).await;
                    world.sweep().await;
                    assert!(addressees(world, lot, recalled).await.is_empty());
                    typed(world, case, "біз білмедік").await;
                    world.sweep().await;
                    recalled
                };
                let p1 = world.country.place("p1").id;
                assert_eq!(addressees(world, lot, recalled).await, [Some(p1)]);
            });
        }
    }
}
