//! A missed visit reaches the supervising body, and a named human answers.

use super::{listed, refuse};
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::decide::passage::SetReleaseDate;
use merzim::domain::obligation::Kind;

/// After the window of a dose due on 3 July has closed, at 10:00 in Almaty.
pub(super) const AFTER_THE_WINDOW: &str = "2026-08-03T05:00:00Z";

/// Whoever is still held and expected elsewhere is expected there: on the desk, on the page of the alert and on that of the case.
#[test]
fn the_next_visit_stands_with_the_place_that_expects_the_person() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        site.go_to(AFTER_THE_WINDOW);
        site.round().await;
        let alert = listed(&site, "probation").await[0].id;
        let pages = [
            "/alerts?lang=en".to_owned(),
            format!("/alerts/{alert}?lang=en"),
            format!("/cases/{case}?lang=en"),
        ];
        let officer = site.sign_in("probation").await;
        for page in &pages {
            let page = site.get(&officer, page).await;
            assert!(!page.says("clinic (en)"), "{}", page.text());
        }
        let today = site.get(&officer, "/today?lang=en").await;
        let waits = today.says("Alerts without an answer") && !today.says("Nothing is waiting");
        assert!(waits, "{}", today.text());
        let offer = site.offered_on_release(case).await;
        site.taken_over(case, offer).await;
        let row = listed(&site, "probation").await.remove(0);
        assert_eq!(row.appointed.unwrap().0.en, "clinic (en)");
        for page in &pages {
            let page = site.get(&officer, page).await;
            assert!(page.says("clinic (en)"), "{}", page.text());
        }
        let desk = site.get(&officer, &pages[0]).await;
        assert!(!desk.says("prison (en)"), "{}", desk.text());
        site.end()
    });
}

#[test]
fn a_refusal_reaches_probation_and_is_answered() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        let officer = site.sign_in("probation").await;
        let desk = site.get(&officer, "/alerts?lang=en").await;
        assert_eq!(desk.status, 200);
        assert!(
            desk.says("No alert is waiting"),
            "the window is open: the person can still come"
        );

        site.go_to("2026-07-08T05:00:00Z");
        site.round().await;
        let officer = site.sign_in("probation").await;
        let file = site.get(&officer, &format!("/cases/{case}?lang=en")).await;
        let (before, _) = file.body.split_once("attendance required").unwrap();
        let tone = before.rsplit("merzim-status--").next().unwrap();
        assert!(tone.starts_with("warn"), "he should have come: {tone}");

        site.go_to(AFTER_THE_WINDOW);
        site.round().await;
        let officer = site.sign_in("probation").await;
        let desk = site.get(&officer, "/alerts?lang=en").await;
        let [row] = &listed(&site, "probation").await[..] else {
            panic!("one alert is on the desk");
        };
        let address = format!("/alerts/{}", row.id);
        for words in [
            "did not attend",
            &row.reference,
            &address,
            "prison (en)",
            "+7 727",
        ] {
            assert!(desk.says(words), "{words} in {}", desk.body);
        }

        let file = site.get(&officer, &format!("/cases/{case}?lang=en")).await;
        let (before, _) = file.body.split_once("no attendance is needed now").unwrap();
        let tone = before.rsplit("merzim-status--").next().unwrap();
        assert!(
            tone.starts_with("quiet") && file.says("the clinic will name the day"),
            "so late a physician decides first: {tone}"
        );

        let page = site.get(&officer, &address).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.says("The person did not attend"), "{}", page.body);
        assert!(page.says("If nobody answers, next:"), "{}", page.body);
        assert!(page.says("Answer the alert"), "{}", page.text());
        assert!(page.says("probation, probation (en)"), "one's own people by name");
        assert!(
            !page.says("nurse.prison"),
            "other people only by their institution"
        );
        let refused = site.send(&officer, &address, &page, &[]).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.problems(), ["action", "words"]);
        let filled = [("action", "evidence-asked"), ("words", "spoke with the sister")];
        let done = site.send(&officer, &address, &page, &filled).await;
        assert_eq!(
            (done.status, done.location.as_deref()),
            (303, Some(format!("{address}?answered=yes").as_str()))
        );
        let confirmed = site.get(&officer, &format!("{address}?answered=yes")).await;
        assert!(
            confirmed.says("Your answer has been recorded"),
            "{}",
            confirmed.body
        );
        let head = site.sign_in("probation.head").await;
        let others = site.get(&head, &format!("{address}?answered=yes&lang=en")).await;
        assert!(
            others.status == 200 && !others.says("Your answer has been recorded"),
            "only one's own answer is confirmed"
        );
        let again = site.send(&officer, &address, &page, &filled).await;
        assert_eq!(again.status, 303, "sent twice, it answers twice and acts once");

        let page = site.get(&officer, &address).await;
        assert!(
            page.says("Asked for a document or an explanation. spoke with the sister"),
            "{}",
            page.body
        );
        assert!(
            page.says("If it is not resolved, the alert re-opens:"),
            "{}",
            page.body
        );
        for over in ["Answer the alert", "While nobody answers", "If nobody answers"] {
            assert!(!page.says(over), "{over} in {}", page.text());
        }
        let file = site.file(case).await;
        let alert = file.case.alerts.iter().find(|alert| alert.id == row.id).unwrap();
        assert_eq!(alert.answers.len(), 1);

        site.go_to("2026-08-11T05:00:00Z");
        site.round().await;
        assert_eq!(listed(&site, "probation").await[0].stage.code(), "climbing");
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("{address}?lang=en")).await;
        assert!(
            page.says("Answer the alert"),
            "re-opened, it waits again: {}",
            page.text()
        );
        site.end()
    });
}

