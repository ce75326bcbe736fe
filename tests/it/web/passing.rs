//! What passes between organisations, as its pages say it: an offer stands in one list, and whoever writes something down
//! finds it again.

use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::domain::decide::passage::AskAbsence;

#[test]
fn an_offer_within_one_region_stands_once_on_the_desk_of_its_coordinator() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.offered_on_release(case).await;
        let reference = site.file(case).await.case.reference;
        let coordinator = site.sign_in("coordinator").await;
        let desk = site.get(&coordinator, "/handovers?lang=en").await;
        assert_eq!(desk.status, 200, "{}", desk.body);
        assert_eq!(desk.body.matches(&reference).count(), 1, "{}", desk.text());
        assert!(
            desk.says("Offered by organisations of your region"),
            "{}",
            desk.text()
        );
        let nurse = site.sign_in("nurse.clinic").await;
        let desk = site.get(&nurse, "/handovers?lang=en").await;
        assert_eq!(desk.body.matches(&reference).count(), 1, "{}", desk.text());
        site.end()
    });
}

/// S12: the sheet says in his language where to go, when, and whom to call; of the treatment it says nothing.
#[test]
fn the_sheet_of_a_release_says_where_and_when_and_nothing_of_the_treatment() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        let nurse = site.sign_in("nurse.prison").await;
        let address = format!("/cases/{case}/release/sheet/en");
        let moved = "If you cannot come, call beforehand";
        let unsettled = site.get(&nurse, &address).await;
        assert!(
            unsettled.says("The place is not settled yet") && !unsettled.says(moved),
            "{}",
            unsettled.text()
        );
        site.taken_over(case, offer).await;
        assert!(site.get(&nurse, &address).await.says(moved));
        for language in ["kk", "ru"] {
            let sheet = site
                .get(&nurse, &format!("/cases/{case}/release/sheet/{language}"))
                .await;
            assert_eq!(sheet.status, 200, "{}", sheet.body);
            for words in ["10:30", "+7 727 000 00 00", &format!("clinic ({language})")] {
                assert!(sheet.says(words), "{words} in {}", sheet.text());
            }
            assert!(
                !sheet.text().to_lowercase().contains("triptorelin"),
                "{}",
                sheet.text()
            );
        }
        site.end()
    });
}

#[test]
fn a_request_to_be_away_is_confirmed_and_found_again_on_the_page_of_supervision() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("clinic").await;
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("/cases/{case}?lang=en")).await;
        assert!(!page.says("Requests to be away"), "{}", page.text());
        let form = AskAbsence {
            from_on: Some(day(2026, 7, 20)),
            until_on: Some(day(2026, 7, 24)),
            words: "to his father in hospital".to_owned(),
        };
        commands::ask_absence(&site.desk, site.actor("probation"), None, case, &form)
            .await
            .unwrap();
        let page = site
            .get(&officer, &format!("/cases/{case}?done=ask-absence&lang=en"))
            .await;
        for words in [
            "The request is written down",
            "Requests to be away",
            "Waits for an answer",
        ] {
            assert!(page.says(words), "{words} in {}", page.text());
        }
        assert!(!page.says("his father"), "why stays with those who treat");
        let idle = site
            .get(&officer, &format!("/cases/{case}?done=log-injection&lang=en"))
            .await;
        assert!(
            !idle.says("The request is written down")
                && !idle.says(
                    "The dose is recorded
The dose is recorded"
                ),
            "no other act is confirmed here: {}",
            idle.text()
        );
        site.end()
    });
}
