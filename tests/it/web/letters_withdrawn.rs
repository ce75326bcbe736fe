//! A letter that was withdrawn, before the eyes of whom it was sent to.

use super::letters::{signed, told};
use crate::support::{database::on_each, site::Site};

#[test]
fn whoever_was_sent_it_learns_since_when_and_not_the_words_of_the_house() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        site.a_minute_later();
        let doctor = site.sign_in("psychiatrist").await;
        let withdraw = format!("{letter}/withdraw");
        let form = site.get(&doctor, &withdraw).await;
        let why = "екпе басқа күні жасалған";
        let done = site.send(&doctor, &withdraw, &form, &[("reason", why)]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &letter).await;
        assert_eq!(page.status, 200, "{}", page.text());
        for said in ["20 July 2026", "nothing that it says is to be relied on"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        let text = page.text().replace('\u{a0}', " ");
        assert!(text.contains("Withdrawn | Monday 20 July 2026"), "{text}");
        assert!(!page.says(why), "{}", page.text());
        site.end()
    });
}
