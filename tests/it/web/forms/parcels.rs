//! The forms of parcels: packing, handing over, sending on. Gaps and slips change nothing and lose nothing that was typed; sent
//! twice they act once; strangers find nothing.

use super::nothing_at;
use super::supply::{refused, taken_in, under_way};
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day},
};
use crate::web::unseen::ask;
use merzim::commands::{self, TakeInPacks};
use merzim::domain::{
    ids::{CaseId, PackId, ParcelId},
    supply::Place,
};
use merzim::store::stock;
use std::collections::BTreeSet;

/// What is right, with one thing wrong.
pub fn with<'a>(good: &[(&'a str, &'a str)], slip: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut filled = good.to_vec();
    for (name, value) in slip {
        filled.retain(|(known, _)| known != name);
        filled.push((name, value));
    }
    filled
}

/// Takes what is right once, however often it is sent; the page it leads to.
pub async fn acts_once(
    site: &Site,
    who: &Session,
    (path, page): (&str, &Page),
    good: &[(&str, &str)],
) -> String {
    let done = site.send(who, path, page, good).await;
    assert_eq!(done.status, 303, "{path}: {:?} {}", done.problems(), done.text());
    let again = site.send(who, path, page, good).await;
    assert_eq!(
        again.location, done.location,
        "{path}: once, however often it is sent"
    );
    done.location.unwrap()
}

/// Neither the form nor what is sent to it is anything to these people.
pub async fn strangers(
    site: &Site,
    names: &[&str],
    (path, page): (&str, &Page),
    good: &[(&str, &str)],
    case: CaseId,
) {
    let before = site.file(case).await.case;
    for name in names {
        site.a_minute_later();
        let who = site.sign_in(name).await;
        let read = site.get(&who, path).await;
        assert!(
            [403, 404].contains(&read.status),
            "{name} reads {path}: {}",
            read.status
        );
        let mut fields = page.fields();
        fields.extend(
            good.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        fields.insert("csrf".to_owned(), site.token(&who).await);
        let posted = site.post(&who, path, &fields).await;
        assert!(
            [403, 404].contains(&posted.status),
            "{name} sends {path}: {}",
            posted.status
        );
    }
    assert_eq!(site.file(case).await.case, before, "{path}");
}

/// Where a pack lies.
pub(super) async fn place_of(site: &Site, pack: PackId) -> Place {
    stock::find(site.desk.store(), pack).await.unwrap().unwrap().place
}

fn parcel_at(location: &str) -> ParcelId {
    location.strip_prefix("/parcels/").unwrap().parse().unwrap()
}

/// The packs that a page lets one choose.
fn offered(page: &Page) -> BTreeSet<String> {
    let rest = page.body.split("id=\"pack_").skip(1);
    rest.filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .filter(|id| id.parse::<PackId>().is_ok())
        .collect()
}

/// One lot with many packs hides no other, and each of its packs is reached by hand, page after page.
#[test]
fn every_pack_of_every_lot_is_reached_without_a_scanner() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let expiry_on = Some(day(2027, 11, 30));
        let many = TakeInPacks {
            product: "triptorelin-12w".to_owned(),
            lot: "LOT-1001".to_owned(),
            lot_again: "LOT-1001".to_owned(),
            expiry_on,
            expiry_again_on: expiry_on,
            codes: Vec::new(),
            by_hand: 60,
            by_hand_reason: "no-code".to_owned(),
        };
        let clinic = site.organisation("clinic");
        let lot = commands::take_in_packs(&site.desk, site.actor("pharmacist"), None, clinic, &many)
            .await
            .unwrap();
        let (_, later) = taken_in(&site, "clinic", 2).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/cases/{case}/parcel");
        let page = site.get(&pharmacist, &path).await;
        let first = offered(&page);
        assert_eq!(first.len(), 4 + 2, "the first of each lot: {}", page.text());
        assert!(later.iter().all(|pack| first.contains(&pack.to_string())));
        for words in ["Lot LOT-1001", ": 60 packs", "Lot LOT-5517", ": 2 packs"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        let of_lot = format!("{path}?lot={lot}&at={clinic}");
        let page = site.get(&pharmacist, &of_lot).await;
        let mut all = offered(&page);
        assert_eq!(all.len(), 50, "{}", page.text());
        assert!(page.says("More packs of this lot"), "{}", page.text());
        let of_lot = format!("{of_lot}&part=1");
        let page = site.get(&pharmacist, &of_lot).await;
        let last = offered(&page);
        assert!(!page.says("More packs of this lot"), "{}", page.text());
        all.extend(last.iter().cloned());
        assert_eq!((last.len(), all.len()), (10, 60), "each once");
        let beyond = format!("{path}?lot={lot}&at={clinic}&part=2");
        let beyond = site.get(&pharmacist, &beyond).await;
        let none = "There is no fitting pack";
        assert!(
            offered(&beyond).is_empty() && !beyond.says(none),
            "{}",
            beyond.text()
        );
        let field = format!("pack_{}", last.iter().next_back().unwrap());
        let slip = [(field.as_str(), "yes"), ("prepared_time", "25:00")];
        let refused = site.send(&pharmacist, &of_lot, &page, &slip).await;
        assert_eq!(refused.status, 422);
        let kept = refused.fields();
        assert_eq!(
            kept.get(&field).map(String::as_str),
            Some("yes"),
            "{}",
            refused.text()
        );
        let sent = site
            .send(&pharmacist, &of_lot, &page, &[(field.as_str(), "yes")])
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        site.end()
    });
}

