//! A scan beside a list: neither wins in silence, and what the list does not show can be scanned.

use super::dose::{CHECKS, IDENTITY, INJECTION, PRESENCE, answered};
use super::supply::sent;
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day},
};
use merzim::commands::{self, TakeInPacks};
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::{CaseId, LotId, PackId};
use merzim::domain::obligation::Kind;
use merzim::domain::supply::Place;
use merzim::store::{reading, stock};

const GTIN: &str = "04600000000015";

/// Packs with codes come to a place; each with its serial number, in the order of their identities.
pub(super) async fn coded(site: &Site, at: &str, count: usize) -> Vec<(PackId, String)> {
    let expiry_on = Some(day(2027, 12, 31));
    let serial = |number: usize| (GTIN.to_owned(), format!("SERIAL{number:02}"));
    let form = TakeInPacks {
        product: "triptorelin-12w".to_owned(),
        lot: "LOT-5517".to_owned(),
        lot_again: "LOT-5517".to_owned(),
        expiry_on,
        expiry_again_on: expiry_on,
        codes: (0..count).map(serial).collect(),
        by_hand: 0,
        by_hand_reason: String::new(),
    };
    let at = site.organisation(at);
    let lot: LotId = commands::take_in_packs(&site.desk, site.actor("pharmacist"), None, at, &form)
        .await
        .unwrap();
    let lying = reading::stock::packs(site.desk.store(), (at, lot), None).await;
    let packs = lying.unwrap().into_iter().map(|lying| lying.pack);
    packs.map(|pack| (pack.id, pack.serial.unwrap())).collect()
}

/// What a scanner types.
fn scan(serial: &str) -> String {
    format!("01{GTIN}21{serial}|91EE11|92{}", "a".repeat(44))
}

#[test]
fn at_the_chair_a_scan_and_the_list_must_agree() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let packs = coded(&site, "prison", 2).await;
        let [(listed, same), (meant, other)] = &packs[..] else {
            panic!("{packs:?}")
        };
        let caps = scan(&same.to_lowercase());
        let (same, other, stranger) = (scan(same), scan(other), scan("NOBODYS"));
        let listed = listed.to_string();
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose?lang=en")).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS]).await;
        let path = page.path.clone();
        assert!(path.ends_with("/product"), "{path}");
        let unread = "0104600000000018";
        for (code, pack, said) in [
            (stranger.as_str(), "", "No pack with this code is on record"),
            (caps.as_str(), "", "turn Caps Lock off"),
            (unread, "", ""),
            (
                stranger.as_str(),
                listed.as_str(),
                "and something is marked in the list",
            ),
            (unread, listed.as_str(), "The code was not understood"),
            (unread, "by-hand", "The code was not understood"),
            (
                other.as_str(),
                listed.as_str(),
                "another pack than the one marked in the list",
            ),
            (
                other.as_str(),
                "by-hand",
                "another pack than the one marked in the list",
            ),
            ("362234ff", "", "This is the number of a pack, not a code"),
            ("", "scanned", ""),
            ("", "", "Scan the pack, choose it in the list, or write it down"),
        ] {
            let sent = site
                .send(&nurse, &path, &page, &[("code", code), ("pack", pack)])
                .await;
            assert_eq!(sent.status, 422, "{code} {pack}");
            assert_eq!(sent.problems(), ["code"], "{code} {pack}: {}", sent.text());
            assert!(sent.says(said), "{said}: {}", sent.text());
            assert_eq!(sent.fields()["code"], code, "what was scanned is kept");
            if code.is_empty() {
                continue;
            }
            assert!(
                sent.body.contains("value=\"scanned\""),
                "the scan can be kept: {}",
                sent.text()
            );
            let ahead = path.replace("/product", "/answers");
            let back = site.get(&nurse, &ahead).await;
            assert_eq!(back.location.as_deref(), Some(path.as_str()), "{code} {pack}");
        }
        let printed = same.replacen("21SERIAL", "10LOT-0000|21SERIAL", 1);
        let sent = site.send(&nurse, &path, &page, &[("code", &printed)]).await;
        assert_eq!(sent.problems(), ["code"]);
        assert!(sent.says("another lot than the one on record"), "{}", sent.text());
        let agreed = [("code", same.as_str()), ("pack", listed.as_str())];
        let sent = site.send(&nurse, &path, &page, &agreed).await;
        assert_eq!(sent.status, 303, "both name one pack: {}", sent.text());
        let kept = [("code", other.as_str()), ("pack", "scanned")];
        let sent = site.send(&nurse, &path, &page, &kept).await;
        let mut next = site.follow(&nurse, &sent.location.unwrap()).await;
        for answers in [&INJECTION[..], &PRESENCE[..]] {
            let sent = site.send(&nurse, &next.path, &next, answers).await;
            assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
            next = site.follow(&nurse, &sent.location.unwrap()).await;
        }
        let save = next.path.replace("/answers", "/save");
        let done = site.send(&nurse, &save, &next, &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(site.file(case).await.case.doses[0].content.pack, Some(*meant));
        site.end()
    });
}

