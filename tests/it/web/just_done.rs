//! The words that something is done are said to whoever has just done it, and to nobody else: an address alone makes no
//! dose recorded and no hold lifted.

use super::forms::{give, hold};
use crate::support::{
    database::on_each,
    site::{Session, Site},
};
use merzim::commands::{self, AddTelephone, Incident, NameDeputy};
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::{AccountId, CaseId};

const LIFTED: &str = "The hold is lifted";
const PLACED: &str = "The hold is in effect";
const RECORDED: &str = "The dose is recorded.";

async fn says(site: &Site, who: &Session, case: CaseId, done: &str, words: &str) -> bool {
    let page = site.get(who, &format!("/cases/{case}?done={done}&lang=en")).await;
    assert_eq!(page.status, 200, "{done}: {}", page.text());
    page.says(words)
}

#[test]
fn an_address_confirms_nothing_that_was_not_done() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        for (done, words) in [
            ("lift-hold", LIFTED),
            ("place-hold", PLACED),
            ("log-injection", RECORDED),
        ] {
            assert!(!says(&site, &nurse, case, done, words).await, "{done}");
        }
        hold(&site, "nurse.prison", case).await;
        assert!(says(&site, &nurse, case, "place-hold", PLACED).await);
        assert!(!says(&site, &nurse, case, "lift-hold", LIFTED).await);

        // Another reader, and another case.
        let second = site.sign_in("nurse.second").await;
        assert!(!says(&site, &second, case, "place-hold", PLACED).await);
        let other = site.treated_case("prison").await;
        assert!(!says(&site, &nurse, other, "place-hold", PLACED).await);
        site.end()
    });
}

#[test]
fn what_was_done_is_said_of_the_last_act_and_for_minutes() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        give(&site, "nurse.prison", case, 1).await;
        assert!(says(&site, &nurse, case, "log-injection", RECORDED).await);
        site.a_minute_later();
        let form = Incident {
            kind: Some(IncidentKind::Other),
            occurred_at: Some(site.clock.now()),
            injected: false,
            words: "a needle broke".into(),
            ..Incident::default()
        };
        commands::report_incident(&site.desk, site.actor("nurse.prison"), None, case, &form)
            .await
            .unwrap();
        let incident = "The incident is recorded.";
        assert!(says(&site, &nurse, case, "report-incident", incident).await);
        assert!(!says(&site, &nurse, case, "log-injection", RECORDED).await);
        site.go_to("2026-07-03T05:12:00Z");
        assert!(!says(&site, &nurse, case, "report-incident", incident).await);
        site.end()
    });
}

/// A list of those who keep the house: the address that says what was done, and the words for it.
async fn list_says(site: &Site, who: &Session, address: &str, words: &str) -> bool {
    let page = site.get(who, &format!("{address}&lang=en")).await;
    assert_eq!(page.status, 200, "{address}: {}", page.text());
    page.says(words)
}

#[test]
fn a_list_confirms_what_its_reader_has_just_done_and_nothing_else() {
    const DISABLED: &str = "/admin/accounts?done=disabled";
    const ENABLED: &str = "/admin/accounts?done=enabled";
    const ADDED: &str = "/admin/channels?done=added";
    const CLOSED: &str = "/admin/organisations?done=close-organisation";
    const NAMED: &str = "/alerts/deputies?done=1";
    fn said(address: &str) -> &'static str {
        match address {
            DISABLED => "The account is disabled",
            ENABLED => "The account is enabled",
            ADDED => "The address is entered",
            CLOSED => "It stands in the ledger under your name",
            _ => "The deputy has been named",
        }
    }
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let (admin, head) = (site.sign_in("admin").await, site.sign_in("probation.head").await);
        for address in [DISABLED, ENABLED, ADDED, CLOSED] {
            assert!(
                !list_says(&site, &admin, address, said(address)).await,
                "{address}"
            );
        }
        assert!(!list_says(&site, &head, NAMED, said(NAMED)).await);

        let nurse: AccountId = site.account("nurse.second").parse().unwrap();
        let actor = site.actor("admin");
        commands::disable_account(&site.desk, actor, None, nurse)
            .await
            .unwrap();
        assert!(list_says(&site, &admin, DISABLED, said(DISABLED)).await);
        assert!(!list_says(&site, &admin, ENABLED, said(ENABLED)).await);
        // What another page confirms is another matter, and so is what somebody else did.
        assert!(!list_says(&site, &admin, ADDED, said(ADDED)).await);
        site.a_minute_later();
        commands::enable_account(&site.desk, actor, None, nurse)
            .await
            .unwrap();
        assert!(list_says(&site, &admin, ENABLED, said(ENABLED)).await);
        assert!(!list_says(&site, &admin, DISABLED, said(DISABLED)).await);

        site.a_minute_later();
        let telephone = AddTelephone {
            sign_in_name: "probation",
            number: "+7 701 000 00 00",
        };
        commands::add_telephone(&site.desk, actor, None, &telephone)
            .await
            .unwrap();
        assert!(list_says(&site, &admin, ADDED, said(ADDED)).await);
        let withdrawn = "/admin/channels?done=withdrawn";
        assert!(!list_says(&site, &admin, withdrawn, "The address is withdrawn").await);
        let far = site.organisation("far-prison");
        commands::close_organisation(&site.desk, actor, None, far, true, "Приказ 5")
            .await
            .unwrap();
        assert!(list_says(&site, &admin, CLOSED, said(CLOSED)).await);

        let officer: AccountId = site.account("probation").parse().unwrap();
        let deputy = NameDeputy {
            deputy: Some(site.account("probation.head").parse().unwrap()),
            ..NameDeputy::default()
        };
        let named = site.actor("probation.head");
        commands::name_deputy(&site.desk, named, None, officer, &deputy)
            .await
            .unwrap();
        assert!(list_says(&site, &head, NAMED, said(NAMED)).await);
        // Minutes later an address that was kept says nothing any more.
        site.go_to("2026-07-03T05:20:00Z");
        let (admin, head) = (site.sign_in("admin").await, site.sign_in("probation.head").await);
        for address in [ENABLED, ADDED, CLOSED] {
            assert!(
                !list_says(&site, &admin, address, said(address)).await,
                "{address}"
            );
        }
        assert!(!list_says(&site, &head, NAMED, said(NAMED)).await);
        site.end()
    });
}
