//! The nearest pack of a dose, where doses of others take it first.

use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands::{self, TakeInPacks};
use merzim::store::reading;

const FIRST: &str = "They come first: order another";

#[test]
fn a_free_pack_that_another_dose_takes_first_is_not_promised() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let who = site.sign_in("pharmacist").await;
        let path = format!("/cases/{case}?lang=en");
        for (lot, expiry_on) in [("SC-1", day(2027, 12, 31)), ("SC-2", day(2028, 1, 31))] {
            let form = TakeInPacks {
                // Given from the same packs as what is prescribed.
                product: "triptorelin-3m".to_owned(),
                lot: lot.to_owned(),
                lot_again: lot.to_owned(),
                expiry_on: Some(expiry_on),
                expiry_again_on: Some(expiry_on),
                codes: Vec::new(),
                by_hand: 1,
                by_hand_reason: "no-code".to_owned(),
            };
            let (at, actor) = (site.organisation("clinic"), site.actor("pharmacist"));
            commands::take_in_packs(&site.desk, actor, None, at, &form)
                .await
                .unwrap();
            let page = site.get(&who, &path).await;
            assert!(page.says("SC-1"), "{}", page.text());
            assert!(!page.says(FIRST), "{}", page.text());
        }
        for (others, first) in [(1, false), (2, true)] {
            site.treated_case("prison").await;
            let page = site.get(&who, &path).await;
            assert_eq!(page.says(FIRST), first, "{others}: {}", page.text());
        }
        site.end()
    });
}

/// What expires before a parcel can be there is no pack for a dose given elsewhere.
#[test]
fn a_pack_that_expires_on_its_way_is_not_promised() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let window = site.file(case).await.dose(site.desk.rules()).unwrap();
        site.go_to(&format!("{}T05:00:00Z", window.closes_on));
        let who = site.sign_in("pharmacist").await;
        let path = format!("/cases/{case}?lang=en");
        let expiry_on = Some(window.closes_on + chrono::Days::new(1));
        for (place, lot, said) in [("clinic", "SC-1", false), ("prison", "SC-2", true)] {
            let form = TakeInPacks {
                product: "triptorelin-3m".to_owned(),
                lot: lot.to_owned(),
                lot_again: lot.to_owned(),
                expiry_on,
                expiry_again_on: expiry_on,
                codes: Vec::new(),
                by_hand: 1,
                by_hand_reason: "no-code".to_owned(),
            };
            let (at, actor) = (site.organisation(place), site.actor("pharmacist"));
            commands::take_in_packs(&site.desk, actor, None, at, &form)
                .await
                .unwrap();
            let page = site.get(&who, &path).await;
            assert_eq!(page.says(lot), said, "{place}: {}", page.text());
        }
        site.end()
    });
}

/// Whoever packs a parcel is offered it last, and reads why: by its last day it would stand first.
#[test]
fn a_pack_that_expires_on_its_way_is_offered_last_with_a_word() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let window = site.file(case).await.dose(site.desk.rules()).unwrap();
        site.go_to(&format!("{}T05:00:00Z", window.closes_on));
        let soon = window.closes_on + chrono::Days::new(1);
        let later = window.closes_on + chrono::Days::new(200);
        let mut lots = Vec::new();
        for (lot, expiry_on) in [("SC-1", Some(soon)), ("SC-2", Some(later))] {
            let form = TakeInPacks {
                product: "triptorelin-3m".to_owned(),
                lot: lot.to_owned(),
                lot_again: lot.to_owned(),
                expiry_on,
                expiry_again_on: expiry_on,
                codes: Vec::new(),
                by_hand: 1,
                by_hand_reason: "no-code".to_owned(),
            };
            let (at, actor) = (site.organisation("clinic"), site.actor("pharmacist"));
            let taken_in = commands::take_in_packs(&site.desk, actor, None, at, &form).await;
            lots.push(taken_in.unwrap());
        }
        let who = site.sign_in("pharmacist").await;
        let page = site.get(&who, &format!("/cases/{case}/parcel?lang=en")).await;
        let text = page.text();
        assert!(text.find("SC-2").unwrap() < text.find("SC-1").unwrap(), "{text}");
        let said = text.matches("before it can be there and given").count();
        assert_eq!(said, 1, "{text}");
        // Who scans it has not read the list: the parcel says it, too.
        let of_first = (site.organisation("clinic"), lots[0]);
        let lying = reading::stock::packs(site.desk.store(), of_first, None).await;
        let packs: Vec<_> = lying.unwrap().into_iter().map(|lying| lying.pack.id).collect();
        let (actor, now) = (site.actor("pharmacist"), Some(site.desk.instant()));
        let parcel = commands::prepare_parcel(&site.desk, actor, None, case, &packs, now)
            .await
            .unwrap();
        let page = site.get(&who, &format!("/parcels/{parcel}?lang=en")).await;
        assert!(page.says("before it can be there and given"), "{}", page.text());
        site.end()
    });
}
