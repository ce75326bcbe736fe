//! One vial that two protocols give: its packs, its lots and its numbers are those of both.

use super::{DAYS, longest};
use crate::flows::arrived::{arrives, come};
use crate::support::world::{M3, RULES, World, day, refusals, story};
use merzim::access::Access;
use merzim::commands::{self, TakeInPacks};
use merzim::domain::{
    ids::LotId,
    obligation::Kind,
    refusal::{PackFault, ParcelFault, Refusal},
    rules::Rules,
};
use merzim::policies::{
    self,
    published::{LOCK, Lock},
};
use merzim::store::{desk::Desk, reading, reading::stock::Wanted, stock};
use std::sync::Arc;

/// The other protocol of the vial of [`M3`].
const WEEKS: &str = "triptorelin-12w";

/// The rules as they were before it was said that both give one vial.
fn two_medicines() -> Rules {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("protocols")).unwrap();
    let mut lock = Lock::default();
    for (path, text) in policies::files("protocols") {
        let text = text.replace("medicine = \"triptorelin-12w\"\n", "");
        lock.publish(&path, Some(&text)).unwrap();
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    std::fs::write(folder.path().join(LOCK), lock.print()).unwrap();
    policies::load(Some(folder.path())).unwrap()
}

/// A lot of the same number that was taken in under the other protocol at that time.
async fn taken_in_before(world: &World, form: TakeInPacks) -> LotId {
    let access = Arc::new(Access::new().unwrap());
    let store = world.fresh.store.clone();
    let rules = Arc::new(two_medicines());
    let desk = Desk::new(store, access, rules, world.clock.clone(), false);
    let (ph, p1) = (world.actor("ph"), world.country.place("p1").id);
    commands::take_in_packs(&desk, &ph, None, p1, &form)
        .await
        .unwrap()
}

#[test]
fn two_ways_of_giving_one_vial_are_one_medicine_and_another_form_is_not() {
    assert_eq!(RULES.products_of(M3), [M3, WEEKS]);
    assert_eq!(RULES.products_of(WEEKS), [WEEKS, M3]);
    assert_eq!(RULES.medicine_of(M3), RULES.medicine_of(WEEKS));
    let others = ["leuprorelin-12w", "leuprorelin-gel-3m"];
    assert_ne!(RULES.medicine_of(others[0]), RULES.medicine_of(others[1]));
}

#[test]
fn a_pack_taken_in_under_one_protocol_is_given_under_the_other() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world
                .take_in_of(WEEKS, ("oc1", "TR2611-C"), &longest(&days), 1)
                .await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            let form = world.arrival(case, parcel).await;
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let owed = world.plan(case).await.obligations;
            assert!(!owed.iter().any(|owed| owed.kind == Kind::SupplyDose));
            world.pass_until(days.dose).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            let form = world.injection_from(case, pack).await;
            world.log("n1", case, &form).await.unwrap();
            assert_eq!(world.file(case).await.case.doses[0].content.product, M3);
        });
    }
}

#[test]
fn the_number_of_a_pack_and_of_a_lot_is_that_of_both() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (ph, p1) = (world.actor("ph"), world.country.place("p1").id);
        let code = |serial: &str| ("04600000000017".to_owned(), serial.to_owned());
        let mut form = world.packs_of("TR2611-C", &longest(days), 0);
        form.codes = vec![code("0Ab12cD34eF56")];
        let first = commands::take_in_packs(&world.desk, &ph, None, p1, &form)
            .await
            .unwrap();
        form.codes = vec![code("0Ab12cD34eF57")];
        form.product = WEEKS.to_owned();
        let second = commands::take_in_packs(&world.desk, &ph, None, p1, &form)
            .await
            .unwrap();
        assert_eq!(second, first, "one lot, under whichever of them it comes");
        form.product = "leuprorelin-12w".to_owned();
        let other = commands::take_in_packs(&world.desk, &ph, None, p1, &form).await;
        assert_eq!(refusals(other), [Refusal::OtherTradeItem]);
    });
}

