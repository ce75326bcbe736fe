//! Nothing clinical of anybody in the invented country reaches supervision, custody or the outside. A word that occurs
//! nowhere else is written into every free text of every clinical event; then everybody who supervises or guards anybody
//! reads all that leads on from his lists, and one of each role tries the doors of every case. The letters, the feeds, the
//! messages and the log are searched as well.

use super::unseen_papers::{feeds_say_nothing, letters_say_nothing};
use crate::support::{
    database::Fresh,
    forms::{Text, exact},
    log::LOG,
};
use merzim::{
    access::{Lens, Role},
    commands::sign_in::{Door, password::Passwords},
    config::{Config, Mode as Begun},
    domain::ids::CaseId,
    jobs,
    secrets::{self, Keys},
    store::{
        accounts::{self, Account},
        desk::Desk,
        outbox,
        sessions::{self, NewSession},
    },
    web::house,
};
use rocket::{http::Cookie, local::asynchronous::Client};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The word; no language and no code has it.
pub(super) const WORD: &str = "zqkanarja";

/// What a supervising body may know: who decided what, where the person belongs, whether he came, who was told. All other
/// events are clinical, or a complaint, which is no more its business.
const OPEN: [&str; 38] = [
    "case-opened",
    "ruling-recorded",
    "ruling-changed",
    "place-changed",
    "supervision-changed",
    "case-ended",
    "import-undone",
    "warned",
    "submitted-to-court",
    "court-declined",
    "release-date-set",
    "materials-sent",
    "ruling-forwarded",
    "release-notice-sent",
    "handover-offered",
    "handover-accepted",
    "appointment-set",
    "handover-rejected",
    "handover-withdrawn",
    "handover-expired",
    "handover-lapsed",
    "released",
    "person-came",
    "address-reported",
    "absence-asked",
    "absence-answered",
    "curfew-set",
    "restriction-set",
    "person-turned-up",
    "person-lost",
    "search-reported",
    "alert-raised",
    "notice-sent",
    "notice-acknowledged",
    "alert-acted",
    "officer-assigned",
    "alert-redirected",
    "alert-reopened",
];

/// Fields whose texts are short and yet typed by somebody.
const TYPED: [&str; 8] = [
    "lot",
    "serial",
    "present",
    "laboratory",
    "name",
    "words",
    "own_words",
    "reason",
];

/// Lists from which a reader sets out.
const LISTS: [&str; 16] = [
    "/today",
    "/cases",
    "/alerts",
    "/alerts?over=yes",
    "/alerts/caseload",
    "/alerts/gaps",
    "/alerts/deputies",
    "/attendance",
    "/calendar",
    "/handovers",
    "/releases",
    "/reports",
    "/reports/table.csv",
    "/rules",
    "/ledger",
    "/training",
];

/// Doors that a reader may try in any case, whether or not a page led there.
const DOORS: [&str; 8] = [
    "",
    "/history",
    "/results",
    "/own-record/ru",
    "/dose",
    "/letters",
    "/release",
    "/supply",
];

/// More pages than any of these readers has.
const MOST: usize = 400;

