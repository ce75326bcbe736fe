//! S12 and S13: a release that is prepared and moves, and one for which nobody takes over.

use crate::scene::{day, offered, set_clock, to_answers, treated, until_said, walk_treated};
use browser::{Browser, LANGUAGES, Wish, walk};
use chrono::NaiveDate;

const NAME: &str = "Әбдіғалиев";
/// The clinic of the home region, which takes him over.
pub const CLINIC: &str = "Jusan mental health centre";
const ELSEWHERE: &str = "Arsha mental health centre";
const PRISON: &str = "Jusan penal facility";

/// The clerk names a day of release, by a paper of some day: what would move is shown first, and kept by the second sending.
pub async fn name_release(
    browser: &mut Browser,
    case: &str,
    (on, dated_on): (NaiveDate, NaiveDate),
    because: &str,
) -> String {
    browser.become_person("clerk").await;
    browser.visit(&format!("{case}/release/date")).await;
    browser.fill_date("release_on", on).await;
    browser.choose("because", because).await;
    browser.fill("paper", "Paper No. 7").await;
    browser.fill_date("dated_on", dated_on).await;
    browser.send().await;
    let shown = browser.words("main").await;
    assert!(shown.contains("Nothing has been kept yet"), "{shown}");
    browser.picture("release-date-confirm", "en").await;
    browser.send().await;
    assert!(browser.path().await.contains("done=set-release-date"));
    shown
}

/// The nurse of the facility asks an organisation to take over on release.
pub async fn offer(browser: &mut Browser, case: &str, to: &str) {
    offered(browser, case, ("release", to), None, "Speaks Kazakh").await;
}

/// From the receiver's list to the page on which it answers.
pub async fn answer(browser: &mut Browser, how: &str) {
    browser.become_person("nurse.clinic").await;
    browser.visit("/handovers").await;
    browser
        .go(&format!("//main//tr[contains(., '{NAME}')]/th//a"))
        .await;
    browser
        .go(&format!(
            "//main//a[contains(@href, '/handover/') and contains(@href, '/{how}')]"
        ))
        .await;
}

#[test]
fn a_release_on_a_saturday_before_a_holiday_is_prepared_and_moves() {
    walk(&Wish::default(), async |browser| {
        // Republic Day, a Sunday, moves to Monday 26 October; the next dose is in time from 20 October on.
        browser.become_person("clerk").await;
        set_clock(browser, day(2026, 7, 27), "09:00").await;
        let case = treated(browser, day(2026, 7, 27)).await;
        let days = (day(2026, 10, 24), day(2026, 7, 24));
        name_release(browser, &case, days, "term").await;
        browser.become_person("nurse.prison").await;
        set_clock(browser, day(2026, 9, 14), "10:00").await;
        offer(browser, &case, CLINIC).await;

        answer(browser, "accept").await;
        browser.pictures("handover-accept").await;
        browser.choose_first("clinician").await;
        browser.fill_date("visit_on", day(2026, 10, 24)).await;
        browser.fill("visit_time", "10:30").await;
        browser.send().await;
        let refused = browser.words("main").await;
        assert!(refused.contains("Nobody works on that day"), "{refused}");
        browser.picture("handover-accept-refused", "en").await;
        browser.fill_date("visit_on", day(2026, 10, 27)).await;
        browser.send().await;
        assert!(browser.path().await.contains("done=accept-handover"));
        let plan = browser.words("main").await;
        for words in ["27 October 2026", "23 October 2026", "24 October 2026"] {
            assert!(plan.contains(words), "{words}: {plan}");
        }
        browser.visit(&format!("{case}/release")).await;
        browser.pictures("release-planned").await;

        set_clock(browser, day(2026, 10, 16), "09:00").await;
        let days = (day(2026, 10, 21), day(2026, 10, 15));
        let shown = name_release(browser, &case, days, "early-release").await;
        for words in ["24 October 2026", "21 October 2026", "no longer possible in time"] {
            assert!(
                shown.contains(words),
                "old and new, and what is lost: {words}: {shown}"
            );
        }
        browser.pictures("release-moved").await;

        browser.become_person("nurse.prison").await;
        set_clock(browser, day(2026, 10, 21), "09:00").await;
        browser.visit(&format!("{case}/release")).await;
        let page = browser.words("main").await;
        assert!(
            page.contains("May be given here from Wednesday 21 October 2026"),
            "{page}"
        );
        for language in LANGUAGES {
            browser.visit(&format!("{case}/release/sheet/{language}")).await;
            browser.picture("release-sheet", language).await;
            browser.print(&format!("release-sheet-{language}")).await;
            let sheet = browser.words("main").await;
            assert!(sheet.contains("10:30"), "{sheet}");
            assert!(!sheet.to_lowercase().contains("triptorelin"), "{sheet}");
        }
        browser.visit(&format!("{case}/release/act")).await;
        browser.pictures("handover-act").await;
        browser.print("handover-act").await;

        to_answers(browser, &case, day(2026, 10, 21)).await;
        browser.send().await;
        assert!(browser.path().await.ends_with("/recorded"));
        set_clock(browser, day(2026, 10, 21), "11:00").await;
        browser.visit(&format!("{case}/release/record")).await;
        browser.fill("released_time", "10:45").await;
        browser.fill("paper", "Certificate No. 9").await;
        browser.send().await;
        assert!(browser.path().await.contains("done=record-release"));
        let page = browser.words("main").await;
        assert!(page.contains(CLINIC), "responsible now: {page}");
        browser.visit("/transferred").await;
        assert!(browser.words("main").await.contains(NAME));
        browser.pictures("transferred").await;

        browser.become_person("nurse.clinic").await;
        browser.visit(&format!("{case}/release")).await;
        let page = browser.words("main").await;
        assert!(
            page.contains("The person came") || page.contains("Record that the person came"),
            "{page}"
        );
        browser.pictures("release-after").await;
    });
}

