//! S5 on the screen: a box of what lives in a refrigerator arrives warm, with one vial broken.

use super::supply::{refused, sent, under_way};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands::{self, TakeInPacks};
use merzim::demo::papers;
use merzim::domain::{
    decide::{ACCEPTED, PackAnswer, ReceiveParcel},
    ids::{CaseId, PackId},
    supply::Place,
};
use merzim::store::{reading, stock};

/// Kept between two and eight degrees.
const GEL: &str = "leuprorelin-gel-3m";
const LOT: &str = "GEL-5517";

/// A person whose first dose of the gel is due today.
async fn treated(site: &Site) -> CaseId {
    let case = site.cleared_case("prison").await;
    let today = site.clock.at(chrono_tz::Asia::Almaty).today();
    let form = papers::prescription(GEL, today, "grounds of the test");
    commands::prescribe_regimen(&site.desk, site.actor("psychiatrist"), None, case, &form)
        .await
        .unwrap();
    site.inform(case).await;
    case
}

/// Three packs come to the clinic.
async fn taken_in(site: &Site) -> Vec<PackId> {
    let expiry_on = Some(day(2027, 12, 31));
    let form = TakeInPacks {
        product: GEL.to_owned(),
        lot: LOT.to_owned(),
        lot_again: LOT.to_owned(),
        expiry_on,
        expiry_again_on: expiry_on,
        codes: Vec::new(),
        by_hand: 3,
        by_hand_reason: "no-code".to_owned(),
    };
    let at = site.organisation("clinic");
    let lot = commands::take_in_packs(&site.desk, site.actor("pharmacist"), None, at, &form)
        .await
        .unwrap();
    let lying = reading::stock::packs(site.desk.store(), (at, lot), None)
        .await
        .unwrap();
    lying.into_iter().map(|lying| lying.pack.id).collect()
}

#[test]
fn eleven_degrees_for_five_hours_wait_for_a_pharmacist_and_the_sender_sees_what_broke() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = treated(&site).await;
        let packs = taken_in(&site).await;
        let parcel = sent(&site, case, &packs[..2]).await;
        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/parcels/{parcel}/receive");
        let page = site.get(&nurse, &path).await;
        let each: Vec<String> = packs.iter().map(|pack| format!("pack_{pack}")).collect();
        let good = [
            (each[0].as_str(), "accepted"),
            (each[1].as_str(), "broken"),
            ("deliverer", "Courier Serik"),
            ("receiver", "Nurse Aigul"),
            ("lowest", "4"),
            ("highest", "11"),
            ("hours_outside", "5"),
            ("words", "one vial is broken, and the box was warm"),
        ];
        for (name, value) in [
            (each[1].as_str(), ""),
            ("highest", "eleven"),
            ("hours_outside", "0"),
            ("highest", "3"),
            ("hours_outside", "long"),
            ("hours_outside", ""),
            ("hours_unknown", "yes"),
            ("lowest", "-61"),
            ("lowest", "12"),
        ] {
            let mut filled = good.to_vec();
            filled.retain(|(known, _)| *known != name);
            filled.push((name, value));
            refused(&site, &nurse, (&path, &page), &filled, case).await;
        }
        let done = site.send(&nurse, &path, &page, &good).await;
        assert_eq!(done.status, 303, "{:?} {}", done.problems(), done.text());
        let place = async |pack| stock::find(site.desk.store(), pack).await.unwrap().unwrap().place;
        assert!(matches!(place(packs[0]).await, Place::Quarantine { .. }));
        assert!(matches!(place(packs[1]).await, Place::SetAside { .. }));
        let read = site.get(&nurse, &format!("/parcels/{parcel}?lang=en")).await;
        assert!(read.says("11.0"), "{}", read.text());

        // The sender sees both on his list at once, and on the forecast the dose without a pack and the nearest free one.
        let pharmacist = site.sign_in("pharmacist").await;
        let list = site.get(&pharmacist, "/parcels?lang=en").await;
        for words in ["Explain a discrepancy", "Decide about packs in quarantine"] {
            assert!(list.says(words), "{words}: {}", list.text());
        }
        let ahead = site.get(&pharmacist, "/stock/forecast").await;
        for words in [
            "a pack waits for the pharmacist’s verdict",
            "Free in the same region",
            LOT,
            "31 December 2027",
        ] {
            assert!(ahead.says(words), "{words}: {}", ahead.text());
        }

        // So does the page of the case. The nurse, who sees the shelf of her place only, is told whom to ask.
        let path = format!("/cases/{case}?lang=en");
        let at_risk = "At risk: no usable drug, a pack waits for the pharmacist’s verdict";
        let read = site.get(&pharmacist, &path).await;
        for words in [at_risk, "Free in the same region", LOT, "31 December 2027"] {
            assert!(read.says(words), "{words}: {}", read.text());
        }
        let read = site.get(&nurse, &path).await;
        for words in [at_risk, "ask the pharmacist who supplies it"] {
            assert!(read.says(words), "{words}: {}", read.text());
        }

        let path = format!("/stock/packs/{}/verdict", packs[0]);
        let page = site.get(&pharmacist, &path).await;
        for words in ["11.0", "To be kept at", "2 to 8 °C"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(page.says("Outside its limits: 4.0 to 11.0 °C"), "{}", page.text());
        // What the receiver had to write is read by whoever answers for it: on each page on which he does.
        for path in [
            format!("/parcels/{parcel}"),
            format!("/parcels/{parcel}/reconcile"),
            path.clone(),
        ] {
            let read = site.get(&pharmacist, &path).await;
            let words = "one vial is broken, and the box was warm";
            assert!(read.says(words), "{path}: {}", read.text());
        }
        let good = [
            ("verdict", "use"),
            ("words", "The maker allows it"),
            ("stability_by", "The maker"),
            ("stability_number", "17/2026"),
            ("stability_on_day", "5"),
            ("stability_on_month", "1"),
            ("stability_on_year", "2026"),
            ("stability_covers", "yes"),
        ];
        let slips = [
            ("verdict", ""),
            ("verdict", "perhaps"),
            ("words", " "),
            ("words", "ok"),
            ("stability_number", ""),
            ("stability_covers", ""),
        ];
        for (name, value) in slips {
            let mut filled = good.to_vec();
            filled.retain(|(known, _)| *known != name);
            filled.push((name, value));
            refused(&site, &pharmacist, (&path, &page), &filled, case).await;
        }
        let done = site.send(&pharmacist, &path, &page, &good).await;
        assert_eq!(done.status, 303, "{:?} {}", done.problems(), done.text());
        let kept = Place::Stock {
            at: site.organisation("prison"),
            reserved: Some(case),
        };
        assert_eq!(place(packs[0]).await, kept);
        let list = site.get(&pharmacist, "/parcels").await;
        assert!(!list.says("Decide about packs in quarantine"), "{}", list.text());
        assert!(list.says("Explain a discrepancy"), "{}", list.text());
        site.end()
    });
}

