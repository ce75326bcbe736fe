//! Released once and held again: what is printed and shown says no old day, and the act of the release goes on saying its own.

use crate::support::{database::on_each, site::Site};
use merzim::commands;

#[test]
fn no_paper_names_an_old_day_for_somebody_who_is_held_again() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.released_to_clinic(case).await;
        let clerk = site.sign_in("clerk").await;
        let nurse = site.sign_in("nurse.clinic").await;
        let way = format!("/cases/{case}/release?lang=en");
        let sheet = format!("/cases/{case}/release/sheet/en");
        assert!(site.get(&clerk, &way).await.says("Released on"));
        assert_eq!(site.get(&nurse, &sheet).await.status, 200);
        let act = site
            .get(&nurse, &format!("/cases/{case}/release/act?lang=en"))
            .await;
        let row = act.body.split("Day of release").nth(1).unwrap_or_default();
        let row: String = row.split("</").take(3).collect();
        assert!(row.contains("20") && !row.contains('—'), "{row}");

        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        let prison = site.organisation("prison");
        commands::change_place(
            &site.desk,
            site.actor("clerk"),
            None,
            case,
            prison,
            today,
            "арестован",
        )
        .await
        .unwrap();
        let page = site.get(&clerk, &way).await;
        assert!(!page.says("Released on"), "{}", page.text());
        assert!(page.says("not known"), "{}", page.text());
        assert!(page.says("Name the day of release"), "{}", page.text());
        assert_eq!(site.get(&clerk, &sheet).await.status, 404);
        site.end()
    });
}