#[test]
fn a_pack_that_the_list_does_not_show_is_scanned_into_a_parcel() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let packs = coded(&site, "clinic", 13).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/cases/{case}/parcel");
        let page = site.get(&pharmacist, &format!("{path}?lang=en")).await;
        assert!(page.says(": 13 packs"), "{}", page.text());
        let (first, (last, serial)) = (packs[0].0.to_string(), &packs[12]);
        assert!(page.body.contains(&first) && !page.body.contains(&last.to_string()));
        for slip in [scan("NOBODYS"), "0104600000000018".to_owned()] {
            let sent = site.send(&pharmacist, &path, &page, &[("code", &slip)]).await;
            assert_eq!((sent.status, sent.problems()), (422, vec!["code".to_owned()]));
            assert_eq!(sent.fields()["code"], slip, "what was scanned is kept");
        }
        let caps = scan(&serial.to_lowercase());
        let sent = site.send(&pharmacist, &path, &page, &[("code", &caps)]).await;
        assert!(sent.says("turn Caps Lock off"), "{}", sent.text());
        assert!(site.file(case).await.case.supply.parcels.is_empty());
        // Scanned twice, or scanned and ticked, it is one pack.
        let ticked = format!("pack_{first}");
        let codes = format!("{}\n{}\n{}\n", scan(serial), scan(serial), scan(&packs[0].1));
        let filled = [("code", codes.as_str()), (ticked.as_str(), "yes")];
        let sent = site.send(&pharmacist, &path, &page, &filled).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let file = site.file(case).await;
        let [parcel] = &file.case.supply.parcels[..] else {
            panic!("one parcel")
        };
        let mut packed: Vec<_> = parcel.prepared.packs.iter().map(|named| named.pack).collect();
        packed.sort_unstable();
        assert_eq!(packed, [packs[0].0, *last]);
        let now = stock::find(site.desk.store(), *last).await.unwrap().unwrap();
        assert!(matches!(now.place, Place::Parcel { .. }));
        site.end()
    });
}

/// Up to the page that asks about the injection, with a pack of the list.
async fn at_injection(site: &Site, nurse: &Session, case: CaseId, pack: &str) -> Page {
    let page = site.follow(nurse, &format!("/cases/{case}/dose?lang=en")).await;
    answered(site, nurse, page, &[&IDENTITY, &CHECKS, &[("pack", pack)]]).await
}

