//! A button at the door that is pressed twice is one attempt, with one answer.

use crate::support::{database::on_each, page::Page, site::Site};
use merzim::store::accounts;

async fn failures(site: &Site, name: &str) -> u32 {
    let account = accounts::find_by_sign_in_name(site.desk.store(), name).await;
    account.unwrap().unwrap().failures
}

async fn enters(site: &Site, door: &Page, code: &str, password: &str) -> Page {
    let filled = [("name", "nurse.prison"), ("password", password), ("code", code)];
    site.send_as_stranger("/sign-in", door, &filled).await
}

#[test]
fn a_sign_in_sent_twice_is_one_attempt() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (password, code) = (site.passphrase(), site.code("nurse.prison"));
        let door = site.get_as_stranger("/sign-in").await;
        let first = enters(&site, &door, &code, password).await;
        let twin = enters(&site, &door, &code, password).await;
        assert_eq!((first.status, twin.status), (303, 303), "{}", twin.text());
        assert_eq!(first.cookie, twin.cookie, "one session");
        assert_eq!(failures(&site, "nurse.prison").await, 0);

        let other = site.get_as_stranger("/sign-in").await;
        let again = enters(&site, &other, &code, password).await;
        assert_eq!(
            again.status, 422,
            "another form with a used code is another attempt"
        );
        assert_eq!(failures(&site, "nurse.prison").await, 1);
        site.end()
    });
}

#[test]
fn a_wrong_sign_in_sent_twice_counts_once_and_one_without_a_key_is_not_looked_at() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let door = site.get_as_stranger("/sign-in").await;
        for _ in 0..3 {
            let refused = enters(&site, &door, "000000", "wrong").await;
            assert_eq!(refused.problems(), ["name", "code"]);
        }
        assert_eq!(failures(&site, "nurse.prison").await, 1);

        for key in ["", "none"] {
            let (code, password) = (site.code("nurse.prison"), site.passphrase());
            let filled = [
                ("name", "nurse.prison"),
                ("password", password),
                ("code", code.as_str()),
                ("key", key),
            ];
            let refused = site.send_as_stranger("/sign-in", &door, &filled).await;
            assert_eq!(refused.status, 422);
            assert_eq!(refused.problems(), [""], "{}", refused.text());
            let fields = refused.fields();
            assert_eq!(fields["name"], "nurse.prison");
            assert!(!fields["key"].is_empty() && fields["key"] != key);
            assert!(
                !refused.body.contains(password),
                "a passphrase is never sent back"
            );
        }
        assert_eq!(failures(&site, "nurse.prison").await, 1);
        site.end()
    });
}
