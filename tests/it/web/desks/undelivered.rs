//! What the mail server would not take becomes a task on the first page of whoever keeps the addresses.

use super::refuse;
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::ids::{MessageId, SubmissionKey};
use merzim::jobs::deliver::Deliver;
use merzim::jobs::transport::{Letter, Transport};
use merzim::store::outbox;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Every message that is due fails for good, with these words.
pub async fn fail_all(site: &Site, why: &'static str) -> u32 {
    let render =
        move |_: &str, _: &Map<String, Value>, _: &str| -> Result<Letter, String> { Err(why.to_owned()) };
    let deliver = Deliver {
        store: site.desk.store(),
        transport: &Transport::Training,
        render: &render,
        worker: "test",
    };
    deliver.all_due(|| site.desk.instant()).await.unwrap().given_up
}

/// What is written for a channel that nobody set up fails never, and would be nobody's task.
#[test]
fn what_waits_for_a_channel_that_is_not_set_up_is_a_task() {
    const LISTS: [&str; 2] = ["/admin/accounts", "/admin/messages"];
    on_each(|fresh| async {
        let site = Site::without_a_way_out(fresh).await;
        let case = site.treated_case("prison").await;
        let admin = site.sign_in("admin").await;
        for list in LISTS {
            let page = site.get(&admin, list).await;
            assert!(!page.says("Nothing leaves"), "nothing waits: {}", page.text());
        }
        refuse(&site, "nurse.prison", case).await;
        site.go_to("2026-08-03T05:00:00Z");
        merzim::jobs::sweep(&site.desk).await.unwrap();
        let admin = site.sign_in("admin").await;
        for list in LISTS {
            let page = site.get(&admin, list).await;
            assert!(
                page.says("Nothing leaves by e-mail; messages waiting: ") && !page.says("by short message;"),
                "{}",
                page.text()
            );
            assert!(!page.says("No message is waiting"), "{}", page.text());
        }
        site.end()
    });
}

#[test]
fn what_reached_nobody_is_a_task_and_is_sent_again() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        site.go_to("2026-08-03T05:00:00Z");
        merzim::jobs::sweep(&site.desk).await.unwrap();
        let admin = site.sign_in("admin").await;
        let before = site.get(&admin, "/admin/accounts").await;
        assert!(!before.says("reached nobody"), "{}", before.text());

        let given_up = fail_all(&site, "550 mailbox unavailable").await;
        assert!(given_up >= 2, "{given_up}");
        let desk = site.get(&admin, "/admin/accounts").await;
        assert!(
            desk.says(&format!("{given_up} messages reached nobody")),
            "{}",
            desk.text()
        );
        assert!(desk.says("href=\"/admin/messages\""));

        let page = site.get(&admin, "/admin/messages").await;
        assert!(
            page.says("550 mailbox unavailable") && page.says("probation (en)"),
            "{}",
            page.text()
        );
        let reference = site.file(case).await.case.reference;
        assert!(!page.says(&reference) && !page.says("Ахметов"), "{}", page.text());
        assert!(!page.says(&case.to_string()) && !page.says("/alerts/"));

        // Somebody else neither sees nor sends.
        for name in ["nurse.prison", "coordinator", "auditor", "probation"] {
            let who = site.sign_in(name).await;
            assert_eq!(site.get(&who, "/admin/messages").await.status, 403, "{name}");
            let fields = BTreeMap::from([
                ("csrf".to_owned(), site.token(&who).await),
                ("key".to_owned(), SubmissionKey::fresh().to_string()),
            ]);
            assert_eq!(
                site.post(&who, "/admin/messages", &fields).await.status,
                403,
                "{name}"
            );
        }

        let one = outbox::given_up(site.desk.store(), 100).await.unwrap().remove(0);
        let path = format!("/admin/messages/{}", one.id);
        let sent = site.send(&admin, &path, &page, &[]).await;
        assert_eq!(
            sent.location.as_deref(),
            Some("/admin/messages?sent=1"),
            "{}",
            sent.text()
        );
        let again = site.send(&admin, &path, &page, &[]).await;
        assert_eq!(again.location, sent.location, "the same form, the same answer");
        let page = site.get(&admin, "/admin/messages?sent=1").await;
        assert!(page.says("1 message is on its way again"), "{}", page.text());
        let late = site
            .send(
                &admin,
                &path,
                &page,
                &[("key", &SubmissionKey::fresh().to_string())],
            )
            .await;
        assert!(
            late.status == 422 && late.says("Nothing was sent"),
            "{}",
            late.text()
        );

        let all = site
            .send(
                &admin,
                "/admin/messages",
                &page,
                &[("key", &SubmissionKey::fresh().to_string())],
            )
            .await;
        assert_eq!(
            all.location,
            Some(format!("/admin/messages?sent={}", given_up - 1))
        );
        site.round().await;
        assert_eq!(outbox::given_up(site.desk.store(), 100).await.unwrap(), []);
        let message = outbox::recent(site.desk.store(), 100).await.unwrap();
        let message = message.into_iter().find(|known| known.id == one.id).unwrap();
        assert!(
            matches!(message.state, outbox::State::Delivered(_)),
            "{message:?}"
        );
        assert!(!site.get(&admin, "/admin/accounts").await.says("reached nobody"));
        site.end()
    });
}

#[test]
fn what_is_addressed_to_somebody_who_left_is_not_sent() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        site.go_to("2026-08-03T05:00:00Z");
        merzim::jobs::sweep(&site.desk).await.unwrap();
        fail_all(&site, "550 mailbox unavailable").await;
        let officer = site.actor("probation").account_id().unwrap();
        let admin = site.actor("admin");
        commands::disable_account(&site.desk, admin, None, officer)
            .await
            .unwrap();
        let to_officer: Vec<MessageId> = outbox::given_up(site.desk.store(), 100)
            .await
            .unwrap()
            .into_iter()
            .filter(|message| message.recipient == Some(officer))
            .map(|message| message.id)
            .collect();
        assert!(!to_officer.is_empty());
        let one = commands::send_message_again(&site.desk, admin, None, Some(to_officer[0])).await;
        assert!(one.is_err(), "{one:?}");
        commands::send_message_again(&site.desk, admin, None, None)
            .await
            .unwrap();
        let left = outbox::given_up(site.desk.store(), 100).await.unwrap();
        assert_eq!(left.len(), to_officer.len());
        site.end()
    });
}