/// Both nurses chose a pack of the list. What the second one had in the hand stands in the report, with its lot: as the pack it
/// came from, or in words where the first dose took the same one.
#[test]
fn a_second_injection_is_told_of_with_the_pack_that_was_in_the_hand() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let packs = coded(&site, "prison", 3).await;
        let first = site.sign_in("nurse.prison").await;
        let second = site.sign_in("nurse.second").await;
        for (theirs, mine) in [(0, 0), (1, 2)] {
            let case = site.treated_case("prison").await;
            let walked = async |nurse: &Session, pack: PackId| {
                let page = at_injection(&site, nurse, case, &pack.to_string()).await;
                answered(&site, nurse, page, &[&INJECTION, &PRESENCE]).await
            };
            let page = walked(&first, packs[theirs].0).await;
            let other = walked(&second, packs[mine].0).await;
            let save = |page: &Page| page.path.replace("/answers", "/save");
            let saved = site.send(&first, &save(&page), &page, &[]).await;
            assert_eq!(saved.status, 303, "{}", saved.text());
            let taken = site.send(&second, &save(&other), &other, &[]).await;
            assert_eq!(taken.status, 422, "{}", taken.text());
            let path = other.path.replace("/answers", "/taken");
            let choice = [("choice", "second-injection")];
            let sent = site.send(&second, &path, &taken, &choice).await;
            let incident = site.follow(&second, &sent.location.unwrap()).await;

            let (pack, serial) = &packs[mine];
            let left = (theirs != mine).then_some(*pack);
            let fields = incident.fields();
            assert_eq!(fields["lot"], "LOT-5517");
            let words = &fields["words"];
            assert!(words.contains("LOT-5517") && words.contains(serial), "{words}");
            assert_eq!(
                fields["pack"],
                left.map_or_else(String::new, |pack| pack.to_string())
            );
            let done = site.send(&second, &incident.path, &incident, &[]).await;
            assert_eq!(done.status, 303, "{:?} {}", done.problems(), done.text());
            let file = site.file(case).await;
            let drug = file.case.incidents[0].content.drug.clone().unwrap();
            assert_eq!((drug.lot.as_str(), drug.pack), ("LOT-5517", left));
        }
        site.end()
    });
}

/// A vial that has stood, and more than a muscle takes: the refusal names what can be done, and where.
#[test]
fn at_the_chair_a_refusal_names_the_way_on() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let packs = coded(&site, "prison", 2).await;
        let (stood, another) = (packs[0].0.to_string(), packs[1].0.to_string());
        let nurse = site.sign_in("nurse.prison").await;
        let page = at_injection(&site, &nurse, case, &stood).await;
        let path = page.path.clone();
        let base = path.strip_suffix("/injection").unwrap().to_owned();
        assert!(!page.says("Nothing was given yet"), "{}", page.text());
        // The vial is opened here, and here it breaks.
        let key = base.rsplit('/').next().unwrap();
        let aside = format!("/stock/packs/{stood}/aside?dose={case}_{key}");
        assert!(
            page.body.contains(&format!("href=\"{aside}\"")) && page.says("The pack is broken or spoilt"),
            "{}",
            page.text()
        );

        let slow = [
            ("site", "gluteal-left"),
            ("mixed_time", "09:50"),
            ("volume_ml", "5"),
        ];
        let refused = site.send(&nurse, &path, &page, &slow).await;
        let mut problems = refused.problems();
        problems.sort();
        assert_eq!(problems, ["mixed_time", "volume_ml"], "{}", refused.text());
        for said in [
            "Do not give a suspension that has stood",
            "Whether a larger dose is needed is a physician’s decision",
            "It was given all the same",
            "More was given already",
        ] {
            assert!(refused.says(said), "{said}: {}", refused.text());
        }
        let product = format!("{base}/product");
        for href in [&aside, &product, &format!("/cases/{case}/incident")] {
            assert!(refused.body.contains(&format!("href=\"{href}\"")), "{href}");
            assert_eq!(site.get(&nurse, href).await.status, 200, "{href}");
        }

        // Written off at the chair, another one taken.
        let form = site.get(&nurse, &aside).await;
        let written_off = [("reason", "mixed-not-given")];
        let silent = site.send(&nurse, &aside, &form, &[]).await;
        assert_eq!(silent.status, 422, "{}", silent.text());
        let sent = site.send(&nurse, &aside, &silent, &written_off).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(
            sent.location.as_deref(),
            Some(product.as_str()),
            "back to the dose"
        );
        let list = site.get(&nurse, &product).await;
        let sent = site.send(&nurse, &product, &list, &[("pack", &another)]).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let page = site.follow(&nurse, &sent.location.unwrap()).await;
        let soon = [("mixed_time", "09:59"), ("volume_ml", "2")];
        let sent = site.send(&nurse, &path, &page, &soon).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        site.end()
    });
}

