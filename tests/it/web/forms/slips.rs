//! Slips at the chair that were passed over in silence, or said in words that did not fit.

use super::dose::{CHECKS, IDENTITY, PRODUCT, answered};
use super::scans::coded;
use crate::support::{database::on_each, site::Site, world::injection};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::plan::protocol;

#[test]
fn a_lot_typed_beside_the_pack_that_is_marked_is_not_dropped() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let packs = coded(&site, "prison", 1).await;
        let pack = packs[0].0.to_string();
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS]).await;
        let other = [("pack", pack.as_str()), ("lot", "LOT-0000")];
        let refused = site.send(&nurse, &page.path, &page, &other).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["lot".to_owned()]),
            "{}",
            refused.text()
        );
        assert!(refused.says("is of lot LOT-5517"), "{}", refused.text());
        // Typed as it is printed elsewhere it is the same lot.
        let same = [("pack", pack.as_str()), ("lot", "lot5517")];
        let sent = site.send(&nurse, &page.path, &page, &same).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        site.end()
    });
}

#[test]
fn what_was_mixed_after_it_was_given_is_not_said_to_lie_ahead() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS, &PRODUCT]).await;
        site.go_to("2026-07-03T05:12:00Z");
        let crossed = [
            ("site", "gluteal-left"),
            ("occurred_time", "10:05"),
            ("mixed_time", "10:10"),
        ];
        let refused = site.send(&nurse, &page.path, &page, &crossed).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["mixed_time".to_owned()]),
            "{}",
            refused.text()
        );
        assert!(
            refused.says("It cannot have been mixed after it was given")
                && !refused.says("This moment has not come yet"),
            "{}",
            refused.text()
        );
        site.end()
    });
}

#[test]
fn of_an_implant_no_volume_is_said() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.cleared_case("prison").await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        let form = papers::prescription("goserelin-12w", today, "grounds of the test");
        commands::prescribe_regimen(&site.desk, site.actor("psychiatrist"), None, case, &form)
            .await
            .unwrap();
        site.inform(case).await;
        let file = site.file(case).await;
        let protocol = protocol(&file.case, site.desk.rules()).unwrap();
        let mut given = injection(protocol, 1, site.clock.now());
        given.volume_ml = String::new();
        commands::log_injection(&site.desk, site.actor("nurse.prison"), None, case, &given)
            .await
            .unwrap();
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}?lang=en")).await;
        assert!(page.says("Site: ") && !page.says("volume: "), "{}", page.text());
        site.end()
    });
}
