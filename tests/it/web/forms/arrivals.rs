//! The forms of what comes without notice, or goes back: gaps and slips change nothing, sent twice they act once, strangers
//! find nothing.

use super::nothing_at;
use super::parcels::{acts_once, strangers, with};
use super::supply::{refused, taken_in, under_way};
use crate::support::{database::on_each, site::Site};
use merzim::domain::{
    ids::{CaseId, PackId, ShelfDutyId},
    supply::Place,
};
use merzim::store::{organisations, reading, stock};

pub(super) async fn place_of(site: &Site, pack: PackId) -> Place {
    stock::find(site.desk.store(), pack).await.unwrap().unwrap().place
}

/// Everything that a parcel without notice asks for; for whom is left open.
fn good(from: &str) -> Vec<(&str, &str)> {
    vec![
        ("from", from),
        ("product", "triptorelin-12w"),
        ("lot", "LOT-77"),
        ("lot_again", "LOT-77"),
        ("expiry_on_day", "31"),
        ("expiry_on_month", "12"),
        ("expiry_on_year", "2027"),
        ("expiry_again_day", "31"),
        ("expiry_again_month", "12"),
        ("expiry_again_year", "2027"),
        ("by_hand", "1"),
        ("by_hand_reason", "no-code"),
        ("deliverer", "Courier Bolat"),
        ("receiver", "Nurse Aigul"),
        ("lowest", "4"),
        ("highest", "9"),
        ("words", "No papers, the seal is whole"),
    ]
}

/// What can be typed wrong.
const SLIPS: [(&str, &str); 18] = [
    ("from", ""),
    ("reference", "2026-99999"),
    ("product", ""),
    ("lot", ""),
    ("lot_again", "LOT-78"),
    ("expiry_on_day", "30"),
    ("expiry_again_year", ""),
    ("by_hand", "0"),
    ("by_hand", "many"),
    ("by_hand_reason", ""),
    ("code", "0104600000000018"),
    ("deliverer", ""),
    ("receiver", "courier bolat"),
    ("lowest", "cold"),
    ("highest", "3"),
    ("hours_outside", "2"),
    ("occurred_time", "25:00"),
    ("words", " "),
];

