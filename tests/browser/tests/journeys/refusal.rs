//! S7: a refusal, a second one, and the way up to a named human.

use crate::scene::{day, set_clock, until_said, walk_treated};
use browser::Browser;
use chrono::NaiveDate;

const NAME: &str = "Әбдіғалиев";
const OWN_WORDS: &str = "«Қазір емес, алдымен дәрігермен сөйлесем»";

#[test]
fn a_refusal_climbs_until_somebody_answers_with_a_name() {
    walk_treated(async |browser, case| {
        // The officer is away from the end of May on, and nobody stands in.
        browser.become_person("probation").await;
        browser.visit("/alerts").await;
        let officer = browser.words(".merzim-header__who strong").await;
        browser.become_person("probation.head").await;
        send_on_leave(browser, &officer, day(2026, 5, 25), day(2026, 7, 31)).await;

        browser.become_person("nurse.prison").await;
        refuse(browser, &case, day(2026, 6, 2), "10:00", Some(day(2026, 6, 4))).await;
        let page = browser.words("main").await;
        assert!(page.contains(OWN_WORDS), "his words are kept: {page}");
        let explained =
            "Explained: What the drug does; Rights: to ask, to complain, to have a doctor stop it (Kazakh)";
        assert!(page.contains(explained), "what, and in which language: {page}");
        until_said(browser, &case, "Complete the ladder").await;
        refuse(browser, &case, day(2026, 6, 4), "11:00", None).await;

        // While the window is open the person can still come.
        set_clock(browser, day(2026, 6, 9), "12:00").await;
        browser.become_person("probation").await;
        browser.visit("/alerts").await;
        assert!(!browser.words("main").await.contains(NAME));

        // The day after it closed, the officer's desk shows it; a day later the head's does.
        set_clock(browser, day(2026, 6, 10), "09:00").await;
        until_said(browser, "/alerts", NAME).await;
        browser.become_person("probation.head").await;
        set_clock(browser, day(2026, 6, 11), "09:00").await;
        until_said(browser, "/alerts", NAME).await;
        let link = format!("//main//a[contains(., '{NAME}')]");
        browser.go(&link).await;
        let alert = browser.path().await;
        let told = browser.words("main").await;
        let head = browser.words(".merzim-header__who strong").await;
        for words in ["no deputy is named", "was due 11 Jun 2026, 00:00", &head] {
            assert!(told.contains(words), "{words}: {told}");
        }
        for word in [
            "riptorelin",
            "L7-0042",
            "gluteal",
            "testosterone",
            "refused",
            "dose",
        ] {
            assert!(!told.contains(word), "{word} is none of their business: {told}");
        }

        // By which way each was told, and what became of it.
        until_said(browser, &alert, "delivered").await;
        let told = browser.words("main").await;
        assert!(told.matches("by e-mail").count() > 1, "officer and head: {told}");

        // Whoever is held cannot be summoned: that answer is not offered.
        assert!(!browser.has("main [name='action'][value='summoned']").await);
        browser.choose("action", "evidence-asked").await;
        browser
            .fill("words", "Asked the facility for its record of the day")
            .await;
        browser.send().await;
        browser.visit(&alert).await;
        assert!(
            browser
                .words("main")
                .await
                .contains("Asked the facility for its record of the day")
        );

        set_clock(browser, day(2026, 6, 18), "09:30").await;
        // Not resolved after a week: the same office is asked again.
        until_said(browser, &alert, "18 Jun 2026, 09:30").await;
        assert!(browser.words("main").await.contains("waiting for an answer"));
    });
}

/// The head writes down that somebody is away, and names nobody for the time.
async fn send_on_leave(browser: &Browser, name: &str, from: NaiveDate, until: NaiveDate) {
    browser.visit("/alerts/deputies").await;
    let row = format!("//tr[contains(., '{name}')]//a[contains(@href, '/alerts/deputies/')]");
    browser.go(&row).await;
    browser.choose("deputy", "").await;
    browser.fill_date("from_on", from).await;
    browser.fill_date("until_on", until).await;
    browser.send().await;
    assert!(
        browser.path().await.contains("done="),
        "{}",
        browser.words("main").await
    );
}

async fn refuse(browser: &Browser, case: &str, on: NaiveDate, time: &str, again: Option<NaiveDate>) {
    set_clock(browser, on, time).await;
    browser.visit(&format!("{case}/not-given")).await;
    browser.choose("cause", "person-refused").await;
    browser
        .fill("words", "Said no at the door of the medical unit")
        .await;
    browser.fill("tried", "Explained effect and gap, in Kazakh").await;
    for topic in ["effect", "rights"] {
        browser.tick(&format!("explained_{topic}")).await;
    }
    browser.choose("told_in", "kk").await;
    browser.fill("own_words", OWN_WORDS).await;
    if let Some(again) = again {
        browser.fill_date("next_attempt_on", again).await;
    }
    browser.send().await;
    assert!(
        browser.path().await.contains("done=record-not-given"),
        "{}",
        browser.words("main").await
    );
}