#[test]
fn a_parcel_is_packed_of_what_was_chosen_and_goes_through_named_hands() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (_, packs) = taken_in(&site, "clinic", 2).await;
        let (_, other) = taken_in(&site, "prison", 1).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/cases/{case}/parcel");
        let (first, second) = (
            site.get(&pharmacist, &path).await,
            site.get(&pharmacist, &path).await,
        );
        let [chosen, elsewhere, nowhere] =
            [packs[0], other[0], PackId::fresh()].map(|pack| format!("pack_{pack}"));
        let good = [(chosen.as_str(), "yes")];
        for slip in [
            vec![(chosen.as_str(), "no")],
            vec![(chosen.as_str(), "no"), (elsewhere.as_str(), "yes")],
            vec![(chosen.as_str(), "no"), (nowhere.as_str(), "yes")],
            vec![("prepared_on_day", "")],
            vec![("prepared_on_month", "13")],
            vec![("prepared_on_year", "2027")],
            vec![("prepared_time", "25:00")],
        ] {
            refused(&site, &pharmacist, (&path, &first), &with(&good, &slip), case).await;
        }
        let refused_page = site
            .send(&pharmacist, &path, &first, &with(&good, &[("prepared_time", "")]))
            .await;
        assert_eq!(
            refused_page.fields().get(&chosen).map(String::as_str),
            Some("yes"),
            "what was ticked stays ticked: {}",
            refused_page.text()
        );
        strangers(
            &site,
            &["nurse.prison", "psychiatrist", "probation"],
            (&path, &first),
            &good,
            case,
        )
        .await;
        let parcel = acts_once(&site, &pharmacist, (&path, &first), &good).await;
        let id = parcel_at(&parcel);
        assert_eq!(
            place_of(&site, packs[0]).await,
            Place::Parcel { parcel: id, case }
        );
        assert!(matches!(
            place_of(&site, packs[1]).await,
            Place::Stock { reserved: None, .. }
        ));
        // Packed too late for the days that are kept in hand, and in nobody's hands yet: the dose still says by when.
        let waybill = site.get(&pharmacist, &format!("{parcel}/waybill/en")).await;
        assert!(waybill.says("To arrive by"), "{}", waybill.text());
        // Somebody had the same form open: one parcel is under way for this dose.
        refused(&site, &pharmacist, (&path, &second), &good, case).await;

        let path = format!("{parcel}/hand-over");
        let page = site.get(&pharmacist, &path).await;
        let good = [
            ("into", "courier"),
            ("name", "Courier Serik"),
            ("phone", "+7 701 000 11 22"),
        ];
        for slip in [
            ("into", ""),
            ("into", "no-such-choice"),
            ("name", " "),
            ("phone", "ask at the gate"),
            ("phone", "8 701 000 11 22"),
            ("occurred_on_day", ""),
            ("occurred_on_year", "2027"),
            ("occurred_on_year", "2025"),
            ("occurred_time", "nine"),
        ] {
            refused(&site, &pharmacist, (&path, &page), &with(&good, &[slip]), case).await;
        }
        let long = "ә".repeat(4001);
        for field in ["name", "phone"] {
            refused(
                &site,
                &pharmacist,
                (&path, &page),
                &with(&good, &[(field, &long)]),
                case,
            )
            .await;
        }
        strangers(
            &site,
            &["clerk", "police", "nurse.far"],
            (&path, &page),
            &good,
            case,
        )
        .await;
        let known = |file: &merzim::store::file::CaseFile| file.case.supply.parcel(id).unwrap().hands.len();
        assert_eq!(known(&site.file(case).await), 0);
        acts_once(&site, &pharmacist, (&path, &page), &good).await;
        assert_eq!(known(&site.file(case).await), 1);
        // Whoever must tell the courier something on the way knows how.
        let line = site.get(&pharmacist, &parcel).await;
        assert!(line.says("Telephone: +7 701 000 11 22"), "{}", line.text());
        // Its sender sees it as his own and as one of the region, and finds it once.
        let list = site.get(&pharmacist, "/parcels").await;
        assert_eq!(
            list.body.matches(&format!("\"{parcel}\"")).count(),
            1,
            "{}",
            list.text()
        );
        nothing_at(
            &site,
            &pharmacist,
            &page,
            &[
                format!("/cases/{}/parcel", CaseId::fresh()),
                "/cases/nonsense/parcel".to_owned(),
                format!("/parcels/{}/hand-over", ParcelId::fresh()),
                "/parcels/nonsense/hand-over".to_owned(),
            ],
        )
        .await;
        site.end()
    });
}