#[test]
fn a_parcel_without_notice_is_written_down_for_a_person_or_for_nobody() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let other = site.treated_case("clinic").await;
        let (mine, his) = (
            site.file(case).await.case.reference,
            site.file(other).await.case.reference,
        );
        let nurse = site.sign_in("nurse.prison").await;
        let list = site.get(&nurse, "/parcels?lang=en").await;
        let path = "/parcels/arrived";
        assert!(list.body.contains(path), "a way leads there: {}", list.text());
        let (page, second) = (site.get(&nurse, path).await, site.get(&nurse, path).await);
        assert_eq!(page.status, 200, "{}", page.text());
        let clinic = site.organisation("clinic").to_string();
        let good = good(&clinic);
        for slip in SLIPS {
            refused(&site, &nurse, (path, &page), &with(&good, &[slip]), case).await;
        }
        let nowhere = PackId::fresh().to_string();
        for from in [
            "no-such-choice",
            nowhere.as_str(),
            &site.organisation("prison").to_string(),
        ] {
            let sent = site
                .send(&nurse, path, &page, &with(&good, &[("from", from)]))
                .await;
            assert_eq!(
                (sent.status, sent.problems()),
                (422, vec!["from".to_owned()]),
                "{from}"
            );
        }
        // A person who is treated elsewhere answers like nobody.
        let strange = site
            .send(&nurse, path, &page, &with(&good, &[("reference", &his)]))
            .await;
        let nobody = site
            .send(&nurse, path, &page, &with(&good, &[("reference", "2026-99999")]))
            .await;
        assert_eq!((strange.status, strange.problems()), (422, nobody.problems()));
        strangers(
            &site,
            &["psychiatrist", "probation", "clerk", "admin"],
            (path, &page),
            &good,
            case,
        )
        .await;
        let for_him = with(&good, &[("reference", &mine)]);
        let parcel = acts_once(&site, &nurse, (path, &page), &for_him).await;
        let read = site.follow(&nurse, &parcel).await;
        for words in [
            "It came without notice",
            "Came without notice; said to be from",
            "Brought by Courier Bolat, taken by Nurse Aigul",
            "In quarantine",
        ] {
            assert!(read.says(words), "{words}: {}", read.text());
        }
        // Whoever is said to have sent it sees at once what he owes.
        let pharmacist = site.sign_in("pharmacist").await;
        let list = site.get(&pharmacist, "/parcels?lang=en").await;
        assert!(list.says("Explain a discrepancy"), "{}", list.text());
        // Nothing is missing: something is too much, and it is asked what that was.
        let desk = site.get(&pharmacist, "/stock/desk").await;
        for words in [
            "Everything that was sent is accounted for",
            "came without notice, to be explained",
        ] {
            assert!(desk.says(words), "{words}: {}", desk.text());
        }
        let ask = site.get(&pharmacist, &format!("{parcel}/reconcile")).await;
        for words in [
            "What was this parcel?",
            "What it was, and why nobody announced it",
        ] {
            assert!(ask.says(words), "{words}: {}", ask.text());
        }

        // For nobody known, the shelf has it, and the desk of supply asks.
        let nobodys = with(&good, &[("lot", "LOT-78"), ("lot_again", "LOT-78")]);
        let lot = acts_once(&site, &nurse, (path, &second), &nobodys).await;
        assert!(lot.starts_with("/stock/lots/"), "{lot}");
        let desk = site.get(&pharmacist, "/stock/desk").await;
        assert!(
            desk.says("Came without notice") && desk.says("LOT-78"),
            "{}",
            desk.text()
        );
        let at = desk.body.split("/stock/arrivals/").nth(1).unwrap();
        let path = format!("/stock/arrivals/{}", at.split('"').next().unwrap());
        let page = site.get(&pharmacist, &path).await;
        for words in ["Courier Bolat", "No papers, the seal is whole", "LOT-78"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        refused(&site, &pharmacist, (&path, &page), &[("words", " ")], case).await;
        let long = super::too_long();
        refused(&site, &pharmacist, (&path, &page), &[("words", &long)], case).await;
        strangers(
            &site,
            &["nurse.far", "probation.head", "psychiatrist.far"],
            (&path, &page),
            &[("words", "Ours")],
            case,
        )
        .await;
        acts_once(
            &site,
            &pharmacist,
            (&path, &page),
            &[("words", "Ours, sent in a hurry")],
        )
        .await;
        let desk = site.get(&pharmacist, "/stock/desk").await;
        // What came for a person waits for its own words.
        assert!(!desk.body.contains(&path), "{}", desk.text());
        assert!(
            desk.says("came without notice, to be explained"),
            "{}",
            desk.text()
        );
        nothing_at(
            &site,
            &pharmacist,
            &page,
            &[
                format!("/stock/arrivals/{}", ShelfDutyId::fresh()),
                "/stock/arrivals/nonsense".to_owned(),
            ],
        )
        .await;
        site.end()
    });
}

