//! Every clinical word of the invented country carries a mark that stands nowhere else. Then everything is read that
//! supervision, police, custody, the registry, an administrator or a stranger can get: each page that leads to another, every
//! address of every case, searches, feeds, tables, letters with what is inside their files, messages, the log. Not one mark
//! is found; those who treat read them all.

use crate::support::leaks::{Log, Scanner, inside, unpacked};
use crate::support::page::Page;
use crate::support::site::{Session, Site};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::alert::Answer;
use merzim::domain::event::Event;
use merzim::domain::ids::{AlertId, CaseId, SubmissionKey};
use merzim::store::{outbox, reading};
use merzim::text::Language;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What every mark begins with.
pub const STEM: &str = "zqxwvk";

/// Those who may know nothing of the treatment, and as whom they sign in.
const OUTSIDE: [&str; 6] = [
    "probation",
    "probation.head",
    "probation.2",
    "police",
    "controller",
    "admin",
];
/// So many pages of each are followed.
const MOST_PAGES: usize = 220;
/// What is no page: it ends the session, or changes something.
const APART: [&str; 3] = ["/sign-out", "/assets/", "/language"];

/// Free texts of events that hold no clinical word: names, papers, places, what one office says to another. Everything else
/// that people write freely carries a mark, or this list is not true any more.
const PLAIN: [&str; 0] = [];

/// What else names the treatment: substances, and the products in three languages.
fn words(site: &Site) -> Vec<String> {
    let mut words = vec![STEM.to_owned()];
    for stem in [
        "triptorelin",
        "cyproterone",
        "degarelix",
        "leuprorelin",
        "goserelin",
    ] {
        words.push(stem.to_owned());
    }
    for stem in [
        "трипторелин",
        "ципротерон",
        "дегареликс",
        "лейпрорелин",
        "гозерелин",
    ] {
        words.push(stem.to_owned());
    }
    for protocol in site.desk.rules().protocols() {
        for name in [&protocol.name.kk, &protocol.name.ru, &protocol.name.en] {
            words.push(name.clone());
        }
    }
    words.sort();
    words.dedup();
    words
}

/// Everything that was ever recorded, as an auditor may read it.
async fn written(site: &Site) -> Vec<(CaseId, Event)> {
    let auditor = site.actor("auditor");
    let scope = site.desk.list(auditor, Action::ListCases).await.unwrap();
    let (mut cases, mut after): (Vec<CaseId>, Option<String>) = (Vec::new(), None);
    loop {
        let now = site.desk.instant();
        let part = reading::cases::part(site.desk.store(), &scope, None, after.as_deref(), now).await;
        let part = part.unwrap();
        let most = usize::try_from(reading::PART).unwrap();
        let more = part.len() > most;
        cases.extend(part.iter().take(most).map(reading::cases::CaseRow::case));
        if !more {
            break;
        }
        after = part.get(most - 1).map(|row| row.reference.clone());
    }
    let mut events = Vec::new();
    for case in cases {
        let file = site.file(case).await;
        events.extend(file.history.into_iter().map(|known| (case, known.event)));
    }
    events
}

/// The free texts of a value, each with the way to it: what has a space or a letter that no code has.
fn texts(way: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) if text.contains(' ') || !text.is_ascii() => {
            found.push((way.to_owned(), text.clone()));
        }
        Value::Array(values) => {
            for value in values {
                texts(way, value, found);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                texts(&format!("{way}.{name}"), value, found);
            }
        }
        _ => {}
    }
}

/// Every free text is marked, or known to be none of a clinic's.
fn every_clinical_text_is_marked(events: &[(CaseId, Event)]) {
    let (mut marked, mut plain) = (BTreeSet::new(), BTreeSet::new());
    for (_, event) in events {
        let value = serde_json::to_value(event).unwrap();
        let mut found = Vec::new();
        texts(event.verb(), &value, &mut found);
        for (way, text) in found {
            let way = way.replace(&format!(".{}", event.verb()), "");
            if text.contains(STEM) {
                marked.insert(way);
            } else {
                plain.insert(way);
            }
        }
    }
    assert!(marked.len() >= 20, "{marked:#?}");
    let known: BTreeSet<_> = PLAIN.iter().map(|way| (*way).to_owned()).collect();
    assert_eq!(plain, known, "marked are {marked:#?}");
}

/// What somebody can get, by address.
struct Reader<'s> {
    site: &'s Site,
    scanner: &'s Scanner,
    name: &'s str,
    who: Session,
    read: BTreeMap<String, u16>,
    leaks: Vec<String>,
}