#[test]
fn nobody_accepts_and_somebody_answers_for_it_with_a_name() {
    walk_treated(async |browser, case| {
        let days = (day(2026, 3, 20), day(2026, 2, 2));
        name_release(browser, &case, days, "amnesty").await;
        offer(browser, &case, CLINIC).await;
        answer(browser, "reject").await;
        browser.fill("words", "Another district").await;
        browser.send().await;

        offer(browser, &case, ELSEWHERE).await;
        browser.visit("/handovers").await;
        browser.pictures("handovers-giver").await;
        set_clock(browser, day(2026, 3, 16), "10:00").await;
        until_said(browser, "/handovers", "no answer, and late").await;
        browser.visit(&format!("{case}/release")).await;
        let page = browser.words("main").await;
        for words in [
            PRISON,
            "Another district",
            "no answer, and late",
            "and no receiver",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        browser.pictures("release-silent").await;

        browser.become_person("coordinator").await;
        until_said(browser, "/alerts", NAME).await;
        browser.pictures("alerts-silent").await;
        browser.visit("/releases").await;
        browser.pictures("releases").await;
        let page = browser.words("main").await;
        assert!(page.contains("no answer"), "{page}");
        browser
            .go("//main//table//a[contains(@href, 'state=silent')]")
            .await;
        assert!(
            browser.words("main").await.contains(NAME),
            "the number opens its rows"
        );

        browser.become_person("nurse.prison").await;
        set_clock(browser, day(2026, 3, 20), "10:00").await;
        browser.visit(&format!("{case}/release")).await;
        assert!(
            !browser.has("main a[href$='/release/record']").await,
            "nobody is let go without a plan"
        );
        browser.become_person("coordinator").await;
        browser.visit(&format!("{case}/release/without-receiver")).await;
        browser.pictures("release-without").await;
        browser.fill("released_time", "09:00").await;
        browser.fill("paper", "Certificate No. 9").await;
        browser.send().await;
        assert!(browser.has("#words-error").await, "not without a reason");
        browser
            .fill("words", "The term is over; the clinic does not answer")
            .await;
        browser.send().await;
        assert!(browser.path().await.contains("done=release-without-receiver"));
        let page = browser.words("main").await;
        assert!(
            page.contains("Released without a receiver") && page.contains(PRISON),
            "{page}"
        );
        browser.pictures("released-without").await;
        browser.visit("/releases").await;
        assert!(
            browser
                .words("main")
                .await
                .contains("released without a receiver")
        );
    });
}
