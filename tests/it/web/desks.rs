//! The desks: alerts, attendance, deputies, training, ledger, accounts.

mod accounts;
mod addresses;
mod alert_readers;
mod alerts;
mod canary;
mod canary_course;
mod canary_papers;
mod chairs;
mod colleagues;
mod far_alerts;
mod feeds;
mod house;
mod releases;
mod reports;
mod turned;
pub mod undelivered;
mod ways;

use crate::support::{page::Page, site::Site};
use merzim::{
    commands,
    domain::{decide::NotGiven, ids::CaseId},
    store::reading::alerts::{About, AlertRow, Whose, part},
};

/// The person refuses the open dose now.
async fn refuse(site: &Site, nurse: &str, case: CaseId) {
    let form = NotGiven {
        cycle: merzim::domain::dosing::open_cycle(&site.file(case).await.case),
        occurred_at: Some(site.desk.instant()),
        cause: "person-refused".into(),
        words: "refused in the corridor".into(),
        tried: "explained twice".into(),
        own_words: "no".into(),
        next_attempt_on: None,
        ..NotGiven::default()
    };
    commands::record_not_given(&site.desk, site.actor(nurse), None, case, &form)
        .await
        .unwrap();
}

/// The token that the forms of a page carry.
fn token(page: &Page) -> String {
    let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// The rows that a person's desk lists.
async fn listed(site: &Site, name: &str) -> Vec<AlertRow> {
    let action = merzim::access::Action::ReadNotices;
    let scope = site.desk.list(site.actor(name), action).await.unwrap();
    let role = site.actor(name).role().unwrap();
    let whose = Whose {
        scope: &scope,
        now: site.desk.instant(),
        about: match role.lens() {
            merzim::access::Lens::Supervision => About::Visits,
            merzim::access::Lens::Supply => About::Drug,
            _ => About::All,
        },
        far: None,
    };
    part(site.desk.store(), whose, None).await.unwrap()
}
