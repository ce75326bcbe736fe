//! The forms of the drug: taking in, keeping and freeing a pack, a parcel that arrives. Gaps and slips change nothing and
//! lose nothing that was typed; sent twice they act once; of two at once the second is told.

use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day},
};
use merzim::commands::{self, TakeInPacks};
use merzim::domain::{
    decide::HandOverParcel,
    event::Taker,
    ids::{CaseId, LotId, PackId, ParcelId},
    supply::Place,
};
use merzim::store::{reading, stock};

pub async fn taken_in(site: &Site, at: &str, count: usize) -> (LotId, Vec<PackId>) {
    let expiry_on = Some(day(2027, 12, 31));
    let form = TakeInPacks {
        product: "triptorelin-12w".to_owned(),
        lot: "LOT-5517".to_owned(),
        lot_again: "LOT-5517".to_owned(),
        expiry_on,
        expiry_again_on: expiry_on,
        codes: Vec::new(),
        by_hand: count,
        by_hand_reason: "no-code".to_owned(),
    };
    let at = site.organisation(at);
    let lot = commands::take_in_packs(&site.desk, site.actor("pharmacist"), None, at, &form)
        .await
        .unwrap();
    let lying = reading::stock::packs(site.desk.store(), (at, lot), None)
        .await
        .unwrap();
    (lot, lying.into_iter().map(|lying| lying.pack.id).collect())
}

/// Refused with what was typed kept, and nothing changed.
pub async fn refused(
    site: &Site,
    who: &Session,
    (path, page): (&str, &Page),
    filled: &[(&str, &str)],
    case: CaseId,
) {
    let before = site.file(case).await.case;
    let answer = site.send(who, path, page, filled).await;
    assert_eq!(answer.status, 422, "{path} with {filled:?}: {}", answer.text());
    assert!(
        !answer.problems().is_empty(),
        "{path} with {filled:?} says what is wrong"
    );
    let kept = answer.fields();
    for (name, value) in filled.iter().filter(|(name, _)| kept.contains_key(*name)) {
        assert_eq!(
            kept.get(*name).map(String::as_str),
            Some(*value),
            "{path}: {name} is kept"
        );
    }
    assert_eq!(
        site.file(case).await.case,
        before,
        "{path} with {filled:?} changed something"
    );
}

/// Somebody treated in the prison, and a parcel of so many packs that a courier has for him.
pub async fn under_way(site: &Site, count: usize) -> (CaseId, LotId, Vec<PackId>, ParcelId) {
    let case = site.treated_case("prison").await;
    let (lot, packs) = taken_in(site, "clinic", count).await;
    let parcel = sent(site, case, &packs).await;
    (case, lot, packs, parcel)
}

#[test]
fn a_pack_is_kept_for_a_person_and_freed_again_for_a_reason() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (_, packs) = taken_in(&site, "prison", 2).await;
        let nurse = site.sign_in("nurse.prison").await;
        let pack = packs[0].to_string();

        let path = format!("/cases/{case}/reserve");
        let page = site.get(&nurse, &path).await;
        for wrong in ["", "no-such-choice"] {
            let sent = site.send(&nurse, &path, &page, &[("pack", wrong)]).await;
            assert_eq!(sent.status, 422, "{}", sent.text());
        }
        let sent = site.send(&nurse, &path, &page, &[("pack", &pack)]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let again = site.send(&nurse, &path, &page, &[("pack", &pack)]).await;
        assert_eq!(again.location, sent.location, "once, however often it is sent");
        let kept = stock::find(site.desk.store(), packs[0]).await.unwrap().unwrap();
        assert_eq!(kept.place.case(), Some(case));

        let path = format!("/cases/{case}/free-pack");
        let page = site.get(&nurse, &path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let at = (path.as_str(), &page);
        refused(&site, &nurse, at, &[("pack", &pack), ("reason", "")], case).await;
        let other = packs[1].to_string();
        refused(
            &site,
            &nurse,
            at,
            &[("pack", &other), ("reason", "for another")],
            case,
        )
        .await;
        refused(
            &site,
            &nurse,
            at,
            &[("pack", ""), ("reason", "for another")],
            case,
        )
        .await;
        let sent = site
            .send(
                &nurse,
                &path,
                &page,
                &[("pack", &pack), ("reason", "for another")],
            )
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let free = stock::find(site.desk.store(), packs[0]).await.unwrap().unwrap();
        assert!(matches!(free.place, Place::Stock { reserved: None, .. }));
        let none = site.get(&nurse, &path).await;
        assert_eq!(none.status, 200, "nothing is kept any more, and the page says so");
        assert!(!none.fields().contains_key("reason"), "{}", none.text());
        for stranger in ["probation", "clerk"] {
            let who = site.sign_in(stranger).await;
            assert!([403, 404].contains(&site.get(&who, &path).await.status));
        }
        site.end()
    });
}