impl<'s> Reader<'s> {
    async fn sign_in(site: &'s Site, scanner: &'s Scanner, name: &'s str) -> Self {
        Self {
            site,
            scanner,
            name,
            who: site.sign_in(name).await,
            read: BTreeMap::new(),
            leaks: Vec::new(),
        }
    }

    fn look(&mut self, what: &str, text: &str) {
        for word in self.scanner.found(text) {
            self.leaks.push(format!("{}: {what}: {word}", self.name));
        }
    }

    /// Reads an address, in one of the languages by turns; the addresses to which it leads.
    async fn open(&mut self, path: &str) -> Vec<String> {
        let turn = self.read.len() % Language::ALL.len();
        let and = if path.contains('?') { '&' } else { '?' };
        let asked = if path.contains("lang") {
            path.to_owned()
        } else {
            format!("{path}{and}lang={}", Language::ALL[turn].code())
        };
        let (status, bytes) = self.site.bytes(&self.who, &asked).await;
        assert!(status < 500, "{} {asked}: {status}", self.name);
        self.read.insert(path.to_owned(), status);
        let text = if bytes.starts_with(b"%PDF") {
            inside(&bytes)
        } else if bytes.starts_with(b"PK") {
            unpacked(&bytes)
        } else {
            String::from_utf8(bytes).unwrap_or_else(|fault| panic!("{asked} is no text: {fault}"))
        };
        self.look(path, &text);
        let links = text.split("href=\"/").skip(1);
        links
            .filter_map(|rest| rest.split('"').next())
            .map(|link| {
                format!(
                    "/{}",
                    link.split('#').next().unwrap_or(link).replace("&amp;", "&")
                )
            })
            .filter(|link| !link.contains("lang=") && !APART.iter().any(|apart| link.starts_with(apart)))
            .collect()
    }

    /// Follows every link from the desks on.
    async fn crawl(&mut self) {
        let mut waiting: VecDeque<String> =
            self.site.routes().into_iter().filter_map(plain_address).collect();
        while let Some(path) = waiting.pop_front().filter(|_| self.read.len() < MOST_PAGES) {
            if self.read.contains_key(&path) {
                continue;
            }
            let next = self.open(&path).await;
            // A list of many rows leads to many pages of one kind: some of each.
            let fresh = next.into_iter().filter(|link| !self.read.contains_key(link));
            waiting.extend(fresh);
        }
    }

    /// Tries every address of a case by hand.
    async fn try_all_of(&mut self, case: CaseId, names: &BTreeMap<&'static str, String>) {
        let addresses: BTreeSet<_> = self
            .site
            .routes()
            .into_iter()
            .filter(|(method, uri)| method == "GET" && uri.starts_with("/cases/<id>"))
            .map(|(_, uri)| crate::web::routes::address(&uri, names))
            .collect();
        for path in addresses {
            self.open(&path).await;
        }
        self.open(&format!("/cases/{case}?done=log-injection")).await;
    }

    async fn search(&mut self) {
        for path in ["/cases", "/today"] {
            let page = self.site.get(&self.who, path).await;
            if page.status != 200 {
                continue;
            }
            for word in [STEM, "triptorelin", "Осмотрен"] {
                let fields = BTreeMap::from([
                    ("csrf".to_owned(), token(&page)),
                    ("q".to_owned(), word.to_owned()),
                ]);
                let answer = self.site.post(&self.who, path, &fields).await;
                // The field repeats what was typed into it.
                let text = answer.body.replace(&format!("value=\"{word}\""), "");
                self.look(&format!("searches {path} for {word}"), &text);
            }
        }
    }

    async fn feed(&mut self) {
        let form = self.site.get(&self.who, "/calendar").await;
        if form.status != 200 {
            return;
        }
        let key = SubmissionKey::fresh().to_string();
        let made = self
            .site
            .send(&self.who, "/calendar", &form, &[("key", &key)])
            .await;
        let (_, rest) = made.body.split_once("/calendar/").unwrap();
        let file = rest.split('<').next().unwrap();
        let feed = self.site.get_as_stranger(&format!("/calendar/{file}")).await;
        assert_eq!(feed.status, 200, "{}", self.name);
        self.look("the feed", &feed.body.replace("\r\n ", ""));
    }
}

/// The address of a route that needs no name.
fn plain_address((method, uri): (String, String)) -> Option<String> {
    let path = uri.split('?').next()?.to_owned();
    let plain = method == "GET" && !path.contains('<') && !APART.iter().any(|apart| path.starts_with(apart));
    plain.then_some(path)
}

