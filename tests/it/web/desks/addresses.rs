//! What an administrator types as an address: refused beside its field before anything is sent there.

use crate::support::{database::on_each, site::Site};
use merzim::store::{accounts, endpoints, reading::PART};

#[test]
fn a_webhook_into_the_house_is_refused_when_it_is_typed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let page = site.get(&admin, "/admin/channels?lang=en").await;
        let organisation = site.organisation("probation").to_string();
        let path = "/admin/channels/webhooks";
        for odd in [
            "https://localhost/hook",
            "https://LOCALHOST./hook",
            "https://127.1/hook",
            "https://2130706433/hook",
            "https://169.254.169.254/latest",
            "https://[::ffff:169.254.169.254]/latest",
            "https://[fe80::1]/hook",
            "https://user@example.kz/hook",
            "https://example.kz:22/hook",
            "https://example.kz:9200/hook",
            "https://example.kz./hook",
            "https://пример.қаз/hook",
            "http://example.kz/hook",
        ] {
            let typed = [("organisation", organisation.as_str()), ("url", odd)];
            let refused = site.send(&admin, path, &page, &typed).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["url".to_owned()]),
                "{odd}"
            );
            assert!(refused.says("lead to the open net"), "{odd}: {}", refused.text());
        }
        let known = endpoints::part(site.desk.store(), None, PART).await.unwrap();
        assert!(known.is_empty(), "nothing was kept");
        let typed = [
            ("organisation", organisation.as_str()),
            ("url", "https://systems.example.kz/hook"),
        ];
        let page = site.get(&admin, "/admin/channels?lang=en").await;
        let taken = site.send(&admin, path, &page, &typed).await;
        assert_eq!(taken.status, 200, "{}", taken.text());
        site.end()
    });
}

#[test]
fn mail_that_cannot_be_addressed_is_refused_when_it_is_typed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let path = format!("/admin/accounts/{}/address", site.account("nurse.second"));
        let page = site.get(&admin, &path).await;
        for odd in [
            "<script>alert(1)</script>@example.kz",
            "\"<b>\"@example.kz",
            "a b@example.kz",
            "A <a@example.kz>",
            "a@example.kz, b@example.kz",
            "a@[127.0.0.1]",
            "a@b",
        ] {
            let refused = site.send(&admin, &path, &page, &[("email", odd)]).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["email".to_owned()]),
                "{odd}"
            );
            assert_eq!(refused.fields()["email"], odd, "what was typed is kept");
        }
        let taken = site
            .send(&admin, &path, &page, &[("email", "second@example.kz")])
            .await;
        assert_eq!(taken.status, 303, "{}", taken.text());
        let id = site.actor("nurse.second").account_id().unwrap();
        let known = accounts::find(site.desk.store(), id).await.unwrap().unwrap();
        assert_eq!(known.email.as_deref(), Some("second@example.kz"));
        site.end()
    });
}
