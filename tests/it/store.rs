//! The store on both databases.

use merzim::store::{Mode, OpenFault, OpenOptions, Store};

use crate::support::database::{on_each, sqlite};

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

#[tokio::test]
async fn sqlite_settings_are_read_back_and_a_missing_file_is_not_made_by_the_way() {
    let fresh = sqlite().await;
    fresh.store.self_check().await.unwrap();
    let elsewhere = fresh.url.replace("merzim.db", "other.db");
    assert!(matches!(
        Store::open(&elsewhere, OpenOptions::default()).await,
        Err(OpenFault::Connect(_))
    ));
    assert!(matches!(
        Store::open("sqlite::memory:", OpenOptions::default()).await,
        Err(OpenFault::Address)
    ));
    assert!(matches!(
        Store::open("mysql://x/y", OpenOptions::default()).await,
        Err(OpenFault::Address)
    ));
}
