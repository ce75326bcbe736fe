//! Accounts, and who stands in for whom.

use super::{Form, NO_CHOICE, nothing_at, too_long};
use crate::support::{database::on_each, site::Site};
use merzim::domain::ids::AccountId;

#[test]
fn a_deputy_and_days_away_are_named() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let (officer, head) = (site.account("probation"), site.account("probation.head"));
        let form = Form {
            path: format!("/alerts/deputies/{officer}"),
            who: "probation.head",
            good: &[
                ("from_on_day", "6"),
                ("from_on_month", "7"),
                ("from_on_year", "2026"),
                ("until_on_day", "10"),
                ("until_on_month", "7"),
                ("until_on_year", "2026"),
                ("deputy", &head),
            ],
            needed: &[("from_on", "from_on"), ("until_on", "until_on")],
            verb: "name-deputy",
        };
        let who = site.sign_in(form.who).await;
        let slips: &[(&[(&str, &str)], &[&str])] = &[
            (&[("from_on_day", "31"), ("from_on_month", "2")], &["from_on"]),
            (&[("until_on_month", "шілде")], &["until_on"]),
            (&[("until_on_year", "26")], &["until_on"]),
            (&[("until_on_day", "5")], &["until_on"]),
            (&[("deputy", NO_CHOICE)], &["deputy"]),
            (
                &[("from_on_day", "x"), ("until_on_day", "x")],
                &["from_on", "until_on"],
            ),
        ];
        let page = form.refuses_gaps_and(&site, &who, case, slips).await;
        // Nobody stands in for himself, and nobody from elsewhere does.
        for nobody in [
            officer,
            site.account("probation.second"),
            AccountId::fresh().to_string(),
        ] {
            let wrong = [form.good, &[("deputy", &*nobody)]].concat();
            let refused = site.send(&who, &form.path, &page, &wrong).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["deputy".to_owned()])
            );
        }
        for _ in 0..2 {
            let sent = site.send(&who, &form.path, &page, form.good).await;
            assert_eq!(
                sent.location.as_deref(),
                Some("/alerts/deputies?done=1"),
                "{}",
                sent.text()
            );
        }
        let other = [form.good, &[("until_on_day", "11")]].concat();
        let other = site.send(&who, &form.path, &page, &other).await;
        assert_ne!(other.status, 303, "other content under the same key");
        let kept = site.get(&who, &form.path).await.fields();
        assert_eq!((kept["until_on_day"].as_str(), &kept["deputy"]), ("10", &head));
        let nowhere = [
            site.account("probation.second"),
            AccountId::fresh().to_string(),
            "not-an-account".to_owned(),
        ];
        let nowhere = nowhere.map(|id| format!("/alerts/deputies/{id}"));
        nothing_at(&site, &who, &page, &nowhere).await;
        site.end()
    });
}

#[test]
fn an_account_is_made_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let (clinic, long) = (site.organisation("clinic").to_string(), too_long());
        let form = Form {
            path: "/admin/accounts/new".to_owned(),
            who: "admin",
            good: &[
                ("name", "Жанна"),
                ("sign_in_name", "zhanna"),
                ("email", "zhanna@merzim.example"),
                ("role", "clinic-nurse"),
                ("organisation", &clinic),
                ("language", "kk"),
            ],
            needed: &[
                ("name", "name"),
                ("sign_in_name", "sign_in_name"),
                ("role", "role"),
                ("organisation", "organisation"),
                ("language", "language"),
            ],
            verb: "",
        };
        let who = site.sign_in(form.who).await;
        let slips: &[(&[(&str, &str)], &[&str])] = &[
            (&[("name", &long)], &["name"]),
            (&[("sign_in_name", &long)], &["sign_in_name"]),
            (&[("sign_in_name", "Жанна")], &["sign_in_name"]),
            (&[("email", "zhanna")], &["email"]),
            (&[("email", &long)], &["email"]),
            (&[("role", "prison-nurse")], &["role"]),
            (&[("role", NO_CHOICE)], &["role"]),
            (&[("organisation", NO_CHOICE)], &["organisation"]),
            (&[("language", NO_CHOICE)], &["language"]),
            (&[("sign_in_name", "nurse.clinic")], &["sign_in_name"]),
        ];
        let page = form.refuses_gaps_and(&site, &who, case, slips).await;
        let made = site.send(&who, &form.path, &page, form.good).await;
        assert!(made.status == 200 && made.says("/enrol/"), "{}", made.text());
        let again = site.send(&who, &form.path, &page, form.good).await;
        assert!(again.status == 200 && !again.says("/enrol/"), "{}", again.text());
        let other = [form.good, &[("name", "other")]].concat();
        let other = site.send(&who, &form.path, &page, &other).await;
        assert_ne!(other.status, 200, "other content under the same key");
        let list = site.get(&who, "/admin/accounts").await;
        assert_eq!(list.body.matches("zhanna").count(), 1, "{}", list.text());

        for id in [AccountId::fresh().to_string(), "not-an-account".to_owned()] {
            for act in ["disable", "enable", "end-sessions", "reset"] {
                let path = format!("/admin/accounts/{id}/{act}");
                let sent = site.send(&who, &path, &list, &[]).await;
                assert_eq!(sent.status, 404, "{path}: {}", sent.text());
            }
        }
        site.end()
    });
}
