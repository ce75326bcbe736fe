//! Each route has an expected answer for each role. The table is printed, kept and compared: a new route, or one
//! that answers somebody else, cannot pass unseen.

use super::PEOPLE;
use crate::support::{
    database::on_each,
    site::{Session, Site},
};
use merzim::domain::ids::{AlertId, SubmissionKey};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Routes that end the session or the server's own answers to it; each has a test of its own.
const APART: [&str; 2] = ["POST /sign-out", "GET /_refused"];

#[test]
fn every_route_answers_every_role_as_expected() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-08T05:00:00Z");
        site.round().await;
        let file = site.file(case).await;
        let names = BTreeMap::from([
            ("ruling", file.case.rulings[0].ruling.id.to_string()),
            ("alert", AlertId::of(case, "dose", 1).to_string()),
            ("case", case.to_string()),
        ]);
        let mut routes: Vec<(String, String)> = site
            .routes()
            .into_iter()
            .filter(|(method, uri)| !APART.contains(&&*format!("{method} {uri}")))
            .collect();
        routes.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        routes.dedup();

        let mut sessions = Vec::new();
        for name in PEOPLE {
            let session = site.sign_in(name).await;
            let csrf = site
                .get(&session, "/training")
                .await
                .fields()
                .remove("csrf")
                .unwrap();
            sessions.push((session, csrf));
        }
        let mut table = String::new();
        let heads: Vec<String> = PEOPLE
            .iter()
            .map(|name| name.replace("psychiatrist", "psych"))
            .collect();
        writeln!(table, "{:<52}stranger  {}", "", heads.join("  ")).unwrap();
        for (method, uri) in &routes {
            let path = address(uri, &names);
            let stranger = site.answer(method, &path, None, &BTreeMap::new()).await;
            write!(table, "{:<52}{stranger:<10}", format!("{method} {uri}")).unwrap();
            for ((session, csrf), head) in sessions.iter().zip(&heads) {
                let status = answer(&site, session, csrf, method, &path).await;
                assert!(status < 500, "{method} {uri} answered {status}");
                write!(table, "{status:<width$}", width = head.len() + 2).unwrap();
            }
            table = table.trim_end().to_owned() + "\n";
        }
        insta::assert_snapshot!("route_answers", table);
        site.end()
    });
}

/// The answer to a reader, or to an empty form with a good token.
async fn answer(site: &Site, session: &Session, csrf: &str, method: &str, path: &str) -> u16 {
    let fields = BTreeMap::from([
        ("csrf".to_owned(), csrf.to_owned()),
        ("key".to_owned(), SubmissionKey::fresh().to_string()),
    ]);
    site.answer(method, path, Some(session), &fields).await
}

/// A route's pattern with names that exist where they can, and names of nothing elsewhere.
fn address(uri: &str, names: &BTreeMap<&str, String>) -> String {
    let nothing = "00000000000000000000000000000000";
    let path = uri.split('?').next().unwrap_or(uri);
    let parts: Vec<String> = path
        .split('/')
        .map(|part| match part {
            "<id>" if path.starts_with("/cases/") => names["case"].clone(),
            "<id>" if path.starts_with("/alerts/<") => names["alert"].clone(),
            "<ruling>" => names["ruling"].clone(),
            "<kind>" if path.starts_with("/rules/") => "protocols".to_owned(),
            "<name>" if path.starts_with("/rules/") => "triptorelin-3m.1".to_owned(),
            "<language>" => "kk".to_owned(),
            "<step>" => "identity".to_owned(),
            "<number>" => "1".to_owned(),
            "<paper>" => "statement".to_owned(),
            "<path..>" => "merzim.css".to_owned(),
            part if part.starts_with('<') => nothing.to_owned(),
            part => part.to_owned(),
        })
        .collect();
    parts.join("/")
}
