//! The verdict about packs that wait far away is that of whoever packed them, from whichever shelf.

use super::parcels::acts_once;
use super::supply::{sent, taken_in, under_way};
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::decide::{ACCEPTED, PackAnswer, ReceiveParcel};
use merzim::store::{organisations, reading};

#[test]
fn what_was_packed_from_another_shelf_waits_on_the_desk_of_whoever_packed_it() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (_, packs) = taken_in(&site, "hospital", 1).await;
        let parcel = sent(&site, case, &packs).await;
        let file = site.file(case).await;
        let code = file.case.supply.parcel(parcel).unwrap().prepared.code.clone();
        site.a_minute_later();
        let nurse = site.sign_in("nurse.far").await;
        let path = "/parcels/arrived";
        let page = site.get(&nurse, path).await;
        let field = format!("pack_{}", packs[0]);
        let came = [
            ("label", code.as_str()),
            (field.as_str(), "accepted"),
            ("deliverer", "Courier Bolat"),
            ("receiver", "Nurse Aigul"),
            ("lowest", "4"),
            ("highest", "6"),
            ("words", "The label names another place"),
        ];
        acts_once(&site, &nurse, (path, &page), &came).await;
        let store = site.desk.store();
        for (place, waiting) in [("clinic", 1), ("hospital", 0)] {
            let place = site.organisation(place);
            let region = organisations::find(store, place).await.unwrap().unwrap().region;
            let far = reading::supply_desk::quarantined_far(store, place, &region).await;
            assert_eq!(far.unwrap().len(), waiting);
        }
        site.end()
    });
}

/// What waits for a verdict and is kept for somebody says by when that is owed, as what is nobody's does.
#[test]
fn a_pack_of_a_person_in_quarantine_says_on_the_desk_by_when_a_verdict_is_owed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, packs, parcel) = under_way(&site, 1).await;
        let form = ReceiveParcel {
            packs: vec![PackAnswer {
                pack: packs[0],
                answer: ACCEPTED.to_owned(),
            }],
            at: Some(site.desk.instant()),
            deliverer: "Courier Serik".to_owned(),
            receiver: "Nurse Aigul".to_owned(),
            no_logger: true,
            words: "There was none in the box".to_owned(),
            ..ReceiveParcel::default()
        };
        let nurse = site.actor("nurse.prison");
        commands::receive_parcel(&site.desk, nurse, None, (case, parcel), &form)
            .await
            .unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        let desk = site.get(&pharmacist, "/stock/desk?lang=en").await;
        assert!(desk.says("verdict owed by"), "{}", desk.text());
        site.end()
    });
}
