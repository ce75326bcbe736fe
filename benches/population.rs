//! The people of a bench, and the desk at which their cases lie.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use merzim::{
    access::{Access, Account, Actor, Role},
    clock::{Clock, Stopwatch},
    demo::{self, Wanted},
    domain::ids::{AccountId, CaseId, OrganisationId},
    policies,
    secrets::{self, Keys},
    store::{
        self, OpenOptions, Store,
        desk::Desk,
        sessions::{self, NewSession},
    },
};
use sea_orm::{ConnectionTrait as _, DbBackend, QueryResult, Statement};
use uuid::Uuid;

use crate::database::Database;

/// So few that the list of one nurse holds a hundredth of all cases or more, whatever their number.
const FACILITIES: u32 = 10;
const SESSION_HOURS: i64 = 10;

/// The nurse with the longest list.
const BUSIEST: &str = "SELECT a.id, a.role, a.organisation_id, g.kind, g.region FROM account a \
     JOIN organisation g ON g.id = a.organisation_id \
     JOIN obligation o ON o.owner_id = g.id AND o.owner_role = a.role \
     WHERE o.state = 'open' AND o.kind = 'dose' \
     GROUP BY a.id, a.role, a.organisation_id, g.kind, g.region ORDER BY count(*) DESC, a.id LIMIT 1";
/// Doses that may be given today, each with the first of the nurses who may give it.
const OPEN: &str = "SELECT o.case_id, a.id, a.role, a.organisation_id, g.kind, g.region FROM obligation o \
     JOIN organisation g ON g.id = o.owner_id \
     JOIN account a ON a.organisation_id = g.id AND a.role = o.owner_role \
     WHERE o.state = 'open' AND o.kind = 'dose' AND o.opens_on <= $1 AND o.closes_on > $1 \
     AND a.id = (SELECT b.id FROM account b WHERE b.organisation_id = g.id AND b.role = a.role ORDER BY b.id LIMIT 1) \
     ORDER BY o.closes_on, o.id LIMIT 100";

/// A seeded database.
pub struct Population {
    pub desk: Desk,
    /// Role of the nurse with the longest list.
    pub role: String,
    /// Where that nurse works.
    pub place: OrganisationId,
    /// Token of that nurse's session.
    pub token: String,
    /// Cases whose dose may be given today, each with a nurse who may give it.
    pub open: Vec<(CaseId, Actor)>,
    /// How many there are.
    pub cases: u32,
    /// How long seeding took, or opening what was seeded before.
    pub seconds: f64,
}

impl Population {
    pub async fn seed(database: &Database, cases: u32) -> Result<Self> {
        let watch = Stopwatch::start();
        let desk = desk(database, true).await?;
        let wanted = Wanted {
            cases,
            facilities: FACILITIES,
            seed: 1,
        };
        let now = Clock::real().now();
        demo::populate(&desk, &Keys::derive(b"bench"), now, wanted).await?;
        Self::of(database, desk, watch).await
    }

    /// What `merzim seed` left in a database.
    pub async fn found(database: &Database) -> Result<Self> {
        let watch = Stopwatch::start();
        let desk = desk(database, false).await?;
        Self::of(database, desk, watch).await
    }

    async fn of(database: &Database, desk: Desk, watch: Stopwatch) -> Result<Self> {
        let raw = sea_orm::Database::connect(&database.url).await?;
        // What the program and the database do by themselves some time after so many rows were written.
        desk.store().refresh_statistics().await?;
        let tidy: &[&str] = match database.backend {
            DbBackend::Postgres => &["VACUUM ANALYZE", "CHECKPOINT"],
            _ => &["PRAGMA wal_checkpoint(TRUNCATE)"],
        };
        for statement in tidy {
            raw.execute_unprepared(statement).await?;
        }
        let seconds = millis(watch) / 1000.0;
        let row = raw
            .query_one_raw(Statement::from_string(database.backend, BUSIEST))
            .await?
            .context("nobody has anything to do")?;
        let busiest = account(&row)?;
        let today = desk.instant().date_naive();
        let open = Statement::from_sql_and_values(database.backend, OPEN, [today.into()]);
        let open = raw.query_all_raw(open).await?;
        let open = open
            .iter()
            .map(|row| Ok((CaseId(row.try_get("", "case_id")?), Actor::account(account(row)?))));
        let cases = Statement::from_string(database.backend, "SELECT count(*) FROM case_file");
        let cases = raw.query_one_raw(cases).await?.context("nothing to count")?;
        let population = Self {
            cases: u32::try_from(cases.try_get_by_index::<i64>(0)?)?,
            open: open.collect::<Result<_>>()?,
            role: busiest.role.as_str().to_owned(),
            place: busiest.organisation,
            token: sign_in(&desk, busiest.id).await?,
            desk,
            seconds,
        };
        raw.close().await?;
        Ok(population)
    }

    pub async fn close(self) -> Result<()> {
        Ok(self.desk.store().clone().close().await?)
    }
}

async fn desk(database: &Database, create: bool) -> Result<Desk> {
    let options = OpenOptions {
        create,
        ..OpenOptions::default()
    };
    let store = Store::open(&database.url, options).await?;
    store.migrate().await?;
    store.enter(store::Mode::Training).await?;
    let (access, rules) = (Arc::new(Access::new()?), Arc::new(policies::load(None)?));
    Ok(Desk::new(store, access, rules, Clock::movable_from_now(), true))
}

/// Milliseconds of a watch, as a figure.
fn millis(watch: Stopwatch) -> f64 {
    // A bench does not last for millennia.
    u32::try_from(watch.millis()).map_or(f64::INFINITY, f64::from)
}

fn account(row: &QueryResult) -> Result<Account> {
    let role: String = row.try_get("", "role")?;
    Ok(Account {
        id: AccountId(row.try_get::<Uuid>("", "id")?),
        role: Role::parse(&role)?,
        organisation: OrganisationId(row.try_get::<Uuid>("", "organisation_id")?),
        organisation_kind: row.try_get("", "kind")?,
        region: row.try_get("", "region")?,
    })
}

async fn sign_in(desk: &Desk, account: AccountId) -> Result<String> {
    let token = secrets::token()?;
    let now = desk.clock().wall();
    let until = now + chrono::TimeDelta::hours(SESSION_HOURS);
    let session = NewSession {
        token: secrets::digest(token.as_bytes()),
        account,
        csrf: "bench",
        language: "ru",
        failures: 0,
        at: now,
        idle_expires_at: until,
        expires_at: until,
    };
    let tx = desk.store().begin_write().await?;
    sessions::create(&tx, &session).await?;
    tx.commit().await?;
    Ok(token)
}
