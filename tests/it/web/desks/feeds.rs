//! The own calendar feed: fetched without signing in, with the rights of this moment, and with nothing in it but references
//! and days.

use crate::support::{
    database::on_each,
    site::{Session, Site},
};
use merzim::commands;
use std::collections::BTreeMap;

/// A calendar as a program reads it that knows RFC 5545 and nothing of us: unfolded lines, split into name and value.
fn read(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n"), "lines end as the standard has it");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "a line of {} octets: {line}", line.len());
    }
    let unfolded = text.replace("\r\n ", "");
    let lines = unfolded.split_terminator("\r\n");
    lines
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// The events, each by property name without parameters.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut events = Vec::new();
    let mut open: Option<BTreeMap<String, String>> = None;
    for (name, value) in read(text) {
        match (name.as_str(), value.as_str()) {
            ("BEGIN", "VEVENT") => open = Some(BTreeMap::new()),
            ("END", "VEVENT") => events.extend(open.take()),
            _ => {
                if let Some(event) = &mut open {
                    let twice = event.insert(name.clone(), value);
                    assert!(twice.is_none(), "{name} twice");
                }
            }
        }
    }
    events
}

/// Makes the feed of somebody and says its path.
async fn made(site: &Site, who: &Session) -> String {
    let page = site.get(who, "/calendar?lang=en").await;
    assert_eq!(page.status, 200, "{}", page.text());
    let fresh = [("key", merzim::domain::ids::SubmissionKey::fresh().to_string())];
    let answer = site
        .send(who, "/calendar", &page, &[("key", fresh[0].1.as_str())])
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let (_, rest) = answer.body.split_once("/calendar/").unwrap();
    let file = rest.split('<').next().unwrap();
    assert!(file.ends_with(".ics"), "{file}");
    format!("/calendar/{file}")
}

#[test]
fn a_feed_says_when_and_which_case_and_no_more() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let file = site.file(case).await;
        for (name, tasks) in [
            ("nurse.prison", true),
            ("probation", false),
            ("psychiatrist", true),
        ] {
            let who = site.sign_in(name).await;
            let path = made(&site, &who).await;
            let feed = site.get_as_stranger(&path).await;
            assert_eq!(feed.status, 200, "{name}: {}", feed.body);
            // To be read by other parsers: see `tests/calendar_feeds.py`.
            if let Ok(folder) = std::env::var("MERZIM_FEEDS") {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(format!("{folder}/{name}.ics"), &feed.body).unwrap();
            }
            let lines = read(&feed.body);
            for (key, value) in [("VERSION", "2.0"), ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")] {
                assert!(
                    lines.contains(&(key.to_owned(), value.to_owned())),
                    "{key} in {}",
                    feed.body
                );
            }
            let events = events(&feed.body);
            let visit = events
                .iter()
                .find(|event| event["SUMMARY"] == format!("Visit – case {}", file.case.reference))
                .unwrap_or_else(|| panic!("{name}: {}", feed.body));
            assert_eq!(visit["DTSTART;VALUE=DATE"], "20260703");
            assert_eq!(visit["CLASS"], "PRIVATE");
            assert!(
                visit["URL"].ends_with(&format!("/cases/{case}")),
                "{}",
                visit["URL"]
            );
            let others = events
                .iter()
                .filter(|event| !event["SUMMARY"].starts_with("Visit"));
            assert_eq!(others.clone().count() > 0 && tasks, others.count() > 0, "{name}");
            for word in [
                "Ахметов",
                "Akhmetov",
                "triptorelin",
                "injection",
                "review",
                "monitoring",
                "dose",
            ] {
                assert!(
                    !feed.body.to_lowercase().contains(&word.to_lowercase()),
                    "{word}: {}",
                    feed.body
                );
            }
            let again = site.get_as_stranger(&path).await;
            assert_eq!(again.body, feed.body, "the same entries keep their identities");
        }
        site.end()
    });
}

#[test]
fn an_address_works_for_as_long_as_its_holder_may() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        site.treated_case("prison").await;
        let officer = site.sign_in("probation").await;
        let first = made(&site, &officer).await;
        let second = made(&site, &officer).await;
        assert_ne!(first, second);
        assert_eq!(site.get_as_stranger(&first).await.status, 404, "renewed");
        assert_eq!(site.get_as_stranger(&second).await.status, 200);
        let nothing = format!("/calendar/{}.ics", "0".repeat(64));
        for wrong in [
            nothing.as_str(),
            "/calendar/x.ics",
            "/calendar/x",
            &second[..second.len() - 4],
        ] {
            assert_eq!(site.get_as_stranger(wrong).await.status, 404, "{wrong}");
        }
        let page = site.get(&officer, "/calendar?lang=en").await;
        assert!(!page.says(&second), "shown once");
        let revoked = site.send(&officer, "/calendar/revoke", &page, &[]).await;
        assert_eq!(revoked.location.as_deref(), Some("/calendar?revoked=yes"));
        assert_eq!(site.get_as_stranger(&second).await.status, 404, "revoked");

        let third = made(&site, &officer).await;
        let account = site.actor("probation").account_id().unwrap();
        commands::disable_account(&site.desk, site.actor("admin"), None, account)
            .await
            .unwrap();
        assert_eq!(
            site.get_as_stranger(&third).await.status,
            404,
            "the account is closed"
        );
        for name in ["pharmacist", "clerk", "controller", "auditor", "admin"] {
            let who = site.sign_in(name).await;
            assert_eq!(site.get(&who, "/calendar").await.status, 403, "{name}");
        }
        site.end()
    });
}
