//! Attendance, training and the ledger.

use super::{listed, refuse, token};
use crate::support::{database::on_each, site::Site};
use crate::web::forms::checks;
use merzim::commands;
use merzim::domain::decide::Injection;
use std::collections::BTreeMap;

/// Whom nobody may treat before a physician has decided, nobody brings, and nobody summons.
#[test]
fn whoever_waits_for_a_physician_is_not_expected() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let mut form = Injection {
            cycle: 1,
            occurred_at: Some(site.desk.instant()),
            checks: checks(&site),
            ..Injection::default()
        };
        let mut answers = form.checks.iter_mut();
        answers.find(|answer| answer.check == "low-mood").unwrap().answer = "yes".to_owned();
        commands::record_alarms(&site.desk, site.actor("nurse.prison"), case, &form)
            .await
            .unwrap();
        let controller = site.sign_in("controller").await;
        for (language, words) in [
            ("en", "not expected: the medical unit will say"),
            ("ru", "не ожидается: сообщит медицинская часть"),
            ("kk", "күтілмейді: медициналық бөлім хабарлайды"),
        ] {
            let list = site
                .get(&controller, &format!("/attendance?lang={language}"))
                .await;
            assert!(list.says(words), "{language}: {}", list.body);
        }
        let list = site.get(&controller, "/attendance?lang=en").await;
        assert!(!list.says("planned for today"), "{}", list.body);
        let officer = site.sign_in("probation").await;
        for (language, words) in [
            ("en", "no attendance is needed now: the clinic will name the day"),
            ("ru", "явка сейчас не требуется: день назначит клиника"),
            ("kk", "қазір келу талап етілмейді: күнін клиника тағайындайды"),
        ] {
            let page = site
                .get(&officer, &format!("/cases/{case}?lang={language}"))
                .await;
            assert!(page.says(words), "{language}: {}", page.body);
        }
        let list = site.get(&officer, "/cases?lang=en").await;
        assert!(list.says("the clinic will name the day"), "{}", list.body);
        site.end()
    });
}

#[test]
fn the_duty_controller_sees_who_is_expected_and_no_more() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.treated_case("clinic").await;
        let reference = site.file(case).await.case.reference;
        let controller = site.sign_in("controller").await;
        let list = site.get(&controller, "/attendance?lang=en").await;
        assert_eq!(list.status, 200);
        assert!(
            list.says(&reference) && list.says("planned for today"),
            "{}",
            list.body
        );
        site.go_to("2026-07-06T05:00:00Z");
        let controller = site.sign_in("controller").await;
        let list = site.get(&controller, "/attendance?lang=en").await;
        assert!(
            !list.says("planned for today") && list.says("Friday 3 July 2026"),
            "another day than the planned one is not called the day: {}",
            list.body
        );
        assert_eq!(
            list.body.matches("<th scope=\"row\">").count(),
            1,
            "of the own facility only"
        );
        let led = site.get(&controller, "/today").await.location;
        assert_eq!(led.as_deref(), Some("/attendance"));
        for elsewhere in ["/cases", "/alerts", "/ledger", "/admin/accounts"] {
            let page = site.get(&controller, elsewhere).await;
            assert!(matches!(page.status, 403 | 404), "{elsewhere}: {}", page.status);
        }
        let officer = site.sign_in("probation").await;
        assert_ne!(site.get(&officer, "/attendance").await.status, 200);
        site.end()
    });
}

#[test]
fn a_trainee_moves_the_clock_and_sees_what_follows() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, "/training?lang=en").await;
        assert_eq!(page.status, 200);
        let back = [
            ("to", "set"),
            ("date_day", "1"),
            ("date_month", "1"),
            ("date_year", "2020"),
            ("time", "09:00"),
        ];
        let refused = site.send(&nurse, "/training", &page, &back).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("The clock only goes forward"), "{}", refused.body);
        let nonsense = site
            .send(&nurse, "/training", &page, &[("to", "set"), ("time", "noon")])
            .await;
        assert_eq!(nonsense.status, 422);
        assert_eq!(nonsense.problems(), ["date"]);

        let before = site.clock.now();
        let mut nurse = nurse;
        for (to, days) in [("day", 1), ("week", 8)] {
            let page = site.get(&nurse, "/training").await;
            let moved = site.send(&nurse, "/training", &page, &[("to", to)]).await;
            assert_eq!(
                moved.location.as_deref(),
                Some("/training?moved=1"),
                "{}",
                moved.body
            );
            assert_eq!(site.clock.now() - before, chrono::TimeDelta::days(days));
            // In tests the locks on the door follow the clock: whoever moves it must come in again.
            nurse = site.sign_in("nurse.prison").await;
        }
        for _ in 0..12 {
            if !listed(&site, "probation").await.is_empty() {
                break;
            }
            let page = site.get(&nurse, "/training").await;
            site.send(&nurse, "/training", &page, &[("to", "next")]).await;
            nurse = site.sign_in("nurse.prison").await;
        }
        assert_eq!(listed(&site, "probation").await.len(), 1, "the officer was told");
        let nurse = site.sign_in("nurse.second").await;
        let outbox = site.get(&nurse, "/training/outbox?lang=en").await;
        assert!(
            outbox.says("probation@merzim.example") && outbox.says("delivered"),
            "{}",
            outbox.body
        );
        assert!(!outbox.says("Ахметов"), "a message names nobody");
        site.end()
    });
}

