//! The forms of what is lost on the way, found again or destroyed: sent twice they act once, strangers find nothing.

use super::arrivals::place_of;
use super::nothing_at;
use super::parcels::{acts_once, strangers, with};
use super::supply::{refused, taken_in, under_way};
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::{
    decide::{PackAnswer, ReceiveParcel},
    ids::{PackId, ParcelId},
    supply::{ParcelState, Place},
};
use merzim::store::stock;

#[test]
fn a_parcel_that_cannot_be_found_is_reported_and_explained_in_words() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, packs, parcel) = under_way(&site, 1).await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/parcels/{parcel}/lost");
        let (page, open) = (site.get(&nurse, &path).await, site.get(&nurse, &path).await);
        let good = [("words", "The courier does not answer")];
        let long = super::too_long();
        for slip in ["", " ", long.as_str()] {
            refused(&site, &nurse, (&path, &page), &[("words", slip)], case).await;
        }
        strangers(
            &site,
            &["nurse.far", "clerk", "police", "controller"],
            (&path, &page),
            &good,
            case,
        )
        .await;
        acts_once(&site, &nurse, (&path, &page), &good).await;
        let file = site.file(case).await;
        assert_eq!(file.case.supply.parcel(parcel).unwrap().state, ParcelState::Lost);
        assert_eq!(place_of(&site, packs[0]).await, Place::Lost);
        // Somebody had the same form open: it is lost already.
        refused(&site, &nurse, (&path, &open), &good, case).await;

        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/parcels/{parcel}/reconcile");
        let page = site.get(&pharmacist, &path).await;
        for slip in ["", " ", long.as_str()] {
            refused(&site, &pharmacist, (&path, &page), &[("words", slip)], case).await;
        }
        // Words alone account for no pack, and the answer names the one it is about.
        let words = ("words", "Left in a train, the police was told");
        refused(&site, &pharmacist, (&path, &page), &[words], case).await;
        let silent = site.send(&pharmacist, &path, &page, &[words]).await;
        let lot = stock::find(site.desk.store(), packs[0])
            .await
            .unwrap()
            .unwrap()
            .number;
        assert!(silent.text().contains(&lot), "{}", silent.text());
        let field = format!("pack_{}", packs[0]);
        let good = [words, (field.as_str(), "lost")];
        strangers(
            &site,
            &["nurse.second", "coordinator"],
            (&path, &page),
            &good,
            case,
        )
        .await;
        acts_once(&site, &pharmacist, (&path, &page), &good).await;
        let file = site.file(case).await;
        assert!(!file.case.supply.parcel(parcel).unwrap().unreconciled());

        // A pack that nobody could find is there again, and waits for a pharmacist.
        let path = format!("/stock/packs/{}/found", packs[0]);
        let page = site.get(&pharmacist, &path).await;
        let clinic = site.organisation("clinic").to_string();
        let there = [("at", clinic.as_str())];
        strangers(&site, &["psychiatrist", "auditor"], (&path, &page), &there, case).await;
        refused(&site, &pharmacist, (&path, &page), &[("at", "")], case).await;
        acts_once(&site, &pharmacist, (&path, &page), &[("at", &clinic)]).await;
        assert_eq!(
            place_of(&site, packs[0]).await,
            Place::Quarantine {
                at: site.organisation("clinic"),
                reserved: None
            }
        );
        nothing_at(
            &site,
            &pharmacist,
            &page,
            &[
                format!("/parcels/{}/lost", ParcelId::fresh()),
                "/parcels/nonsense/reconcile".to_owned(),
            ],
        )
        .await;
        site.end()
    });
}