/// The empty box of the dose before is scanned again: it is said that it was used, not that it may be unknown.
#[test]
fn a_pack_that_was_used_says_so_when_it_is_scanned_again() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (first, second) = (
            site.treated_case("prison").await,
            site.treated_case("prison").await,
        );
        let packs = coded(&site, "prison", 1).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = at_injection(&site, &nurse, first, &packs[0].0.to_string()).await;
        let page = answered(&site, &nurse, page, &[&INJECTION, &PRESENCE]).await;
        let save = page.path.replace("/answers", "/save");
        assert_eq!(site.send(&nurse, &save, &page, &[]).await.status, 303);
        let page = site
            .follow(&nurse, &format!("/cases/{second}/dose?lang=en"))
            .await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS]).await;
        let code = scan(&packs[0].1);
        let refused = site.send(&nurse, &page.path, &page, &[("code", &code)]).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["code".to_owned()])
        );
        assert!(refused.says("was used for a dose already"), "{}", refused.text());
        assert!(!refused.says("No such pack is on record"), "{}", refused.text());
        site.end()
    });
}

/// Nothing lies here, for the parcel was not written down as received: it can be scanned all the same, and neither the scan nor
/// its number typed by hand is taken without a word. The receipt is one step away.
#[test]
fn a_pack_in_a_parcel_that_nobody_received_leads_to_its_receipt() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let packs = coded(&site, "clinic", 1).await;
        let parcel = sent(&site, case, &[packs[0].0]).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose?lang=en")).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS]).await;
        let path = page.path.clone();
        assert!(page.fields().contains_key("code"), "{}", page.text());
        let receipt = format!("/parcels/{parcel}/receive");
        let href = format!("href=\"{receipt}\"");
        assert!(!page.body.contains(&href));
        let code = scan(&packs[0].1);
        let by_hand = [
            ("lot", "lot 5517"),
            ("expiry_on_day", "31"),
            ("expiry_on_month", "12"),
            ("expiry_on_year", "2027"),
        ];
        for (filled, field) in [(&[("code", code.as_str())][..], "code"), (&by_hand[..], "lot")] {
            let refused = site.send(&nurse, &path, &page, filled).await;
            assert_eq!(refused.status, 422, "{field}: {}", refused.text());
            assert_eq!(refused.problems(), [field], "{}", refused.text());
            for said in [
                "not on the shelf of this place",
                "in a parcel that nobody has received",
            ] {
                assert!(refused.says(said), "{said}: {}", refused.text());
            }
            assert!(refused.body.contains(&href), "{}", refused.text());
        }
        assert_eq!(site.get(&nurse, &receipt).await.status, 200);
        site.end()
    });
}

/// Two nurses with the same pack in the list: whoever is second is told who was first, not that no dose is open.
#[test]
fn whoever_loses_the_race_for_a_pack_sees_who_was_first() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let packs = coded(&site, "prison", 1).await;
        let pack = packs[0].0.to_string();
        let mut waiting = Vec::new();
        for name in ["nurse.prison", "nurse.second"] {
            let nurse = site.sign_in(name).await;
            let page = at_injection(&site, &nurse, case, &pack).await;
            let page = answered(&site, &nurse, page, &[&INJECTION, &PRESENCE]).await;
            let save = page.path.replace("/answers", "/save");
            waiting.push((nurse, page, save));
        }
        let (nurse, page, save) = &waiting[0];
        assert_eq!(site.send(nurse, save, page, &[]).await.status, 303);
        let (nurse, page, save) = &waiting[1];
        let taken = site.send(nurse, save, page, &[]).await;
        assert_eq!(taken.status, 422);
        assert!(
            taken.says("nurse.prison") && taken.says("This dose is already recorded"),
            "{}",
            taken.text()
        );
        assert_eq!(site.file(case).await.case.doses.len(), 1);
        drop(waiting);
        site.end()
    });
}

