//! What an answer asks of the database must say nothing either: about a case that is there and not seen as many statements are
//! sent as about one that is not there, the same ones in the same order. And no more are sent than are needed.
//!
//! That is a promise about statements, and not about time. A case that is there is read and folded before the policies refuse
//! it, so its answer takes a few milliseconds more, and whoever could measure often and closely enough could tell. He would
//! learn that an id is a case, and nothing of it; ids are drawn at random, sixteen bytes long, so there is none to try that he
//! was not given. Each look that is refused stands in the ledger.

use super::letters::{sign, signed};
use super::unseen::{ask, routes_of};
use crate::support::{
    database::on_each,
    site::{Session, Site, day},
};
use merzim::commands::{self, DraftLetter, RegisterLot, TakeInPacks};
use merzim::domain::ids::CaseId;
use merzim::domain::letter::{About, Asked};
use merzim::web::logging::{Format, subscriber};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::sync::{Arc, LazyLock, Mutex};

/// Everybody here has nothing to do with the case.
const STRANGERS: [&str; 3] = ["nurse.far", "police", "admin"];

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// The beginnings of the statements sent for each request, in their order.
    fn by_request(&self) -> BTreeMap<String, Vec<String>> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in text.lines().filter(|line| line.contains("sqlx::query")) {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let request = line["span"]["request_id"].as_str();
            let (Some(request), Some(summary)) = (request, line["summary"].as_str()) else {
                continue;
            };
            // A connection that is opened meanwhile is set up first.
            if !summary.starts_with("PRAGMA") {
                found
                    .entry(request.to_owned())
                    .or_default()
                    .push(summary.to_owned());
            }
        }
        found
    }

    /// Of each pair of requests the second sent as many looks as the first; by the kind of the database.
    fn as_many_for_each(&self, asked: &[(impl Display, Vec<String>)]) {
        let sent = self.by_request();
        assert!(!asked.is_empty(), "somebody asked");
        for (kind, requests) in asked {
            let looks = |request: &String| {
                let looks = sent[request].iter();
                looks.filter(|statement| statement.starts_with("SELECT")).count()
            };
            assert_eq!(looks(&requests[0]), looks(&requests[1]), "{kind}: {sent:?}");
        }
    }
}

/// The request for a page that shows something, the second time: what is remembered after the first is remembered of all.
async fn seen_again(site: &Site, who: &Session, path: &str, shown: &str) -> String {
    site.get(who, path).await;
    let page = site.get(who, path).await;
    assert!(page.status == 200 && page.body.contains(shown), "{}", page.text());
    page.request
}

/// What this process tells. The statements of SQLite are told by threads of its own, which only a taker for the whole
/// process hears.
fn told() -> &'static Lines {
    static TOLD: LazyLock<Lines> = LazyLock::new(|| {
        let lines = Lines::default();
        let writer = lines.clone();
        let taken = subscriber("info,sqlx::query=trace", Format::Json, move || writer.clone()).unwrap();
        tracing::subscriber::set_global_default(taken).unwrap();
        lines
    });
    &TOLD
}

