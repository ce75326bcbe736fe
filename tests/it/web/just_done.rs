//! The words that something is done are said to whoever has just done it, and to nobody else: an address alone makes no
//! dose recorded and no hold lifted.

use super::forms::{give, hold};
use crate::support::{
    database::on_each,
    site::{Session, Site},
};
use merzim::commands::{self, Incident};
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::CaseId;

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
