//! S7 at liberty: a person whom the clinic treats after his release stays away. The officer answers, summons him and writes that
//! down with name and reason; he comes, is given the dose late, and the alert is over.

use crate::recall::{says, taken_in};
use crate::release::{CLINIC, answer, name_release, offer};
use crate::scene::{day, injected, presence, set_clock, to_product, until_said, walk_treated};
use browser::Browser;

const NAME: &str = "Әбдіғалиев";
const REASON: &str = "Did not answer the telephone twice; summoned in writing for 12 June";
/// What the officer may not read before or after.
const CLINICAL: [&str; 5] = ["riptorelin", "gluteal", "testosterone", "dose", "injection"];

#[test]
fn who_stays_away_after_his_release_is_summoned_by_name_and_comes() {
    walk_treated(async |browser, case| {
        released(browser, &case).await;
        stayed_away(browser, &case).await;

        // The day after the window has closed, the officer's desk shows it.
        set_clock(browser, day(2026, 6, 10), "09:00").await;
        browser.become_person("probation").await;
        until_said(browser, "/alerts", NAME).await;
        let officer = browser.words(".merzim-header__who strong").await;
        browser.go(&format!("//main//a[contains(., '{NAME}')]")).await;
        let alert = browser.path().await;
        until_said(browser, &alert, "delivered").await;
        says(browser, &["did not attend", CLINIC]).await;
        nothing_clinical(browser).await;
        browser.pictures("s7-liberty-alert").await;
        summoned(browser, &officer).await;

        came(browser, &case).await;
        browser.become_person("probation").await;
        until_said(browser, &alert, "resolved").await;
        says(browser, &[REASON, &officer]).await;
        nothing_clinical(browser).await;
        browser.pictures("s7-liberty-over").await;
        browser.visit("/alerts").await;
        assert!(!browser.words("main").await.contains(NAME), "nothing waits");
        browser.visit("/alerts?over=yes").await;
        says(browser, &[NAME]).await;
    });
}

/// He is let go to the clinic, and comes there on the next day.
async fn released(browser: &mut Browser, case: &str) {
    let days = (day(2026, 3, 18), day(2026, 2, 2));
    name_release(browser, case, days, "amnesty").await;
    offer(browser, case, CLINIC).await;
    answer(browser, "accept").await;
    browser.choose_first("clinician").await;
    browser.fill_date("visit_on", day(2026, 3, 19)).await;
    browser.fill("visit_time", "10:30").await;
    browser.send().await;
    done(browser, "accept-handover").await;

    browser.become_person("nurse.prison").await;
    set_clock(browser, day(2026, 3, 18), "11:00").await;
    browser.visit(&format!("{case}/release/record")).await;
    browser.fill("released_time", "10:45").await;
    browser.fill("paper", "Certificate No. 9").await;
    browser.send().await;
    done(browser, "record-release").await;

    browser.become_person("nurse.clinic").await;
    set_clock(browser, day(2026, 3, 19), "10:45").await;
    browser.visit(&format!("{case}/visit")).await;
    browser
        .fill("words", "Came at the hour; nothing is due yet")
        .await;
    browser.send().await;
    done(browser, "record-visit").await;
}

/// On the last day in time the clinic writes down that he did not come, and gave no reason.
async fn stayed_away(browser: &mut Browser, case: &str) {
    set_clock(browser, day(2026, 6, 9), "16:00").await;
    browser.visit(&format!("{case}/not-given")).await;
    browser.pictures("s7-liberty-absent").await;
    browser.choose("cause", "person-absent").await;
    browser.fill("words", "Was expected all week").await;
    browser.fill("tried", "Telephoned on three days").await;
    browser.send().await;
    done(browser, "record-not-given").await;
}

/// Whoever is at liberty can be summoned. The officer answers with it: the day, the reason and his name are written down.
async fn summoned(browser: &Browser, officer: &str) {
    browser.choose("action", "summoned").await;
    browser.send().await;
    assert!(browser.has("#words-error").await, "not without a reason");
    browser.fill("words", REASON).await;
    browser.send().await;
    let asked_still = browser.has("main [name='action']").await;
    assert!(!asked_still, "{}", browser.words("main").await);
    says(browser, &["Summoned the person", REASON, officer]).await;
    browser.pictures("s7-liberty-acted").await;
}

/// He comes ten days after the target. The dose is given from the clinic's own shelf, late, for the reason that is recorded.
async fn came(browser: &mut Browser, case: &str) {
    let given = day(2026, 6, 12);
    set_clock(browser, given, "10:00").await;
    browser.become_person("pharmacist").await;
    taken_in(browser, "JL9-77", "1").await;
    browser.become_person("nurse.clinic").await;
    to_product(browser, case, given).await;
    let pack = browser.one("main input[name='pack']").await;
    pack.click().await.unwrap();
    browser.send().await;
    injected(browser).await;
    browser.choose("late_cause", "person-absent").await;
    browser.fill("late_words", "Came when he was summoned").await;
    browser.send().await;
    presence(browser).await;
    says(browser, &["12 September 2026"]).await;
    browser.send().await;
    assert!(browser.path().await.ends_with("/recorded"));
}

async fn done(browser: &Browser, what: &str) {
    let path = browser.path().await;
    assert!(
        path.contains(&format!("done={what}")),
        "{path}: {}",
        browser.words("main").await
    );
}

async fn nothing_clinical(browser: &Browser) {
    let said = browser.words("main").await;
    for word in CLINICAL {
        assert!(!said.contains(word), "{word} is none of their business: {said}");
    }
}
