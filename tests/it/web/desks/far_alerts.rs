//! What a pharmacist is told of by mail stands on the desk to which he comes after signing in, wherever the person is by now.

use crate::support::{database::on_each, site::Site};
use crate::web::forms::supply::under_way;
use merzim::commands;
use merzim::domain::obligation::Kind;

#[test]
fn whoever_packed_a_parcel_finds_the_alert_that_he_was_mailed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, ..) = under_way(&site, 1).await;
        let (clerk, far) = (site.actor("clerk"), site.organisation("far-prison"));
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        commands::change_place(&site.desk, clerk, None, case, far, today, "moved")
            .await
            .unwrap();
        // Longer than the parcel may be in one hand.
        site.go_to("2026-07-08T05:00:00Z");
        site.round().await;
        let file = site.file(case).await;
        let gap = file
            .case
            .alerts
            .iter()
            .find(|alert| alert.kind == Kind::CustodyGap);
        let address = format!("/alerts/{}", gap.unwrap().id);
        let pharmacist = site.sign_in("pharmacist").await;
        let alert = site.get(&pharmacist, &address).await;
        assert_eq!(alert.status, 200, "the link of the mail opens: {}", alert.text());
        let desk = site.get(&pharmacist, "/alerts?lang=en").await;
        assert!(
            desk.says(&address) && desk.says(&file.case.reference),
            "and stands in the list: {}",
            desk.text()
        );
        assert!(
            !desk.says("Ахметов"),
            "a person goes by the reference: {}",
            desk.text()
        );
        // His right ends with the parcel: the case itself is none of his any more.
        let person = site.get(&pharmacist, &format!("/cases/{case}")).await;
        assert_eq!(person.status, 404, "{}", person.text());
        let nurse = site.sign_in("nurse.clinic").await;
        let others = site.get(&nurse, "/alerts").await;
        assert!(!others.says(&address), "{}", others.text());
        site.end()
    });
}
