//! A hold: placed, confirmed by another, lifted, and looked at when it outlived its last day.

use super::{Form, hold};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::domain::decide::{ConfirmHold, PlaceHold};
use merzim::domain::obligation::Kind;

#[test]
fn a_hold_is_placed_confirmed_by_another_and_lifted() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let place = Form {
            path: format!("/cases/{case}/hold"),
            who: "psychiatrist",
            good: &[("reason", "liver values")],
            needed: &[("reason", "reason")],
            verb: "place-hold",
        };
        let own = place.proves_itself(&site, case).await;
        let held = site.file(case).await.case.holds[0].placed.id;
        let path = format!("/cases/{case}/holds/{held}/confirm");
        assert_eq!(
            site.get(&own, &path).await.status,
            403,
            "nobody confirms an own hold"
        );
        let second = site.sign_in("psychiatrist.second").await;
        let form = site.get(&second, &path).await;
        let past = [
            ("words", "seen"),
            ("until_on_day", "30"),
            ("until_on_month", "7"),
            ("until_on_year", "2025"),
        ];
        let past = site.send(&second, &path, &form, &past).await;
        assert_eq!(past.problems(), ["until_on"]);
        site.a_minute_later();
        let confirm = Form {
            path,
            who: "psychiatrist.second",
            good: &[
                ("words", "seen"),
                ("until_on_day", "30"),
                ("until_on_month", "7"),
                ("until_on_year", "2026"),
            ],
            needed: &[("words", "words")],
            verb: "confirm-hold",
        };
        let second = confirm.proves_itself(&site, case).await;
        let page = site
            .get(&second, &format!("/cases/{case}/holds/{held}/lift"))
            .await;
        assert!(page.says("The next dose is due on"), "{}", page.text());
        let again = site.get(&second, &format!("{}?lang=en", confirm.path)).await;
        assert!(
            again.says("This hold has already been confirmed today") && again.says("psychiatrist.second"),
            "{}",
            again.text()
        );
        // Nobody signs in twice with one code.
        site.go_to("2026-07-03T05:05:00Z");
        let lift = Form {
            path: format!("/cases/{case}/holds/{held}/lift"),
            who: "psychiatrist",
            good: &[("words", "values are normal")],
            needed: &[("words", "words")],
            verb: "lift-hold",
        };
        lift.proves_itself(&site, case).await;
        let nowhere = merzim::domain::ids::RecordId::fresh();
        for step in ["confirm", "lift"] {
            let absent = site
                .get(&second, &format!("/cases/{case}/holds/{nowhere}/{step}"))
                .await;
            assert_eq!(absent.status, 404, "{step}");
        }
        site.end()
    });
}

/// Two physicians have the form open: the second is told who was first, and nothing is written twice.
#[test]
fn a_second_confirmation_is_told_who_was_first() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let held = hold(&site, "nurse.prison", case).await;
        let path = format!("/cases/{case}/holds/{held}/confirm");
        let who = site.sign_in("psychiatrist").await;
        let form = site.get(&who, &path).await;
        assert_eq!(form.status, 200, "{}", form.text());
        let first = ConfirmHold {
            words: "seen".to_owned(),
            until_on: None,
        };
        let second = site.actor("psychiatrist.second");
        commands::confirm_hold(&site.desk, second, None, case, held, &first)
            .await
            .unwrap();
        let sent = site.send(&who, &path, &form, &[("words", "seen too")]).await;
        assert_eq!(sent.status, 422, "{}", sent.text());
        assert!(sent.says("psychiatrist.second"), "{}", sent.text());
        assert_eq!(site.file(case).await.case.holds[0].confirmed.len(), 1);
        let due = site.get(&who, &format!("/cases/{case}/holds/due")).await;
        let lift = format!("/cases/{case}/holds/{held}/lift");
        assert_eq!(due.location.as_deref(), Some(lift.as_str()));
        site.end()
    });
}

/// A hold does not end by itself: once its last day has passed it says so, and a physician has to look at it.
#[test]
fn a_hold_that_outlived_its_last_day_says_so() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let place = PlaceHold {
            reason: "liver values".to_owned(),
            until_on: Some(Ok(day(2026, 7, 10))),
        };
        commands::place_hold(&site.desk, site.actor("nurse.prison"), None, case, &place)
            .await
            .unwrap();
        site.go_to("2026-07-10T05:00:00Z");
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &format!("/cases/{case}?lang=en")).await;
        assert!(page.says("Medical hold until"), "{}", page.text());
        site.go_to("2026-07-20T05:00:00Z");
        site.round().await;
        let who = site.sign_in("psychiatrist").await;
        for (language, words) in [
            ("en", "It is still in force because no physician has lifted it"),
            ("ru", "Она действует, потому что врач её не снял"),
            ("kk", "Дәрігер алып тастамағандықтан, ол әлі күшінде"),
        ] {
            let page = site.get(&who, &format!("/cases/{case}?lang={language}")).await;
            assert!(page.says(words), "{language}: {}", page.text());
        }
        let lift = site.get(&who, &format!("/cases/{case}/holds/due?lang=en")).await;
        let lift = site
            .get(&who, &format!("{}?lang=en", lift.location.unwrap()))
            .await;
        assert!(
            lift.says("Still in force because no physician"),
            "{}",
            lift.text()
        );
        // Whose task it is: a physician's, and it climbs.
        let today = site.get(&who, "/today").await;
        assert!(
            today.body.contains(&format!("/cases/{case}/holds/due")),
            "{}",
            today.text()
        );
        let file = site.file(case).await;
        let mut alerts = file.case.alerts.iter();
        assert!(alerts.any(|alert| alert.kind == Kind::HoldReview && alert.live()));
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("/cases/{case}?lang=en")).await;
        assert!(
            !page.says("no physician") && !page.says("Medical hold"),
            "{}",
            page.text()
        );
        site.end()
    });
}

#[test]
fn a_hold_far_into_the_future_is_asked_about_and_a_second_one_is_not_begun() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/hold");
        let page = site.get(&nurse, &path).await;
        let far = [
            ("reason", "liver values"),
            ("until_on_day", "1"),
            ("until_on_month", "8"),
            ("until_on_year", "2062"),
        ];
        let asked = site.send(&nurse, &path, &page, &far).await;
        assert_eq!((asked.status, asked.problems()), (422, vec!["sure".to_owned()]));
        assert!(site.file(case).await.case.holds.is_empty(), "asked, not kept");
        let sure = site.send(&nurse, &path, &asked, &[("sure", "yes")]).await;
        assert_eq!(sure.status, 303, "{}", sure.text());
        assert_eq!(site.file(case).await.case.holds.len(), 1);

        let second = site.get(&nurse, &path).await;
        assert_eq!(second.status, 200);
        assert!(
            second.says("A medical hold is already in force") && !second.says("name=\"reason\""),
            "{}",
            second.text()
        );
        site.end()
    });
}
