//! The drug to come: a dose without a pack, what could be done, the pack on its way; and the papers that go with it.

use super::PEOPLE;
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
    supply::{Pack, Place},
};
use merzim::store::reading;
use merzim::text::{self, Language};

const PRODUCT: &str = "triptorelin-12w";
const LOT: &str = "LOT-5517";

/// The pharmacist of the clinic takes in packs of one lot.
async fn taken_in(site: &Site, count: usize) -> LotId {
    let expiry_on = Some(day(2027, 12, 31));
    let form = TakeInPacks {
        product: PRODUCT.to_owned(),
        lot: LOT.to_owned(),
        lot_again: LOT.to_owned(),
        expiry_on,
        expiry_again_on: expiry_on,
        codes: Vec::new(),
        by_hand: count,
        by_hand_reason: "no-code".to_owned(),
    };
    let at = site.organisation("clinic");
    let lot = commands::take_in_packs(&site.desk, site.actor("pharmacist"), None, at, &form).await;
    lot.unwrap()
}

async fn free(site: &Site, lot: LotId) -> Vec<Pack> {
    let at = site.organisation("clinic");
    let lying = reading::stock::packs(site.desk.store(), (at, lot), None)
        .await
        .unwrap();
    let packs = lying.into_iter().map(|lying| lying.pack);
    packs
        .filter(|pack| matches!(pack.place, Place::Stock { reserved: None, .. }))
        .collect()
}

/// One pack is packed and given to a courier.
async fn sent(site: &Site, case: CaseId, packs: &[PackId]) -> ParcelId {
    let (desk, pharmacist, now) = (&site.desk, site.actor("pharmacist"), Some(site.desk.instant()));
    let parcel = commands::prepare_parcel(desk, pharmacist, None, case, packs, now)
        .await
        .unwrap();
    let form = HandOverParcel {
        into: Some(Taker::Courier),
        name: "canary-courier".to_owned(),
        phone: String::new(),
        at: now,
    };
    commands::hand_over_parcel(desk, pharmacist, None, case, parcel, &form)
        .await
        .unwrap();
    parcel
}

/// The text of a page in English.
async fn read(site: &Site, reader: &Session, path: &str) -> String {
    let page = site.get(reader, &format!("{path}?lang=en")).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    page.body
}

#[test]
fn the_forecast_names_the_dose_without_a_pack_and_where_one_lies() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let reference = site.file(case).await.case.reference.clone();
        // A code of the authenticator works once: each signs in once.
        let pharmacist = site.sign_in("pharmacist").await;
        for page in ["/stock/forecast", "/stock/desk"] {
            let text = read(&site, &pharmacist, page).await;
            assert!(text.contains(&reference), "{page}");
            assert!(
                !text.contains("Ахметов") && !text.contains("Akhmetov"),
                "{page} names nobody"
            );
        }
        let first = format!(
            "{}, dose 1",
            site.desk.rules().protocol(PRODUCT, 1).unwrap().name.en
        );
        let text = read(&site, &pharmacist, "/stock/forecast").await;
        assert!(
            text.contains("No free pack in this region") && text.contains(&first),
            "{text}"
        );
        assert!(
            text.contains("Whether another region has a pack to spare, its pharmacist says by telephone"),
            "{text}"
        );

        let lot = taken_in(&site, 1).await;
        let text = read(&site, &pharmacist, "/stock/forecast").await;
        assert!(
            text.contains("Free in the same region") && text.contains(LOT),
            "{text}"
        );
        // The nurse plans for the shelf of the prison, which lies empty.
        let nurse = site.sign_in("nurse.prison").await;
        let text = read(&site, &nurse, "/stock/forecast").await;
        assert!(text.contains(&reference) && !text.contains(LOT));
        assert!(
            text.contains("The shelf of this place is looked at and no other"),
            "{text}"
        );
        assert!(
            text.contains(": no free pack") && text.contains("ask the pharmacist who supplies it"),
            "the place is named, and nobody says that there is none anywhere: {text}"
        );

        let packs: Vec<_> = free(&site, lot).await.iter().map(|pack| pack.id).collect();
        let parcel = sent(&site, case, &packs).await;
        let code = site
            .file(case)
            .await
            .case
            .supply
            .parcel(parcel)
            .unwrap()
            .prepared
            .code
            .clone();
        let text = read(&site, &pharmacist, "/stock/desk").await;
        assert!(text.contains(&code), "it is on its way");
        let coordinator = site.sign_in("coordinator").await;
        let forecast = read(&site, &coordinator, "/stock/forecast").await;
        // The dose of today has its pack; the one after it has none yet.
        assert!(!forecast.contains(&first), "{forecast}");
        assert!(
            !forecast.contains(LOT),
            "what is on its way to him is offered to nobody"
        );
        for stranger in ["probation", "police", "controller", "clerk", "admin"] {
            let reader = site.sign_in(stranger).await;
            for page in ["/stock/forecast", "/stock/desk"] {
                let status = site.get(&reader, page).await.status;
                assert!([403, 404].contains(&status), "{stranger} at {page}: {status}");
            }
        }
        site.end()
    });
}