#[test]
fn what_is_not_seen_takes_as_much_as_what_is_not_there() {
    let lines = told();
    let pairs = Arc::new(Mutex::new(Vec::new()));
    on_each(|fresh| {
        let pairs = pairs.clone();
        async move {
            let site = Site::new(fresh).await;
            let case = site.treated_case("prison").await.to_string();
            let none = CaseId::fresh().to_string();
            let routes = routes_of(&site, "/cases/<");
            for name in STRANGERS {
                let who = site.sign_in(name).await;
                let csrf = site.get(&who, "/training").await.fields().remove("csrf").unwrap();
                // What is remembered afterwards is remembered of both.
                for id in [&case, &none] {
                    site.get(&who, &format!("/cases/{id}")).await;
                }
                for (method, path) in &routes {
                    let mut asked = Vec::new();
                    for id in [&case, &none] {
                        let page = ask(&site, &who, &csrf, method, &path.replace("<id>", id)).await;
                        assert_eq!(page.status, 404, "{name}: {method} {path}: {}", page.text());
                        asked.push(page.request);
                    }
                    let about = format!("{}: {name}: {method} {path}", site.fresh.kind);
                    pairs.lock().unwrap().push((about, asked));
                }
            }
            site.end()
        }
    });
    // A connection is closed after what it was asked has been told: no line comes later than this.
    let sent = lines.by_request();
    let pairs = pairs.lock().unwrap();
    assert!(!pairs.is_empty(), "somebody asked");
    for (about, asked) in pairs.iter() {
        let [there, absent] = [&asked[0], &asked[1]].map(|request| sent.get(request));
        assert!(there.is_some_and(|sent| sent.len() > 4), "{about}: {there:?}");
        assert_eq!(there, absent, "{about}");
    }
}