/// Without a logger the form asks for a paper, of a closed list of kinds, in the language of whoever judges.
#[test]
fn a_box_without_a_logger_asks_for_a_paper() {
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
            words: "the logger was left behind".to_owned(),
            ..ReceiveParcel::default()
        };
        let nurse = site.actor("nurse.prison");
        commands::receive_parcel(&site.desk, nurse, None, (case, parcel), &form)
            .await
            .unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/stock/packs/{}/verdict", packs[0]);
        for (language, words) in [
            ("kk", ["Аспап болмады", "Жеткізушінің температура журналы"]),
            ("ru", ["Прибора не было", "Журнал температур перевозчика"]),
            ("en", ["No logger", "Temperature log of the carrier"]),
        ] {
            let page = site.get(&pharmacist, &format!("{path}?lang={language}")).await;
            for words in words {
                assert!(page.says(words), "{words}: {}", page.text());
            }
        }
        let page = site.get(&pharmacist, &path).await;
        let good = [
            ("verdict", "use"),
            ("words", "Cool all the way, says the log"),
            ("stability_kind", "courier-log"),
            ("stability_by", "Courier Serik"),
            ("stability_number", "41"),
            ("stability_on_day", "3"),
            ("stability_on_month", "7"),
            ("stability_on_year", "2026"),
            ("stability_covers", "yes"),
        ];
        for (name, value) in [
            ("stability_kind", ""),
            ("stability_kind", "a-word"),
            ("stability_by", " "),
            ("stability_number", ""),
            ("stability_on_year", "2126"),
            ("stability_covers", ""),
        ] {
            let mut filled = good.to_vec();
            filled.retain(|(known, _)| *known != name);
            filled.push((name, value));
            refused(&site, &pharmacist, (&path, &page), &filled, case).await;
        }
        let done = site.send(&pharmacist, &path, &page, &good).await;
        assert_eq!(done.status, 303, "{:?} {}", done.problems(), done.text());
        let pack = stock::find(site.desk.store(), packs[0]).await.unwrap().unwrap();
        let at = site.organisation("prison");
        assert_eq!(
            pack.place,
            Place::Stock {
                at,
                reserved: Some(case)
            }
        );
        site.end()
    });
}