/// What stands on the desk as the reader's own.
fn own_work(desk: &Page) -> &str {
    let (_, rest) = desk.body.split_once("id=\"owed\"").unwrap();
    rest.split("</section>").next().unwrap_or_default()
}

#[test]
fn the_day_of_a_pharmacist_begins_with_what_is_owed_of_the_drug() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let reference = site.file(case).await.case.reference.clone();
        let lot = taken_in(&site, 1).await;
        // Whoever takes in his first packs owes them from then on.
        merzim::jobs::sweep(&site.desk).await.unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        for door in ["/", "/today"] {
            let led = site.get(&pharmacist, door).await;
            assert_eq!(led.location.as_deref(), Some("/stock/desk"), "{door}");
        }
        let desk = site.get(&pharmacist, "/stock/desk?lang=en").await;
        assert!(own_work(&desk).contains(&reference), "{}", desk.text());
        let here = "href=\"/stock/desk\" aria-current=\"page\"";
        assert_eq!(desk.body.matches(here).count(), 1, "the menu says so");
        let menu = desk.body.split("</nav>").nth(1).unwrap_or_default();
        assert_eq!(menu.matches("aria-current=\"page\"").count(), 1, "{menu}");

        let packs: Vec<_> = free(&site, lot).await.iter().map(|pack| pack.id).collect();
        sent(&site, case, &packs).await;
        let desk = site.get(&pharmacist, "/stock/desk").await;
        assert!(!own_work(&desk).contains(&reference), "{}", desk.text());
        assert!(
            desk.says("Nothing about the drug is yours to do now"),
            "{}",
            desk.text()
        );
        site.end()
    });
}

#[test]
fn everybody_is_led_to_a_first_page_that_stands_in_the_menu() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for who in PEOPLE {
            let reader = site.sign_in(who).await;
            for door in ["/", "/today"] {
                let page = site.follow(&reader, door).await;
                assert_eq!(page.status, 200, "{who} at {door}");
                assert!(
                    page.body.contains("aria-current=\"page\""),
                    "{who} at {door}: where he is stands in the menu"
                );
                // Folded, the menu still says it.
                let (_, menu) = page
                    .body
                    .split_once("<details class=\"merzim-menu\"><summary>")
                    .unwrap();
                let folded = menu.split("</summary>").next().unwrap_or_default();
                assert!(folded.contains("<strong>"), "{who} at {door}: {folded}");
            }
        }
        site.end()
    });
}

#[test]
fn label_and_waybill_say_where_from_and_where_to_and_nothing_of_what_is_inside() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let lot = taken_in(&site, 1).await;
        let packs: Vec<_> = free(&site, lot).await.iter().map(|pack| pack.id).collect();
        let parcel = sent(&site, case, &packs).await;
        let file = site.file(case).await;
        let code = file.case.supply.parcel(parcel).unwrap().prepared.code.clone();
        let product = site.desk.rules().protocol(PRODUCT, 1).unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        for (paper, language) in [
            ("label", "kk"),
            ("label", "ru"),
            ("waybill", "kk"),
            ("waybill", "en"),
        ] {
            let page = site
                .get(&pharmacist, &format!("/parcels/{parcel}/{paper}/{language}"))
                .await;
            assert_eq!(page.status, 200, "{}", page.text());
            assert!(page.body.contains(&format!("<html lang=\"{language}\"")));
            assert!(page.body.contains(&code) && page.body.contains("<svg class=\"merzim-symbol\""));
            let inside = [
                LOT,
                &file.case.reference,
                "Ахметов",
                "Akhmetov",
                "triptorelin",
                &product.name.kk,
                &product.name.ru,
                &product.substance.kk,
                &product.substance.en,
                &product.strength.en,
                // Neither what is treated nor why the court ordered it.
                "1-214/2026",
                "Алмалинский",
                "диагноз",
                "F65",
                "Парафил",
                "парафил",
                "педофил",
                "изнасил",
                "зорлау",
                "преступлен",
                "приговор",
                "үкім",
                "offence",
                "diagnos",
            ];
            for word in inside {
                assert!(!page.body.contains(word), "{paper} in {language} says {word}");
            }
        }
        for (path, status) in [
            (format!("/parcels/{parcel}/label/de"), 404),
            (format!("/parcels/{}/label/kk", ParcelId::fresh()), 404),
        ] {
            assert_eq!(site.get(&pharmacist, &path).await.status, status, "{path}");
        }
        let probation = site.sign_in("probation").await;
        let path = format!("/parcels/{parcel}/waybill/kk");
        assert_eq!(site.get(&probation, &path).await.status, 404);
        site.end()
    });
}

