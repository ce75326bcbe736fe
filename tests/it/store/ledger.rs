//! The chain as it grows.

use chrono::{DateTime, Utc};
use merzim::{
    domain::ids::{AccountId, CaseId},
    store::{
        Store,
        ledger::{self, Entry, Hash, NewEvent, Sealed, Who},
    },
};
use serde_json::{Map, json};

use crate::support::{
    database::{Fresh, on_each},
    rows::{self, at},
};

/// What a small ledger is about.
pub struct Written {
    pub cases: [CaseId; 2],
    pub account: AccountId,
    pub last: Sealed,
}

/// Ten entries: two cases in turn, with none, one or two events each, an act of a job and one of nobody.
pub async fn write(fresh: &Fresh) -> Written {
    let clinic = rows::organisation(fresh, "clinic").await;
    let account = rows::account(fresh, clinic, "nurse").await;
    let cases = [
        rows::case(fresh, clinic, "K-1").await,
        rows::case(fresh, clinic, "K-2").await,
    ];
    let now = at("2026-07-03T09:00:00.123456789Z");
    let nurse = Who::Account {
        id: account,
        role: "clinic-nurse",
    };
    seal(&fresh.store, Who::Nobody, "sign-in-refused", None, now, &[]).await;
    let payloads = [r#"{"lot":"L7","note":"қол"}"#, "{}"];
    for round in 0..4_i64 {
        let one = [NewEvent {
            seq: round + 1,
            verb: "log-injection",
            payload: payloads[0],
            occurred_at: now,
        }];
        seal(&fresh.store, nurse, "log-injection", Some(cases[0]), now, &one).await;
        let two = [0, 1].map(|n| NewEvent {
            seq: 2 * round + n + 1,
            verb: "open-case",
            payload: payloads[1],
            occurred_at: now - chrono::TimeDelta::hours(3),
        });
        let events = if round == 3 { &[][..] } else { &two };
        seal(
            &fresh.store,
            Who::Job("sweep"),
            "advance-case",
            Some(cases[1]),
            now,
            events,
        )
        .await;
    }
    seal(
        &fresh.store,
        nurse,
        "read-clinical-file",
        Some(cases[0]),
        now,
        &[],
    )
    .await;
    let last = seal(&fresh.store, nurse, "read-worklist", None, now, &[]).await;
    Written { cases, account, last }
}

async fn seal(
    store: &Store,
    who: Who<'_>,
    verb: &str,
    case: Option<CaseId>,
    at: DateTime<Utc>,
    events: &[NewEvent<'_>],
) -> Sealed {
    let mut detail = Map::new();
    detail.insert("policies".to_owned(), json!(["clinical.nurse"]));
    let entry = Entry {
        at,
        who,
        verb,
        case,
        subject: Some("account:1"),
        detail,
        events,
    };
    let tx = store.begin_write().await.unwrap();
    let sealed = ledger::append(&tx, entry).await.unwrap();
    tx.commit().await.unwrap();
    sealed
}

#[test]
fn a_ledger_holds_and_leads_to_the_hash_of_its_last_entry() {
    on_each(async |fresh| {
        assert_eq!(
            ledger::verify(&fresh.store).await.unwrap().root,
            Hash::NONE,
            "{}",
            fresh.kind
        );
        let written = write(&fresh).await;
        let report = ledger::verify(&fresh.store).await.unwrap();
        assert_eq!((report.entries, report.events), (11, 10), "{}", fresh.kind);
        assert_eq!(
            (report.entries, report.root),
            (written.last.seq, written.last.hash),
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn a_transaction_that_is_not_committed_leaves_no_trace() {
    on_each(async |fresh| {
        let entry = Entry {
            at: at("2026-07-03T09:00:00Z"),
            who: Who::Nobody,
            verb: "sign-in-refused",
            case: None,
            subject: None,
            detail: Map::new(),
            events: &[],
        };
        let tx = fresh.store.begin_write().await.unwrap();
        ledger::append(&tx, entry.clone()).await.unwrap();
        drop(tx);
        assert_eq!(
            ledger::verify(&fresh.store).await.unwrap().entries,
            0,
            "{}",
            fresh.kind
        );
        let tx = fresh.store.begin_write().await.unwrap();
        assert_eq!(ledger::append(&tx, entry.clone()).await.unwrap().seq, 1);
        assert_eq!(
            ledger::append(&tx, entry).await.unwrap().seq,
            2,
            "two acts in one transaction"
        );
        tx.commit().await.unwrap();
        assert_eq!(
            ledger::verify(&fresh.store).await.unwrap().entries,
            2,
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn an_event_needs_a_case_and_its_place_can_be_taken_only_once() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        let case = rows::case(&fresh, clinic, "K-1").await;
        let now = at("2026-07-03T09:00:00Z");
        let events = [NewEvent {
            seq: 1,
            verb: "open-case",
            payload: "{}",
            occurred_at: now,
        }];
        let entry = |case| Entry {
            at: now,
            who: Who::Nobody,
            verb: "open-case",
            case,
            subject: None,
            detail: Map::new(),
            events: &events,
        };
        let tx = fresh.store.begin_write().await.unwrap();
        assert!(ledger::append(&tx, entry(None)).await.is_err(), "{}", fresh.kind);
        drop(tx);
        let tx = fresh.store.begin_write().await.unwrap();
        ledger::append(&tx, entry(Some(case))).await.unwrap();
        tx.commit().await.unwrap();
        let tx = fresh.store.begin_write().await.unwrap();
        assert!(
            ledger::append(&tx, entry(Some(case))).await.is_err(),
            "{}",
            fresh.kind
        );
        drop(tx);
        assert_eq!(
            ledger::verify(&fresh.store).await.unwrap().entries,
            1,
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn several_processes_append_to_one_chain() {
    on_each(async |fresh| {
        let stores = [fresh.store.clone(), fresh.again().await, fresh.again().await];
        let writers = stores.clone().map(|store| {
            tokio::spawn(async move {
                for _ in 0..15 {
                    seal(
                        &store,
                        Who::Job("sweep"),
                        "sweep",
                        None,
                        at("2026-07-03T09:00:00Z"),
                        &[],
                    )
                    .await;
                }
            })
        });
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(
            ledger::verify(&fresh.store).await.unwrap().entries,
            45,
            "{}",
            fresh.kind
        );
        let [_, second, third] = stores;
        second.close().await.unwrap();
        third.close().await.unwrap();
        fresh
    });
}
