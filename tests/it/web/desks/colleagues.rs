//! A second person says who holds an account that an administrator opened.

use super::accounts::{PASSPHRASE, add, link, secret};
use crate::support::{database::on_each, page::Page, site::Site};
use merzim::commands::sign_in::one_time_code::CodeSecret;
use merzim::domain::ids::SubmissionKey;
use merzim::store::accounts;
use std::collections::BTreeMap;

/// Signs in at the door a minute later, with the next code.
async fn enters(site: &Site, secret: &CodeSecret) -> Page {
    site.a_minute_later();
    let door = site.get_as_stranger("/sign-in?lang=en").await;
    let code = secret.code_at(site.clock.wall());
    let filled = [
        ("name", "saule"),
        ("password", PASSPHRASE),
        ("code", code.as_str()),
    ];
    site.send_as_stranger("/sign-in?lang=en", &door, &filled).await
}

#[test]
fn a_colleague_confirms_who_holds_a_new_account_and_only_then_it_opens() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let page = site.get(&admin, "/admin/accounts?lang=en").await;
        let made = add(&site, &admin, &page, &[]).await;
        let path = link(&made);
        let known = accounts::find_by_sign_in_name(site.desk.store(), "saule").await;
        let href = format!("/colleagues/{}", known.unwrap().unwrap().id);
        let (vouch, refuse) = (format!("{href}/vouch"), format!("{href}/refuse"));

        let nurse = site.sign_in("nurse.clinic").await;
        let today = site.get(&nurse, "/today?lang=en").await;
        assert!(today.says("New colleagues to confirm"), "{}", today.text());
        let early = site.get(&nurse, "/colleagues?lang=en").await;
        assert!(
            early.says("Сәуле Ермек") && early.says("has not set up the account yet"),
            "{}",
            early.text()
        );
        assert!(!early.body.contains(&vouch) && early.body.contains(&refuse));

        let offer = site.get_as_stranger(&path).await;
        let secret = secret(&offer);
        let code = secret.code_at(site.clock.wall());
        let fields = [
            ("passphrase", PASSPHRASE),
            ("passphrase_again", PASSPHRASE),
            ("code", code.as_str()),
        ];
        let done = site.send_as_stranger(&path, &offer, &fields).await;
        assert_eq!(done.location.as_deref(), Some("/enrol/done"), "{}", done.body);
        let shut = enters(&site, &secret).await;
        assert_eq!(shut.status, 403, "{}", shut.text());
        assert!(
            shut.says("Nobody has confirmed you yet") && shut.says("Waiting for: Pharmacist"),
            "{}",
            shut.text()
        );
        let list = site.get(&admin, "/admin/accounts?lang=en").await;
        assert!(list.says("waits until somebody confirms the person"));

        // Whoever holds the links, and whoever works elsewhere, has no say.
        let stranger = site.sign_in("nurse.second").await;
        let elsewhere = site.get(&stranger, "/colleagues?lang=en").await;
        assert!(elsewhere.says("Nobody is waiting"), "{}", elsewhere.text());
        assert_eq!(site.get(&admin, "/colleagues").await.status, 403);
        for who in [&admin, &stranger] {
            let csrf = site.token(who).await;
            for path in [&vouch, &refuse] {
                let key = SubmissionKey::fresh().to_string();
                let fields = BTreeMap::from([("csrf".to_owned(), csrf.clone()), ("key".to_owned(), key)]);
                let sent = site.post(who, path, &fields).await;
                assert_eq!(sent.status, 404, "{path}: {}", sent.text());
            }
        }

        let page = site.get(&nurse, "/colleagues?lang=en").await;
        assert!(page.body.contains(&vouch), "{}", page.text());
        let key = SubmissionKey::fresh().to_string();
        let sent = site.send(&nurse, &vouch, &page, &[("key", &key)]).await;
        assert_eq!(sent.location.as_deref(), Some("/colleagues?done=vouched"));
        let done = site.get(&nurse, "/colleagues?done=vouched").await;
        assert!(
            done.says("the account opens now") && done.says("Nobody is waiting"),
            "{}",
            done.text()
        );
        assert_eq!(enters(&site, &secret).await.status, 303);

        let key = SubmissionKey::fresh().to_string();
        let again = site.send(&nurse, &refuse, &page, &[("key", &key)]).await;
        assert_eq!(again.status, 422);
        assert!(again.says("waits no longer"), "{}", again.text());
        site.end()
    });
}

#[test]
fn a_wrong_passphrase_is_answered_alike_whether_or_not_the_account_waits() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let page = site.get(&admin, "/admin/accounts").await;
        let id = site.actor("nurse.second").account_id().unwrap();
        let reset = format!("/admin/accounts/{id}/reset");
        assert_eq!(site.send(&admin, &reset, &page, &[]).await.status, 200);
        let mut answers = Vec::new();
        for name in ["nurse.second", "nurse.prison", "nobody"] {
            let door = site.get_as_stranger("/sign-in").await;
            let filled = [("name", name), ("password", "wrong"), ("code", "000000")];
            let refused = site.send_as_stranger("/sign-in", &door, &filled).await;
            assert_eq!(refused.status, 422, "{name}");
            answers.push(refused.text().replace(name, "NAME"));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[1], answers[2]);
        site.end()
    });
}