pub async fn sent(site: &Site, case: CaseId, packs: &[PackId]) -> ParcelId {
    let (desk, pharmacist, now) = (&site.desk, site.actor("pharmacist"), Some(site.desk.instant()));
    let parcel = commands::prepare_parcel(desk, pharmacist, None, case, packs, now)
        .await
        .unwrap();
    let form = HandOverParcel {
        into: Some(Taker::Courier),
        name: "Courier Serik".to_owned(),
        phone: String::new(),
        at: now,
    };
    commands::hand_over_parcel(desk, pharmacist, None, case, parcel, &form)
        .await
        .unwrap();
    parcel
}

#[test]
fn a_parcel_is_received_whole_or_not_at_all() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, packs, parcel) = under_way(&site, 2).await;
        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/parcels/{parcel}/receive");
        let (first, second) = (site.get(&nurse, &path).await, site.get(&nurse, &path).await);
        for pack in &packs {
            let name = &pack.to_string()[..8];
            assert!(first.says(name), "each pack by its name: {}", first.text());
        }
        let each: Vec<String> = packs.iter().map(|pack| format!("pack_{pack}")).collect();
        let good = [
            (each[0].as_str(), "accepted"),
            (each[1].as_str(), "broken"),
            ("deliverer", "Courier Serik"),
            ("receiver", "Nurse Aigul"),
            ("lowest", "4"),
            ("highest", "6,5"),
            ("words", "one vial is broken"),
        ];
        let slips: [&[(&str, &str)]; 11] = [
            &[(each[0].as_str(), "")],
            &[(each[1].as_str(), "no-such-choice")],
            &[("deliverer", "")],
            &[("receiver", " ")],
            &[("receiver", "courier serik")],
            &[("lowest", "cold")],
            &[("lowest", "9")],
            &[("highest", "")],
            &[("hours_outside", "-1")],
            &[("hours_outside", "3")],
            &[("words", "")],
        ];
        for slip in slips {
            let mut filled = good.to_vec();
            for (name, value) in slip {
                filled.retain(|(known, _)| known != name);
                filled.push((name, value));
            }
            refused(&site, &nurse, (&path, &first), &filled, case).await;
        }
        let done = site.send(&nurse, &path, &first, &good).await;
        assert_eq!(
            done.location.as_deref(),
            Some(format!("/parcels/{parcel}").as_str())
        );
        let again = site.send(&nurse, &path, &first, &good).await;
        assert_eq!(again.location, done.location, "once, however often it is sent");
        // Somebody had the same form open: the parcel is received already.
        refused(&site, &nurse, (&path, &second), &good, case).await;

        let accepted = stock::find(site.desk.store(), packs[0]).await.unwrap().unwrap();
        assert_eq!(accepted.place.case(), Some(case), "on the shelf, for him");
        let broken = stock::find(site.desk.store(), packs[1]).await.unwrap().unwrap();
        assert!(matches!(broken.place, Place::SetAside { .. }));
        for (path, status) in [
            (format!("/parcels/{}/receive", ParcelId::fresh()), 404),
            ("/parcels/nonsense/receive".to_owned(), 404),
            (format!("/parcels/{parcel}/no-such-act"), 404),
        ] {
            assert_eq!(site.get(&nurse, &path).await.status, status, "{path}");
        }
        site.end()
    });
}

