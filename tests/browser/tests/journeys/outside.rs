//! S20: what probation and a court may see.

use crate::scene::{day, set_clock, walk_treated};
use browser::Browser;
use fantoccini::Locator;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

const NAME: &str = "Әбдіғалиев";
/// What a supervising body and a court may not read, in any language of the product.
const CLINICAL: [&str; 8] = [
    "riptorelin",
    "риптореллин",
    "рипторелин",
    "L7-0042",
    "gluteal",
    "estosterone",
    "естостерон",
    "injection",
];

/// Asks the server as a stranger, without a browser; the whole answer.
fn asked(address: &str, path: &str) -> String {
    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn nothing_clinical(said: &str, where_to: &str) {
    let said = said.to_lowercase();
    for word in CLINICAL {
        assert!(!said.contains(&word.to_lowercase()), "{where_to}: {word}: {said}");
    }
}

async fn source(browser: &Browser) -> String {
    browser.client.source().await.unwrap()
}

#[test]
fn probation_and_the_court_see_who_came_and_nothing_of_the_treatment() {
    walk_treated(async |browser, case| {
        set_clock(browser, day(2026, 7, 1), "09:00").await;

        // The officer opens the case, searches for the drug, and tries addresses by hand.
        browser.become_person("probation").await;
        browser.visit(&case).await;
        assert!(browser.heading().await.contains(NAME));
        nothing_clinical(&source(browser).await, "the case");
        browser.pictures("s20-case").await;
        for word in ["triptorelin", "Трипторелин", "L7-0042"] {
            browser.visit("/cases").await;
            browser.fill("q", word).await;
            browser.press("main form[role=search] button").await;
            let found = browser.words("main").await.replace(word, "");
            assert!(!found.contains(NAME), "{word} finds somebody: {found}");
            nothing_clinical(&found, "the search");
        }
        browser.pictures("s20-search").await;
        for page in [
            "results",
            "results/new",
            "history",
            "own-record/en",
            "letters",
            "dose",
            "exam",
        ] {
            let path = format!("{case}/{page}");
            browser.visit(&path).await;
            let there = source(browser).await;
            let refused = ["no such page", "may not do this"];
            let heading = browser.heading().await;
            assert!(
                refused.iter().any(|words| heading.contains(words)),
                "{path}: {}",
                browser.words("main").await
            );
            assert!(!there.contains(NAME), "{path} names somebody");
            nothing_clinical(&there, &path);
        }
        // A case that is none of theirs looks like one that is not there.
        browser.visit("/cases/00000000000000000000000000000017").await;
        assert!(browser.heading().await.contains("no such page"));
        browser.pictures("s20-not-there").await;

        // The feed of the officer's calendar: no name, no drug.
        browser.visit("/calendar").await;
        browser.press("main form[action='/calendar'] button").await;
        let feed = browser.words("code.merzim-code").await;
        browser.picture("s20-calendar", "en").await;
        let path = feed
            .split("/calendar/")
            .nth(1)
            .map(|file| format!("/calendar/{file}"));
        let feed = asked(&browser.address, &path.unwrap()).replace("\r\n ", "");
        assert!(feed.contains("BEGIN:VCALENDAR"), "{feed}");
        assert!(!feed.contains(NAME), "{feed}");
        nothing_clinical(&feed, "the feed");

        // Each try has left its line.
        browser.become_person("auditor").await;
        browser.visit("/ledger").await;
        let ledger = source(browser).await;
        assert!(ledger.contains("forbidden"), "the tries are in the ledger");

        let (code, letter) = certified(browser, &case).await;
        checked(browser, &code).await;
        printed(browser, &letter).await;
    });
}

/// A judge asked for the half-year; the clerk certifies it. The code on the paper, and the letter's address.
async fn certified(browser: &mut Browser, case: &str) -> (String, String) {
    browser.become_person("clerk").await;
    browser.visit(&format!("{case}/letters/certificate")).await;
    browser.pictures("s20-certificate-form").await;
    browser.fill_date("from_on", day(2026, 1, 1)).await;
    browser.fill_date("until_on", day(2026, 6, 30)).await;
    browser
        .fill("asked_by", "Specialised inter-district criminal court")
        .await;
    browser.fill_date("asked_on", day(2026, 7, 1)).await;
    browser
        .fill("asked_ground", "Request of the court No. 3-417")
        .await;
    browser.send().await;
    let letter = browser.path().await;
    let letter = letter.split('?').next().unwrap().to_owned();
    assert!(letter.starts_with("/letters/"), "{letter}");
    browser.tick("sure").await;
    browser.send().await;
    let page = browser.words("main").await;
    assert!(page.contains("The letter is signed"), "{page}");
    browser.pictures("s20-certificate").await;
    browser.visit(&letter).await;
    let link = browser
        .client
        .find(Locator::Css("main a[href^='/verify/']"))
        .await
        .unwrap();
    let address = link.attr("href").await.unwrap().unwrap();
    (address, letter)
}

/// A third party checks the code, signed in as nobody.
async fn checked(browser: &Browser, address: &str) {
    browser.client.delete_all_cookies().await.unwrap();
    browser.visit(address).await;
    let said = browser.words("main").await;
    assert!(said.contains("KZ/2026/"), "{said}");
    assert!(!said.contains(NAME), "the check names nobody: {said}");
    nothing_clinical(&source(browser).await, "the check");
    browser.pictures("s20-verify").await;
    let wrong = address.replace("/verify/", "/verify/0");
    browser.visit(&wrong[..wrong.len() - 1]).await;
    assert!(
        !browser.words("main").await.contains("KZ/2026/"),
        "another code knows nothing"
    );
}

/// The officer never finds the court's letter.
async fn printed(browser: &mut Browser, letter: &str) {
    browser.become_person("probation").await;
    browser.visit(letter).await;
    assert!(browser.heading().await.contains("no such page"));
}
