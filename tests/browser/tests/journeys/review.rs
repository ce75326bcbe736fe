//! A review that is late and incomplete, then held, signed, sent to the court, and ruled upon: through the pages.

use crate::scene::{day, set_clock, walk_treated};
use browser::Browser;
use chrono::NaiveDate;

/// Papers of a review in a penal facility, with whoever files each.
const PAPERS: [(&str, &str); 5] = [
    ("psychiatrist", "examination"),
    ("nurse.prison", "laboratory"),
    ("nurse.prison", "conduct"),
    ("nurse.prison", "statement"),
    ("clerk", "ruling"),
];

async fn file(browser: &mut Browser, review: &str, (who, paper): (&str, &str), on: NaiveDate) {
    browser.become_person(who).await;
    browser.visit(&format!("{review}/papers/{paper}")).await;
    browser.fill_date("dated_on", on).await;
    browser.fill("paper_reference", "No. 17").await;
    browser.send().await;
    let path = browser.path().await;
    assert!(path.contains("done=file-review-paper"), "{who} {paper}: {path}");
}

#[test]
fn from_an_overdue_review_to_the_closed_case() {
    walk_treated(async |browser, case| {
        // First dose on 2 March: the review is due on 2 September.
        let review = format!("{case}/reviews/1");
        set_clock(browser, day(2026, 9, 16), "09:15").await;
        file(browser, &review, PAPERS[3], day(2026, 9, 15)).await;

        browser.become_person("psychiatrist").await;
        browser.visit("/reviews").await;
        let page = browser.words("main").await;
        assert!(page.contains("overdue by 14 days"), "{page}");
        assert!(
            page.contains("Conduct report of the facility"),
            "what is missing: {page}"
        );
        browser.pictures("reviews").await;
        browser.visit(&review).await;
        browser.pictures("review-overdue").await;
        for paper in PAPERS.into_iter().filter(|(_, paper)| *paper != "statement") {
            file(browser, &review, paper, day(2026, 9, 15)).await;
        }

        browser.become_person("psychiatrist.forensic").await;
        browser.visit(&format!("{review}/text")).await;
        browser.send().await;
        assert!(browser.words("main").await.contains("at least 3 members"));
        browser.picture("review-text-refused", "en").await;
        browser.fill_date("held_on", day(2026, 9, 16)).await;
        // The three of the forensic centre stand last.
        for member in 3..=5 {
            let tick = format!("#members div.govuk-checkboxes__item:nth-of-type({member}) input");
            browser.one(&tick).await.click().await.unwrap();
        }
        browser
            .fill("findings", "Stable remission for fourteen months")
            .await;
        browser.choose("proposal", "stop").await;
        browser.fill("reasons", "The mental state has changed").await;
        browser.send().await;
        assert!(browser.path().await.contains("done=draft-review"));

        browser.visit("/today").await;
        browser.go("//section[@aria-labelledby='to-sign']//a").await;
        browser.pictures("review-sign").await;
        browser.choose("opinion", "dissent").await;
        browser.send().await;
        assert!(browser.has("#dissent-error").await, "a dissent without words");
        browser
            .fill("dissent", "I would have waited another half year")
            .await;
        browser.send().await;
        assert!(browser.path().await.contains("done=sign-review"));
        browser.pictures("review-signing").await;
        browser.print("review").await;
        for member in ["psychiatrist.forensic.2", "psychiatrist.forensic.3"] {
            browser.become_person(member).await;
            browser.visit(&format!("{review}/sign")).await;
            browser.choose("opinion", "agree").await;
            browser.send().await;
        }
        assert!(
            browser
                .words("main")
                .await
                .contains("The doses go on until the court decides")
        );
        court(browser, &case, &review).await;
    });
}

/// Sent by the clerk, ended by the court: one page from the review to the closed case, and no dose any more.
async fn court(browser: &mut Browser, case: &str, review: &str) {
    browser.become_person("clerk").await;
    browser.visit(&format!("{review}/submission")).await;
    browser.pictures("submission").await;
    browser.fill_date("sent_on", day(2026, 9, 16)).await;
    browser.fill("court", "District court").await;
    browser.fill("paper_reference", "No. 5").await;
    browser.send().await;
    assert!(browser.path().await.contains("done=submit-to-court"));
    let page = browser.words("main").await;
    assert!(
        !page.contains("Stable remission"),
        "the registry reads no findings"
    );
    browser.pictures("review-registry").await;

    set_clock(browser, day(2026, 10, 1), "09:15").await;
    browser.become_person("clerk").await;
    browser.visit(review).await;
    browser
        .go("//main//nav//a[contains(@href, '/rulings/') and not(contains(@href, '/new'))]")
        .await;
    browser.choose("step", "ended-by-court").await;
    browser.fill_date("effective_on", day(2026, 10, 1)).await;
    browser.fill("document", "Ruling No. 9").await;
    browser.send().await;
    // What cannot be undone is asked about once more.
    assert!(browser.words("main").await.contains("This ends the measure"));
    browser.picture("ruling-ends", "en").await;
    browser.tick("confirmed").await;
    browser.send().await;
    assert!(browser.path().await.contains("done=change-ruling"));

    browser.become_person("psychiatrist").await;
    browser.visit(review).await;
    let page = browser.words("main").await;
    assert!(
        page.contains("Ruling No. 9") && page.contains("Case closed"),
        "{page}"
    );
    browser.pictures("review-closed").await;
    browser.become_person("nurse.prison").await;
    browser.visit(&format!("{case}/dose")).await;
    assert!(
        !browser.has("main [name='identified_by_name']").await,
        "no dose any more"
    );
}
