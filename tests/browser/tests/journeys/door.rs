//! Coming in, speaking one's language, and going out.

use browser::{Wish, walk};

#[test]
fn a_person_signs_in_reads_in_three_languages_and_signs_out_for_good() {
    walk(&Wish::default(), async |browser| {
        browser.visit("/today").await;
        assert!(
            browser.path().await.starts_with("/sign-in"),
            "nobody is known yet"
        );

        browser.become_person("nurse.prison").await;
        assert_eq!(browser.path().await, "/today");
        let mut headings = Vec::new();
        for language in ["kk", "ru", "en"] {
            browser
                .press(&format!(
                    "header a[hreflang='{language}'], header a[lang='{language}']"
                ))
                .await;
            let spoken = browser.one("html").await.attr("lang").await.unwrap();
            assert_eq!(spoken.as_deref(), Some(language));
            headings.push(browser.heading().await);
        }
        headings.dedup();
        assert_eq!(headings.len(), 3, "{headings:?}");
        browser.visit("/cases").await;
        let kept = browser.one("html").await.attr("lang").await.unwrap();
        assert_eq!(kept.as_deref(), Some("en"), "the choice stays");

        browser.press("header form[action='/sign-out'] button").await;
        assert!(browser.path().await.starts_with("/sign-in"));
        browser.become_person("nurse.prison").await;
        browser.visit("/today").await;
        assert!(
            browser.path().await.starts_with("/sign-in"),
            "the session itself is dead, not only its cookie"
        );
    });
}

#[test]
fn a_wrong_code_opens_nothing_and_does_not_say_what_was_wrong() {
    walk(&Wish::default(), async |browser| {
        let mut answers = Vec::new();
        for name in ["nurse.prison", "nobody.here"] {
            browser.visit("/sign-in").await;
            browser.fill("name", name).await;
            browser.fill("password", "not the passphrase").await;
            browser.fill("code", "000000").await;
            browser.send().await;
            let mut said = browser.words(".govuk-error-summary").await;
            // The seconds until the next code run on between the two.
            said.retain(|letter| !letter.is_ascii_digit());
            answers.push(said);
            browser.visit("/today").await;
            assert!(browser.path().await.starts_with("/sign-in"));
        }
        assert_eq!(answers[0], answers[1]);
    });
}