/// What has not left is unpacked: that is offered as long as it lies with its sender, and sending it back is not.
#[test]
fn a_parcel_that_has_not_left_is_unpacked() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (_, packs) = taken_in(&site, "clinic", 1).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/cases/{case}/parcel");
        let page = site.get(&pharmacist, &path).await;
        let field = format!("pack_{}", packs[0]);
        let parcel = acts_once(&site, &pharmacist, (&path, &page), &[(field.as_str(), "yes")]).await;
        let path = format!("{parcel}/send-on");
        let page = site.get(&pharmacist, &path).await;
        assert!(page.says("Unpack it: it does not leave"), "{}", page.text());
        assert!(!page.says("Send it back"), "{}", page.text());
        let good = [("onward", "unpack"), ("reason", "Packed for the wrong week")];
        refused(
            &site,
            &pharmacist,
            (&path, &page),
            &with(&good, &[("reason", " ")]),
            case,
        )
        .await;
        acts_once(&site, &pharmacist, (&path, &page), &good).await;
        let free = Place::Stock {
            at: site.organisation("clinic"),
            reserved: None,
        };
        assert_eq!(place_of(&site, packs[0]).await, free);
        let read = site.get(&pharmacist, &parcel).await;
        for words in ["Unpacked: it never left", "Packed for the wrong week"] {
            assert!(read.says(words), "{words}: {}", read.text());
        }
        assert!(!read.body.contains(&path), "nothing more is decided about it");
        site.end()
    });
}