/// What waits for a pharmacist is not given, whatever is written about it: only that it has been given already, said in an answer
/// of its own, is taken down, and a physician owes a look.
#[test]
fn a_pack_set_aside_is_given_from_only_where_it_has_happened() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let packs = coded(&site, "prison", 2).await;
        let (pack, serial) = &packs[0];
        let code = scan(serial);
        commands::set_pack_aside(&site.desk, site.actor("nurse.prison"), None, *pack, "storage")
            .await
            .unwrap();
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose?lang=en")).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS]).await;
        let path = page.path.clone();
        let scanned = [("code", code.as_str()), ("pack", "scanned")];
        let refused = site.send(&nurse, &path, &page, &scanned).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(
            refused.says("Not given yet: do not give it"),
            "{}",
            refused.text()
        );
        let said = [scanned[0], scanned[1], ("despite", "it happened")];
        let alone = site.send(&nurse, &path, &refused, &said).await;
        assert_eq!(alone.status, 422, "{}", alone.text());
        assert!(
            alone.problems().contains(&"despite_given".to_owned()),
            "{:?}",
            alone.problems()
        );
        // Nor by saving past the page.
        let save = path.replace("/product", "/save");
        assert_ne!(site.send(&nurse, &save, &alone, &[]).await.status, 303);
        assert!(site.file(case).await.case.doses.is_empty());

        let given = [scanned[0], scanned[1], said[2], ("despite_given", "yes")];
        let again = site.get(&nurse, &path).await;
        let page = answered(&site, &nurse, again, &[&given, &INJECTION, &PRESENCE]).await;
        let saved = site.send(&nurse, &save, &page, &[]).await;
        assert_eq!(saved.status, 303, "{:?} {}", saved.problems(), saved.text());
        let file = site.file(case).await;
        let [incident] = &file.case.incidents[..] else {
            panic!("{:?}", file.case.incidents)
        };
        assert_eq!(incident.content.kind, IncidentKind::UnsoundPack);
        assert_eq!(incident.content.words, "it happened");
        let plan = file.plan(site.desk.rules());
        let mut owed = plan.obligations.iter();
        assert!(owed.any(|owed| owed.kind == Kind::ReviewIncident));
        site.end()
    });
}

/// What was mixed too long ago and given all the same is written down: the page of the pack asks why.
#[test]
fn a_vial_that_stood_and_was_given_is_an_incident() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let packs = coded(&site, "prison", 1).await;
        let pack = packs[0].0.to_string();
        let nurse = site.sign_in("nurse.prison").await;
        let page = at_injection(&site, &nurse, case, &pack).await;
        let path = page.path.clone();
        let base = path.strip_suffix("/injection").unwrap().to_owned();
        let product = format!("{base}/product");
        let before = site.get(&nurse, &product).await;
        assert!(!before.body.contains("name=\"despite\""), "{}", before.text());

        let slow = [("site", "gluteal-left"), ("mixed_time", "09:57")];
        let refused = site.send(&nurse, &path, &page, &slow).await;
        assert_eq!(refused.problems(), ["mixed_time"], "{}", refused.text());
        let asked = site.get(&nurse, &product).await;
        assert!(asked.body.contains("name=\"despite\""), "{}", asked.text());
        // Words alone are no answer to whether it was given: before it is, nothing is given.
        let words = [("despite", "игла засорилась, введено через три минуты")];
        let alone = site.send(&nurse, &product, &asked, &words).await;
        assert_eq!(alone.problems(), ["despite_given"], "{}", alone.text());
        assert!(
            alone.says("Nothing may be given from this pack"),
            "{}",
            alone.text()
        );
        assert!(site.file(case).await.case.doses.is_empty());
        let why = [words[0], ("despite_given", "yes")];
        let page = answered(&site, &nurse, asked, &[&why, &slow, &PRESENCE]).await;
        let saved = site.send(&nurse, &format!("{base}/save"), &page, &[]).await;
        assert_eq!(saved.status, 303, "{:?} {}", saved.problems(), saved.text());
        let case = site.file(case).await.case;
        assert_eq!(case.doses_in_effect().len(), 1);
        let [incident] = &case.incidents[..] else {
            panic!("{:?}", case.incidents)
        };
        assert_eq!(incident.content.kind, IncidentKind::UnsoundPack);
        site.end()
    });
}
