//! A slip at the first scan, or a number typed wrongly twice, is put right for all packs of the lot.

use super::{DAYS, longest};
use crate::flows::arrived::{arrives, come};
use crate::support::world::{M3, RULES, day, refusals, story};
use merzim::commands::{self, Origin, TakeInPacks, TakenIn};
use merzim::domain::{ids::LotId, obligation::Kind, refusal::Refusal, supply::Place};
use merzim::store::{reading, stock};

const OTHER: &str = "leuprorelin-12w";

fn is_really(product: &str, lot: &str) -> TakenIn {
    TakenIn {
        product: product.to_owned(),
        lot: lot.to_owned(),
        lot_again: lot.to_owned(),
        reason: "қаптамадан қате оқылған".to_owned(),
    }
}

#[test]
fn a_product_marked_wrongly_binds_the_trade_item_number_no_longer() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (ph, p1) = (world.actor("ph"), world.country.place("p1").id);
        let code = |serial: &str| vec![("04600000000017".to_owned(), serial.to_owned())];
        let mut form = world.packs_of("L1", &longest(days), 0);
        form.product = OTHER.to_owned();
        form.codes = code("0Ab12cD34eF56");
        let lot = commands::take_in_packs(&world.desk, &ph, None, p1, &form)
            .await
            .unwrap();
        form.lot = "L0".to_owned();
        form.lot_again = "L0".to_owned();
        form.codes = code("0Ab12cD34eF58");
        commands::take_in_packs(&world.desk, &ph, None, p1, &form)
            .await
            .unwrap();
        form = world.packs_of("L2", &longest(days), 0);
        form.codes = code("0Ab12cD34eF57");
        let right = commands::take_in_packs(&world.desk, &ph, None, p1, &form).await;
        assert_eq!(refusals(right), [Refusal::OtherTradeItem]);
        let silent = TakenIn {
            reason: String::new(),
            ..is_really(M3, "")
        };
        let silent = commands::correct_taken_in(&world.desk, &ph, None, lot, &silent).await;
        assert_eq!(refusals(silent), [Refusal::Required { field: "reason" }]);
        commands::correct_taken_in(&world.desk, &ph, None, lot, &is_really(M3, ""))
            .await
            .unwrap();
        assert_eq!(world.packs_at("p1", lot).await[0].product, M3);
        // The other lot is still to be put right: meanwhile the product has to be said.
        let unsaid = TakeInPacks {
            product: String::new(),
            ..form.clone()
        };
        let unsaid = commands::take_in_packs(&world.desk, &ph, None, p1, &unsaid).await;
        assert_eq!(refusals(unsaid), [Refusal::Required { field: "product" }]);
        commands::take_in_packs(&world.desk, &ph, None, p1, &form)
            .await
            .unwrap();
        let said = stock::changes(&world.fresh.store, lot).await.unwrap();
        assert!(
            said[1].reason.contains(OTHER),
            "what it was taken in as stays readable"
        );
    });
}

#[test]
fn a_number_typed_wrongly_is_put_right_while_nobody_received_a_pack_of_it() {
    for days in DAYS {
        story(days.opened, async |world| {
            let ph = world.actor("ph");
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("p1", "TR2511-C", &longest(&days), 2).await;
            let sooner = (day(&longest(&days)) - chrono::Days::new(30)).to_string();
            let other = world.take_in("p1", "TR2612", &sooner, 1).await;
            let correct = async |lot: LotId, form: TakenIn| {
                commands::correct_taken_in(&world.desk, &ph, None, lot, &form).await
            };
            let twice = TakenIn {
                lot_again: "TR2611-D".to_owned(),
                ..is_really("", "TR2611-C")
            };
            let twice = refusals(correct(lot, twice).await);
            assert_eq!(twice, [Refusal::NotUnderstood { field: "lot_again" }]);
            let known = refusals(correct(lot, is_really("", "TR2612")).await);
            assert_eq!(known, [Refusal::LotKnown]);
            let same = refusals(correct(lot, is_really("", "TR2511-C")).await);
            assert_eq!(same, [Refusal::NothingToDo]);
            correct(lot, is_really("", "TR2611-C")).await.unwrap();
            assert_eq!(world.packs_at("p1", lot).await[0].number, "TR2611-C");
            world.pass_until(days.dose).await;
            let pack = world.packs_at("p1", other).await[0].id;
            let form = world.injection_from(case, pack).await;
            world.log("n1", case, &form).await.unwrap();
            let given = refusals(correct(other, is_really("", "TR2613")).await);
            assert_eq!(given, [Refusal::LotBound { packs: 1 }]);
        });
    }
}

/// What the steps of a pack say of being put right: it lies where it lay, and the reason names what it was.
async fn put_right(store: &merzim::store::Store, pack: merzim::domain::ids::PackId) -> (Place, String) {
    let moves = stock::movements(store, pack).await.unwrap();
    let last = moves.last().unwrap();
    assert!(last.stays());
    assert_eq!(last.verb, "correct-lot");
    (last.to, last.reason.clone())
}

