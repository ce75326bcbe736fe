//! A recall lists everybody whom it concerns, however many they are.

use crate::support::{
    database::on_each,
    site::{Site, day, some_iin},
};
use merzim::access::{Relation, Rows, Scope};
use merzim::commands::{self, TakeInPacks};
use merzim::domain::ids::LotId;
use merzim::domain::import::RosterRow;
use merzim::store::reading;
use std::collections::BTreeSet;

/// More than one part of a list.
const PEOPLE: usize = 53;

/// Somebody who received the lot before he was taken over.
fn row(number: usize) -> RosterRow {
    let (iin, paper) = (some_iin(), format!("1-{number}/2025"));
    RosterRow::of(
        number,
        &[
            ("iin", &iin),
            ("name_cyrillic", "Қ. Қ."),
            ("name_latin", "K. K."),
            ("born_on", "1898-05-17"),
            ("court", "Алмалы"),
            ("ruling_number", &paper),
            ("ruled_on", "2026-05-01"),
            ("in_force_on", "2026-05-12"),
            ("place", "prison"),
            ("supervising", "probation"),
            ("product", "triptorelin-12w"),
            ("doses", "2026-06-18 LOT-5517 2027-12-31"),
        ],
    )
}

/// A pack of the lot that the people of the roster received is taken in at the clinic.
async fn taken_in(site: &Site) -> LotId {
    let expiry_on = Some(day(2027, 12, 31));
    let form = TakeInPacks {
        product: "triptorelin-12w".to_owned(),
        lot: "LOT-5517".to_owned(),
        lot_again: "LOT-5517".to_owned(),
        expiry_on,
        expiry_again_on: expiry_on,
        codes: Vec::new(),
        by_hand: 1,
        by_hand_reason: "no-code".to_owned(),
    };
    let (clinic, ph) = (site.organisation("clinic"), site.actor("pharmacist"));
    commands::take_in_packs(&site.desk, ph, None, clinic, &form)
        .await
        .unwrap()
}

#[test]
fn a_recall_lists_everybody_part_by_part() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let roster: Vec<RosterRow> = (2..PEOPLE + 2).map(row).collect();
        commands::import_roster(&site.desk, site.actor("clerk"), None, &roster, [7; 32])
            .await
            .unwrap();
        let (clinic, ph) = (site.organisation("clinic"), site.actor("pharmacist"));
        let lot = taken_in(&site).await;
        commands::recall_lot(&site.desk, ph, None, lot, "№ 12 хат")
            .await
            .unwrap();
        let pharmacist = site.sign_in("pharmacist").await;
        let mut path = format!("/stock/lots/{lot}?at={clinic}&lang=en");
        let mut seen = BTreeSet::new();
        for part in 1.. {
            let page = site.get(&pharmacist, &path).await;
            assert!(page.says(&format!("Reached 0 of {PEOPLE}")), "{}", page.text());
            let people = page.body.split("<th scope=\"row\">2026-").skip(1);
            let before = seen.len();
            seen.extend(people.map(|rest| rest[..5].to_owned()));
            assert!(seen.len() > before, "part {part}: {}", page.text());
            let next = page.body.split("rel=\"next\"").next().unwrap();
            let next = next.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
            if !page.body.contains("rel=\"next\"") {
                break;
            }
            path = next.replace("&amp;", "&").replace("&#x26;", "&");
            assert!(part < 3, "{path}");
        }
        assert_eq!(seen.len(), PEOPLE, "nobody is left out");
        site.end()
    });
}

