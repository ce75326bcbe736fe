//! The forms of what becomes of a pack: a verdict, a count, the last way. Gaps and slips change nothing; sent twice they act
//! once; strangers find nothing.

use super::nothing_at;
use super::parcels::{acts_once, place_of, strangers, with};
use super::supply::{refused, taken_in, under_way};
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::{
    decide::{ACCEPTED, PackAnswer, ReceiveParcel},
    ids::{CaseId, LotId, PackId},
    supply::Place,
};

/// A parcel of two packs arrived warm.
async fn warm(site: &Site) -> (CaseId, Vec<PackId>) {
    let (case, _, packs, parcel) = under_way(site, 2).await;
    let whole = packs.iter().map(|pack| PackAnswer {
        pack: *pack,
        answer: ACCEPTED.to_owned(),
    });
    let form = ReceiveParcel {
        packs: whole.collect(),
        at: Some(site.desk.instant()),
        deliverer: "Courier Serik".to_owned(),
        receiver: "Nurse Aigul".to_owned(),
        lowest: "4".to_owned(),
        highest: "31".to_owned(),
        hours_outside: "5".to_owned(),
        hours_unknown: false,
        no_logger: false,
        words: "the box was warm".to_owned(),
    };
    let nurse = site.actor("nurse.prison");
    commands::receive_parcel(&site.desk, nurse, None, (case, parcel), &form)
        .await
        .unwrap();
    (case, packs)
}

#[test]
fn a_verdict_needs_its_words_and_a_pharmacist_and_is_given_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, packs) = warm(&site).await;
        assert!(matches!(
            place_of(&site, packs[0]).await,
            Place::Quarantine { .. }
        ));
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/stock/packs/{}/verdict", packs[0]);
        let (page, open) = (
            site.get(&pharmacist, &path).await,
            site.get(&pharmacist, &path).await,
        );
        assert!(page.says("Outside its limits: 4.0 to 31.0 °C"), "{}", page.text());
        let good = [
            ("verdict", "use"),
            ("words", "The logger stood by the stove"),
            ("stability_by", "The maker"),
            ("stability_number", "17/2026"),
            ("stability_on_day", "5"),
            ("stability_on_month", "1"),
            ("stability_on_year", "2026"),
            ("stability_covers", "yes"),
        ];
        for slip in [
            ("verdict", ""),
            ("verdict", "no-such-choice"),
            ("words", ""),
            ("stability_by", " "),
            ("stability_number", ""),
            ("stability_on_month", "13"),
            ("stability_on_year", "2126"),
            ("stability_covers", ""),
        ] {
            refused(&site, &pharmacist, (&path, &page), &with(&good, &[slip]), case).await;
        }
        strangers(
            &site,
            &["nurse.prison", "coordinator", "probation"],
            (&path, &page),
            &good,
            case,
        )
        .await;
        acts_once(&site, &pharmacist, (&path, &page), &good).await;
        assert_eq!(
            place_of(&site, packs[0]).await,
            Place::Stock {
                at: site.organisation("prison"),
                reserved: Some(case)
            }
        );
        refused(&site, &pharmacist, (&path, &open), &good, case).await;
        // Another parcel for the same dose is possible, and the page says that it is hardly needed.
        taken_in(&site, "clinic", 1).await;
        let again = site.get(&pharmacist, &format!("/cases/{case}/parcel")).await;
        assert!(
            again.says("A pack for this dose already lies where it is given"),
            "{}",
            again.text()
        );
        let path = format!("/stock/packs/{}/verdict", packs[1]);
        let page = site.get(&pharmacist, &path).await;
        let spoilt = [("verdict", "destroy"), ("words", "Warm for five hours")];
        acts_once(&site, &pharmacist, (&path, &page), &spoilt).await;
        assert!(matches!(place_of(&site, packs[1]).await, Place::SetAside { .. }));
        site.end()
    });
}

