//! A recalled lot on the screen: at the chair, in a parcel that arrives, and before it is recalled.

use super::dose::{CHECKS, IDENTITY, answered};
use super::parcels::acts_once;
use super::supply::{refused, taken_in, under_way};
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day},
};
use merzim::commands::{self, TakeInPacks};
use merzim::domain::{
    ids::{CaseId, LotId, PackId},
    supply::Place,
};
use merzim::store::{letters, stock};

const NOTICE: &str = "Letter 12 of the maker";

async fn recall(site: &Site, lot: LotId) {
    commands::recall_lot(&site.desk, site.actor("pharmacist"), None, lot, NOTICE)
        .await
        .unwrap();
}

async fn keep(site: &Site, case: CaseId, pack: PackId) {
    commands::reserve_pack(&site.desk, site.actor("nurse.prison"), None, case, pack)
        .await
        .unwrap();
}

/// The page of the pack, reached from the first one.
async fn at_the_pack(site: &Site, nurse: &Session, case: CaseId) -> Page {
    let page = site.follow(nurse, &format!("/cases/{case}/dose?lang=en")).await;
    let page = answered(site, nurse, page, &[&IDENTITY, &CHECKS]).await;
    assert!(page.path.ends_with("/product"), "{}", page.path);
    page
}

#[test]
fn the_nurse_is_told_that_the_pack_she_looks_for_is_recalled_and_what_to_do() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (lot, packs) = taken_in(&site, "prison", 1).await;
        keep(&site, case, packs[0]).await;
        let nurse = site.sign_in("nurse.prison").await;
        let before = at_the_pack(&site, &nurse, case).await;
        assert!(!before.says("is recalled"), "{}", before.text());
        recall(&site, lot).await;

        // From the first page on, and by whom, since when and on which notice.
        let first = site.follow(&nurse, &format!("/cases/{case}/dose?lang=en")).await;
        assert!(
            first.says("Lot LOT-5517 is recalled: do not use it"),
            "{}",
            first.text()
        );
        let page = at_the_pack(&site, &nurse, case).await;
        for words in [
            "Lot LOT-5517 is recalled: do not use it",
            "by pharmacist",
            NOTICE,
            "No other pack lies here",
            "record that the dose was not given",
        ] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        let not_given = format!("/cases/{case}/not-given");
        assert!(page.body.contains(&format!("\"{not_given}\"")), "{}", page.text());
        assert_eq!(site.get(&nurse, &not_given).await.status, 200);
        // What is typed of it by hand is refused at a field that stands on the page.
        let typed = |lot| {
            [
                ("lot", lot),
                ("expiry_on_day", "31"),
                ("expiry_on_month", "12"),
                ("expiry_on_year", "2027"),
            ]
        };
        for spelled in [
            "5517",
            "L0T-5517",
            "LOT-55I7",
            "ＬＯＴ－５５１７",
            "LOT ٥٥١٧",
            "серия LOT-5517",
        ] {
            let sent = site.send(&nurse, &page.path, &page, &typed(spelled)).await;
            assert_eq!(sent.problems(), ["lot"], "{spelled}: {}", sent.text());
        }
        let sent = site.send(&nurse, &page.path, &page, &typed("lot 5517")).await;
        assert_eq!((sent.status, sent.problems()), (422, vec!["lot".to_owned()]));
        assert!(sent.says("The lot is recalled"), "{}", sent.text());
        let fields = sent.fields();
        assert!(
            fields.contains_key("lot") && fields.contains_key("code"),
            "{fields:?}"
        );

        // Another pack comes: it is what she takes.
        let other = TakeInPacks {
            product: "triptorelin-12w".to_owned(),
            lot: "JL9-77".to_owned(),
            lot_again: "JL9-77".to_owned(),
            expiry_on: Some(day(2027, 12, 31)),
            expiry_again_on: Some(day(2027, 12, 31)),
            codes: Vec::new(),
            by_hand: 1,
            by_hand_reason: "no-code".to_owned(),
        };
        let at = site.organisation("prison");
        commands::take_in_packs(&site.desk, site.actor("pharmacist"), None, at, &other)
            .await
            .unwrap();
        let page = at_the_pack(&site, &nurse, case).await;
        for words in [
            "Lot LOT-5517 is recalled",
            "Take the other pack that lies here",
            "JL9-77",
        ] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(!page.says("No other pack lies here"), "{}", page.text());
        site.end()
    });
}