/// What nobody could find turns up with whoever it was sent to: the nurse there comes to its page, and a pharmacist says where.
#[test]
fn a_lost_pack_is_found_by_whoever_it_was_sent_to() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, lot, packs, parcel) = under_way(&site, 1).await;
        let first = site.actor("pharmacist");
        commands::report_parcel_lost(&site.desk, first, None, case, parcel, "Left in a train")
            .await
            .unwrap();
        let nurse = site.sign_in("nurse.prison").await;
        let pack = format!("/stock/packs/{}", packs[0]);
        let path = format!("{pack}/found");
        for (page, link) in [
            (format!("/stock/lots/{lot}"), &pack),
            (format!("/parcels/{parcel}"), &path),
            (pack.clone(), &path),
        ] {
            let read = site.get(&nurse, &page).await;
            assert!(read.body.contains(link.as_str()), "{page}: {}", read.text());
        }
        // The whole box may come, too, and then it is received.
        let read = site.get(&nurse, &format!("/parcels/{parcel}")).await;
        assert!(
            read.body.contains(&format!("/parcels/{parcel}/receive")),
            "{}",
            read.text()
        );
        let page = site.get(&nurse, &path).await;
        strangers(&site, &["nurse.far", "auditor"], (&path, &page), &[], case).await;
        let prison = site.organisation("prison");
        let here = prison.to_string();
        acts_once(&site, &nurse, (&path, &page), &[("at", &here)]).await;
        let waits = Place::Quarantine {
            at: prison,
            reserved: None,
        };
        assert_eq!(place_of(&site, packs[0]).await, waits);

        // What is not on its shelf is unaccounted for, and the pharmacist says where it was.
        let (_, others) = taken_in(&site, "clinic", 1).await;
        let by = site.actor("pharmacist");
        commands::set_pack_aside(&site.desk, by, None, others[0], "not-found")
            .await
            .unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        // The prison took nothing in from a supplier; what a parcel brought lies on its shelf all the same.
        let shelf = site.get(&pharmacist, "/stock").await;
        let other = format!("/stock?at={here}");
        assert!(shelf.body.contains(&other), "{}", shelf.text());
        let desk = site.get(&pharmacist, "/stock/desk").await;
        let pack = format!("/stock/packs/{}", others[0]);
        assert!(desk.body.contains(&pack), "{}", desk.text());
        let path = format!("{pack}/found");
        let page = site.get(&pharmacist, &path).await;
        acts_once(&site, &pharmacist, (&path, &page), &[("at", &here)]).await;
        assert_eq!(place_of(&site, others[0]).await, waits);
        site.end()
    });
}

/// What was not accepted lies set aside: nobody is offered to say that it is lost, nor to be the second where he is the first.
#[test]
fn what_was_not_accepted_is_not_offered_to_be_lost() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, packs, parcel) = under_way(&site, 2).await;
        let form = ReceiveParcel {
            packs: [(packs[0], "broken"), (packs[1], "missing")]
                .map(|(pack, answer)| PackAnswer {
                    pack,
                    answer: answer.to_owned(),
                })
                .to_vec(),
            at: Some(site.desk.instant()),
            deliverer: "Courier Serik".to_owned(),
            receiver: "Nurse Aigul".to_owned(),
            lowest: "4".to_owned(),
            highest: "6".to_owned(),
            words: "one is broken, one is not there".to_owned(),
            ..ReceiveParcel::default()
        };
        commands::receive_parcel(
            &site.desk,
            site.actor("nurse.prison"),
            None,
            (case, parcel),
            &form,
        )
        .await
        .unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/parcels/{parcel}/reconcile");
        let page = site.get(&pharmacist, &path).await;
        let offers = |pack: PackId, answer: &str| {
            let choice = format!("name=\"pack_{pack}\" type=\"radio\" value=\"{answer}\"");
            page.body.contains(&choice)
        };
        for (answer, aside, missing) in [
            ("sender", true, true),
            ("receiver", true, true),
            ("lost", false, true),
            ("destroyed", true, true),
        ] {
            assert_eq!(offers(packs[0], answer), aside, "{answer}: {}", page.text());
            assert_eq!(offers(packs[1], answer), missing, "{answer}: {}", page.text());
        }
        let [broken, missing] = [packs[0], packs[1]].map(|pack| format!("pack_{pack}"));
        let good = [
            (broken.as_str(), "receiver"),
            (missing.as_str(), "lost"),
            ("words", "The courier was asked"),
        ];
        let slip = with(&good, &[(broken.as_str(), "lost")]);
        let answer = site.send(&pharmacist, &path, &page, &slip).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(
            answer.says("lies set aside, so it is not lost"),
            "{}",
            answer.text()
        );
        acts_once(&site, &pharmacist, (&path, &page), &good).await;
        assert_eq!(
            place_of(&site, packs[0]).await,
            Place::SetAside {
                at: site.organisation("prison")
            }
        );
        site.end()
    });
}

/// Whoever wrote down that a parcel is lost is not offered to say alone that it was destroyed.
#[test]
fn that_a_pack_was_destroyed_is_offered_to_a_second_person() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, packs, parcel) = under_way(&site, 1).await;
        let first = site.actor("pharmacist");
        commands::report_parcel_lost(&site.desk, first, None, case, parcel, "Left in a train")
            .await
            .unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        let page = site
            .get(&pharmacist, &format!("/parcels/{parcel}/reconcile"))
            .await;
        let offers = |answer: &str| {
            let choice = format!("name=\"pack_{}\" type=\"radio\" value=\"{answer}\"", packs[0]);
            page.body.contains(&choice)
        };
        assert!(offers("lost") && offers("sender"), "{}", page.text());
        assert!(!offers("destroyed"), "{}", page.text());
        site.end()
    });
}