/// What waited longer than it may is counted above the desk of the head, also before the next step is taken.
#[test]
fn a_head_sees_how_many_were_not_answered_in_time() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        // In the middle of the first day that there is for an answer.
        site.go_to("2026-07-04T05:00:00Z");
        site.round().await;
        let late = "Not answered in time";
        let head = site.sign_in("probation.head").await;
        let page = site.get(&head, "/alerts?lang=en").await;
        assert!(
            page.says("Waiting for an answer: 1") && !page.says(late),
            "{}",
            page.text()
        );
        site.go_to("2026-08-20T05:00:00Z");
        let head = site.sign_in("probation.head").await;
        let page = site.get(&head, "/alerts?lang=en").await;
        assert!(page.says(&format!("{late}: 1")), "{}", page.text());
        // Once the region was asked, the head still sees of whom of his own.
        site.round().await;
        let alert = listed(&site, "probation.head").await[0].id;
        let file = site.file(case).await;
        let alert = file.case.alerts.iter().find(|known| known.id == alert).unwrap();
        assert_ne!(
            alert.last_hop().map(|hop| hop.organisation),
            Some(file.facts.supervising)
        );
        let page = site.get(&head, "/alerts?lang=en").await;
        assert!(page.says("asked: probation"), "{}", page.text());
        site.end()
    });
}

#[test]
fn a_head_names_a_deputy() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let officer = site.sign_in("probation").await;
        assert_eq!(site.get(&officer, "/alerts/deputies").await.status, 404);
        let head = site.sign_in("probation.head").await;
        let list = site.get(&head, "/alerts/deputies?lang=en").await;
        assert_eq!(list.status, 200);
        assert!(
            list.says("none named") && !list.says("probation.second"),
            "{}",
            list.body
        );
        let id = |name: &str| site.actor(name).account_id().unwrap().to_string();
        let address = format!("/alerts/deputies/{}", id("probation"));
        let elsewhere = format!("/alerts/deputies/{}", id("probation.second"));
        assert_eq!(site.get(&head, &elsewhere).await.status, 404);

        let page = site.get(&head, &address).await;
        let days = |from: &'static str, until: &'static str| {
            [
                ("from_on_day", from),
                ("from_on_month", "7"),
                ("from_on_year", "2026"),
                ("until_on_day", until),
                ("until_on_month", "7"),
                ("until_on_year", "2026"),
            ]
        };
        let deputy = id("probation.head");
        let mut wrong = days("20", "10").to_vec();
        wrong.push(("deputy", &deputy));
        let refused = site.send(&head, &address, &page, &wrong).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.problems(), ["until_on"]);
        assert_eq!(refused.fields()["from_on_day"], "20", "what was typed is kept");
        let impossible = site.send(&head, &address, &page, &days("31", "32")).await;
        assert_eq!(impossible.problems(), ["until_on"]);

        let mut right = days("3", "10").to_vec();
        right.push(("deputy", &deputy));
        let done = site.send(&head, &address, &page, &right).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let list = site.get(&head, "/alerts/deputies").await;
        assert!(list.says("away from"), "{}", list.body);

        // Away, and nobody stands in: nobody is said to.
        let form = site.get(&head, &address).await;
        let mut alone = days("3", "11").to_vec();
        alone.push(("deputy", ""));
        let done = site.send(&head, &address, &form, &alone).await;
        let list = site.get(&head, &done.location.unwrap()).await;
        assert!(
            list.says("Saved. No deputy is named") && !list.says("The deputy has been named"),
            "{}",
            list.text()
        );
        site.end()
    });
}