pub async fn nothing_clinical_leaves(fresh: &Fresh, desk: &Desk, keys: &Keys) {
    let log_begins = LOG.text().len();
    let planted = plant(fresh).await;
    assert!(planted > 1_000, "{planted} clinical texts in the whole country");
    let readers = readers(fresh).await;
    assert!(readers.len() > 25, "{} readers", readers.len());
    let cases = identities(fresh, "SELECT id FROM case_file ORDER BY reference").await;
    let client = client(fresh, desk, keys).await;
    let (mut read, mut tried) = (0, BTreeSet::new());
    for reader in &readers {
        let token = session(fresh, desk, reader).await;
        // The doors of all cases are the same for all of a role: one of each tries them.
        let doors = if tried.insert(&reader.role) {
            &cases[..]
        } else {
            &[]
        };
        let pages = walk(&client, &token, doors).await;
        read += pages.len();
        for (path, body) in &pages {
            assert!(
                !Text::new(body).carries(WORD),
                "{} reads {path}: {}",
                reader.role,
                around(body)
            );
        }
    }
    assert!(read > 10 * readers.len(), "{read} pages were read");
    feeds_say_nothing(&client, desk, &readers).await;
    let regions = super::texts(fresh, "SELECT region FROM case_file ORDER BY reference").await;
    let where_treated: Vec<_> = cases.iter().copied().map(CaseId).zip(regions).collect();
    let all = accounts::all(&fresh.store).await.unwrap();
    letters_say_nothing(desk, &all, &where_treated).await;
    messages(desk).await;
    let written = LOG.text().split_off(log_begins);
    assert!(
        !Text::new(&written).carries(WORD),
        "the log: {}",
        around(&written)
    );
    tracing::warn!("{WORD}");
    assert!(LOG.text().contains(WORD), "the log is kept");
    // The scanner is awake: a nurse of the country does read the word.
    let nurse = accounts::find_by_sign_in_name(&fresh.store, "nurse.prison").await;
    let token = session(fresh, desk, &nurse.unwrap().unwrap()).await;
    let pages = walk(&client, &token, &[]).await;
    assert!(pages.values().any(|body| Text::new(body).carries(WORD)));
}

/// Writes the word into every free text of every clinical event; how many there are.
async fn plant(fresh: &Fresh) -> usize {
    let raw = fresh.raw().await;
    let backend = raw.get_database_backend();
    // The database itself refuses this, as it should.
    let guard = match backend {
        DbBackend::Sqlite => "DROP TRIGGER event_update",
        _ => "DROP TRIGGER event_rewrite ON event",
    };
    raw.execute_unprepared(guard).await.unwrap();
    let rows = Statement::from_string(backend, "SELECT case_id, seq, verb, payload FROM event");
    let rows = raw.query_all_raw(rows).await.unwrap();
    let mut planted = 0;
    for row in rows {
        let verb: String = row.try_get("", "verb").unwrap();
        if OPEN.contains(&verb.as_str()) || verb == "alert-rested" || verb == "alert-resolved" {
            continue;
        }
        let payload: String = row.try_get("", "payload").unwrap();
        let mut payload: Value = serde_json::from_str(&payload).unwrap();
        let before = planted;
        mark("", &mut payload, &mut planted);
        if planted == before {
            continue;
        }
        let (case, seq): (uuid::Uuid, i64) = (
            row.try_get("", "case_id").unwrap(),
            row.try_get("", "seq").unwrap(),
        );
        let put = "UPDATE event SET payload = $1 WHERE case_id = $2 AND seq = $3";
        let values = [payload.to_string().into(), case.into(), seq.into()];
        raw.execute_raw(Statement::from_sql_and_values(backend, put, values))
            .await
            .unwrap();
    }
    planted
}

/// What somebody wrote: more than one word, another alphabet, or a field that people type into. Codes and days stay.
fn mark(key: &str, value: &mut Value, planted: &mut usize) {
    match value {
        Value::String(text) => {
            let written = text.contains(' ') || !text.is_ascii() || TYPED.contains(&key);
            if written && !text.is_empty() {
                *planted += 1;
                text.push_str(&format!(" {WORD}{planted}"));
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| mark(key, value, planted)),
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(key, value)| mark(key, value, planted)),
        _ => {}
    }
}

pub(super) async fn identities(fresh: &Fresh, sql: &str) -> Vec<uuid::Uuid> {
    let raw = fresh.raw().await;
    let rows = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(rows).await.unwrap();
    let each = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
    each.collect()
}

/// One account of each role in each organisation that supervises somebody or guards somebody.
async fn readers(fresh: &Fresh) -> Vec<Account> {
    let all = accounts::all(&fresh.store).await.unwrap();
    let concerned = "SELECT supervising_id FROM case_file UNION SELECT responsible_id FROM case_file";
    let concerned: BTreeSet<_> = identities(fresh, concerned).await.into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut readers = all;
    readers.retain(|account| {
        let lens = Role::parse(&account.role).unwrap().lens();
        let outside = matches!(lens, Lens::Supervision | Lens::Custody);
        let place = account.organisation.0;
        outside && concerned.contains(&place) && seen.insert((place, account.role.clone()))
    });
    readers
}

