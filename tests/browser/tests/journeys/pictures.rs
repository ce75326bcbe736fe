//! Every page that people see, in three languages, on a desk and on a telephone: none may be wider than its window.
//! The pictures lie in `target/screenshots` for people to look at.

use crate::scene::{day, injected, opened, presence, set_clock, to_injection, treated, walk_treated};
use browser::{Wish, walk};

#[test]
fn pages_of_those_who_treat() {
    walk(&Wish::default(), async |browser| {
        browser.visit("/sign-in").await;
        browser.pictures("sign-in").await;

        browser.become_person("nurse.prison").await;
        for (name, path) in [
            ("today", "/today"),
            ("cases", "/cases"),
            ("training", "/training"),
        ] {
            browser.visit(path).await;
            browser.pictures(name).await;
        }
        browser.visit("/today").await;
        browser.print("today").await;
        browser.go("//main//tbody/tr[1]/th//a").await;
        browser.pictures("case").await;
        browser.print("case").await;

        let case = treated(browser, day(2026, 3, 2)).await;
        browser.pictures("dose-recorded").await;
        for (name, page) in [
            ("not-given", "not-given"),
            ("hold", "hold"),
            ("incident", "incident"),
            ("dose-too-early", "dose"),
        ] {
            browser.visit(&format!("{case}/{page}")).await;
            browser.pictures(name).await;
        }
        browser.visit(&case).await;
        browser.go("//main//a[contains(@href, '/amend')]").await;
        browser.pictures("amend").await;
        browser.visit(&case).await;
        browser.go("//main//a[contains(@href, '/void')]").await;
        browser.pictures("void").await;
    });
}

#[test]
fn pages_at_the_chair() {
    walk_treated(async |browser, case| {
        let late = day(2026, 6, 24);
        set_clock(browser, late, "09:15").await;
        browser.visit(&format!("{case}/dose")).await;
        browser.pictures("dose-1-identity").await;
        browser.send().await;
        browser.picture("dose-1-identity-refused", "en").await;
        for part in ["name", "born"] {
            browser.tick(&format!("identified_by_{part}")).await;
        }
        browser.send().await;
        browser.pictures("dose-2-checks").await;
        to_injection(browser, &case, late).await;
        browser.pictures("dose-4-injection").await;
        injected(browser).await;
        browser.choose("late_cause", "no-usable-drug").await;
        browser.send().await;
        browser.pictures("dose-5-presence").await;
        presence(browser).await;
        browser.pictures("dose-6-answers").await;
        let path = browser.path().await;
        let (draft, _) = path.split_once("/answers").unwrap();
        browser.visit(&format!("{draft}/product")).await;
        browser.pictures("dose-3-product").await;
    });
}

/// The clinical and legal course.
#[test]
fn pages_of_the_course() {
    walk_treated(async |browser, case| {
        let of_case = |page: &str| format!("{case}/{page}");
        let physician = [
            "clearance",
            "information",
            "exam",
            "results/new",
            "results",
            "reaction",
            "contraindication",
            "regimen/change",
            "complaint",
            "history",
            "own-record/ru",
        ];
        let rules = ["/rules", "/rules/words", "/rules/protocols/triptorelin-3m.1"];
        let clerk = ["end", "release", "release/date"];
        for (who, pages) in [
            ("psychiatrist", physician.map(of_case).to_vec()),
            ("psychiatrist", rules.map(str::to_owned).to_vec()),
            ("clerk", clerk.map(of_case).to_vec()),
        ] {
            browser.become_person(who).await;
            for page in pages {
                let name = page.strip_prefix(&case).unwrap_or(&page).trim_matches('/');
                let name = format!("course-{}", name.replace('/', "-"));
                browser.visit(&page).await;
                browser.pictures(&name).await;
            }
        }
    });
}

#[test]
fn pages_of_the_registry_and_the_physician() {
    walk(&Wish::default(), async |browser| {
        let case = opened(browser).await;
        browser.visit(&case).await;
        browser.pictures("case-registry").await;
        browser.visit("/cases/new").await;
        browser.pictures("open-case").await;
        browser.send().await;
        browser.picture("open-case-refused", "en").await;
        for page in ["place", "supervision", "rulings/new"] {
            browser.visit(&format!("{case}/{page}")).await;
            browser.pictures(&page.replace('/', "-")).await;
        }
        browser.become_person("psychiatrist").await;
        browser.visit("/today").await;
        browser.pictures("today-psychiatrist").await;
        browser.visit(&format!("{case}/regimen")).await;
        browser.pictures("regimen").await;
    });
}

#[test]
fn pages_of_those_who_supervise_and_oversee() {
    walk(&Wish::default(), async |browser| {
        browser.become_person("probation").await;
        browser.visit("/alerts").await;
        browser.pictures("alerts").await;
        browser.go("//main//tbody/tr[1]/th//a").await;
        browser.pictures("alert").await;
        browser.go("//main//a[starts-with(@href, '/cases/')]").await;
        browser.pictures("supervision-case").await;
        browser.visit("/cases").await;
        browser.pictures("supervision-cases").await;

        browser.become_person("probation.head").await;
        browser.visit("/alerts/deputies").await;
        browser.pictures("deputies").await;
        browser
            .go("//main//a[starts-with(@href, '/alerts/deputies/')]")
            .await;
        browser.pictures("deputy").await;

        for (who, path, name) in [
            ("coordinator", "/alerts", "alerts-coordinator"),
            ("coordinator", "/today", "today-coordinator"),
            ("auditor", "/ledger", "ledger"),
            ("admin", "/admin/accounts", "accounts"),
            ("admin", "/training/outbox", "outbox"),
            ("admin", "/nowhere", "not-found"),
        ] {
            browser.become_person(who).await;
            browser.visit(path).await;
            browser.pictures(name).await;
        }
    });
}