#[test]
fn an_auditor_leafs_through_the_ledger_and_checks_it() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        for _ in 0..60 {
            site.file(case).await;
        }
        let reference = site.file(case).await.case.reference;
        let nurse = site.sign_in("nurse.prison").await;
        assert!(matches!(site.get(&nurse, "/ledger").await.status, 403 | 404));
        let auditor = site.sign_in("auditor").await;
        let page = site.get(&auditor, "/ledger?lang=en").await;
        assert_eq!(page.status, 200);
        assert!(
            page.says("Medical file read")
                && page.says("<code>read-clinical-file</code>")
                && page.says("rel=\"next\""),
            "{}",
            page.body
        );
        let ask = async |fields: &[(&str, &str)]| {
            let mut all = BTreeMap::from([("csrf".to_owned(), token(&page))]);
            all.extend(
                fields
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
            );
            site.post(&auditor, "/ledger", &all).await
        };
        let narrowed = ask(&[("case", &reference), ("verb", "prescribe-regimen")]).await;
        let address = format!("/ledger?case={reference}&verb=prescribe-regimen");
        assert_eq!(narrowed.location.as_deref(), Some(address.as_str()));
        let narrowed = site.get(&auditor, &address).await;
        assert_eq!(
            narrowed.body.matches("<th scope=\"row\">").count(),
            1,
            "{}",
            narrowed.body
        );
        let name = ask(&[("case", "Ахметов")]).await;
        assert_eq!(
            (name.status, name.location.as_deref()),
            (200, None),
            "a name never gets into an address"
        );
        let unknown = site.get(&auditor, "/ledger?case=2026-99999").await;
        for page in [&name, &unknown] {
            assert!(page.says("within your reach"), "{}", page.text());
            assert_eq!(page.body.matches("<th scope=\"row\">").count(), 0);
        }

        let whole = ask(&[("verify", "yes")]).await;
        assert_eq!(whole.status, 200);
        assert!(whole.says("The chain is whole"), "{}", whole.body);
        site.end()
    });
}

#[test]
fn a_case_is_found_by_a_part_of_its_number_and_says_whose_move_it_is() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.treated_case("prison").await;
        let reference = site.file(case).await.case.reference;
        let nurse = site.sign_in("nurse.prison").await;
        let list = site.get(&nurse, "/cases?lang=en").await;
        assert_eq!(list.body.matches("<th scope=\"row\">").count(), 2);
        assert!(list.says("Whose move it is: Prison nurse"), "{}", list.text());
        let own = site.get(&nurse, "/today?lang=en").await;
        assert!(!own.says("Whose move it is"), "all of it is hers: {}", own.text());
        let coordinator = site.sign_in("coordinator").await;
        let of_all = site.get(&coordinator, "/today?lang=en").await;
        assert!(of_all.says("Whose move it is: Prison nurse"), "{}", of_all.text());
        let end = &reference[reference.len() - 5..];
        let ask = async |path: &str, q: &str| {
            // Today's list holds more than the dose of a case.
            let fields = BTreeMap::from([
                ("csrf".to_owned(), token(&list)),
                ("kind".to_owned(), "dose".to_owned()),
                ("q".to_owned(), q.to_owned()),
            ]);
            site.post(&nurse, path, &fields).await
        };
        for path in ["/cases", "/today"] {
            let found = ask(path, end).await;
            assert_eq!(
                found.body.matches("<th scope=\"row\">").count(),
                1,
                "{path} {end}: {}",
                found.text()
            );
            assert!(found.says(&reference));
            for nothing in ["zzz", "%%%", "___"] {
                assert!(!ask(path, nothing).await.says(&reference), "{path} {nothing}");
            }
        }
        let officer = site.sign_in("probation").await;
        let list = site.get(&officer, "/cases?lang=en").await;
        assert!(
            list.says("Next visit") && !list.says("Dose") && !list.says("Prison nurse"),
            "{}",
            list.text()
        );
        site.end()
    });
}

#[test]
fn a_fault_speaks_the_language_chosen_in_the_session() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        assert!(site.get(&nurse, "/cases/x").await.says("<html lang=\"en\""));
        let turned = site.get(&nurse, "/today?lang=kk").await;
        assert_eq!(turned.status, 200);
        assert_eq!(
            turned.language.as_deref(),
            Some("kk"),
            "the browser is to remember it"
        );
        // Where a guard has asked, the session says; where no page was found, the browser remembers.
        let absent = site.get(&nurse, "/cases/x").await;
        let nowhere = site.get_remembering(&nurse, "/nowhere", "kk").await;
        for page in [absent, nowhere] {
            assert_eq!(page.status, 404);
            assert!(page.says("<html lang=\"kk\""), "{}", page.body);
        }
        site.end()
    });
}

#[test]
fn a_refused_sign_in_says_that_a_code_works_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let door = site.get_as_stranger("/sign-in").await;
        let filled = [("name", "nobody"), ("password", "x"), ("code", "000000")];
        let refused = site.send_as_stranger("/sign-in", &door, &filled).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.says("Каждый код действует один раз"),
            "{}",
            refused.text()
        );
        assert_eq!(refused.problems(), ["name", "code"]);
        site.end()
    });
}