/// Which kinds occur on a list is read off its rows where all of them are shown.
#[test]
fn a_list_that_is_shown_whole_is_not_looked_through_again() {
    let lines = told();
    let asked = Arc::new(Mutex::new(Vec::new()));
    on_each(|fresh| {
        let asked = asked.clone();
        async move {
            let site = Site::new(fresh).await;
            site.treated_case("prison").await;
            let nurse = site.sign_in("nurse.prison").await;
            for (path, looks) in [("/today", 0), ("/today?kind=dose", 1), ("/today?urgency=open", 1)] {
                let page = site.get(&nurse, path).await;
                assert_eq!(page.status, 200, "{path}: {}", page.text());
                let about = format!("{}: {path}", site.fresh.kind);
                asked.lock().unwrap().push((about, page.request, looks));
            }
            site.end()
        }
    });
    let sent = lines.by_request();
    let asked = asked.lock().unwrap();
    assert!(!asked.is_empty(), "somebody asked");
    for (about, request, looks) in asked.iter() {
        let sent = &sent[request];
        let kinds = sent
            .iter()
            .filter(|statement| statement.starts_with(r#"SELECT "obligation"."kind" FROM"#));
        assert_eq!(kinds.count(), *looks, "{about}: {sent:?}");
    }
}

/// Which signed letters the records have left behind is said of the whole list, and nothing is read for any one of them.
#[test]
fn a_list_of_letters_asks_no_more_for_three_that_were_signed_than_for_one() {
    let lines = told();
    let asked = Arc::new(Mutex::new(Vec::new()));
    on_each(|fresh| {
        let asked = asked.clone();
        async move {
            let site = Site::new(fresh).await;
            let case = site.treated_case("prison").await;
            let clerk = site.sign_in("clerk").await;
            let list = format!("/cases/{case}/letters");
            let mut requests = Vec::new();
            for (from_on, counted) in [(1, true), (2, false), (3, true)] {
                let about = About::Period {
                    from_on: day(2026, 6, from_on),
                    until_on: day(2026, 7, 2),
                    asked: Asked {
                        by: "court".to_owned(),
                        ground: "No. 5".to_owned(),
                        on: day(2026, 7, 2),
                    },
                };
                let form = DraftLetter::about(about);
                let letter = commands::draft_letter(&site.desk, site.actor("clerk"), None, case, &form);
                let letter = format!("/letters/{}", letter.await.unwrap());
                sign(&site, &clerk, &letter).await;
                if counted {
                    requests.push(seen_again(&site, &clerk, &list, &letter).await);
                }
            }
            asked.lock().unwrap().push((site.fresh.kind, requests));
            site.end()
        }
    });
    lines.as_many_for_each(&asked.lock().unwrap());
}

/// Nor is anything read for one of the cases to which the letters belong that an office received.
#[test]
fn a_list_of_received_letters_asks_no_more_for_two_cases_than_for_one() {
    let lines = told();
    let asked = Arc::new(Mutex::new(Vec::new()));
    on_each(|fresh| {
        let asked = asked.clone();
        async move {
            let site = Site::new(fresh).await;
            let other = site.treated_case("prison").await;
            let case = super::letters::told(&site).await;
            let officer = site.sign_in("probation").await;
            let mut requests = Vec::new();
            for case in [case, other] {
                site.a_minute_later();
                let letter = signed(&site, case).await;
                requests.push(seen_again(&site, &officer, "/letters/received", &letter).await);
            }
            asked.lock().unwrap().push((site.fresh.kind, requests));
            site.end()
        }
    });
    lines.as_many_for_each(&asked.lock().unwrap());
}

/// Whoever looks for a lot is asked for nothing that the database could not say of all of them at once.
#[test]
fn a_search_of_lots_asks_no_more_for_three_than_for_one() {
    let lines = told();
    let asked = Arc::new(Mutex::new(Vec::new()));
    on_each(|fresh| {
        let asked = asked.clone();
        async move {
            let site = Site::new(fresh).await;
            let who = site.sign_in("pharmacist").await;
            let mut requests = Vec::new();
            for (number, counted) in [("TR2510-A", true), ("TR2510-B", false), ("TR2510-C", true)] {
                let form = RegisterLot {
                    product: "triptorelin-12w".to_owned(),
                    lot: number.to_owned(),
                    expiry_on: Some(day(2027, 8, 31)),
                    reason: "№ 12 хат".to_owned(),
                };
                commands::register_lot(&site.desk, site.actor("pharmacist"), None, &form)
                    .await
                    .unwrap();
                if counted {
                    let found = seen_again(&site, &who, "/stock/lots?number=2510", number);
                    requests.push(found.await);
                }
            }
            asked.lock().unwrap().push((site.fresh.kind, requests));
            site.end()
        }
    });
    lines.as_many_for_each(&asked.lock().unwrap());
}

/// The page of a case names the nearest pack and makes no forecast of the region for it.
#[test]
fn the_nearest_pack_for_one_person_is_asked_for_alone() {
    let lines = told();
    let asked = Arc::new(Mutex::new(Vec::new()));
    on_each(|fresh| {
        let asked = asked.clone();
        async move {
            let site = Site::new(fresh).await;
            let case = site.treated_case("prison").await;
            // The one that expires first of those that are good for the dose.
            for (lot, expiry_on) in [("LATE", day(2027, 12, 31)), ("SOON", day(2027, 8, 31))] {
                let form = TakeInPacks {
                    product: "triptorelin-12w".to_owned(),
                    lot: lot.to_owned(),
                    lot_again: lot.to_owned(),
                    expiry_on: Some(expiry_on),
                    expiry_again_on: Some(expiry_on),
                    codes: Vec::new(),
                    by_hand: 2,
                    by_hand_reason: "no-code".to_owned(),
                };
                let (at, who) = (site.organisation("clinic"), site.actor("pharmacist"));
                commands::take_in_packs(&site.desk, who, None, at, &form)
                    .await
                    .unwrap();
            }
            let who = site.sign_in("pharmacist").await;
            let page = site.get(&who, &format!("/cases/{case}?lang=en")).await;
            for words in ["Free in the same region", "SOON", "31 August 2027"] {
                assert!(page.says(words), "{words}: {}", page.text());
            }
            asked.lock().unwrap().push((site.fresh.kind, page.request));
            site.end()
        }
    });
    let sent = lines.by_request();
    let asked = asked.lock().unwrap();
    assert!(!asked.is_empty(), "somebody asked");
    for (kind, request) in asked.iter() {
        let sent = &sent[request];
        let packs = sent
            .iter()
            .filter(|statement| statement.starts_with(r#"SELECT "pack"."id", "pack"."place""#));
        assert_eq!(packs.count(), 1, "{kind}: {sent:?}");
    }
}
