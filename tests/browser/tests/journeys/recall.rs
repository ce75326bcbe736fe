//! S9: a lot is recalled after some of it was given and while some is on the way.

use crate::scene::{day, set_clock, walk_treated};
use browser::Browser;

/// Packs of a lot come to the clinic; the address of the lot.
pub async fn taken_in(browser: &Browser, lot: &str, packs: &str) -> String {
    browser.visit("/stock/take-in").await;
    browser.choose("product", "triptorelin-3m").await;
    for name in ["lot", "lot_again"] {
        browser.fill(name, lot).await;
    }
    for name in ["expiry_on", "expiry_again"] {
        browser.fill_date(name, day(2027, 12, 31)).await;
    }
    browser.fill("by_hand", packs).await;
    browser.choose("by_hand_reason", "no-code").await;
    browser.send().await;
    let path = browser.path().await;
    assert!(
        path.starts_with("/stock/lots/"),
        "{path}: {}",
        browser.words("main").await
    );
    path
}

/// One pack of a lot is packed for the next dose and given to a courier; the address of the parcel.
pub async fn sent(browser: &Browser, case: &str, lot: &str) -> String {
    browser.visit(&format!("{case}/parcel")).await;
    let of_lot = format!("//main//label[contains(., '{lot}')]");
    let label = browser
        .client
        .find(fantoccini::Locator::XPath(&of_lot))
        .await
        .unwrap();
    label.click().await.unwrap();
    browser.send().await;
    let parcel = browser.path().await;
    assert!(
        parcel.starts_with("/parcels/"),
        "{parcel}: {}",
        browser.words("main").await
    );
    handed(browser, &parcel, "courier", "Serik Bolatuly").await;
    parcel
}

/// Whoever is signed in writes down into whose hands a parcel passes now.
pub async fn handed(browser: &Browser, parcel: &str, into: &str, name: &str) {
    browser.visit(&format!("{parcel}/hand-over")).await;
    browser.choose("into", into).await;
    browser.fill("name", name).await;
    browser.send().await;
    let path = browser.path().await;
    assert_eq!(path, parcel, "{}", browser.words("main").await);
}

/// Whoever is signed in receives a parcel of one pack, whole and cool.
pub async fn received(browser: &Browser, parcel: &str, deliverer: &str) {
    browser.visit(&format!("{parcel}/receive")).await;
    let accepted = browser.one("main input[name^='pack_'][value='accepted']").await;
    accepted.click().await.unwrap();
    browser.fill("deliverer", deliverer).await;
    browser.fill("lowest", "4").await;
    browser.fill("highest", "6").await;
    browser.send().await;
    let path = browser.path().await;
    assert_eq!(path, parcel, "{}", browser.words("main").await);
}

/// The page on the screen says all of this.
pub async fn says(browser: &Browser, words: &[&str]) {
    let page = browser.words("main").await;
    for word in words {
        assert!(page.contains(word), "{word}: {page}");
    }
}

#[test]
fn a_recall_finds_who_received_it_stops_what_is_on_the_way_and_says_what_to_give_instead() {
    walk_treated(async |browser, case| {
        // One dose of the lot is given, and the next one is on its way from the same lot.
        browser.become_person("pharmacist").await;
        let lot = taken_in(browser, "L7-0042", "2").await;
        taken_in(browser, "JL9-77", "1").await;
        set_clock(browser, day(2026, 5, 11), "10:00").await;
        browser.become_person("pharmacist").await;
        let parcel = sent(browser, &case, "L7-0042").await;
        browser.pictures("parcel-under-way").await;

        let page = lot.split('?').next().unwrap().to_owned();
        browser.visit(&format!("{page}/recall")).await;
        browser.pictures("recall-form").await;
        browser.send().await;
        assert!(browser.has(".govuk-error-summary").await, "a notice is asked for");
        browser.fill("notice", "Letter 12 of the maker: particles").await;
        browser.send().await;
        says(
            browser,
            &["1 person received it", "Planned doses that relied on it"],
        )
        .await;
        browser.picture("recall-check", "en").await;
        browser.send().await;
        says(
            browser,
            &["Reached 0 of 1", "Planned doses that relied on it", "At risk"],
        )
        .await;
        browser.pictures("recall-lot").await;
        browser.visit(&parcel).await;
        says(browser, &["Lot L7-0042 is recalled"]).await;
        browser.pictures("recall-parcel").await;

        // It cannot be received as usable.
        browser.become_person("nurse.prison").await;
        received(browser, &parcel, "Serik Bolatuly").await;
        says(browser, &["quarantine"]).await;

        browser.become_person("psychiatrist").await;
        browser.visit(&format!("{case}/recall")).await;
        browser.fill("words", "Examined, no complaints").await;
        browser.pictures("recall-follow-up").await;
        browser.fill("words", "Examined, no complaints").await;
        browser.send().await;
        assert!(browser.path().await.contains("done=follow-up-recall"));

        browser.become_person("pharmacist").await;
        browser.visit(&lot).await;
        says(browser, &["Reached 1 of 1"]).await;
        // What was proposed is sent instead: the dose is seen to.
        sent(browser, &case, "JL9-77").await;
        browser.visit(&lot).await;
        says(browser, &["Seen to"]).await;
        browser.pictures("recall-seen-to").await;

        browser.visit(&format!("{page}/lift")).await;
        browser.fill("reason", "The letter was about another lot").await;
        browser.send().await;
        says(browser, &["Recall lifted"]).await;
    });
}