#[test]
fn packs_taken_in_as_another_product_join_the_lot_that_is_on_record() {
    for days in DAYS {
        for recalled in [false, true] {
            story(days.opened, async |world| {
                let (ph, store) = (world.actor("ph"), &world.fresh.store);
                let good_until = longest(&days);
                let right = world.take_in("p1", "TR2611-C", &good_until, 1).await;
                let wrong = world.take_in_of(OTHER, ("oc1", "TR2611-C"), &good_until, 2).await;
                assert_ne!(wrong, right);
                if recalled {
                    commands::recall_lot(&world.desk, &ph, None, right, "№ 12 хат")
                        .await
                        .unwrap();
                }
                let form = is_really(M3, "");
                let joined = commands::correct_taken_in(&world.desk, &ph, None, wrong, &form).await;
                assert_eq!(joined.unwrap(), right);
                assert!(world.packs_at("oc1", wrong).await.is_empty());
                let packs = world.packs_at("oc1", right).await;
                assert_eq!(packs.len(), 2);
                for pack in &packs {
                    assert_eq!(
                        (pack.product.as_str(), pack.recalled, pack.moves),
                        (M3, recalled, 2)
                    );
                    let (lies, said) = put_right(store, pack.id).await;
                    assert_eq!(lies, pack.place);
                    assert!(said.contains(OTHER), "{said}");
                }
                for lot in [wrong, right] {
                    let said = stock::changes(store, lot).await.unwrap();
                    let last = said.last().unwrap();
                    assert_eq!(last.kind, "joined");
                    assert!(last.reason.contains(OTHER), "{}", last.reason);
                }
                let again = commands::correct_taken_in(&world.desk, &ph, None, wrong, &form).await;
                assert_eq!(refusals(again), [Refusal::NothingToDo], "nothing of it is left");
            });
        }
    }
}

/// Two people, each of whom takes the other's lot for the right one: neither waits for the other for ever, and no pack is lost.
#[test]
fn two_lots_that_are_put_right_into_each_other_do_not_wait_for_each_other() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (ph, good_until) = (world.actor("ph"), longest(days));
        let other = world.another_desk().await;
        for number in ["TR2611-C", "TR2612-C", "TR2613-C", "TR2614-C"] {
            let one = world.take_in("p1", number, &good_until, 2).await;
            let two = world.take_in_of(OTHER, ("oc1", number), &good_until, 1).await;
            let (into_two, into_one) = (is_really(OTHER, ""), is_really(M3, ""));
            let (first, second) = tokio::join!(
                commands::correct_taken_in(&world.desk, &ph, None, one, &into_two),
                commands::correct_taken_in(&other, &ph, None, two, &into_one)
            );
            // Whoever comes second takes along what the first has brought.
            assert_eq!((first.unwrap(), second.unwrap()), (two, one));
            let mut lying = Vec::new();
            for lot in [one, two] {
                for place in ["p1", "oc1"] {
                    lying.push(world.packs_at(place, lot).await.len());
                }
            }
            lying.sort_unstable();
            assert_eq!(lying, [0, 0, 1, 2], "all of them in one of the two");
        }
        other.store().clone().close().await.unwrap();
    });
}

#[test]
fn a_recall_of_the_right_lot_reaches_whoever_received_a_pack_that_joined_it() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (ph, good_until) = (world.actor("ph"), longest(&days));
            let case = world.planned_for(days.target).await;
            let right = world.take_in("oc1", "TR2611-C", &good_until, 1).await;
            let wrong = world.take_in_of(OTHER, ("p1", "TR2611-D"), &good_until, 1).await;
            let form = is_really(M3, "TR2611-C");
            commands::correct_taken_in(&world.desk, &ph, None, wrong, &form)
                .await
                .unwrap();
            world.pass_until(days.dose).await;
            let pack = world.packs_at("p1", right).await[0].id;
            let form = world.injection_from(case, pack).await;
            world.log("n1", case, &form).await.unwrap();
            let touched = reading::recall_ahead::touched(&world.fresh.store, &RULES, right).await;
            assert_eq!(touched.unwrap().received.len(), 1);
            commands::recall_lot(&world.desk, &ph, None, right, "№ 12 хат")
                .await
                .unwrap();
            let owed = world.plan(case).await.obligations;
            assert!(owed.iter().any(|owed| owed.kind == Kind::RecallFollowUp));
        });
    }
}

#[test]
fn in_what_a_pack_came_counts_also_when_it_joined_another_lot() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (ph, good_until) = (world.actor("ph"), longest(days));
        let right = world.take_in("oc1", "TR2611-C", &good_until, 1).await;
        let packs = TakeInPacks {
            product: OTHER.to_owned(),
            ..world.packs_of("TR2611-C", &good_until, 1)
        };
        let mut form = come(world, "oc1", packs);
        // Neither of the two products was outside its limits.
        form.receipt.lowest = "16".to_owned();
        let came = arrives(world, "n1", None, &form).await.unwrap();
        commands::correct_taken_in(&world.desk, &ph, None, came.lot, &is_really(M3, ""))
            .await
            .unwrap();
        let pack = world.packs_at("p1", right).await.remove(0);
        assert!(matches!(pack.place, Place::Quarantine { .. }));
        let origin = commands::origin(&world.fresh.store, &pack).await.unwrap();
        assert!(matches!(origin, Some(Origin::Nobodys(Some(_)))), "{origin:?}");
    });
}
