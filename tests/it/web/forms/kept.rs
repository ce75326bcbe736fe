//! What was typed is kept: in a form that is refused, and when the language is changed in the middle of it.

use crate::support::{database::on_each, site::Site};

/// A text longer than a field allows comes back with the answer that says so; nothing an hour was spent on is lost.
#[test]
fn a_text_that_is_too_long_is_given_back() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let psychiatrist = site.sign_in("psychiatrist").await;
        let path = format!("/cases/{case}/hold");
        let page = site.get(&psychiatrist, &path).await;
        let long = "Бауыр сынамасы. ".repeat(2_000);
        let refused = site
            .send(&psychiatrist, &path, &page, &[("reason", long.as_str())])
            .await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["reason".to_owned()])
        );
        assert!(refused.body.contains(long.trim()), "what was typed is kept");
        site.end()
    });
}

/// Another language in the middle of a form: the form comes back in it as it was filled in.
#[test]
fn a_new_language_keeps_a_half_filled_form() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let psychiatrist = site.sign_in("psychiatrist").await;
        let path = format!("/cases/{case}/hold");
        let page = site.get(&psychiatrist, &format!("{path}?lang=en")).await;
        let back = format!("/language?to=kk&amp;back={}", path.replace('/', "%2F"));
        assert!(page.body.contains(&back), "{}", page.body);
        let send = back.replace("&amp;", "&");
        let words = [("reason", "liver & «бауыр»"), ("until_on_day", "31")];
        let sent = site.send(&psychiatrist, &send, &page, &words).await;
        let again = sent.location.expect("the same page again");
        assert!(again.starts_with(&format!("{path}?lang=kk&kept=")), "{again}");
        let kept = site.get(&psychiatrist, &again).await;
        assert!(
            kept.body.contains("lang=\"kk\"") && kept.body.contains("liver &amp; «бауыр»"),
            "{}",
            kept.body
        );
        assert!(kept.body.contains("value=\"31\""), "{}", kept.body);

        let huge = "x".repeat(200 * 1024);
        let refused = site
            .send(&psychiatrist, &send, &page, &[("reason", huge.as_str())])
            .await;
        assert_eq!(refused.status, 413, "more than any form holds is not kept");

        // Nobody else sees it, and what is sent from here speaks for itself.
        let nurse = site.sign_in("nurse.prison").await;
        let other = site.get(&nurse, &again).await;
        assert!(!other.body.contains("бауыр"), "{}", other.body);
        let refused = site.send(&psychiatrist, &again, &kept, &[("reason", "")]).await;
        assert_eq!(refused.status, 422);
        assert!(!refused.body.contains("бауыр"), "{}", refused.body);
        site.end()
    });
}

/// The same on the page that a refused form left, also of a form whose fields only its handler knows. Nothing is done by it.
#[test]
fn a_new_language_keeps_what_was_refused() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let clerk = site.sign_in("clerk").await;
        let path = format!("/cases/{case}/release/date");
        let page = site.get(&clerk, &format!("{path}?lang=en")).await;
        let typed = [
            ("release_on_day", "31"),
            ("release_on_month", "6"),
            ("release_on_year", "2026"),
            ("paper", "постановление «7»"),
        ];
        let refused = site.send(&clerk, &path, &page, &typed).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        let back = format!("/language?to=kk&amp;back={}", path.replace('/', "%2F"));
        assert!(refused.body.contains(&back), "{}", refused.body);
        let before = site.file(case).await.case.version;
        let send = back.replace("&amp;", "&");
        let sent = site.send(&clerk, &send, &refused, &[]).await;
        let again = sent.location.expect("the same page again");
        let kept = site.get(&clerk, &again).await;
        assert!(kept.body.contains("lang=\"kk\""), "{}", kept.body);
        let fields = kept.fields();
        for (name, value) in typed {
            assert_eq!(fields[name], value, "{name}");
        }
        assert_ne!(
            fields["key"],
            refused.fields()["key"],
            "another form, to be sent once"
        );
        assert_eq!(site.file(case).await.case.version, before, "nothing was done");
        site.end()
    });
}
