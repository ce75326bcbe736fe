//! The form of a parcel that came to the wrong place, or lost its label: after its code, each pack is asked about.

use super::parcels::{acts_once, with};
use super::supply::{refused, sent, taken_in, under_way};
use crate::support::{database::on_each, site::Site};
use merzim::domain::supply::Place;
use merzim::store::stock;

const PATH: &str = "/parcels/arrived";

const RECEIPT: [(&str, &str); 5] = [
    ("deliverer", "Courier Bolat"),
    ("receiver", "Nurse Aigul"),
    ("lowest", "4"),
    ("highest", "6"),
    ("words", "Box torn, the second pack is missing"),
];

#[test]
fn after_its_label_each_pack_is_asked_about() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (_, packs) = taken_in(&site, "clinic", 2).await;
        let parcel = sent(&site, case, &packs).await;
        let file = site.file(case).await;
        let known = file.case.supply.parcel(parcel).unwrap();
        let code = known.prepared.code.clone();
        site.a_minute_later();
        let nurse = site.sign_in("nurse.far").await;
        let page = site.get(&nurse, PATH).await;
        let typed = with(&RECEIPT, &[("label", &code)]);
        let list = site.send(&nurse, PATH, &page, &typed).await;
        assert_eq!(list.status, 200, "{}", list.text());
        for words in ["A parcel came to the wrong place", "Accepted: whole", "LOT-5517"] {
            assert!(list.says(words), "{words}: {}", list.text());
        }
        // For whom it is, nobody there has to know.
        assert!(!list.says(&file.case.reference), "{}", list.text());
        let [whole, gone] = [packs[0], packs[1]].map(|pack| format!("pack_{pack}"));
        let good = with(&typed, &[(&whole, "accepted"), (&gone, "missing")]);
        for slip in [
            (whole.as_str(), ""),
            (gone.as_str(), "no-such-choice"),
            ("lowest", "cold"),
        ] {
            refused(&site, &nurse, (PATH, &list), &with(&good, &[slip]), case).await;
        }
        acts_once(&site, &nurse, (PATH, &list), &good).await;
        let place = async |n: usize| {
            let pack = stock::find(site.desk.store(), packs[n]).await.unwrap();
            pack.unwrap().place
        };
        let waits = Place::Quarantine {
            at: site.organisation("far-prison"),
            reserved: Some(case),
        };
        assert_eq!([place(0).await, place(1).await], [waits, Place::Lost]);
        site.end()
    });
}

#[test]
fn a_box_without_a_label_is_chosen_among_those_on_their_way() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (_, packs) = taken_in(&site, "clinic", 1).await;
        let parcel = sent(&site, case, &packs).await;
        let file = site.file(case).await;
        let code = file.case.supply.parcel(parcel).unwrap().prepared.code.clone();
        site.a_minute_later();
        let nurse = site.sign_in("nurse.far").await;
        let page = site.get(&nurse, PATH).await;
        let clinic = site.organisation("clinic").to_string();
        let by_hand = [
            ("no_label", "yes"),
            ("from", clinic.as_str()),
            ("product", "triptorelin-12w"),
            ("lot", "LOT-5517"),
            ("lot_again", "LOT-5517"),
            ("expiry_on_day", "31"),
            ("expiry_on_month", "12"),
            ("expiry_on_year", "2027"),
            ("expiry_again_day", "31"),
            ("expiry_again_month", "12"),
            ("expiry_again_year", "2027"),
            ("by_hand", "1"),
            ("by_hand_reason", "no-code"),
        ];
        let typed = with(&RECEIPT, &by_hand);
        let ask = site.send(&nurse, PATH, &page, &typed).await;
        assert_eq!((ask.status, ask.problems()), (422, vec!["which".to_owned()]));
        assert!(ask.says(&code), "{}", ask.text());
        let chosen = with(&typed, &[("which", &code)]);
        let list = site.send(&nurse, PATH, &ask, &chosen).await;
        assert_eq!(list.status, 200, "{}", list.text());
        let field = format!("pack_{}", packs[0]);
        let good = with(&RECEIPT, &[("label", &code), (&field, "accepted")]);
        acts_once(&site, &nurse, (PATH, &list), &good).await;
        let pack = stock::find(site.desk.store(), packs[0]).await.unwrap().unwrap();
        assert_eq!(pack.place.at(), Some(site.organisation("far-prison")));
        site.end()
    });
}

/// Each slip is said once, at the field it is about, and in its own words.
#[test]
fn a_slip_on_a_receipt_is_named_where_it_is() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, packs, parcel) = under_way(&site, 1).await;
        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/parcels/{parcel}/receive");
        let page = site.get(&nurse, &path).await;
        let field = format!("pack_{}", packs[0]);
        let good = with(&RECEIPT, &[(&field, "accepted"), ("words", "")]);
        for (slip, at, words) in [
            (vec![(field.as_str(), "")], field.as_str(), ""),
            (vec![("receiver", "courier bolat")], "deliverer", "are two people"),
            (
                vec![("hours_outside", "1.5")],
                "hours_outside",
                "Enter whole hours",
            ),
            (vec![("no_logger", "yes")], "no_logger", "leave one of the two"),
            (
                vec![("occurred_time", "23:59")],
                "occurred_time",
                "This moment has not come yet",
            ),
            (vec![("occurred_time", "00:00")], "occurred_time", "Not before"),
        ] {
            let mut filled = with(&good, &slip);
            if at == "no_logger" {
                filled = with(&filled, &[("words", "It was left behind")]);
            }
            let answer = site.send(&nurse, &path, &page, &filled).await;
            assert_eq!(
                (answer.status, answer.problems()),
                (422, vec![at.to_owned()]),
                "{slip:?}: {}",
                answer.text()
            );
            assert!(answer.says(words), "{words}: {}", answer.text());
        }
        acts_once(&site, &nurse, (&path, &page), &good).await;
        // Read aloud in two groups, its code finds it.
        let file = site.file(case).await;
        let code = file.case.supply.parcel(parcel).unwrap().prepared.code.clone();
        let (first, second) = code.split_at(4);
        let list = site.get(&nurse, "/parcels").await;
        for typed in [
            format!("{first} {second}"),
            format!(" {first}-{second}").to_lowercase(),
        ] {
            let found = site.send(&nurse, "/parcels", &list, &[("code", &typed)]).await;
            assert_eq!(found.location, Some(format!("/parcels/{parcel}")), "{typed}");
        }
        site.end()
    });
}