#[test]
fn a_parcel_with_a_recalled_lot_says_so_before_and_after_it_is_received() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (_, lot, packs, parcel) = under_way(&site, 1).await;
        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/parcels/{parcel}/receive");
        let sound = site.get(&nurse, &path).await;
        assert!(!sound.says("recalled"), "{}", sound.text());
        recall(&site, lot).await;
        let page = site.get(&nurse, &path).await;
        for words in [
            "Lot LOT-5517 is recalled: do not use it",
            NOTICE,
            "Recalled: whatever is marked here, it goes to quarantine and is not given",
        ] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        let pack = format!("pack_{}", packs[0]);
        let good = [
            (pack.as_str(), "accepted"),
            ("deliverer", "Courier Serik"),
            ("receiver", "Nurse Aigul"),
            ("lowest", "4"),
            ("highest", "6"),
            ("words", "whole"),
        ];
        let done = acts_once(&site, &nurse, (&path, &page), &good).await;
        let read = site.follow(&nurse, &done).await;
        for words in [
            "Lot LOT-5517 is recalled: do not use it",
            "In quarantine. Recalled: not to be given",
        ] {
            assert!(read.says(words), "{words}: {}", read.text());
        }
        let there = stock::find(site.desk.store(), packs[0]).await.unwrap().unwrap();
        assert!(
            matches!(there.place, Place::Quarantine { .. }),
            "{:?}",
            there.place
        );
        site.end()
    });
}

#[test]
fn a_recall_is_said_only_when_it_was_shown_whom_and_what_it_touches() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (kept, other) = (
            site.treated_case("prison").await,
            site.treated_case("prison").await,
        );
        let (lot, packs) = taken_in(&site, "prison", 3).await;
        keep(&site, kept, packs[0]).await;
        let (mine, his) = (
            site.file(kept).await.case.reference,
            site.file(other).await.case.reference,
        );
        let pharmacist = site.sign_in("pharmacist").await;
        let at = site.organisation("prison");
        let path = format!("/stock/lots/{lot}/recall?at={at}");
        let page = site.get(&pharmacist, &path).await;
        assert!(page.says("Continue: see whom it touches"), "{}", page.text());
        refused(&site, &pharmacist, (&path, &page), &[("notice", " ")], kept).await;

        let recalled = async || {
            let known = stock::lot(site.desk.store(), lot).await.unwrap().unwrap();
            known.recall.is_some()
        };
        let check = site.send(&pharmacist, &path, &page, &[("notice", NOTICE)]).await;
        assert_eq!(check.status, 200, "{}", check.text());
        for words in [
            "Check before the lot is recalled",
            NOTICE,
            "In stock: 3 packs",
            "Nobody received it",
            mine.as_str(),
        ] {
            assert!(check.says(words), "{words}: {}", check.text());
        }
        assert!(
            !check.says(&his),
            "nothing of it is kept for him: {}",
            check.text()
        );
        assert!(!recalled().await, "looking recalls nothing");

        // Somebody received it meanwhile: what is touched now is shown first.
        keep(&site, other, packs[1]).await;
        let again = site.send(&pharmacist, &path, &check, &[]).await;
        assert_eq!(again.status, 200, "{}", again.text());
        assert!(again.says(&his), "{}", again.text());
        assert!(!recalled().await, "not what was shown");
        let done = acts_once(&site, &pharmacist, (&path, &again), &[]).await;
        assert_eq!(done, format!("/stock/lots/{lot}?at={at}"));
        assert!(recalled().await);

        // Nobody received any: those for whom a pack was kept stand apart, and so do the packs, with what is to be done.
        let page = site
            .get(&pharmacist, &format!("/stock/lots/{lot}?at={at}&lang=en"))
            .await;
        for words in [
            "Reached 0 of 0",
            "People for whom a pack of it was kept, and who received none",
            mine.as_str(),
            his.as_str(),
            "Where its packs are, and what is to be done with them",
            "Set it aside as recalled. It must not be given",
            "Still to be done",
        ] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(!page.says("Waits for a physician"), "{}", page.text());
        // One pack is set aside: that is another row, with another step.
        commands::set_pack_aside(&site.desk, site.actor("pharmacist"), None, packs[2], "recalled")
            .await
            .unwrap();
        let page = site
            .get(&pharmacist, &format!("/stock/lots/{lot}?at={at}&lang=en"))
            .await;
        assert!(
            page.says("Return it to the supplier, or destroy it before two people"),
            "{}",
            page.text()
        );
        site.end()
    });
}