/// The token that the forms of a page carry.
fn token(page: &Page) -> String {
    let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Nothing that a clinic wrote leaves it.
pub async fn nothing_clinical_leaves(site: &Site, log: &Log) {
    let events = written(site).await;
    every_clinical_text_is_marked(&events);
    let scanner = Scanner::of(words(site));
    let written: String = events
        .iter()
        .map(|(_, event)| serde_json::to_string(event).unwrap())
        .collect();
    assert!(
        scanner.found(&written).len() >= 6,
        "the scanner finds what was written"
    );

    let mut leaks = Vec::new();
    for name in OUTSIDE {
        let mut reader = Reader::sign_in(site, &scanner, name).await;
        reader.crawl().await;
        let seen: BTreeSet<CaseId> = reader.read.iter().filter_map(case_of).collect();
        // Of those that he sees, and of one that he does not.
        let others = events
            .iter()
            .map(|(case, _)| *case)
            .find(|case| !seen.contains(case));
        for case in seen.iter().copied().take(2).chain(others) {
            let mut names = crate::web::routes::names(site, case, None).await;
            let alert = site.file(case).await.case.alerts.last().map(|alert| alert.id);
            names.extend(alert.map(|alert| ("alert", alert.to_string())));
            reader.try_all_of(case, &names).await;
        }
        reader.search().await;
        reader.feed().await;
        if name.starts_with("prob") || name == "police" {
            assert!(seen.len() >= 2, "{name} sees cases: {:?}", reader.read);
        }
        assert!(
            reader.read.values().filter(|status| **status == 200).count() >= 4,
            "{name}: {:?}",
            reader.read
        );
        leaks.extend(reader.leaks);
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
    strangers(site, &scanner).await;
    messages(site, &scanner).await;
    let words = log.text();
    assert_eq!(scanner.found(&words), Vec::<&str>::new(), "the log of two years");
    a_planted_leak_is_found(site, &scanner).await;
}

/// The case of a page that was shown.
fn case_of((path, status): (&String, &u16)) -> Option<CaseId> {
    let rest = path.strip_prefix("/cases/").filter(|_| *status == 200)?;
    rest.split(['/', '?']).next()?.parse().ok()
}

async fn strangers(site: &Site, scanner: &Scanner) {
    for path in site.routes().into_iter().filter_map(plain_address) {
        let page = site.get_as_stranger(&path).await;
        assert_eq!(scanner.found(&page.body), Vec::<&str>::new(), "{path}");
    }
}

/// Every message that was ever written, as each channel says it.
async fn messages(site: &Site, scanner: &Scanner) {
    let all = outbox::recent(site.desk.store(), 100_000).await.unwrap();
    assert!(all.len() >= 100, "{} messages of two years", all.len());
    for message in all {
        for language in Language::ALL {
            let letter = merzim::jobs::messages::render(
                &message.template,
                &message.arguments,
                language.code(),
                "https://merzim.example",
            );
            let letter = letter.unwrap();
            let short = merzim::jobs::sms::text(&letter);
            let text = format!("{letter:?} {short} {message:?}");
            assert_eq!(scanner.found(&text), Vec::<&str>::new(), "{text}");
        }
    }
}

/// Whoever treats reads the marks; and one that is written where supervision reads it is found there.
async fn a_planted_leak_is_found(site: &Site, scanner: &Scanner) {
    let mut nurse = Reader::sign_in(site, scanner, "nurse.prison").await;
    nurse.crawl().await;
    assert!(
        nurse.leaks.iter().any(|leak| leak.ends_with(STEM)),
        "those who treat read it"
    );
    assert!(nurse.leaks.len() > 20, "{:?}", nurse.leaks);

    let mut officer = Reader::sign_in(site, scanner, "probation").await;
    let alerts = officer.open("/alerts").await;
    let alerts = alerts
        .iter()
        .filter_map(|link| link.strip_prefix("/alerts/")?.parse().ok());
    let answer = Answer {
        action: "called".into(),
        words: format!("to be kept in the clinic {STEM}"),
    };
    for alert in alerts.collect::<Vec<AlertId>>() {
        let case = reading::alerts::find(site.desk.store(), alert)
            .await
            .unwrap()
            .case;
        let by = site.actor("probation");
        let said = commands::acknowledge_notice(&site.desk, by, None, case, alert, &answer).await;
        if said.is_ok() {
            officer.open(&format!("/alerts/{alert}")).await;
            break;
        }
    }
    let leak = officer.leaks.iter().find(|leak| leak.ends_with(STEM));
    assert!(
        leak.is_some(),
        "what is planted on a page of the officer's is found there"
    );
}
