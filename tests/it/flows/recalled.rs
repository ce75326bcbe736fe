//! A lot is recalled after some of it was given: one act, and everybody is looked for.

use crate::support::world::{World, day, refusals, story};
use merzim::commands;
use merzim::domain::{
    ids::{CaseId, LotId},
    obligation::Kind,
    refusal::{PackFault, Refusal},
    supply::Place,
};
use merzim::store::{reading, stock};

const DAYS: [(&str, &str, &str, &str); 2] = [
    (
        "2026-03-02 09:00",
        "2026-03-14",
        "2026-03-14 10:00",
        "2026-03-20 09:00",
    ),
    (
        "2026-12-20 09:00",
        "2026-12-31",
        "2027-01-05 10:00",
        "2027-01-12 09:00",
    ),
];

fn until(opened: &str) -> String {
    (day(&opened[..10]) + chrono::Days::new(700)).to_string()
}

/// Three people who received the lot: by pack, and by what was typed before packs were kept.
async fn received(world: &World, target: &str, given: &str, opened: &str) -> (LotId, Vec<CaseId>) {
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(world.planned_for(target).await);
    }
    let lot = world.take_in("p1", "L7", &until(opened), 4).await;
    world.pass_until(given).await;
    for case in &cases[..2] {
        let pack = world.packs_at("p1", lot).await[0].id;
        let form = world.injection_from(*case, pack).await;
        world.log("n1", *case, &form).await.unwrap();
    }
    let mut by_hand = world.injection(cases[2]).await;
    by_hand.lot = "L7".to_owned();
    by_hand.pack_words = "қаптама тіркелмеген".to_owned();
    world.log("n1", cases[2], &by_hand).await.unwrap();
    (lot, cases)
}

async fn reach(world: &World, lot: LotId) -> (u64, u64) {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let reach = reading::stock::reach(&world.fresh.store, known.recall.unwrap())
        .await
        .unwrap();
    (reach.seen, reach.all)
}

async fn owes(world: &World, case: CaseId, kind: Kind) -> bool {
    world
        .plan(case)
        .await
        .obligations
        .iter()
        .any(|owed| owed.kind == kind)
}

#[test]
fn one_act_freezes_the_lot_everywhere_and_finds_everybody() {
    for (opened, target, given, recalled) in DAYS {
        story(opened, async |world| {
            let (lot, cases) = received(world, target, given, opened).await;
            let waiting = world
                .planned_for(&(day(&recalled[..10]) + chrono::Days::new(60)).to_string())
                .await;
            world.take_in("oc1", "L7", &until(opened), 1).await;
            world.pass_until(recalled).await;
            let parcel = world.sent(waiting, lot, 1).await;
            let ph = world.actor("ph");
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert_eq!(reach(world, lot).await, (0, 3));
            for case in &cases {
                assert!(owes(world, *case, Kind::RecallFollowUp).await);
            }
            assert!(
                owes(world, waiting, Kind::SupplyDose).await,
                "the dose that relied on it is at risk"
            );
            assert!(
                !owes(world, waiting, Kind::RecallFollowUp).await,
                "he received none"
            );

            // In transit it cannot be received as usable.
            let form = world.arrival(waiting, parcel).await;
            world.receive("n1", (waiting, parcel), &form).await.unwrap();
            let packs = world.packs_at("p1", lot).await;
            assert!(
                packs
                    .iter()
                    .any(|pack| matches!(pack.place, Place::Quarantine { .. }))
            );
            let quarantined = packs
                .iter()
                .find(|pack| matches!(pack.place, Place::Quarantine { .. }))
                .unwrap();
            let free = commands::give_verdict(&world.desk, &ph, None, quarantined.id, Some(true), "иә").await;
            assert_eq!(refusals(free), [Refusal::PackUnsound(PackFault::Recalled)]);

            for (number, case) in (1..).zip(&cases) {
                let file = world.file(*case).await;
                let recall = file.case.supply.recalls[0].reached.recall;
                let fp = world.actor("fp");
                commands::follow_up_recall(&world.desk, &fp, None, *case, recall, "шағым жоқ")
                    .await
                    .unwrap();
                assert_eq!(reach(world, lot).await, (number, 3));
                assert!(!owes(world, *case, Kind::RecallFollowUp).await);
            }
            commands::lift_recall(&world.desk, &ph, None, lot, "қате хат")
                .await
                .unwrap();
            let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
            assert!(known.recall.is_none());
            let changes = stock::changes(&world.fresh.store, lot).await.unwrap();
            let said: Vec<_> = changes.iter().map(|change| change.kind.as_str()).collect();
            assert_eq!(
                said,
                ["registered", "recalled", "recall-lifted"],
                "nothing is erased"
            );
        });
    }
}

#[test]
fn recalled_while_a_nurse_has_the_form_open() {
    for (opened, target, given, _) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("p1", "L7", &until(opened), 1).await;
            world.pass_until(given).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            let form = world.injection_from(case, pack).await;
            commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
                .await
                .unwrap();
            let refused = refusals(world.log("n1", case, &form).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::Recalled)]);
            // By hand the same lot is the same lot.
            let mut by_hand = world.injection(case).await;
            by_hand.lot = "L7".to_owned();
            let refused = refusals(world.log("n1", case, &by_hand).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::Recalled)]);
        });
    }
}

#[test]
fn a_last_day_corrected_after_use_stands_beside_what_was_read_first() {
    for (opened, target, given, recalled) in DAYS {
        story(opened, async |world| {
            let (lot, cases) = received(world, target, given, opened).await;
            world.pass_until(recalled).await;
            let (ph, earlier) = (world.actor("ph"), Some(day(&given[..10]) - chrono::Days::new(1)));
            let silent = commands::correct_lot(&world.desk, &ph, None, lot, earlier, "").await;
            assert_eq!(refusals(silent), [Refusal::Required { field: "reason" }]);
            commands::correct_lot(&world.desk, &ph, None, lot, earlier, "қаптамадан қате оқылған")
                .await
                .unwrap();
            let file = world.file(cases[0]).await;
            assert_eq!(
                file.case.doses[0].content.expiry_on,
                day(&until(opened)),
                "as read at the chair"
            );
            let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
            assert_eq!(Some(known.expiry_on), earlier);
            let changes = stock::changes(&world.fresh.store, lot).await.unwrap();
            assert_eq!(changes.len(), 2);
            // What was given past its true last day is an incident for a physician.
            for case in cases {
                assert!(owes(world, case, Kind::ReviewIncident).await);
            }
        });
    }
}