#[test]
fn a_recall_reaches_the_lot_under_both_and_is_lifted_from_both() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world
                .take_in_of(WEEKS, ("oc1", "TR2611-C"), &longest(&days), 1)
                .await;
            let other = world.planned_for(days.target).await;
            let form = world.packs_of("TR2611-C", &longest(&days), 2);
            let twin = taken_in_before(world, form).await;
            assert_ne!(twin, lot);
            world.pass_until(days.dose).await;
            let pack = world.packs_at("p1", twin).await[0].id;
            let form = world.injection_from(case, pack).await;
            world.log("n1", case, &form).await.unwrap();
            let (store, ph) = (&world.fresh.store, world.actor("ph"));
            let touched = reading::recall_ahead::touched(store, &RULES, lot).await.unwrap();
            assert_eq!(touched.twins, [(M3.to_owned(), "TR2611-C".to_owned())]);
            assert_eq!((touched.lying(), touched.received.len()), (2, 1));
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            let standing = async |lot: LotId| stock::lot(store, lot).await.unwrap().unwrap().recall;
            assert!(standing(lot).await.is_some());
            assert_eq!(standing(twin).await, standing(lot).await, "one recall");
            let owed = world.plan(case).await.obligations;
            assert!(owed.iter().any(|owed| owed.kind == Kind::RecallFollowUp));
            let left = world.packs_at("p1", twin).await;
            let left = left.iter().find(|left| left.id != pack).unwrap();
            let form = world.injection_from(other, left.id).await;
            let refused = refusals(world.log("n1", other, &form).await);
            assert!(
                refused.contains(&Refusal::PackUnsound(PackFault::Recalled)),
                "{refused:?}"
            );
            commands::lift_recall(&world.desk, &ph, None, twin, "қате хабар")
                .await
                .unwrap();
            assert_eq!((standing(lot).await, standing(twin).await), (None, None));
        });
    }
}

#[test]
fn a_corrected_last_day_finds_the_doses_given_under_the_other_protocol() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        let lot = world
            .take_in_of(WEEKS, ("p1", "TR2611-C"), &longest(days), 1)
            .await;
        world.pass_until(days.dose).await;
        let pack = world.packs_at("p1", lot).await[0].id;
        let form = world.injection_from(case, pack).await;
        world.log("n1", case, &form).await.unwrap();
        let (ph, before) = (world.actor("ph"), day(&days.dose[..10]) - chrono::Days::new(1));
        commands::correct_lot(&world.desk, &ph, None, lot, [Some(before); 2], "қате оқылған")
            .await
            .unwrap();
        let owed = world.plan(case).await.obligations;
        assert!(owed.iter().any(|owed| owed.kind == Kind::ReviewIncident));
    });
}

#[test]
fn a_box_without_a_label_is_looked_for_among_the_lots_of_both() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let good_until = longest(&days);
            let lot = world.take_in_of(WEEKS, ("oc1", "TR2611-C"), &good_until, 1).await;
            let twin = taken_in_before(world, world.packs_of("TR2611-C", &good_until, 1)).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            let by_hand = come(world, "oc1", world.packs_of("TR2611-C", &good_until, 1));
            let asked = Refusal::ParcelStep(ParcelFault::PerhapsThis);
            assert_eq!(refusals(arrives(world, "n3", None, &by_hand).await), [asked]);
            let (store, from) = (&world.fresh.store, world.country.place("oc1").id);
            for (product, number) in [(M3, "TR2611-C"), (WEEKS, "tr2611c")] {
                let products = RULES.products_of(product);
                let lots = stock::lots_read_as(store, &products, number).await.unwrap();
                assert_eq!(lots.len(), 2);
                assert!(lots.contains(&lot) && lots.contains(&twin));
                let found = reading::parcels::perhaps(store, &[], Some((from, &lots[..]))).await;
                let codes: Vec<_> = found.unwrap().into_iter().map(|row| row.code).collect();
                let file = world.file(case).await;
                let code = file.case.supply.parcel(parcel).unwrap().prepared.code.clone();
                assert_eq!(codes, [code]);
            }
        });
    }
}

#[test]
fn a_number_typed_by_hand_is_kept_back_only_where_no_pack_of_either_lot_may_be_given() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let [case, other, third] = [
            world.planned_for(days.target).await,
            world.planned_for(days.target).await,
            world.planned_for(days.target).await,
        ];
        let good_until = longest(days);
        let lot = world.take_in_of(WEEKS, ("p1", "TR2611-C"), &good_until, 1).await;
        let twin = taken_in_before(world, world.packs_of("TR2611-C", &good_until, 1)).await;
        let products = RULES.products_of(M3);
        let wanted = Wanted {
            products: &products,
            at: world.country.place("p1").id,
            case,
            day: day(days.target),
            typed_lot: Some("TR2611-C"),
        };
        let kept_back = async || {
            let shelf = reading::stock::shelf(&world.fresh.store, &wanted, None)
                .await
                .unwrap();
            shelf.typed_lot.unwrap().kept_back
        };
        for (whose, of, says) in [(other, twin, None), (third, lot, Some(PackFault::OtherPerson))] {
            let pack = world.packs_at("p1", of).await[0].id;
            commands::reserve_pack(&world.desk, &world.actor("n1"), None, whose, pack)
                .await
                .unwrap();
            assert_eq!(kept_back().await, says);
        }
    });
}
