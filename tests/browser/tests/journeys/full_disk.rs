//! The disk is full under a running program: a physician's word is refused aloud, and counts once when there is room.

use crate::scene::walk_treated;

const WORDS: &str = "Jaundice, liver to be looked at";
const SAID: &str = "Not available for the moment";

#[test]
fn a_hold_sent_to_a_full_disk_is_refused_aloud_and_counts_once_when_there_is_room() {
    walk_treated(async |browser, case| {
        let form = format!("{case}/hold");
        browser.visit(&form).await;
        browser.fill("reason", WORDS).await;
        browser.fill_disk();
        browser.send().await;
        assert_eq!(browser.heading().await, SAID);
        let said = browser.words("main").await;
        assert!(said.contains("Nothing was recorded"), "{said}");
        for word in ["disk", "sqlite", "I/O"] {
            assert!(!said.contains(word), "{word} is nobody's business: {said}");
        }
        browser.pictures("full-disk").await;

        // Nobody reads a file where the line that he read it cannot be written.
        browser.visit(&case).await;
        assert_eq!(browser.heading().await, SAID);

        browser.free_disk();
        browser.visit(&case).await;
        let page = browser.words("main").await;
        assert!(!page.contains(WORDS), "nothing is half written: {page}");
        browser.visit(&form).await;
        browser.fill("reason", WORDS).await;
        browser.send().await;
        browser.visit(&format!("{case}/history")).await;
        let history = browser.words("main").await;
        assert_eq!(history.matches(WORDS).count(), 1, "{history}");
    });
}
