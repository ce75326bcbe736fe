//! A recall lists everybody whom it concerns, however many they are.

use crate::support::{
    database::on_each,
    site::{Site, day, some_iin},
};
use merzim::commands::{self, TakeInPacks};
use merzim::domain::import::RosterRow;
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

#[test]
fn a_recall_lists_everybody_part_by_part() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let roster: Vec<RosterRow> = (2..PEOPLE + 2).map(row).collect();
        commands::import_roster(&site.desk, site.actor("clerk"), None, &roster, [7; 32])
            .await
            .unwrap();
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
        let lot = commands::take_in_packs(&site.desk, ph, None, clinic, &form)
            .await
            .unwrap();
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