#[test]
fn a_shelf_is_counted_and_two_people_destroy_a_pack() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (lot, packs) = taken_in(&site, "prison", 2).await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/stock/lots/{lot}/count?at={}", site.organisation("prison"));
        let page = site.get(&nurse, &path).await;
        let good = [("counted", "1"), ("words", "One is not on the shelf")];
        for slip in [
            ("counted", ""),
            ("counted", "-1"),
            ("counted", "many"),
            ("counted", "10000"),
            ("words", ""),
        ] {
            refused(&site, &nurse, (&path, &page), &with(&good, &[slip]), case).await;
        }
        strangers(
            &site,
            &["nurse.clinic", "psychiatrist", "probation"],
            (&path, &page),
            &good,
            case,
        )
        .await;
        acts_once(&site, &nurse, (&path, &page), &good).await;
        // Both numbers and the reason stand on the page of the lot, and it is open until the list comes to it.
        let lot_page = format!("/stock/lots/{lot}");
        for words in [
            "Counted: 1; on the list: 2",
            "One is not on the shelf",
            "1 pack is missing",
        ] {
            let read = site.get(&nurse, &lot_page).await;
            assert!(read.says(words), "{words}: {}", read.text());
        }
        let shelf = site.get(&nurse, "/stock").await;
        assert!(
            shelf.says("The last count of 1 lot is not settled"),
            "{}",
            shelf.text()
        );
        // Until then it stands on the pharmacist's desk, with the day by which it is to be settled.
        let pharmacist = site.sign_in("pharmacist").await;
        let desk = site.get(&pharmacist, "/stock/desk?lang=en").await;
        for words in ["1 pack is missing", "to be settled by", "LOT-5517"] {
            assert!(desk.says(words), "{words}: {}", desk.text());
        }
        let missing = format!("/stock/packs/{}/aside", packs[1]);
        let page = site.get(&nurse, &missing).await;
        acts_once(&site, &nurse, (&missing, &page), &[("reason", "not-found")]).await;
        assert_eq!(place_of(&site, packs[1]).await, Place::Lost);
        assert!(
            !site.get(&nurse, &lot_page).await.says("1 pack is missing"),
            "settled"
        );
        let desk = site.get(&pharmacist, "/stock/desk").await;
        assert!(
            desk.says("Every shelf agrees with its last count"),
            "{}",
            desk.text()
        );
        // A count that agrees needs no words.
        let page = site.get(&nurse, &path).await;
        acts_once(&site, &nurse, (&path, &page), &[("counted", "1")]).await;
        assert!(!site.get(&nurse, "/stock").await.says("not settled"));
        assert!(
            matches!(place_of(&site, packs[0]).await, Place::Stock { .. }),
            "a count moves nothing"
        );

        let pack = packs[0];
        let aside = format!("/stock/packs/{pack}/aside");
        let page = site.get(&nurse, &aside).await;
        for reason in ["", "no-such-choice"] {
            refused(&site, &nurse, (&aside, &page), &[("reason", reason)], case).await;
        }
        acts_once(&site, &nurse, (&aside, &page), &[("reason", "broken")]).await;
        let path = format!("/stock/packs/{pack}/destroy");
        let offered = site.get(&nurse, &format!("/stock/packs/{pack}")).await;
        assert!(
            !offered.body.contains(&path),
            "whoever set it aside is not asked to destroy it"
        );
        assert_eq!(site.get(&nurse, &path).await.status, 403);
        let fresh = site.get(&nurse, "/training").await;
        let alone = site.send(&nurse, &path, &fresh, &[]).await;
        assert_eq!(
            alone.status, 403,
            "whoever set it aside does not destroy it alone"
        );
        assert!(matches!(place_of(&site, pack).await, Place::SetAside { .. }));
        let offered = site.get(&pharmacist, &format!("/stock/packs/{pack}")).await;
        assert!(offered.body.contains(&path), "{}", offered.text());
        let page = site.get(&pharmacist, &path).await;
        strangers(
            &site,
            &["psychiatrist", "clerk", "nurse.far"],
            (&path, &page),
            &[],
            case,
        )
        .await;
        let page = site.get(&pharmacist, &path).await;
        acts_once(&site, &pharmacist, (&path, &page), &[]).await;
        assert_eq!(place_of(&site, pack).await, Place::Destroyed);
        // It is nowhere any more: nothing can be done with it.
        let page = site.get(&pharmacist, &path).await;
        if page.status == 200 {
            refused(&site, &pharmacist, (&path, &page), &[], case).await;
        }
        let page = site.get(&pharmacist, "/training").await;
        nothing_at(
            &site,
            &pharmacist,
            &page,
            &[
                format!("/stock/lots/{}/count", LotId::fresh()),
                "/stock/lots/nonsense/count".to_owned(),
                format!("/stock/packs/{}/destroy", PackId::fresh()),
                "/stock/packs/nonsense/verdict".to_owned(),
                format!("/stock/packs/{}/no-such-act", packs[1]),
            ],
        )
        .await;
        site.end()
    });
}