#[test]
fn packs_are_taken_in_only_where_everything_typed_agrees() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let pharmacist = site.sign_in("pharmacist").await;
        let path = "/stock/take-in";
        let page = site.get(&pharmacist, path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let good = [
            ("product", "triptorelin-12w"),
            ("lot", "L9"),
            ("lot_again", "L9"),
            ("expiry_on_day", "31"),
            ("expiry_on_month", "12"),
            ("expiry_on_year", "2027"),
            ("expiry_again_day", "31"),
            ("expiry_again_month", "12"),
            ("expiry_again_year", "2027"),
            ("by_hand", "2"),
            ("by_hand_reason", "no-code"),
        ];
        for (name, value) in [
            ("product", ""),
            ("product", "no-such-choice"),
            ("lot", ""),
            ("lot_again", "L8"),
            ("expiry_on_day", "30"),
            ("expiry_again_year", ""),
            ("expiry_on_month", "13"),
            ("by_hand", "0"),
            ("by_hand", "many"),
            ("by_hand", "201"),
            ("by_hand_reason", ""),
            ("code", "0104600000000018"),
            ("code", "жазу"),
        ] {
            let mut filled = good.to_vec();
            filled.retain(|(known, _)| *known != name);
            filled.push((name, value));
            refused(&site, &pharmacist, (path, &page), &filled, case).await;
        }
        let mut many = good.to_vec();
        many.extend([("by_hand", "99999999")]);
        let sent = site.send(&pharmacist, path, &page, &many).await;
        assert!(sent.says("At most 200 packs at once"), "{}", sent.text());
        let at = site.organisation("clinic");
        let heaps = reading::stock::heaps(site.desk.store(), at).await.unwrap();
        assert!(heaps.is_empty(), "nothing was half written: {heaps:?}");
        let done = site.send(&pharmacist, path, &page, &good).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let again = site.send(&pharmacist, path, &page, &good).await;
        assert_eq!(again.location, done.location);
        let heaps = reading::stock::heaps(site.desk.store(), at).await.unwrap();
        assert_eq!(heaps.iter().map(|heap| heap.packs).sum::<i64>(), 2, "once");
        let lot = done.location.unwrap();
        let page = site.follow(&pharmacist, &lot).await;
        assert!(page.says("L9"), "{}", page.text());
        // Scanned, one code a line: each pack is known by its code.
        let page = site.get(&pharmacist, path).await;
        let signs = "a".repeat(44);
        let line = |serial: &str| format!("010460000000001521{serial}|91EE11|92{signs}");
        let lines = format!("{}\n{}\n", line("0Ab12cD34eF56"), line("0Ab12cD34eF57"));
        let mut scanned = good.to_vec();
        scanned.retain(|(name, _)| !name.starts_with("by_hand"));
        scanned.push(("code", &lines));
        let done = site.send(&pharmacist, path, &page, &scanned).await;
        assert_eq!(done.status, 303, "{:?} {}", done.problems(), done.text());
        let known = reading::stock::by_code(site.desk.store(), "04600000000015", "0Ab12cD34eF57")
            .await
            .unwrap();
        assert!(known.is_some());
        let page = site.get(&pharmacist, path).await;
        let twice = site.send(&pharmacist, path, &page, &scanned).await;
        assert_eq!(twice.status, 422, "one code is one pack");
        // Among many codes the refused ones are named, each with its number.
        let known = ": A pack with this code is on record already";
        let torn = format!(
            "{}\n\n{}\n0104600000000015",
            line("2Ab12cD34eF56"),
            line("2Ab12cD34eF57")
        );
        let mixed = format!("{}\n{}\n", line("2Ab12cD34eF58"), line("0Ab12cD34eF56"));
        let again = format!("{0}\n{0}\n", line("2Ab12cD34eF59"));
        for (lines, named) in [
            (
                &lines,
                vec![
                    format!("Code 1, 0Ab12cD34eF56{known}"),
                    format!("Code 2, 0Ab12cD34eF57{known}"),
                ],
            ),
            (
                &torn,
                vec!["Code 3, 0104600000000015: It has no serial number".to_owned()],
            ),
            (&mixed, vec![format!("Code 2, 0Ab12cD34eF56{known}")]),
            (&again, vec![format!("Code 2, 2Ab12cD34eF59{known}")]),
        ] {
            let page = site.get(&pharmacist, path).await;
            let mut filled = good.to_vec();
            filled.retain(|(name, _)| !name.starts_with("by_hand"));
            filled.push(("code", lines));
            let sent = site.send(&pharmacist, path, &page, &filled).await;
            assert_eq!(sent.status, 422, "{named:?}: {}", sent.text());
            for words in named {
                assert!(sent.says(&words), "{words}: {}", sent.text());
            }
        }
        // One heap is of one lot: a code of another one among them is not taken in with the rest.
        let of_lot =
            |serial: &str, lot: &str| format!("01046000000000151727123110{lot}|21{serial}|91EE11|92{signs}");
        for lots in [["L9", "L8", "L9"], ["L8", "L9", "L9"]] {
            let lines = [
                ("1Ab12cD34eF56", lots[0]),
                ("1Ab12cD34eF57", lots[1]),
                ("1Ab12cD34eF58", lots[2]),
            ];
            let lines = lines.map(|(serial, lot)| of_lot(serial, lot)).join("\n");
            let page = site.get(&pharmacist, path).await;
            let mut mixed = good.to_vec();
            mixed.retain(|(name, _)| !name.starts_with("by_hand"));
            mixed.push(("code", &lines));
            refused(&site, &pharmacist, (path, &page), &mixed, case).await;
            let sent = site.send(&pharmacist, path, &page, &mixed).await;
            assert!(sent.says("Code 2, 0104600000000015"), "{}", sent.text());
            assert!(sent.says("another lot or last day"), "{}", sent.text());
        }
        for path in [
            "/stock/lots/nonsense",
            "/stock/packs/nonsense",
            "/stock/lots/x/recall",
        ] {
            assert_eq!(site.get(&pharmacist, path).await.status, 404, "{path}");
        }
        site.end()
    });
}

