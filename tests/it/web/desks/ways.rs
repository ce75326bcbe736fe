//! The ladder of a case names the channels by which somebody is told, and no others.

use crate::support::{database::on_each, site::Site};
use chrono::DateTime;
use merzim::domain::ids::EndpointId;
use merzim::domain::rules::Channel;
use merzim::store::endpoints::{self, Endpoint};

#[test]
fn a_ladder_names_the_channels_that_lead_to_somebody() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        // The ladder of November knows systems and telephones.
        site.go_to("2026-11-20T05:00:00Z");
        let case = site.treated_case("prison").await;
        let address = format!("/cases/{case}?lang=en");
        let doctor = site.sign_in("psychiatrist").await;
        let page = site.get(&doctor, &address).await;
        let (system, telephone) = ("to the organisation’s system", "by short message");
        assert!(page.says("by e-mail"), "{}", page.text());
        for nowhere in [system, telephone] {
            assert!(!page.says(nowhere), "{nowhere}: {}", page.text());
        }

        let new = |channel, account| Endpoint {
            id: EndpointId::fresh(),
            channel,
            organisation: site.organisation("probation"),
            account,
            address: "https://systems.example.kz/merzim".to_owned(),
            secret: None,
            created_at: DateTime::UNIX_EPOCH,
            withdrawn_at: None,
        };
        let officer = site.actor("probation").account_id();
        for (endpoint, said) in [
            (new(Channel::Webhook, None), system),
            (new(Channel::Sms, officer), telephone),
        ] {
            let tx = site.desk.store().begin_write().await.unwrap();
            endpoints::create(&tx, &endpoint).await.unwrap();
            tx.commit().await.unwrap();
            let page = site.get(&doctor, &address).await;
            assert!(page.says(said), "{said}: {}", page.text());
        }
        // The step is due at midnight, and nobody is woken: the page says when the message leaves.
        let page = site.get(&doctor, &address).await;
        let body = page.body.replace('\u{a0}', " ");
        let mut put_off = body
            .split("by short message (not at night: it leaves on ")
            .skip(1);
        let said = put_off.next().and_then(|rest| rest.split(')').next());
        assert!(
            said.is_some_and(|at| at.ends_with(", 07:00")),
            "{said:?}: {}",
            page.text()
        );
        assert!(
            page.says("00:00, on the desk, by e-mail"),
            "all else leaves at once: {}",
            page.text()
        );
        site.end()
    });
}