/// Part follows part without a gap and without a row twice, across the border between waiting and answered.
#[test]
fn a_long_desk_is_read_part_by_part() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for _ in 0..53 {
            let case = site.treated_case("prison").await;
            refuse(&site, "nurse.prison", case).await;
        }
        site.go_to(AFTER_THE_WINDOW);
        site.round().await;
        for row in listed(&site, "probation").await.iter().take(4) {
            let answer = merzim::domain::alert::Answer {
                action: "evidence-asked".into(),
                words: "spoke".into(),
            };
            let (desk, officer) = (&site.desk, site.actor("probation"));
            merzim::commands::acknowledge_notice(desk, officer, None, row.case, row.id, &answer)
                .await
                .unwrap();
        }
        let officer = site.sign_in("probation").await;
        let mut seen = Vec::new();
        let mut path = "/alerts".to_owned();
        for _ in 0..3 {
            let page = site.get(&officer, &path).await;
            assert_eq!(page.status, 200);
            let rows = page.body.split("<th scope=\"row\">").skip(1);
            seen.extend(rows.map(|row| row.split('"').nth(3).unwrap().to_owned()));
            // The switch of languages holds the page's own address; only this link leads on.
            let Some((before, _)) = page.body.split_once("\" rel=\"next\"") else {
                break;
            };
            before.rsplit('"').next().unwrap().clone_into(&mut path);
        }
        assert_eq!(seen.len(), 53, "{seen:?}");
        let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
        assert_eq!(distinct.len(), 53, "{seen:?}");
        site.end()
    });
}

/// The day by which treatment had to begin had passed when the day of release became known: the alert of our own says that, and
/// not that somebody was late.
#[test]
fn an_alert_about_a_day_that_moved_says_so_and_blames_nobody() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        let paper = SetReleaseDate {
            on: today.succ_opt(),
            because: "early-release".into(),
            paper: "постановление 7".into(),
            dated_on: Some(today),
        };
        commands::set_release_date(&site.desk, site.actor("clerk"), None, case, &paper)
            .await
            .unwrap();
        site.round().await;
        let file = site.file(case).await;
        let mut alerts = file.case.alerts.iter();
        let alert = alerts.find(|alert| alert.kind == Kind::FirstDose).unwrap();
        assert!(!alert.told(site.organisation("probation")));
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/alerts/{}?lang=en", alert.id)).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(
            page.says("its day had passed when the day of release became known"),
            "{}",
            page.text()
        );
        assert!(!page.says("not done in time"), "{}", page.text());

        // The day moves away again: what was owed is late no more, and nobody is said to have come.
        let paper = SetReleaseDate {
            on: today.checked_add_days(chrono::Days::new(900)),
            because: "corrected".into(),
            paper: "постановление 8".into(),
            dated_on: Some(today),
        };
        commands::set_release_date(&site.desk, site.actor("clerk"), None, case, &paper)
            .await
            .unwrap();
        let page = site.get(&nurse, &format!("/alerts/{}?lang=en", alert.id)).await;
        assert!(page.says("The dates moved: not late any more"), "{}", page.text());
        assert!(!page.says("The person attended"), "{}", page.text());
        site.end()
    });
}