#[test]
fn a_last_day_that_makes_an_incident_of_a_dose_is_asked_about_first() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        super::give(&site, "nurse.prison", case, 1).await;
        let expiry_on = Some(day(2027, 12, 31));
        let form = TakeInPacks {
            product: "triptorelin-12w".to_owned(),
            lot: "L7-0042".to_owned(),
            lot_again: "L7-0042".to_owned(),
            expiry_on,
            expiry_again_on: expiry_on,
            codes: Vec::new(),
            by_hand: 3,
            by_hand_reason: "no-code".to_owned(),
        };
        let at = site.organisation("prison");
        let lot = commands::take_in_packs(&site.desk, site.actor("pharmacist"), None, at, &form)
            .await
            .unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/stock/lots/{lot}/correct?at={at}");
        let page = site.get(&pharmacist, &format!("{path}&lang=en")).await;
        assert!(!page.fields().contains_key("seen"), "{}", page.text());
        let on = |day: &'static str, month: &'static str, year: &'static str| {
            [
                ("expiry_on_day", day),
                ("expiry_on_month", month),
                ("expiry_on_year", year),
                ("expiry_again_day", day),
                ("expiry_again_month", month),
                ("expiry_again_year", year),
                ("reason", "misread"),
            ]
        };
        let last_day = async || {
            let known = stock::lot(site.desk.store(), lot).await.unwrap().unwrap();
            known.expiry_on
        };

        // No pack is that old: a slip of the finger, however sure somebody is.
        let ancient = site.send(&pharmacist, &path, &page, &on("1", "1", "1000")).await;
        assert_eq!(
            (ancient.status, ancient.problems()),
            (422, vec!["expiry_on".to_owned()])
        );

        // One slip of the finger is not made twice.
        let mut slip = on("2", "7", "2026");
        slip[3].1 = "3";
        let slip = site.send(&pharmacist, &path, &page, &slip).await;
        assert_eq!(
            (slip.status, slip.problems()),
            (422, vec!["expiry_again".to_owned()])
        );
        let asked = site.send(&pharmacist, &path, &page, &on("2", "7", "2026")).await;
        assert_eq!(
            (asked.status, asked.problems()),
            (422, vec!["confirmed".to_owned()])
        );
        for words in [
            "after this day: 1, people: 1",
            "under way: 3",
            "The day is meant as written",
        ] {
            assert!(asked.says(words), "{words}: {}", asked.text());
        }
        let silent = site.send(&pharmacist, &path, &asked, &[]).await;
        assert_eq!(silent.problems(), ["confirmed"]);
        // A tick for one day is none for another.
        let mut other = on("1", "7", "2026").to_vec();
        other.push(("confirmed", "yes"));
        let other = site.send(&pharmacist, &path, &asked, &other).await;
        assert_eq!(other.problems(), ["confirmed"]);
        assert_eq!(last_day().await, day(2027, 12, 31), "nothing was changed");

        let sure = site
            .send(&pharmacist, &path, &asked, &[("confirmed", "yes")])
            .await;
        assert_eq!(sure.status, 303, "{}", sure.text());
        assert_eq!(last_day().await, day(2026, 7, 2));
        assert_eq!(site.file(case).await.case.incidents.len(), 1);
        // What makes no incident is not asked about; but that a lot which has expired may be given again.
        // By a later day that has passed as well it stays expired.
        site.go_to("2026-07-10T05:00:00Z");
        let pharmacist = site.sign_in("pharmacist").await;
        let page = site.get(&pharmacist, &format!("{path}&lang=en")).await;
        let still = site.send(&pharmacist, &path, &page, &on("5", "7", "2026")).await;
        assert_eq!(still.status, 303, "{:?} {}", still.problems(), still.text());
        let page = site.get(&pharmacist, &format!("{path}&lang=en")).await;
        let later = on("30", "9", "2027");
        let asked = site.send(&pharmacist, &path, &page, &later).await;
        assert_eq!(asked.problems(), ["confirmed"], "{}", asked.text());
        assert!(asked.says("may be given again at once"), "{}", asked.text());
        assert_eq!(last_day().await, day(2026, 7, 5), "nothing was changed");
        let sound = site
            .send(&pharmacist, &path, &asked, &[("confirmed", "yes")])
            .await;
        assert_eq!(sound.status, 303, "{}", sound.text());
        assert_eq!(last_day().await, day(2027, 9, 30));
        // One that is good is moved without a question.
        let page = site.get(&pharmacist, &path).await;
        let sound = site.send(&pharmacist, &path, &page, &on("29", "9", "2027")).await;
        assert_eq!(sound.status, 303, "{}", sound.text());
        site.end()
    });
}