/// Somebody of another region who received the same lot before he was taken over.
async fn received_far(site: &Site) -> String {
    let (iin, code) = (some_iin(), "far-prison");
    let row = RosterRow::of(
        2,
        &[
            ("iin", &iin),
            ("name_cyrillic", "Л. Л."),
            ("name_latin", "L. L."),
            ("born_on", "1897-05-17"),
            ("court", "Есіл"),
            ("ruling_number", "9-1/2025"),
            ("ruled_on", "2026-05-01"),
            ("in_force_on", "2026-05-12"),
            ("place", code),
            ("supervising", "probation"),
            ("product", "triptorelin-12w"),
            ("doses", "2026-06-18 LOT-5517 2027-12-31"),
        ],
    );
    commands::import_roster(&site.desk, site.actor("clerk.far"), None, &[row], [8; 32])
        .await
        .unwrap();
    let scope = Scope {
        any_of: vec![Rows {
            relation: Relation::Responsible(site.organisation(code)),
            closed_too: true,
        }],
    };
    let rows = reading::cases::part(site.desk.store(), &scope, None, None, site.desk.instant())
        .await
        .unwrap();
    rows[0].reference.clone()
}

/// The lines that looks at the people of a recall left.
async fn looks(site: &Site) -> usize {
    let narrowed = reading::ledger::Narrowed {
        verb: Some("read-recall"),
        ..reading::ledger::Narrowed::default()
    };
    let lines = reading::ledger::part(site.desk.store(), narrowed).await.unwrap();
    lines.len()
}