pub(super) async fn client(fresh: &Fresh, desk: &Desk, keys: &Keys) -> Client {
    let (clock, passwords) = (desk.clock().clone(), Passwords::default());
    let door = Door::new(fresh.store.clone(), clock, keys.clone(), passwords);
    let config = Config::load(None, Begun::Training, []).unwrap();
    let server = house::server(config, keys.clone(), desk.clone(), door, None).unwrap();
    Client::untracked(server).await.unwrap()
}

pub(super) async fn session(fresh: &Fresh, desk: &Desk, account: &Account) -> String {
    let (token, now) = (secrets::token().unwrap(), desk.clock().wall());
    let until = now + chrono::TimeDelta::hours(10);
    let new = NewSession {
        token: secrets::digest(token.as_bytes()),
        account: account.id,
        csrf: "canary",
        language: "ru",
        failures: 0,
        at: now,
        idle_expires_at: until,
        expires_at: until,
    };
    let tx = fresh.store.begin_write().await.unwrap();
    sessions::create(&tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    token
}

/// All that a reader's lists lead to, and what the doors of every case answer.
async fn walk(client: &Client, token: &str, cases: &[uuid::Uuid]) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut ahead: VecDeque<String> = LISTS.map(str::to_owned).into();
    for case in cases {
        ahead.extend(DOORS.map(|door| format!("/cases/{case}{door}")));
    }
    let doors = ahead.len();
    while let Some(path) = ahead.pop_front() {
        if pages.len() >= MOST + doors || pages.contains_key(&path) {
            continue;
        }
        let answer = client
            .get(path.clone())
            .cookie(Cookie::new("merzim", token.to_owned()));
        let answer = answer.dispatch().await;
        let open = answer.status().code == 200;
        let body = answer.into_bytes().await.unwrap_or_default();
        let body = String::from_utf8_lossy(&body).into_owned();
        if open {
            ahead.extend(leads_on(&body).filter(|found| !pages.contains_key(found)));
        }
        pages.insert(path, body);
    }
    pages
}

/// The pages of the house that a page leads to.
fn leads_on(body: &str) -> impl Iterator<Item = String> + '_ {
    let links = body.split("href=\"/").skip(1);
    links.filter_map(|rest| {
        let path = format!("/{}", rest.split('"').next()?.split('#').next()?);
        let house = ["/assets", "/sign-out", "/language"];
        let aside = house.iter().any(|part| path.starts_with(part)) || path.contains("lang=");
        (!aside).then(|| path.replace("&amp;", "&"))
    })
}

/// Messages may be read over a shoulder: none of the country's carries the word, and none that would be written now.
async fn messages(desk: &Desk) {
    let all = outbox::recent(desk.store(), 10_000).await.unwrap();
    assert!(all.len() > 50, "{} messages", all.len());
    for message in all {
        for language in ["kk", "ru", "en"] {
            let address = "https://merzim.example";
            let letter = jobs::messages::render(&message.template, &message.arguments, language, address);
            let letter = letter.unwrap();
            let said = format!("{letter:?} {} {message:?}", jobs::sms::text(&letter));
            assert!(!Text::new(&said).carries(WORD), "{said}");
        }
    }
}

/// The word with what stands before it, to find where it comes from.
fn around(body: &str) -> String {
    let lower = body.to_lowercase();
    let at = lower
        .find(WORD)
        .or_else(|| exact(WORD).iter().find_map(|form| body.find(form)));
    let at = at.unwrap_or_default();
    let from = (at.saturating_sub(300)..=at).find(|from| body.is_char_boundary(*from));
    body[from.unwrap_or_default()..].chars().take(400).collect()
}
