//! Whoever may not see a thing cannot learn that it exists: the answer for one that is there and the answer for one
//! that is not are the same, word for word, at every address.

use super::PEOPLE;
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site},
};
use merzim::domain::ids::{AccountId, AlertId, CaseId, SubmissionKey};
use std::collections::BTreeMap;

pub async fn ask(site: &Site, who: &Session, csrf: &str, method: &str, path: &str) -> Page {
    if method == "GET" {
        return site.get(who, path).await;
    }
    let fields = BTreeMap::from([
        ("csrf".to_owned(), csrf.to_owned()),
        ("key".to_owned(), SubmissionKey::fresh().to_string()),
    ]);
    site.post(who, path, &fields).await
}

/// The routes under an address that name one thing, with what else they name filled in.
pub fn routes_of(site: &Site, under: &str) -> Vec<(String, String)> {
    let known = [
        ("<step>", "identity".to_owned()),
        ("<language>", "ru".to_owned()),
        ("<_>", "<id>".to_owned()),
    ];
    let mut routes: Vec<_> = site
        .routes()
        .into_iter()
        .filter(|(_, uri)| uri.starts_with(under))
        .map(|(method, uri)| {
            let mut path = uri.split('?').next().unwrap_or_default().to_owned();
            for (name, value) in &known {
                path = path.replace(name, value);
            }
            // What stands beneath the thing is looked for after the thing itself.
            let parts = path.split('/').map(|part| match part {
                "<id>" => part.to_owned(),
                part if part.starts_with('<') => "0".repeat(32),
                part => part.to_owned(),
            });
            path = parts.collect::<Vec<_>>().join("/");
            (method, path)
        })
        .collect();
    routes.sort();
    routes.dedup();
    routes
}

/// Compares the answers about a thing with the answers about nothing, for everybody who cannot open it.
async fn nobody_learns(site: &Site, people: &[(&str, Session, String)], under: &str, real: &str, none: &str) {
    let routes = routes_of(site, under);
    assert!(routes.len() > 1, "{under}");
    let mut blind = 0;
    for (name, who, csrf) in people {
        let opens = match under {
            "/admin/accounts/<" => *name == "admin",
            "/alerts/deputies/<" => ["probation.head", "coordinator"].contains(name),
            _ => site.get(who, &under.replace('<', real)).await.status == 200,
        };
        if opens {
            continue;
        }
        blind += 1;
        // A clinic's nurse packs for the people of her region whose files she does not read: to her, the parcel's own
        // pages say that there is such a case.
        let packing = "/cases/<id>/parcel";
        let packs = under == "/cases/<" && site.get(who, &packing.replace("<id>", real)).await.status == 200;
        for (method, path) in routes.iter().filter(|(_, path)| !(packs && path == packing)) {
            let there = ask(site, who, csrf, method, &path.replace("<id>", real)).await;
            let absent = ask(site, who, csrf, method, &path.replace("<id>", none)).await;
            let (there_body, absent_body) = (
                there.alike().replace(real, "ID"),
                absent.alike().replace(none, "ID"),
            );
            assert_eq!(there.status, absent.status, "{name}: {method} {path}");
            assert_eq!(there_body, absent_body, "{name}: {method} {path}");
            let to = |page: &Page, id| page.location.as_ref().map(|to| to.replace(id, "ID"));
            assert_eq!(to(&there, real), to(&absent, none), "{name}: {method} {path}");
        }
    }
    assert!(blind > 4, "{under}: only {blind} people could not open it");
}

#[test]
fn what_is_not_seen_and_what_is_not_there_look_alike() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-08T05:00:00Z");
        site.round().await;
        let alert = AlertId::of(case, "dose", 1);
        assert!(
            site.file(case)
                .await
                .case
                .alerts
                .iter()
                .any(|known| known.id == alert)
        );
        let mut people = Vec::new();
        for name in PEOPLE {
            let session = site.sign_in(name).await;
            let csrf = site
                .get(&session, "/training")
                .await
                .fields()
                .remove("csrf")
                .unwrap();
            people.push((name, session, csrf));
        }
        let account = site.actor("nurse.second").account_id().unwrap().to_string();
        let (case, alert) = (case.to_string(), alert.to_string());
        let no_case = CaseId::fresh().to_string();
        let no_alert = AlertId::of(no_case.parse().unwrap(), "dose", 1).to_string();
        let no_account = AccountId::fresh().to_string();
        nobody_learns(&site, &people, "/cases/<", &case, &no_case).await;
        nobody_learns(&site, &people, "/alerts/<", &alert, &no_alert).await;
        nobody_learns(&site, &people, "/alerts/deputies/<", &account, &no_account).await;
        nobody_learns(&site, &people, "/admin/accounts/<", &account, &no_account).await;
        site.end()
    });
}
