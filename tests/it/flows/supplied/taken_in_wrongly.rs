//! A slip at the first scan, or a number typed wrongly twice, is put right for all packs of the lot.

use super::{DAYS, longest};
use crate::support::world::{M3, refusals, story};
use merzim::commands::{self, TakeInPacks, TakenIn};
use merzim::domain::{ids::LotId, refusal::Refusal};
use merzim::store::stock;

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
            let other = world.take_in("p1", "TR2612", &longest(&days), 1).await;
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