#[test]
fn each_place_where_it_lies_is_written_to_and_a_physician_signs() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (lot, _) = taken_in(&site, "prison", 3).await;
        recall(&site, lot).await;
        let at = site.organisation("prison");
        let pharmacist = site.sign_in("pharmacist").await;
        let page = site
            .get(&pharmacist, &format!("/stock/lots/{lot}?at={at}&lang=en"))
            .await;
        for words in [
            "Letters to organisations",
            "prison (en)",
            "3 there, 0 on the way, 0 no longer there",
        ] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        let known = stock::lot(site.desk.store(), lot).await.unwrap().unwrap();
        let letters = letters::of_lot(site.desk.store(), lot, known.recall.unwrap()).await;
        let path = format!("/letters/{}", letters.unwrap()[0].id);
        assert!(page.body.contains(&path), "{}", page.text());
        let draft = site.get(&pharmacist, &format!("{path}?lang=en")).await;
        for words in ["psychiatrist, clinic (en)", "does not go to: prison (en)"] {
            assert!(draft.says(words), "{words}: {}", draft.text());
        }
        assert!(!draft.body.contains("/sign\""), "a pharmacist does not sign");

        // It waits on the desk of a physician of the region, and of nobody else.
        let doctor = site.sign_in("psychiatrist").await;
        let today = site.get(&doctor, "/today?lang=en").await;
        assert!(
            today.body.contains(&path) && today.says("LOT-5517"),
            "{}",
            today.text()
        );
        let far = site.sign_in("psychiatrist.far").await;
        assert!(!site.get(&far, "/today").await.body.contains(&path));
        let page = site.get(&doctor, &path).await;
        let sure = [("draft", "1"), ("sure", "yes")];
        let done = site.send(&doctor, &format!("{path}/sign"), &page, &sure).await;
        assert!(done.location.unwrap().starts_with(&path));
        assert!(!site.get(&doctor, "/today").await.body.contains(&path));

        // The place it goes to reads and prints it; who sees neither shelf finds nothing.
        let nurse = site.sign_in("nurse.prison").await;
        let signed = site.get(&nurse, &format!("{path}?lang=en")).await;
        assert!(signed.says("KZ/2026/00001"), "{}", signed.text());
        for language in ["kk", "ru", "en"] {
            let file = site.get(&nurse, &format!("{path}.pdf?language={language}")).await;
            assert_eq!(file.status, 200, "{language}");
        }
        assert_eq!(site.get(&far, &path).await.status, 404);
        for stranger in ["probation", "police", "controller", "clerk", "nurse.far", "admin"] {
            let session = site.sign_in(stranger).await;
            assert_eq!(site.get(&session, &path).await.status, 404, "{stranger}");
        }
        site.end()
    });
}

/// The page of the lot leads to the parcel on its way, where the telephone of whoever has it stands; no tick stands beside what
/// lies on a shelf and must not be given.
#[test]
fn the_page_of_a_recalled_lot_says_whom_to_call() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, lot, _, parcel) = under_way(&site, 1).await;
        let code = {
            let file = site.file(case).await;
            let known = file.case.supply.parcel(parcel).unwrap();
            known.prepared.code.clone()
        };
        taken_in(&site, "clinic", 1).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let clinic = site.organisation("clinic");
        let path = format!("/stock/lots/{lot}?at={clinic}&lang=en");
        let good = "merzim-status--good";
        assert!(site.get(&pharmacist, &path).await.body.contains(good));
        recall(&site, lot).await;
        let page = site.get(&pharmacist, &path).await;
        let named = format!("Parcel {code}: ");
        for words in [named.as_str(), "Call whoever has it", "In stock"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(
            page.body.contains(&format!("\"/parcels/{parcel}\"")),
            "{}",
            page.text()
        );
        assert!(!page.body.contains(good), "{}", page.text());
        // Whoever does not see the parcel is not led to it.
        site.a_minute_later();
        let far = site.sign_in("nurse.far").await;
        let page = site.get(&far, &format!("/stock/lots/{lot}?lang=en")).await;
        assert!(!page.says(&code), "{}", page.text());
        assert!(page.says("Whoever sent it"), "{}", page.text());
        site.end()
    });
}