/// A free pack on a prison's shelf stands in the pharmacist's list with where it lies; the nurse there gives it to the courier.
#[test]
fn a_free_pack_of_another_shelf_is_packed_and_handed_over_there() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("clinic").await;
        let (_, packs) = taken_in(&site, "prison", 1).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/cases/{case}/parcel");
        let page = site.get(&pharmacist, &path).await;
        let field = format!("pack_{}", packs[0]);
        assert!(page.body.contains(&field), "{}", page.text());
        assert!(page.says(", at "), "it says where: {}", page.text());
        let nurse = site.sign_in("nurse.clinic").await;
        let hers = site.get(&nurse, &path).await;
        assert!(!hers.body.contains(&field), "{}", hers.text());
        let parcel = acts_once(&site, &pharmacist, (&path, &page), &[(field.as_str(), "yes")]).await;
        let path = format!("{parcel}/hand-over");
        let nurse = site.sign_in("nurse.prison").await;
        let read = site.get(&nurse, &parcel).await;
        assert!(read.body.contains(&path), "{}", read.text());
        let page = site.get(&nurse, &path).await;
        let good = [("into", "courier"), ("name", "Courier Serik")];
        strangers(&site, &["nurse.far", "auditor"], (&path, &page), &good, case).await;
        acts_once(&site, &nurse, (&path, &page), &good).await;
        site.end()
    });
}

#[test]
fn a_parcel_is_sent_on_for_a_reason_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, _, parcel) = under_way(&site, 1).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/parcels/{parcel}/send-on");
        let page = site.get(&pharmacist, &path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let good = [("onward", "return"), ("reason", "The person was released")];
        for slip in [("onward", ""), ("onward", "no-such-choice"), ("reason", " ")] {
            refused(&site, &pharmacist, (&path, &page), &with(&good, &[slip]), case).await;
        }
        strangers(
            &site,
            &["nurse.prison", "probation", "clerk"],
            (&path, &page),
            &good,
            case,
        )
        .await;
        acts_once(&site, &pharmacist, (&path, &page), &good).await;
        let file = site.file(case).await;
        let known = file.case.supply.parcel(parcel).unwrap();
        assert_eq!((known.to, known.onward.len()), (site.organisation("clinic"), 1));
        // Who decided, what and why stands in the line of custody, after the hand before it.
        let read = site.get(&pharmacist, &format!("/parcels/{parcel}")).await;
        let text = read.text();
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        let decided = place("Decided: send it back");
        assert!(
            place("Courier Serik") < decided && decided < place("The person was released"),
            "{text}"
        );
        assert!(text[decided..].contains("pharmacist"), "{text}");
        // On paper it is not expected before it was packed, and not later than a hand may have it.
        let waybill = site
            .get(&pharmacist, &format!("/parcels/{parcel}/waybill/en"))
            .await;
        assert!(waybill.says("6 July 2026"), "{}", waybill.text());
        nothing_at(
            &site,
            &pharmacist,
            &page,
            &[
                format!("/parcels/{}/send-on", ParcelId::fresh()),
                "/parcels/nonsense/send-on".to_owned(),
            ],
        )
        .await;
        site.end()
    });
}

#[test]
fn a_parcel_that_is_not_seen_and_one_that_is_not_there_look_alike() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (_, _, _, parcel) = under_way(&site, 1).await;
        let none = ParcelId::fresh();
        // The officer supervises the person, and knows of no drug.
        for name in ["probation", "controller", "clerk", "nurse.far"] {
            site.a_minute_later();
            let who = site.sign_in(name).await;
            let csrf = site.token(&who).await;
            for act in ["receive", "hand-over", "send-on", "lost", "reconcile", "explain"] {
                for method in ["GET", "POST"] {
                    let path = |id: ParcelId| format!("/parcels/{id}/{act}");
                    let there = ask(&site, &who, &csrf, method, &path(parcel)).await;
                    let absent = ask(&site, &who, &csrf, method, &path(none)).await;
                    let about = format!("{name}: {method} {act}");
                    assert_eq!((there.status, absent.status), (404, 404), "{about}");
                    let (there, absent) = (
                        there.alike().replace(&parcel.to_string(), "ID"),
                        absent.alike().replace(&none.to_string(), "ID"),
                    );
                    assert_eq!(there, absent, "{about}");
                }
            }
        }
        // Whoever sees it and may not do this is told so.
        site.a_minute_later();
        let psychiatrist = site.sign_in("psychiatrist").await;
        let refused = site
            .get(&psychiatrist, &format!("/parcels/{parcel}/receive"))
            .await;
        assert_eq!(refused.status, 403, "{}", refused.text());
        site.end()
    });
}