#[test]
fn of_the_people_of_a_recall_those_of_other_places_are_only_counted() {
    on_each(|fresh| async {
        let mut site = Site::new(fresh).await;
        site.found(
            ("far-registry", "court-registry", "astana"),
            ("clerk.far", "clerk"),
        )
        .await;
        let far = received_far(&site).await;
        let here = row(3);
        commands::import_roster(&site.desk, site.actor("clerk"), None, &[here], [7; 32])
            .await
            .unwrap();
        let clinic = site.organisation("clinic");
        let lot = taken_in(&site).await;

        // Before it is said, and after.
        let pharmacist = site.sign_in("pharmacist").await;
        let path = format!("/stock/lots/{lot}/recall?at={clinic}&lang=en");
        let page = site.get(&pharmacist, &path).await;
        let check = site
            .send(&pharmacist, &path, &page, &[("notice", "Letter 12")])
            .await;
        let shown = "Not listed here, with other organisations: 1 of 2 cases";
        assert!(
            check.says("2 people received it") && check.says(shown),
            "{}",
            check.text()
        );
        assert!(!check.body.contains(&far), "{}", check.text());
        assert_eq!(looks(&site).await, 1, "named somebody");
        let done = site.send(&pharmacist, &path, &check, &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let page = site
            .get(&pharmacist, &format!("/stock/lots/{lot}?at={clinic}&lang=en"))
            .await;
        assert!(page.says("Reached 0 of 2") && page.says(shown), "{}", page.text());
        assert!(!page.body.contains(&far), "{}", page.text());
        assert_eq!(looks(&site).await, 2);

        // The nurse of the other region finds her own, and nobody of this one.
        site.a_minute_later();
        let nurse = site.sign_in("nurse.far").await;
        let page = site.get(&nurse, &format!("/stock/lots/{lot}?lang=en")).await;
        assert!(page.body.contains(&far) && page.says(shown), "{}", page.text());
        assert_eq!(
            page.body.matches("<th scope=\"row\">2026-").count(),
            1,
            "{}",
            page.text()
        );
        assert_eq!(looks(&site).await, 3);

        // Whoever treats none of them reads of nobody, and leaves no line about anybody.
        site.a_minute_later();
        let nurse = site.sign_in("nurse.clinic").await;
        let page = site.get(&nurse, &format!("/stock/lots/{lot}?lang=en")).await;
        let nobody = "Not listed here, with other organisations: 2 of 2 cases";
        assert!(page.says(nobody) && !page.body.contains(&far), "{}", page.text());
        assert_eq!(looks(&site).await, 3);
        site.end()
    });
}

/// The lot lies on no shelf: it is found by its number or from the case of somebody who received it, put on record, and
/// recalled.
#[test]
fn a_lot_that_lies_nowhere_is_found_by_its_number_and_recalled() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let roster = [row(2), row(3)];
        commands::import_roster(&site.desk, site.actor("clerk"), None, &roster, [7; 32])
            .await
            .unwrap();
        let clinic = site.organisation("clinic");
        let pharmacist = site.sign_in("pharmacist").await;
        let shelf = site.get(&pharmacist, "/stock?lang=en").await;
        assert!(
            shelf.body.contains("action=\"/stock/lots\"") && shelf.says("Number of the lot"),
            "{}",
            shelf.text()
        );
        let found = site.get(&pharmacist, "/stock/lots?number=5517&lang=en").await;
        for words in ["LOT-5517", "Not on record: known from doses alone"] {
            assert!(found.says(words), "{words}: {}", found.text());
        }
        let scope = Scope {
            any_of: vec![Rows {
                relation: Relation::Responsible(site.organisation("prison")),
                closed_too: true,
            }],
        };
        let cases = reading::cases::part(site.desk.store(), &scope, None, None, site.desk.instant())
            .await
            .unwrap();
        let named = found.body.contains(&cases[0].reference);
        assert!(!named, "nobody is named: {}", found.text());

        // From the case of somebody who received it.
        let case = site
            .get(&pharmacist, &format!("/cases/{}?lang=en", cases[0].case()))
            .await;
        assert!(
            case.body.contains("/stock/lots?number=LOT-5517"),
            "{}",
            case.text()
        );

        let path = "/stock/register-lot?number=LOT-5517&product=triptorelin-12w&lang=en";
        let form = site.get(&pharmacist, path).await;
        let fields = form.fields();
        let typed = |name: &str| fields.get(name).map(String::as_str);
        assert_eq!(typed("lot"), Some("LOT-5517"));
        assert_eq!(typed("product"), Some("triptorelin-12w"));
        assert_eq!(typed("expiry_on_year"), Some("2027"), "as typed with the dose");
        let path = "/stock/register-lot";
        let silent = site.send(&pharmacist, path, &form, &[]).await;
        assert_eq!(
            (silent.status, silent.problems()),
            (422, vec!["reason".to_owned()])
        );
        let reason = [("reason", "Letter 12 of the maker")];
        let done = site.send(&pharmacist, path, &form, &reason).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let lot = done.location.unwrap();
        assert!(lot.ends_with(&format!("?at={clinic}")), "{lot}");
        let page = site.get(&pharmacist, &format!("{lot}&lang=en")).await;
        for words in [
            "No pack of it is on record.",
            "Lot registered",
            "Letter 12 of the maker",
            "Recall the lot",
        ] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        let found = site.get(&pharmacist, "/stock/lots?number=5517&lang=en").await;
        assert!(found.says("On record"), "{}", found.text());

        let path = format!("{}/recall?at={clinic}&lang=en", lot.split('?').next().unwrap());
        let page = site.get(&pharmacist, &path).await;
        let check = site
            .send(&pharmacist, &path, &page, &[("notice", "Letter 12")])
            .await;
        assert!(check.says("2 people received it"), "{}", check.text());
        let done = site.send(&pharmacist, &path, &check, &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let page = site.get(&pharmacist, &format!("{lot}&lang=en")).await;
        for words in ["Reached 0 of 2", "Waits for a physician", "due: "] {
            assert!(page.says(words), "{words}: {}", page.text());
        }

        // Whoever has no stock to see looks for none, and whoever recalls nothing puts none on record.
        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let found = site.get(&nurse, "/stock/lots?number=5517&lang=en").await;
        assert!(found.says("LOT-5517"), "{}", found.text());
        assert!(!found.body.contains("/stock/register-lot"), "{}", found.text());
        assert_eq!(site.get(&nurse, "/stock/register-lot").await.status, 403);
        site.a_minute_later();
        let clerk = site.sign_in("clerk").await;
        assert_eq!(site.get(&clerk, "/stock/lots?number=5517").await.status, 403);
        site.end()
    });
}
