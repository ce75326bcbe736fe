//! The forms of parcels and of what becomes of a pack: packing, handing over, sending on, a verdict, a count, the last way.
//! Gaps and slips change nothing and lose nothing that was typed; sent twice they act once; strangers find nothing.

use super::nothing_at;
use super::supply::{refused, taken_in, under_way};
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site},
};
use crate::web::unseen::ask;
use merzim::commands;
use merzim::domain::{
    decide::{ACCEPTED, PackAnswer, ReceiveParcel},
    ids::{CaseId, LotId, PackId, ParcelId},
    supply::Place,
};
use merzim::store::stock;

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

async fn place_of(site: &Site, pack: PackId) -> Place {
    stock::find(site.desk.store(), pack).await.unwrap().unwrap().place
}

fn parcel_at(location: &str) -> ParcelId {
    location.strip_prefix("/parcels/").unwrap().parse().unwrap()
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