/// What was taken in under a wrong number is put right on the same page, and not together with its last day.
#[test]
fn the_number_of_a_lot_is_put_right_where_its_last_day_is() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (lot, _) = taken_in(&site, "prison", 1).await;
        let pharmacist = site.sign_in("pharmacist").await;
        let at = site.organisation("prison");
        let path = format!("/stock/lots/{lot}/correct?at={at}");
        let page = site.get(&pharmacist, &format!("{path}&lang=en")).await;
        // The product is as it is unless another is marked, and can be again.
        assert_eq!(page.fields()["product"], "");
        assert!(page.says("As it is"), "{}", page.text());
        let named = [
            ("lot", "LOT-5518"),
            ("lot_again", "LOT-5518"),
            ("reason", "misread"),
        ];
        let mut both = named.to_vec();
        both.extend([
            ("expiry_on_day", "1"),
            ("expiry_on_month", "7"),
            ("expiry_on_year", "2027"),
        ]);
        let both = site.send(&pharmacist, &path, &page, &both).await;
        assert_eq!(
            (both.status, both.problems()),
            (422, vec!["expiry_on".to_owned()])
        );
        let slip = [
            ("lot", "LOT-5518"),
            ("lot_again", "LOT-5519"),
            ("reason", "misread"),
        ];
        let slip = site.send(&pharmacist, &path, &page, &slip).await;
        assert_eq!(slip.problems(), ["lot_again"]);
        let done = site.send(&pharmacist, &path, &page, &named).await;
        assert_eq!(done.status, 303, "{:?} {}", done.problems(), done.text());
        let known = stock::lot(site.desk.store(), lot).await.unwrap().unwrap();
        assert_eq!(known.number, "LOT-5518");
        let read = site.follow(&pharmacist, &done.location.unwrap()).await;
        assert!(read.says("Product or number corrected"), "{}", read.text());
        site.end()
    });
}
