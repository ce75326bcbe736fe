//! A database that takes nothing for a while: whoever sends a form is told to come back, nothing is half written, and the
//! same form counts afterwards.

use crate::support::{
    database::{Fresh, on_each, on_file},
    site::Site,
};
use merzim::store::{OpenOptions, Store};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend};
use std::time::Duration;

/// More than the application has open.
const CONNECTIONS: usize = 40;

/// The application opens its database as ever, but does not wait long for it.
async fn hasty(mut fresh: Fresh) -> Fresh {
    let options = OpenOptions {
        allow_unsafe_durability: true,
        patience: Duration::from_secs(2),
        ..OpenOptions::default()
    };
    let store = Store::open(&fresh.url, options).await.unwrap();
    let before = std::mem::replace(&mut fresh.store, store);
    before.close().await.unwrap();
    fresh
}

/// Somebody who takes the database away: on SQLite by holding on to the right to write, on PostgreSQL by ending every
/// connection and letting nobody in.
struct Thief {
    hand: DatabaseConnection,
    /// The database to be taken, where that is done from outside.
    name: Option<String>,
}

impl Thief {
    async fn at(fresh: &Fresh) -> Self {
        let outside = fresh.backend == DbBackend::Postgres;
        let url = if outside {
            std::env::var("MERZIM_TEST_POSTGRES_URL").unwrap()
        } else {
            fresh.url.clone()
        };
        let mut options = ConnectOptions::new(url);
        options.max_connections(1);
        Self {
            hand: Database::connect(options).await.unwrap(),
            name: outside.then(|| fresh.url.rsplit('/').next().unwrap().to_owned()),
        }
    }

    async fn says(&self, sql: &str) {
        self.hand.execute_unprepared(sql).await.unwrap();
    }

    async fn takes(&self) {
        let Some(name) = &self.name else {
            return self.says("BEGIN IMMEDIATE").await;
        };
        self.says(&format!("ALTER DATABASE \"{name}\" WITH ALLOW_CONNECTIONS false"))
            .await;
        self.says(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await;
    }

    async fn gives_back(&self) {
        match &self.name {
            None => self.says("ROLLBACK").await,
            Some(name) => {
                self.says(&format!("ALTER DATABASE \"{name}\" WITH ALLOW_CONNECTIONS true"))
                    .await;
            }
        }
    }
}

#[test]
fn a_form_sent_while_nothing_can_be_written_counts_once_when_it_can() {
    on_each(|fresh| async {
        let site = Site::new(hasty(fresh).await).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/hold");
        let mut fields = site.get(&nurse, &path).await.fields();
        fields.insert("reason".to_owned(), "печень".to_owned());
        let before = site.file(case).await.case;

        let thief = Thief::at(&site.fresh).await;
        thief.takes().await;
        let kind = site.fresh.kind;
        let lost = site.post(&nurse, &path, &fields).await;
        assert_eq!(lost.status, 503, "{kind}: {}", lost.text());
        let said = lost.body.to_lowercase();
        for word in ["sqlx", "database", "locked", "postgres"] {
            assert!(!said.contains(word), "{kind}: {word} is nobody's business");
        }
        thief.gives_back().await;
        // Each connection that was cut says so once, to whoever takes it up first.
        for _ in 0..CONNECTIONS {
            let _ = site.get(&nurse, &path).await;
        }
        assert_eq!(site.get(&nurse, &path).await.status, 200, "{kind}: it is back");
        assert_eq!(
            site.file(case).await.case,
            before,
            "{kind}: nothing is half written"
        );

        for time in ["the first time", "once more"] {
            let taken = site.post(&nurse, &path, &fields).await;
            let home = format!("/cases/{case}?done=place-hold");
            assert_eq!(taken.location, Some(home), "{kind}, {time}: {}", taken.text());
        }
        assert_eq!(site.file(case).await.case.holds.len(), 1, "{kind}");
        thief.hand.close().await.unwrap();
        site.end()
    });
}

/// SQLite goes on with a file that no path leads to any more: what is confirmed then is gone at the next start.
#[cfg(unix)]
#[test]
fn a_file_that_was_moved_away_confirms_nothing() {
    on_file(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/hold");
        let mut fields = site.get(&nurse, &path).await.fields();
        fields.insert("reason".to_owned(), "печень".to_owned());
        assert_eq!(site.get_as_stranger("/readyz").await.status, 200);

        let file = std::path::PathBuf::from(site.fresh.url.strip_prefix("sqlite://").unwrap());
        let away = file.with_extension("away");
        std::fs::rename(&file, &away).unwrap();
        assert_eq!(site.get_as_stranger("/readyz").await.status, 503);
        assert_eq!(site.get_as_stranger("/healthz").await.status, 200);
        for page in ["/today", path.as_str()] {
            assert_eq!(site.get(&nurse, page).await.status, 503, "{page}");
        }
        let lost = site.post(&nurse, &path, &fields).await;
        assert_eq!(lost.status, 503, "{}", lost.text());
        std::fs::rename(&away, &file).unwrap();

        assert_eq!(site.get_as_stranger("/readyz").await.status, 200);
        assert!(site.file(case).await.case.holds.is_empty());
        let taken = site.post(&nurse, &path, &fields).await;
        assert_eq!(taken.location, Some(format!("/cases/{case}?done=place-hold")));
        site.end()
    });
}

/// SQLite answers from memory what it read before: whoever watches the program must still hear that the rest is gone.
#[cfg(unix)]
#[test]
fn a_file_that_was_cut_short_is_not_ready() {
    on_file(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        assert_eq!(site.get_as_stranger("/readyz").await.status, 200);

        let path = std::path::PathBuf::from(site.fresh.url.strip_prefix("sqlite://").unwrap());
        let whole = std::fs::read(&path).unwrap();
        let length = u64::try_from(whole.len()).unwrap();
        for left in [length / 2, 0] {
            let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
            file.set_len(left).unwrap();
            assert_eq!(site.get_as_stranger("/readyz").await.status, 503, "{left} bytes");
            assert_eq!(site.get_as_stranger("/healthz").await.status, 200, "{left} bytes");
            assert_eq!(site.get(&nurse, "/today").await.status, 503, "{left} bytes");
            std::fs::write(&path, &whole).unwrap();
            assert_eq!(site.get_as_stranger("/readyz").await.status, 200, "it is back");
        }
        site.end()
    });
}
