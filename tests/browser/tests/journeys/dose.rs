//! S6: a dose given in time, late, and very late.

use crate::scene::{
    CHECKS, TYPED, day, first, injected, mixed, presence, set_clock, to_answers, to_injection, treated,
    walk_treated,
};
use browser::{Browser, Wish, walk};

#[test]
fn a_dose_inside_the_window_is_given_with_the_keyboard_alone() {
    walk_treated(async |browser, case| {
        set_clock(browser, day(2026, 6, 8), "10:30").await;

        // Six days after the target, inside the window: from the list of doses to the confirmation by keys.
        browser.visit("/today?kind=dose").await;
        browser.enter_on(&format!("main a[href='{case}/dose']")).await;
        browser.space_on("identified_by_name").await;
        browser.space_on("identified_by_born").await;
        on(browser).await;
        checks_by_keys(browser).await;
        on(browser).await;
        browser.type_into("lot", "L7-0043").await;
        for (part, digits) in [("day", "31"), ("month", "12"), ("year", "2027")] {
            browser.type_into(&format!("expiry_on_{part}"), digits).await;
        }
        on(browser).await;
        browser.arrow_to("site", "gluteal-right").await;
        mixed(browser).await;
        on(browser).await;
        browser.type_into("present", "Сейітов Б.").await;
        on(browser).await;

        let said = browser.words("main").await;
        assert!(
            said.contains("The next dose is due on Wednesday 2 September 2026"),
            "the series is kept, and it is said before saving: {said}"
        );
        on(browser).await;
        let path = browser.path().await;
        assert!(path.ends_with("/recorded"), "{path}");
        assert!(browser.words("main").await.contains("2 September 2026"));
    });
}

/// Enter on the button that goes on.
async fn on(browser: &Browser) {
    browser.enter_on("main form button[type=submit]").await;
}

async fn checks_by_keys(browser: &Browser) {
    for (check, answer) in CHECKS {
        let name = format!("check_{check}");
        if !browser.has(&format!("main [name='{name}']")).await {
            continue;
        }
        if TYPED.contains(&check) {
            browser.type_into(&name, answer).await;
        } else {
            browser.arrow_to(&name, answer).await;
        }
        if browser.has(&format!("main [name='{name}_on_day']")).await {
            for (part, digits) in [("day", "1"), ("month", "6"), ("year", "2026")] {
                browser.type_into(&format!("{name}_on_{part}"), digits).await;
            }
        }
    }
}

#[test]
fn a_late_dose_needs_its_reason_and_begins_the_series_anew() {
    walk_treated(async |browser, case| {
        let given = day(2026, 6, 24);
        set_clock(browser, given, "09:15").await;

        to_injection(browser, &case, given).await;
        injected(browser).await;
        browser.send().await;
        assert!(
            browser.has(".govuk-error-summary a[href='#late_cause']").await,
            "the reason is asked for"
        );
        browser.choose("late_cause", "no-usable-drug").await;
        browser.send().await;
        presence(browser).await;
        let said = browser.words("main").await;
        for words in ["The next dose is due on Thursday 24 September 2026", "22 days"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        browser.send().await;
        assert!(browser.path().await.ends_with("/recorded"));
    });
}

#[test]
fn a_very_late_dose_waits_for_the_physician() {
    walk_treated(async |browser, case| {
        let given = day(2026, 7, 9);
        set_clock(browser, given, "09:15").await;

        let chair = format!("main a[href='{case}/dose']");
        for page in ["/today?kind=dose", case.as_str()] {
            browser.visit(page).await;
            let said = browser.words("main").await;
            assert!(said.contains("A physician must decide"), "{page}: {said}");
            assert!(!browser.has(&chair).await, "{page} sends nobody to the chair");
        }
        browser.visit(&format!("{case}/dose")).await;
        assert_eq!(browser.heading().await, "No dose may be given now");
        assert!(
            !browser.has("main input[type=checkbox]").await,
            "there is no way on from here"
        );

        browser.become_person("psychiatrist").await;
        // So long after the last dose nobody goes on without a recent result.
        browser.visit(&format!("{case}/results/new")).await;
        browser.fill_date("taken_on", given).await;
        browser.fill("laboratory", "Regional laboratory").await;
        browser.fill("value_testosterone", "0.9").await;
        browser.send().await;
        browser.visit(&format!("{case}/late-dose")).await;
        browser.choose("give", "yes").await;
        browser
            .fill("words", "Give now; cover against the flare is arranged")
            .await;
        // So long after the last dose the drug makes testosterone rise first again.
        browser.choose("flare", "yes").await;
        browser.fill("flare_words", "Bicalutamide for four weeks").await;
        browser.send().await;
        assert!(browser.path().await.contains("done=decide-late-dose"));

        browser.become_person("nurse.prison").await;
        browser.visit("/today?kind=dose").await;
        assert!(browser.has(&chair).await, "decided: the chair is open");
        to_injection(browser, &case, given).await;
        injected(browser).await;
        browser.choose("late_cause", "person-not-brought").await;
        browser.fill("late_words", "Was being transferred").await;
        browser.send().await;
        presence(browser).await;
        let said = browser.words("main").await;
        assert!(
            said.contains("The next dose is due on Friday 9 October 2026"),
            "{said}"
        );
        browser.send().await;
        assert!(browser.path().await.ends_with("/recorded"));
    });
}

#[test]
fn back_and_save_again_leads_to_the_same_confirmation() {
    walk_treated(async |browser, case| {
        let given = day(2026, 6, 2);
        set_clock(browser, given, "08:00").await;
        to_answers(browser, &case, given).await;
        browser.send().await;
        let (path, said) = (browser.path().await, browser.words("main").await);

        browser.turn(async || browser.client.back().await.unwrap()).await;
        if browser.path().await.ends_with("/answers") {
            browser.send().await;
        }
        assert_eq!(browser.path().await, path);
        assert_eq!(browser.words("main").await, said);
        browser.visit(&case).await;
        // With what is folded away.
        let page = browser.client.source().await.unwrap();
        assert_eq!(
            page.matches("Dose given").count(),
            2,
            "one dose each time: {page}"
        );
    });
}

#[test]
fn a_browser_without_scripts_does_all_of_it() {
    let wish = Wish {
        scripts: false,
        ..Wish::default()
    };
    walk(&wish, async |browser| {
        let case = treated(browser, first()).await;
        let given = day(2026, 6, 2);
        set_clock(browser, given, "08:00").await;
        to_answers(browser, &case, given).await;
        browser.send().await;
        assert!(browser.path().await.ends_with("/recorded"));
        assert!(browser.words("main").await.contains("Wednesday 2 September 2026"));
    });
}
