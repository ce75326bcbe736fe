//! S9: a lot is recalled after some of it was given and while some is on the way.

use crate::scene::{Somebody, day, first, set_clock, treated_as, walk_treated};
use browser::Browser;

/// Two more people who receive the lot.
const OTHERS: [Somebody; 2] = [
    Somebody {
        name: ["Өтегенов Ерлан Болатұлы", "Otegenov Erlan Bolatuly"],
        document: "N 00000002",
        ruling: "1-301/2026",
    },
    Somebody {
        name: ["Қасымов Дәурен Серікұлы", "Qasymov Dauren Serikuly"],
        document: "N 00000003",
        ruling: "1-302/2026",
    },
];

/// Packs of a lot come to the clinic; the address of the lot.
pub async fn taken_in(browser: &Browser, lot: &str, packs: &str) -> String {
    browser.visit("/stock/take-in").await;
    browser.choose("product", "triptorelin-3m").await;
    for name in ["lot", "lot_again"] {
        browser.fill(name, lot).await;
    }
    for name in ["expiry_on", "expiry_again"] {
        // Sooner than what the clinic has: what expires first is offered first.
        browser.fill_date(name, day(2027, 2, 26)).await;
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

/// The pharmacist names the notice, sees whom and what the recall touches, and says it; the page of the lot follows.
async fn recalled(browser: &Browser, page: &str, touched: &[&str]) {
    browser.visit(&format!("{page}/recall")).await;
    browser.fill("notice", "Letter 12 of the maker: particles").await;
    browser.send().await;
    says(browser, touched).await;
    browser.send().await;
}

/// The physician reads the first letter that waits on the page of the lot, signs it, and finds it in both languages of the state.
async fn signs_first_letter(browser: &Browser, lot: &str) {
    browser.visit(lot).await;
    browser.go("//main//td//a[starts-with(@href, '/letters/')]").await;
    browser.tick("sure").await;
    browser.send().await;
    says(browser, &["KZ/2026/"]).await;
    for language in ["kk", "ru"] {
        let file = format!("main a[href*='.pdf?language={language}']");
        assert!(browser.has(&file).await, "in {language}");
    }
}

/// The story as it is told: three people received the lot, a vial lies at the prison, a parcel is on its way.
#[test]
fn a_recall_reaches_three_people_a_shelf_and_a_courier() {
    walk_treated(async |browser, case| {
        let mut cases = vec![case];
        for other in &OTHERS {
            cases.push(treated_as(browser, other, first()).await);
        }
        browser.become_person("pharmacist").await;
        let lot = taken_in(browser, "L7-0042", "2").await;
        taken_in(browser, "JL9-77", "1").await;
        set_clock(browser, day(2026, 5, 11), "10:00").await;
        browser.become_person("pharmacist").await;
        let arrived = sent(browser, &cases[0], "L7-0042").await;
        browser.become_person("nurse.prison").await;
        received(browser, &arrived, "Serik Bolatuly").await;
        browser.become_person("pharmacist").await;
        let parcel = sent(browser, &cases[1], "L7-0042").await;

        // The lot is found by its number: nobody need know on which shelf some of it lies.
        browser.visit("/stock").await;
        browser.fill("number", "l7 0042").await;
        browser.press("main form[role=search] button").await;
        browser.go("//main//th//a[contains(., 'L7-0042')]").await;
        says(browser, &["Recall the lot"]).await;
        let page = lot.split('?').next().unwrap().to_owned();
        recalled(
            browser,
            &page,
            &["3 people received it", "Planned doses that relied on it"],
        )
        .await;

        // On one screen: who is to be looked at and by when, where the packs are and whom to call, what is given instead.
        says(
            browser,
            &[
                "Reached 0 of 3",
                "due: ",
                "Jusan penal facility",
                "Set it aside as recalled",
                "Call whoever has it",
                "Proposed instead",
                "At risk",
            ],
        )
        .await;
        let on_its_way = format!("main a[href='{parcel}']");
        assert!(browser.has(&on_its_way).await, "{}", browser.words("main").await);
        browser.pictures("recall-three").await;

        // Those who keep the drug where some of it lies, or awaits it, are told in the same minute.
        browser.become_person("admin").await;
        browser.visit("/training/outbox").await;
        let outbox = browser.words("main").await;
        assert!(outbox.contains(&page), "no mail leads to the lot: {outbox}");
        browser.become_person("nurse.prison").await;
        browser.visit("/stock").await;
        says(browser, &["Lot recalled: not to be used"]).await;
        received(browser, &parcel, "Serik Bolatuly").await;
        says(browser, &["quarantine"]).await;

        browser.become_person("psychiatrist").await;
        signs_first_letter(browser, &lot).await;
        for (seen, case) in (1..).zip(&cases) {
            browser.visit(&format!("{case}/recall")).await;
            browser.fill("words", "Examined, no complaints").await;
            browser.send().await;
            assert!(browser.path().await.contains("done=follow-up-recall"));
            browser.visit(&lot).await;
            says(browser, &[&format!("Reached {seen} of 3")]).await;
        }
        browser.become_person("pharmacist").await;
        browser.visit(&format!("{page}/lift")).await;
        browser.fill("reason", "The letter was about another lot").await;
        browser.send().await;
        says(browser, &["Recall lifted", "Lot recalled"]).await;
    });
}
