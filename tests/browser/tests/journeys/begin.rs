//! From a ruling that is not yet in force to the first dose: clearance, the choice of the drug in three working days, the
//! person told, and what the officer learns of it.

use crate::scene::{cleared, day, informed, prescribed, registered, set_clock, the_case, to_answers};
use browser::{Wish, walk};

#[test]
fn from_the_ruling_to_the_first_dose() {
    walk(&Wish::default(), async |browser| {
        // On Monday 2 March the clerk registers a ruling that enters into force on Wednesday.
        registered(browser, day(2026, 3, 4)).await;
        let asked = browser.words("main").await;
        assert!(asked.contains("not in force yet"), "{asked}");
        browser.picture("open-case-warned", "en").await;
        browser.tick("confirmed").await;
        browser.send().await;
        let case = the_case(browser).await;
        browser.become_person("psychiatrist").await;
        browser.visit(&case).await;
        let page = browser.words("main").await;
        assert!(page.contains("no dose is planned before that day"), "{page}");
        assert!(!page.contains("Choose the drug"), "{page}");

        // In force: the drug is to be chosen in three working days. The weekend and the Monday after 8 March are none.
        set_clock(browser, day(2026, 3, 4), "09:15").await;
        browser.become_person("psychiatrist").await;
        browser.visit(&case).await;
        let page = browser.words("main").await;
        assert!(page.contains("10 March 2026"), "{page}");
        browser.pictures("case-in-force").await;

        // The commission recommends on Friday: from then the three days are counted anew.
        set_clock(browser, day(2026, 3, 6), "10:00").await;
        browser.become_person("psychiatrist").await;
        cleared(browser, &case, day(2026, 3, 6)).await;
        let page = browser.words("main").await;
        assert!(page.contains("12 March 2026"), "{page}");
        prescribed(
            browser,
            &case,
            day(2026, 3, 16),
            "Conclusion of the commission of 6 March",
        )
        .await;

        // Nobody is given what nobody explained.
        set_clock(browser, day(2026, 3, 16), "07:30").await;
        browser.become_person("nurse.prison").await;
        browser.visit(&format!("{case}/dose")).await;
        assert!(
            !browser.has("main [name='identified_by_name']").await,
            "not told yet"
        );
        browser.become_person("psychiatrist").await;
        informed(browser, &case, day(2026, 3, 16)).await;
        browser.become_person("nurse.prison").await;
        to_answers(browser, &case, day(2026, 3, 16)).await;
        let answers = browser.words("main").await;
        assert!(
            answers.contains("11.25 mg"),
            "the product and its strength: {answers}"
        );
        browser.send().await;
        assert!(browser.path().await.ends_with("/recorded"));
        let page = browser.words("main").await;
        assert!(page.contains("16 June 2026"), "{page}");
        browser.pictures("first-dose-recorded").await;

        // The officer reads that the person came, and when he comes again; no word of what for.
        browser.become_person("probation").await;
        browser.visit(&case).await;
        let page = browser.words("main").await;
        assert!(page.contains("16 June 2026"), "{page}");
        for medical in ["riptorelin", "11.25", "commission", "dose", "drug"] {
            assert!(!page.to_lowercase().contains(medical), "{medical}: {page}");
        }
        browser.pictures("begun-for-supervision").await;
    });
}
