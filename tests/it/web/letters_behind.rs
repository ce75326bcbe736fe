//! A letter that the records left behind says so, and so do the lists in which it stands.

use super::forms::hold;
use super::letters::{code, led_to, signed, told};
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::decide::NotGiven;
use merzim::domain::ids::{AlertId, CaseId};

/// The nurse writes down that it lies with us: there is no usable drug.
async fn ours(site: &Site, case: CaseId) {
    let form = NotGiven {
        cycle: 1,
        occurred_at: Some(site.desk.instant()),
        cause: "no-usable-drug".into(),
        words: "the parcel is late".into(),
        tried: "called the clinic".into(),
        ..NotGiven::default()
    };
    commands::record_not_given(&site.desk, site.actor("nurse.prison"), None, case, &form)
        .await
        .unwrap();
}

/// Once the records say something else, whoever opens the letter is told so: with the difference, who can draw it up again;
/// without it, whoever was sent it; and nobody, who only holds the paper.
#[test]
fn a_letter_that_the_records_left_behind_says_so() {
    const BEHIND: &str = "The records have changed since this was signed";
    const SINCE: &str = "What has changed since it was signed";
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        let address = format!("{letter}?lang=en");
        let code = format!("/verify/{}?lang=en", code(&site, &letter).await);
        site.a_minute_later();
        let (doctor, officer) = (
            site.sign_in("psychiatrist").await,
            site.sign_in("probation").await,
        );
        for who in [&doctor, &officer] {
            let page = site.get(who, &address).await;
            assert!(!page.says(BEHIND), "{}", page.text());
        }
        ours(&site, case).await;
        site.a_minute_later();
        let page = site.get(&doctor, &address).await;
        assert!(page.says(BEHIND) && page.says(SINCE), "{}", page.text());
        let now = "did not take place, justified";
        assert!(page.says(now), "{}", page.text());
        let theirs = site.get(&officer, &address).await;
        assert!(theirs.says(BEHIND) && !theirs.says(SINCE), "{}", theirs.text());
        assert!(!theirs.says(now), "{}", theirs.text());
        let checked = site.get_as_stranger(&code).await;
        assert!(
            checked.says("issued here and stands") && !checked.says(BEHIND),
            "{}",
            checked.text()
        );

        let again = site.send(&doctor, &format!("{letter}/again"), &page, &[]).await;
        assert_eq!(led_to(&again), letter);
        let page = site.get(&doctor, &address).await;
        assert!(
            !page.says(BEHIND) && page.says("What the draft changes"),
            "{}",
            page.text()
        );
        // Whoever was sent it knows nothing of a draft, and the paper is still wrong.
        let theirs = site.get(&officer, &address).await;
        assert!(theirs.says(BEHIND), "{}", theirs.text());
        let sure = [("draft", "2"), ("sure", "yes")];
        let done = site.send(&doctor, &format!("{letter}/sign"), &page, &sure).await;
        assert_eq!(led_to(&done), letter);
        // What the second issue changed is shown to everybody who has both.
        let auditor = site.sign_in("auditor").await;
        for who in [&doctor, &auditor] {
            let page = site.get(who, &address).await;
            let shown = page.says("What the last issue changed") && page.says(now);
            assert!(shown && !page.says(SINCE), "{}", page.text());
        }
        let theirs = site.get(&officer, &address).await;
        assert!(!theirs.says(BEHIND) && theirs.says(now), "{}", theirs.text());
        let checked = site.get_as_stranger(&code).await;
        assert!(checked.says("was replaced by issue 2"), "{}", checked.text());
        site.end()
    });
}

/// The lists say it, too: those of the case to those who write letters and to whoever was sent them, and to him the list of
/// everything that he was sent.
#[test]
fn a_list_says_which_letters_the_records_left_behind() {
    const NEWER: [(&str, &str); 3] = [
        ("en", "signed; issue 2 replaces the earlier ones"),
        ("ru", "подписано; редакция 2 заменяет прежние"),
        ("kk", "қол қойылған; 2-редакция бұрынғыларын ауыстырады"),
    ];
    const STATES: [(&str, &str, &str); 3] = [
        (
            "en",
            "signed; the records have changed since",
            "signed; a newer draft waits",
        ),
        (
            "ru",
            "подписано; записи с тех пор изменились",
            "подписано; есть новый проект",
        ),
        (
            "kk",
            "қол қойылған; содан бері жазбалар өзгерді",
            "қол қойылған; жаңа жоба бар",
        ),
    ];
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        site.a_minute_later();
        let (doctor, officer) = (
            site.sign_in("psychiatrist").await,
            site.sign_in("probation").await,
        );
        let (inside, outside) = (format!("/cases/{case}/letters"), format!("/cases/{case}"));
        let received = "/letters/received".to_owned();
        let lists = [(&doctor, &inside), (&officer, &outside), (&officer, &received)];
        for (who, list) in lists {
            for (language, behind, _) in STATES {
                let page = site.get(who, &format!("{list}?lang={language}")).await;
                assert!(
                    page.body.contains(&letter) && !page.says(behind),
                    "{}",
                    page.text()
                );
            }
        }
        ours(&site, case).await;
        site.a_minute_later();
        for (who, list) in lists {
            for (language, behind, _) in STATES {
                let page = site.get(who, &format!("{list}?lang={language}")).await;
                assert!(page.says(behind), "{language}: {}", page.text());
            }
        }
        // Drawn up again, it says inside that a draft waits, and outside what it said before.
        let page = site.get(&doctor, &letter).await;
        site.send(&doctor, &format!("{letter}/again"), &page, &[]).await;
        for (language, behind, newer) in STATES {
            let page = site.get(&doctor, &format!("{inside}?lang={language}")).await;
            assert!(page.says(newer) && !page.says(behind), "{}", page.text());
            for list in [&outside, &received] {
                let page = site.get(&officer, &format!("{list}?lang={language}")).await;
                assert!(page.says(behind) && !page.says(newer), "{}", page.text());
            }
        }
        // Who holds the first issue learns that there is a second, and not what has changed.
        let page = site.get(&doctor, &letter).await;
        let sure = [("draft", "2"), ("sure", "yes")];
        site.send(&doctor, &format!("{letter}/sign"), &page, &sure).await;
        for (language, newer) in NEWER {
            for list in [&outside, &received] {
                let page = site.get(&officer, &format!("{list}?lang={language}")).await;
                assert!(page.says(newer), "{}", page.text());
            }
        }
        site.end()
    });
}

/// A hold that comes afterwards makes nothing untrue that was signed: the alert says what it said, and that nothing is asked now.
#[test]
fn a_hold_that_comes_afterwards_leaves_a_signed_notice_as_it_is() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        site.a_minute_later();
        hold(&site, "nurse.prison", case).await;
        site.a_minute_later();
        let (doctor, officer) = (
            site.sign_in("psychiatrist").await,
            site.sign_in("probation").await,
        );
        let alert = format!("/alerts/{}?lang=en", AlertId::of(case, "dose", 1));
        for who in [&doctor, &officer] {
            let page = site.get(who, &format!("{letter}?lang=en")).await;
            assert!(
                !page.says("The records have changed since this was signed"),
                "{}",
                page.text()
            );
            let page = site.get(who, &alert).await;
            for words in ["There is no record of attendance", "nothing is asked about it"] {
                assert!(page.says(words), "{words}: {}", page.text());
            }
        }
        site.end()
    });
}