/// However long a hand may have it, a parcel is to arrive by a day of its dose; its page and its waybill name the same one.
#[test]
fn a_parcel_and_its_waybill_name_one_day_not_after_the_last_of_the_dose() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let window = site.file(case).await.dose(site.desk.rules()).unwrap();
        let packed_on = window.closes_on.pred_opt().unwrap();
        site.go_to(&format!("{packed_on}T05:00:00Z"));
        let lot = taken_in(&site, 1).await;
        let packs: Vec<_> = free(&site, lot).await.iter().map(|pack| pack.id).collect();
        let parcel = sent(&site, case, &packs).await;
        let days = [window.due_on, window.closes_on];
        let by = days.into_iter().find(|day| *day >= packed_on).unwrap();
        let said = text::date(by, Language::En).replace('\u{a0}', " ");
        let pharmacist = site.sign_in("pharmacist").await;
        for path in [
            format!("/parcels/{parcel}?lang=en"),
            format!("/parcels/{parcel}/waybill/en"),
        ] {
            let page = site.get(&pharmacist, &path).await;
            assert!(
                page.says("To arrive by") && page.says(&said),
                "{said}: {}",
                page.text()
            );
        }
        // The desk names the same day, also once it is over.
        let desk = site.get(&pharmacist, "/stock/desk?lang=en").await;
        let day = text::date_with_weekday(by, Language::En).replace('\u{a0}', " ");
        assert!(desk.says(&format!("expected by {day}")), "{day}: {}", desk.text());
        assert!(!desk.says("late, expected by"), "{}", desk.text());
        let over_on = by.succ_opt().unwrap();
        site.go_to(&format!("{over_on}T03:00:00Z"));
        let pharmacist = site.sign_in("pharmacist").await;
        let desk = site.get(&pharmacist, "/stock/desk?lang=en").await;
        let late = format!("late, expected by {day}");
        assert!(desk.says(&late), "{day}: {}", desk.text());
        site.end()
    });
}

/// A parcel packed when its dose is late already is the most urgent of all: it too says by when it is to arrive, on its papers
/// before it leaves and in the hands of the courier.
#[test]
fn a_parcel_for_a_late_dose_says_by_when_it_is_to_arrive() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let lot = taken_in(&site, 1).await;
        let window = site.file(case).await.dose(site.desk.rules()).unwrap();
        let packed_on = window.closes_on.succ_opt().unwrap();
        site.go_to(&format!("{packed_on}T05:00:00Z"));
        let now = site.desk.instant();
        let longest = chrono::TimeDelta::hours(site.desk.rules().supply.custody.longest_hours.into());
        let by = (now + longest)
            .with_timezone(&chrono_tz::Asia::Almaty)
            .date_naive();
        let said = text::date(by, Language::En).replace('\u{a0}', " ");
        let packs: Vec<_> = free(&site, lot).await.iter().map(|pack| pack.id).collect();
        let (desk, actor) = (&site.desk, site.actor("pharmacist"));
        let parcel = commands::prepare_parcel(desk, actor, None, case, &packs, Some(now))
            .await
            .unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        let papers = [
            format!("/parcels/{parcel}?lang=en"),
            format!("/parcels/{parcel}/waybill/en"),
        ];
        for path in &papers {
            let page = site.get(&pharmacist, path).await;
            let says = page.says("To arrive by") && page.says(&said);
            assert!(says, "packed: {said}: {}", page.text());
        }
        let form = HandOverParcel {
            into: Some(Taker::Courier),
            name: "canary-courier".to_owned(),
            phone: String::new(),
            at: Some(now),
        };
        commands::hand_over_parcel(desk, actor, None, case, parcel, &form)
            .await
            .unwrap();
        for path in &papers {
            let page = site.get(&pharmacist, path).await;
            let says = page.says("To arrive by") && page.says(&said);
            assert!(says, "under way: {said}: {}", page.text());
        }
        site.end()
    });
}
