//! Released once and held again: what is printed and shown says no old day, and the act of the release goes on saying its own.

use crate::support::{database::on_each, site::Site};
use chrono::Days;
use merzim::commands;
use merzim::domain::decide::passage::{RecordRelease, SetReleaseDate};

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

/// He was let go to nobody, and the clinic agreed on the next day: over two signatures stands the day on which he went.
#[test]
fn the_act_names_the_day_on_which_he_went_and_not_that_of_the_agreement() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        let form = RecordRelease {
            released_at: Some(site.clock.now()),
            paper: "справка 9".into(),
        };
        let coordinator = site.actor("coordinator");
        commands::release_without_receiver(&site.desk, coordinator, None, case, &form, "суд освободил")
            .await
            .unwrap();
        // He is out already: nothing is said to him before his release any more.
        let clerk = site.sign_in("clerk").await;
        let sheet = format!("/cases/{case}/release/sheet/en");
        let sheet = site.get(&clerk, &sheet).await;
        let before = sheet.says("before your release");
        assert!(sheet.says("Call the number below") && !before, "{}", sheet.text());
        site.go_to("2026-07-04T05:00:00Z");
        site.taken_over(case, offer).await;
        let nurse = site.sign_in("nurse.clinic").await;
        let act = site
            .get(&nurse, &format!("/cases/{case}/release/act?lang=en"))
            .await;
        assert_eq!(act.status, 200, "{}", act.text());
        let row = act.body.split("Day of release").nth(1).unwrap_or_default();
        let row: String = row.split("</").take(3).collect();
        let row = row.replace('\u{a0}', " ");
        assert!(row.contains("3 July 2026") && !row.contains("4 July"), "{row}");
        site.end()
    });
}

/// What became impossible when the day moved, and whose it was, stays on the page once he has gone; and of two moves on one day
/// neither hides the other.
#[test]
fn old_and_new_stay_with_whose_they_were_once_he_has_gone() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        let far = SetReleaseDate {
            on: Some(today + Days::new(60)),
            because: "early-release".into(),
            paper: "постановление 6".into(),
            dated_on: Some(today),
        };
        commands::set_release_date(&site.desk, site.actor("clerk"), None, case, &far)
            .await
            .unwrap();
        site.released_to_clinic(case).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, &format!("/cases/{case}/release?lang=en")).await;
        let table = |title: &str| {
            let after = page.body.split(title).nth(1).unwrap_or_default();
            after.split("</table>").next().unwrap_or_default().to_owned()
        };
        let last = table("Old and new");
        assert!(last.contains("no longer possible in time"), "{}", page.text());
        assert!(last.contains("prison (en)"), "{last}");
        assert!(
            table("Earlier on the same day").contains("prison (en)"),
            "{}",
            page.text()
        );
        site.end()
    });
}

/// The day on which he goes is taken for the first appointment: the form says so.
#[test]
fn whoever_takes_over_reads_that_the_day_of_the_release_is_taken_too() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        let nurse = site.sign_in("nurse.clinic").await;
        let path = format!("/cases/{case}/handover/{offer}/accept?lang=en");
        let form = site.get(&nurse, &path).await;
        assert_eq!(form.status, 200, "{}", form.text());
        let after = form.body.split("this day is taken, too: ").nth(1);
        let hint = after.and_then(|rest| rest.split('<').next()).unwrap_or_default();
        assert!(
            hint.replace('\u{a0}', " ").contains("3 July 2026"),
            "{}",
            form.text()
        );
        site.end()
    });
}

/// Two of the clinic accept at once. The slower is told that it is done, and not that it is forbidden.
#[test]
fn the_slower_of_two_colleagues_reads_that_it_is_done() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        let gone = RecordRelease {
            released_at: Some(site.clock.now()),
            paper: "справка 9".into(),
        };
        let coordinator = site.actor("coordinator");
        commands::release_without_receiver(&site.desk, coordinator, None, case, &gone, "суд освободил")
            .await
            .unwrap();
        let slower = site.sign_in("psychiatrist").await;
        let path = format!("/cases/{case}/handover/{offer}/accept");
        let form = site.get(&slower, &path).await;
        assert_eq!(form.status, 200, "{}", form.text());
        site.taken_over(case, offer).await;
        let told = site.send(&slower, &path, &form, &[]).await;
        assert_eq!(told.status, 422, "{}", told.text());
        assert!(told.says("already done"), "{}", told.text());
        site.end()
    });
}