#[test]
fn a_parcel_that_came_to_the_wrong_place_is_known_by_its_label() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, lot, packs, parcel) = under_way(&site, 1).await;
        let file = site.file(case).await;
        let code = file.case.supply.parcel(parcel).unwrap().prepared.code.clone();
        site.a_minute_later();
        let nurse = site.sign_in("nurse.far").await;
        let path = "/parcels/arrived";
        let page = site.get(&nurse, path).await;
        assert!(page.says("Code on the label of the box"), "{}", page.text());
        let field = format!("pack_{}", packs[0]);
        let good = [
            ("label", code.as_str()),
            (field.as_str(), "accepted"),
            ("deliverer", "Courier Bolat"),
            ("receiver", "Nurse Aigul"),
            ("lowest", "4"),
            ("highest", "6"),
            ("words", "The label names another place"),
        ];
        for slip in [("label", "22222222"), ("deliverer", ""), ("words", " ")] {
            refused(&site, &nurse, (path, &page), &with(&good, &[slip]), case).await;
        }
        let shelf = acts_once(&site, &nurse, (path, &page), &good).await;
        assert!(shelf.starts_with(&format!("/stock/lots/{lot}")), "{shelf}");
        let read = site.follow(&nurse, &shelf).await;
        assert!(read.says("In quarantine"), "{}", read.text());
        let waits = Place::Quarantine {
            at: site.organisation("far-prison"),
            reserved: Some(case),
        };
        assert_eq!(place_of(&site, packs[0]).await, waits);
        let pharmacist = site.sign_in("pharmacist").await;
        let read = site.get(&pharmacist, &format!("/parcels/{parcel}")).await;
        assert!(read.says("It came to the wrong place"), "{}", read.text());
        // Nothing of it is missing, and nowhere is that said.
        for (path, words) in [
            (
                format!("/parcels/{parcel}/reconcile"),
                "How it came to the wrong place",
            ),
            ("/parcels".to_owned(), "Came to the wrong place"),
            (
                "/stock/desk".to_owned(),
                "came to the wrong place, to be explained",
            ),
        ] {
            let read = site.get(&pharmacist, &path).await;
            assert!(read.says(words), "{path}: {}", read.text());
            for missing in ["did not arrive", "Did not arrive whole"] {
                assert!(!read.says(missing), "{path}: {}", read.text());
            }
        }
        // Whoever owes the verdict sees the pack, and finds it on his desk, though the shelf is of another region.
        let of_pack = format!("/stock/packs/{}", packs[0]);
        let read = site.get(&pharmacist, &of_pack).await;
        assert_eq!(read.status, 200, "{}", read.text());
        assert!(read.body.contains(&format!("{of_pack}/verdict")), "{}", read.body);
        assert!(read.body.contains(&format!("/parcels/{parcel}")), "{}", read.body);
        let (store, clinic) = (site.desk.store(), site.organisation("clinic"));
        let region = organisations::find(store, clinic).await.unwrap().unwrap().region;
        let far = reading::supply_desk::quarantined_far(store, clinic, &region).await;
        assert_eq!(far.unwrap().len(), 1);
        let clerk = site.sign_in("clerk").await;
        assert_eq!(site.get(&clerk, &of_pack).await.status, 404);
        site.end()
    });
}

#[test]
fn a_pack_that_was_set_aside_goes_back_to_the_supplier_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case: CaseId = site.treated_case("prison").await;
        let (_, packs) = taken_in(&site, "clinic", 1).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let aside = format!("/stock/packs/{}/aside", packs[0]);
        let page = site.get(&pharmacist, &aside).await;
        acts_once(&site, &pharmacist, (&aside, &page), &[("reason", "storage")]).await;
        let path = format!("/stock/packs/{}/return", packs[0]);
        let good = [
            ("received_by", "Bolat, Central Store"),
            ("document", "waybill 12 of 5 January 2026"),
        ];
        let (page, open) = (
            site.get(&pharmacist, &path).await,
            site.get(&pharmacist, &path).await,
        );
        strangers(
            &site,
            &["nurse.clinic", "coordinator", "probation"],
            (&path, &page),
            &good,
            case,
        )
        .await;
        // Into nobody's hands, on nothing, it goes back to nobody.
        for slip in [("received_by", " "), ("document", "")] {
            refused(&site, &pharmacist, (&path, &page), &with(&good, &[slip]), case).await;
        }
        assert!(matches!(place_of(&site, packs[0]).await, Place::SetAside { .. }));
        acts_once(&site, &pharmacist, (&path, &page), &good).await;
        assert_eq!(place_of(&site, packs[0]).await, Place::Returned);
        let steps = stock::movements(site.desk.store(), packs[0]).await.unwrap();
        let last = steps.last().map(|step| step.reason.as_str());
        assert_eq!(last, Some("Bolat, Central Store; waybill 12 of 5 January 2026"));
        refused(&site, &pharmacist, (&path, &open), &good, case).await;
        nothing_at(
            &site,
            &pharmacist,
            &page,
            &[
                format!("/stock/packs/{}/return", PackId::fresh()),
                "/stock/packs/nonsense/return".to_owned(),
            ],
        )
        .await;
        site.end()
    });
}
