//! The harness of the flow tests: a small country on a fresh database, a clock that stands until it is moved,
//! and commands as the people in it would send them. Nothing is arranged behind the back of the commands.
#![allow(clippy::unwrap_used, dead_code)] // clippy does not count the helpers of tests as tests

mod acts;
mod checks;
mod country;
mod court;
mod passing;
mod reviewing;
mod rows;
mod supplying;

pub use acts::{NewCase, injection, refusals, submission};
pub use country::Country;
pub use court::{flare, terms};
pub use reviewing::{COMMISSION, PAPERS};
pub use rows::{AlertRow, Lies, NoticeRow, ObligationRow};

use super::database::{Fresh, on_each, on_file};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::{Asia::Almaty, Tz};
use merzim::{
    access::{Access, Account, Action, Actor, Role},
    clock::Clock,
    domain::{dosing::DoseWindow, dosing::NoDose, ids::CaseId, plan::Plan, rules::Rules},
    jobs::sweep,
    policies,
    store::{Store, desk::Desk, file::CaseFile},
};
use sea_orm::DatabaseConnection;
use std::sync::{Arc, LazyLock};

/// The zone of every place in this country, unless a test says otherwise.
pub const ZONE: Tz = Almaty;

/// Three calendar months, a week on either side, a reason from day 8, a physician from day 29.
pub const M3: &str = "triptorelin-3m";

/// Checked by the tests of `access`: checking it takes longer than many a story.
pub static ACCESS: LazyLock<Arc<Access>> = LazyLock::new(|| Arc::new(Access::checked_elsewhere().unwrap()));
pub static RULES: LazyLock<Arc<Rules>> = LazyLock::new(|| Arc::new(policies::load(None).unwrap()));

/// A civil date.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant by the clock on the wall in [`ZONE`]: `2026-03-14 10:00`, with seconds where they matter. Of an
/// hour that happens twice, the first.
pub fn at(text: &str) -> DateTime<Utc> {
    let seconds = if text.len() > 16 { "%S" } else { "" };
    let format = format!("%Y-%m-%d %H:%M{}", if seconds.is_empty() { "" } else { ":%S" });
    let local = NaiveDateTime::parse_from_str(text, &format).unwrap();
    ZONE.from_local_datetime(&local)
        .earliest()
        .unwrap()
        .with_timezone(&Utc)
}

/// The country with everything in it.
pub struct World {
    pub fresh: Fresh,
    pub raw: DatabaseConnection,
    pub clock: Clock,
    pub desk: Desk,
    pub country: Country,
}

/// Tells a story on a fresh database of each kind, beginning at a moment, and checks at its end what must
/// always hold.
#[allow(clippy::needless_pass_by_value)] // so that a test may write its story in place
pub fn story(begins: &str, tell: impl AsyncFn(&World)) {
    let tell = &tell;
    on_each(|fresh| async move {
        let world = World::new(fresh, begins).await;
        tell(&world).await;
        world.end().await
    });
}

/// The same on a file of SQLite alone: where many stories are told one after the other.
#[allow(clippy::needless_pass_by_value)] // so that a test may write its story in place
pub fn story_on_file(begins: &str, tell: impl AsyncFn(&World)) {
    let tell = &tell;
    on_file(|fresh| async move {
        let world = World::new(fresh, begins).await;
        tell(&world).await;
        world.end().await
    });
}

impl World {
    async fn new(fresh: Fresh, begins: &str) -> Self {
        let clock = Clock::frozen(at(begins));
        let desk = desk(fresh.store.clone(), &clock);
        let country = Country::found(&fresh.store, clock.now()).await;
        let raw = fresh.raw().await.clone();
        Self {
            fresh,
            raw,
            clock,
            desk,
            country,
        }
    }

    /// A second process on the same database, with the same clock.
    pub async fn another_desk(&self) -> Desk {
        desk(self.fresh.again().await, &self.clock)
    }

    /// The same desk, for jobs whose rounds follow each other as quickly as in training.
    pub fn quick_desk(&self) -> Desk {
        Desk::new(
            self.fresh.store.clone(),
            ACCESS.clone(),
            RULES.clone(),
            self.clock.clone(),
            true,
        )
    }

    /// Moves the clock and lets the jobs stand still meanwhile.
    pub fn at(&self, text: &str) {
        self.at_instant(at(text));
    }

    /// Moves the clock to an instant.
    pub fn at_instant(&self, instant: DateTime<Utc>) {
        self.clock.set(instant).unwrap();
    }

    /// One round of the sweep; in how many cases something happened.
    pub async fn sweep(&self) -> u64 {
        sweep(&self.desk).await.unwrap()
    }

    /// Lets time pass while the sweep runs as it should: at every moment at which something is due, and at the
    /// end.
    pub async fn pass_until(&self, text: &str) {
        let end = at(text);
        while let Some(next) = self.next_step_at().await.filter(|next| *next <= end) {
            let before = self.clock.now();
            self.at_instant(next.max(before));
            self.sweep().await;
            let then = self.next_step_at().await;
            assert!(
                then.is_none_or(|then| then > self.clock.now()),
                "{}: due again at once",
                self.fresh.kind
            );
        }
        self.at_instant(end);
        self.sweep().await;
    }

    /// Somebody who acts.
    pub fn actor(&self, name: &str) -> Actor {
        let person = self.country.person(name);
        let place = self.country.place(person.place);
        Actor::account(Account {
            id: person.id,
            role: Role::parse(person.role).unwrap(),
            organisation: place.id,
            organisation_kind: place.kind.to_owned(),
            region: place.region.to_owned(),
        })
    }

    /// The case as it is loaded now.
    pub async fn file(&self, case: CaseId) -> CaseFile {
        self.desk
            .look(&self.actor("auditor"), Action::ReadClinicalFile, case)
            .await
            .unwrap()
    }

    /// What is owed now.
    pub async fn plan(&self, case: CaseId) -> Plan {
        self.file(case).await.plan(&RULES)
    }

    /// The open dose, or why there is none.
    pub async fn dose(&self, case: CaseId) -> Result<DoseWindow, NoDose> {
        self.plan(case).await.dose
    }

    /// The day the open dose is due.
    pub async fn due_on(&self, case: CaseId) -> NaiveDate {
        self.dose(case).await.unwrap().due_on
    }

    async fn end(self) -> Fresh {
        self.check().await;
        self.raw.close().await.unwrap();
        self.fresh
    }
}

fn desk(store: Store, clock: &Clock) -> Desk {
    Desk::new(store, ACCESS.clone(), RULES.clone(), clock.clone(), false)
}
