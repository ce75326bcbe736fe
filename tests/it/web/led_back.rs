//! Where a form is only sent to, one can come to read: signed in again, or in another language. Nobody stands before a
//! page that is not there, and nothing typed is lost by it.

use super::forms::dose::{IDENTITY, walk};
use super::routes::{APART, address, names};
use crate::support::{database::on_each, site::Site};
use std::collections::BTreeSet;

/// The shape of an address: what its parts are called says nothing.
fn shape(uri: &str) -> String {
    let path = uri.split('?').next().unwrap_or_default();
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('<') { "<_>" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_address_to_which_a_form_is_sent_can_be_read() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let of = |wanted: &str| -> BTreeSet<String> {
            let routes = site.routes().into_iter();
            let of = routes.filter(|(method, uri)| {
                method == wanted && !APART[1..].contains(&&*format!("{method} {uri}"))
            });
            of.map(|(_, uri)| shape(&uri)).collect()
        };
        let (read, sent) = (of("GET"), of("POST"));
        let unread: Vec<&str> = sent.difference(&read).map(String::as_str).collect();
        // The wizard's own pages answer for these.
        let wizard = ["earlier", "save", "taken"].map(|end| format!("/cases/<_>/dose/<_>/{end}"));
        assert_eq!(unread, wizard);
        site.end()
    });
}

#[test]
fn a_page_that_leads_on_keeps_the_language_that_was_asked_for() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        for (asked, to) in [
            ("/?lang=kk", "/today?lang=kk"),
            ("/?lang=tlh", "/today"),
            ("/", "/today"),
        ] {
            let page = site.get(&nurse, asked).await;
            assert_eq!(page.location.as_deref(), Some(to), "{asked}");
        }
        site.end()
    });
}

#[test]
fn whoever_signs_in_again_finds_the_draft() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let (base, answers) = walk(&site, &nurse, case).await;
        let stranger = site.sign_in("nurse.far").await;
        for end in ["save", "taken", "earlier"] {
            let path = format!("{base}/{end}");
            let read = site.get(&nurse, &format!("{path}?lang=en")).await;
            assert_eq!(read.location.as_deref(), Some(answers.path.as_str()), "{end}");
            assert_eq!(site.get(&stranger, &path).await.status, 404, "{end}");
        }
        let page = site.get(&nurse, &answers.path).await;
        assert!(page.says("L7-0042"), "{}", page.text());
        assert!(
            site.file(case).await.case.doses.is_empty(),
            "reading records nothing"
        );

        // Of a dose that is not fully described the first question without an answer.
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let base = page.path.strip_suffix("/identity").unwrap().to_owned();
        let sent = site.send(&nurse, &page.path, &page, &IDENTITY).await;
        assert_eq!(sent.status, 303);
        let read = site.get(&nurse, &format!("{base}/save?lang=kk")).await;
        assert_eq!(read.location, Some(format!("{base}/checks")));
        let unknown = site.get(&nurse, &format!("{base}/nothing")).await;
        assert_eq!(unknown.status, 404);
        site.end()
    });
}

#[test]
fn reading_where_a_form_is_sent_leads_to_its_page_and_does_nothing() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let names = names(&site, case, None).await;
        let nurse = site.sign_in("nurse.prison").await;
        for (from, to) in [
            ("/sign-out", "/"),
            ("/language", "/"),
            ("/sheets/code", "/sheets"),
            ("/calendar/revoke", "/calendar"),
            ("/admin/accounts/<id>/enable", "/admin/accounts"),
            ("/admin/messages/<id>", "/admin/messages"),
        ] {
            let path = address(from, &names);
            let read = site.get(&nurse, &path).await;
            assert_eq!((read.status, read.location.as_deref()), (303, Some(to)), "{from}");
        }
        let letter = address("/letters/<id>/sign", &names);
        let read = site.get(&nurse, &format!("{letter}?lang=kk&x=1")).await;
        let page = letter.strip_suffix("/sign").unwrap();
        assert_eq!(read.location, Some(format!("{page}?lang=kk")));
        assert_eq!(site.get(&nurse, "/today").await.status, 200, "still signed in");
        site.end()
    });
}
