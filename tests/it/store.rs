//! The store on both databases.

mod accounts;
mod ages;
mod backup;
mod bundle;
mod delivery_faults;
mod documents;
mod drafts;
mod due;
mod ledger;
mod outbox;
mod rounds;
mod tampering;
mod webhooks;

use std::time::Duration;

use merzim::store::{Mode, OpenFault, OpenOptions, Store, settings};
use sea_orm::DbBackend;

use crate::support::{
    database::{on_each, sqlite},
    rows,
};

#[test]
fn migrations_are_applied_once_and_then_none_is_pending() {
    on_each(async |fresh| {
        assert!(
            fresh.store.pending_migrations().await.unwrap().is_empty(),
            "{}",
            fresh.kind
        );
        assert!(fresh.store.migrate().await.unwrap().is_empty(), "{}", fresh.kind);
        fresh
    });
}

#[test]
fn training_and_production_are_never_crossed() {
    on_each(async |fresh| {
        fresh.store.enter(Mode::Training).await.unwrap();
        fresh.store.enter(Mode::Training).await.unwrap();
        let crossed = fresh.store.enter(Mode::Production).await;
        assert!(
            matches!(crossed, Err(OpenFault::OtherMode { .. })),
            "{}: {crossed:?}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn a_database_with_cases_and_no_mode_is_not_taken_for_training() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        rows::case(&fresh, clinic, "K-1").await;
        let training = fresh.store.enter(Mode::Training).await;
        assert!(
            matches!(training, Err(OpenFault::OtherMode { .. })),
            "{}: {training:?}",
            fresh.kind
        );
        fresh.store.enter(Mode::Production).await.unwrap();
        fresh
    });
}

#[test]
fn whoever_waits_too_long_for_a_connection_is_told_to_come_back() {
    on_each(async |fresh| {
        let hasty = OpenOptions {
            allow_unsafe_durability: true,
            connections: 1,
            patience: Duration::from_millis(200),
            ..OpenOptions::default()
        };
        let store = Store::open(&fresh.url, hasty).await.unwrap();
        let writing = store.begin_write().await.unwrap();
        let refused = store.begin_write().await.unwrap_err();
        assert!(refused.is_unavailable(), "{}: {refused:?}", fresh.kind);
        drop(writing);
        store.close().await.unwrap();
        fresh
    });
}

#[test]
fn a_lost_database_is_told_as_such_and_found_again() {
    on_each(async |fresh| {
        if fresh.backend == DbBackend::Postgres {
            let tx = fresh.store.begin_write().await.unwrap();
            let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                          WHERE datname = current_database() AND pid <> pg_backend_pid()";
            fresh.intrude(others, []).await.unwrap();
            let lost = settings::put(&tx, "key", "value").await.unwrap_err();
            assert!(lost.is_unavailable(), "{lost:?}");
            drop(tx);
            let tx = fresh.store.begin_write().await.unwrap();
            settings::put(&tx, "key", "value").await.unwrap();
            tx.commit().await.unwrap();
        }
        fresh
    });
}

#[test]
fn unsafe_durability_is_read_back_and_refused() {
    on_each(async |fresh| {
        if fresh.backend == DbBackend::Postgres {
            let database = fresh.url.rsplit('/').next().unwrap();
            let sql = format!("ALTER DATABASE \"{database}\" SET synchronous_commit = off");
            fresh.intrude(&sql, []).await.unwrap();
            let refused = Store::open(&fresh.url, OpenOptions::default()).await;
            assert!(matches!(refused, Err(OpenFault::Unsafe { .. })), "{refused:?}");
        } else {
            fresh.store.self_check().await.unwrap();
        }
        fresh
    });
}

#[tokio::test]
async fn a_missing_file_is_not_made_by_the_way_and_other_databases_are_refused() {
    let fresh = sqlite().await;
    let elsewhere = fresh.url.replace("merzim.db", "other.db");
    assert!(matches!(
        Store::open(&elsewhere, OpenOptions::default()).await,
        Err(OpenFault::Connect(_))
    ));
    assert!(matches!(
        Store::open("sqlite::memory:", OpenOptions::default()).await,
        Err(OpenFault::Address)
    ));
    let secret = Store::open("postgres://user:secret@host:port/name", OpenOptions::default())
        .await
        .unwrap_err();
    assert!(
        !format!("{secret} {secret:?}").contains("secret"),
        "no password in an error"
    );
    assert!(matches!(
        Store::open("mysql://x/y", OpenOptions::default()).await,
        Err(OpenFault::Address)
    ));
}
