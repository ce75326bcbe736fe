//! The least that things can cost: the same statements sent by hand, their rows left as they come, and the pages
//! printed from values that are there already.

use std::time::Duration;

use anyhow::{Context as _, Result};
use merzim::{
    domain::ids::CaseId,
    secrets,
    text::{Language, Words},
    web::views::{Frame, Page as _, Views, case_file::CaseFile, frame, today::Today},
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait as _, Value,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

use crate::{database::Database, population::Population};

const PATIENCE: Duration = Duration::from_secs(30);
const ROWS: usize = 50;

const SESSION: &str = "SELECT s.csrf, s.language, s.created_at, s.seen_at, s.idle_expires_at, s.expires_at, a.*, \
     g.kind, g.region, g.name_kk, g.name_ru, g.name_en, g.zone FROM session s \
     JOIN account a ON a.id = s.account_id JOIN organisation g ON g.id = a.organisation_id \
     WHERE s.token_hash = $1 AND s.ended_at IS NULL AND a.disabled_at IS NULL";
const LIST: &str = "SELECT o.*, c.reference, c.covered_until, c.responsible_id, p.name_cyrillic, p.name_latin, \
     g.name_kk, g.name_ru, g.name_en FROM obligation o JOIN case_file c ON c.id = o.case_id \
     JOIN person p ON p.id = c.person_id JOIN organisation g ON g.id = c.responsible_id \
     WHERE o.owner_id = $1 AND o.owner_role = $2 AND o.state = 'open' ORDER BY o.closes_on, o.id LIMIT 51";
const COUNTS: &str = "SELECT * FROM \
     (SELECT count(*) FROM (SELECT opens_on FROM obligation WHERE owner_id = $1 AND owner_role = $2 AND state = 'open' \
      AND closes_on < $3 ORDER BY closes_on, id LIMIT 2000) AS a) AS d, \
     (SELECT count(*), count(CASE WHEN opens_on <= $3 THEN 1 END) FROM (SELECT opens_on FROM obligation \
      WHERE owner_id = $1 AND owner_role = $2 AND state = 'open' AND closes_on >= $3 AND closes_on <= $4 \
      ORDER BY closes_on, id LIMIT 2000) AS b) AS e, \
     (SELECT count(*), count(CASE WHEN opens_on <= $3 THEN 1 END) FROM (SELECT opens_on FROM obligation \
      WHERE owner_id = $1 AND owner_role = $2 AND state = 'open' AND closes_on > $4 \
      ORDER BY closes_on, id LIMIT 2000) AS c) AS f";
const KINDS: &str = "SELECT o.kind FROM obligation o JOIN case_file c ON c.id = o.case_id \
     WHERE o.owner_id = $1 AND o.owner_role = $2 AND o.state = 'open' AND c.open ORDER BY o.closes_on, o.id LIMIT 100";
/// With what comes before the doses of some cases, which are put where the three dots are.
const BEFORE: &str = "SELECT case_id, kind, why FROM obligation WHERE case_id IN (...) \
     AND kind IN ('clearance', 'inform-person', 'judge-result', 'decide-late-dose') AND state = 'open'";
const MISTAKES: &str = "SELECT * FROM event WHERE case_id IN (...) \
     AND verb IN ('wrong-person-reported', 'wrong-person-settled') ORDER BY case_id, seq";
const SHEETS: &str = "SELECT r.case_id, s.number, r.day FROM run_sheet_row r JOIN run_sheet s ON s.id = r.sheet_id \
     WHERE r.case_id IN (...) AND r.record_id IS NULL ORDER BY r.day DESC LIMIT 100";
const COLLEAGUES: &str = "SELECT a.*, g.* FROM account a JOIN organisation g ON g.id = a.organisation_id \
     WHERE a.waits_since IS NOT NULL AND a.disabled_at IS NULL AND g.region IN (SELECT region FROM organisation \
     WHERE id = $1)";
const CASE: &str = "SELECT c.*, p.* FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.id = $1";
const EVENTS: &str = "SELECT * FROM event WHERE case_id = $1 ORDER BY seq";
const AROUND: &str = "SELECT * FROM organisation WHERE region IN (SELECT region FROM organisation WHERE id = $1) \
     ORDER BY code";
const PEOPLE: &str = "SELECT a.* FROM account a JOIN organisation g ON g.id = a.organisation_id \
     WHERE g.region IN (SELECT region FROM organisation WHERE id = $1) ORDER BY a.created_at, a.id";
const DUE: &str = "SELECT id, next_step_at FROM case_file WHERE next_step_at IS NOT NULL AND next_step_at <= $1 \
     ORDER BY next_step_at, id";

/// Connections of its own, with the settings of the program's.
pub struct Bare {
    backend: DbBackend,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    views: Views,
    frame: Frame,
    token: Vec<u8>,
    place: Value,
    role: String,
    today: chrono::NaiveDate,
}

impl Bare {
    pub async fn open(database: &Database, population: &Population) -> Result<Self> {
        let connect = |connections| {
            let mut options = ConnectOptions::new(&database.url);
            options
                .max_connections(connections)
                .acquire_timeout(PATIENCE)
                .sqlx_logging(false)
                .test_before_acquire(false)
                .map_sqlx_sqlite_opts(|sqlite| {
                    sqlite
                        .journal_mode(SqliteJournalMode::Wal)
                        .synchronous(SqliteSynchronous::Full)
                        .foreign_keys(true)
                        .busy_timeout(PATIENCE)
                });
            sea_orm::Database::connect(options)
        };
        let (reader, writer) = (connect(8).await?, connect(1).await?);
        let hash = match database.backend {
            DbBackend::Postgres => "BYTEA",
            _ => "BLOB",
        };
        for sql in [
            "CREATE TABLE IF NOT EXISTS bench_head (id INTEGER PRIMARY KEY, seq BIGINT NOT NULL)".to_owned(),
            format!("CREATE TABLE IF NOT EXISTS bench_entry (seq BIGINT PRIMARY KEY, hash {hash} NOT NULL)"),
            "INSERT INTO bench_head VALUES (1, 0) ON CONFLICT DO NOTHING".to_owned(),
        ] {
            writer.execute_unprepared(&sql).await?;
        }
        Ok(Self {
            backend: database.backend,
            reader,
            writer,
            views: Views::load()?,
            frame: some_frame(),
            token: secrets::digest(population.token.as_bytes()).to_vec(),
            place: population.place.0.into(),
            role: population.role.clone(),
            today: population.desk.instant().date_naive(),
        })
    }

    /// Today's list, on which these cases stand.
    pub async fn today(&self, cases: &[CaseId], page: &Today) -> Result<()> {
        let whose = || vec![self.place.clone(), self.role.clone().into()];
        let soon = self.today + chrono::Days::new(7);
        let counted = [whose(), vec![self.today.into(), soon.into()]].concat();
        self.session().await?;
        self.ask(LIST, whose()).await?;
        self.ask(COUNTS, counted).await?;
        self.ask(KINDS, whose()).await?;
        for of_all in [BEFORE, MISTAKES, SHEETS] {
            self.ask_of(of_all, cases).await?;
        }
        self.ask(COLLEAGUES, vec![self.place.clone()]).await?;
        self.views.render(page, &self.frame)?;
        Ok(())
    }

    /// The page of a case, with the line it leaves in the ledger.
    pub async fn case(&self, case: CaseId, page: &CaseFile) -> Result<()> {
        self.session().await?;
        self.ask(CASE, vec![case.0.into()]).await?;
        self.ask(EVENTS, vec![case.0.into()]).await?;
        self.ask(AROUND, vec![self.place.clone()]).await?;
        self.ask(PEOPLE, vec![self.place.clone()]).await?;
        self.two_rows().await?;
        self.views.render(page, &self.frame)?;
        Ok(())
    }

    /// A durable transaction that changes one row and adds one, as little as can be said to have been recorded.
    pub async fn two_rows(&self) -> Result<()> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.writer.begin_with_options(options).await?;
        let moved = "UPDATE bench_head SET seq = seq + 1 WHERE id = 1 RETURNING seq";
        let row = tx.query_one_raw(self.statement(moved, vec![])).await?;
        let seq: i64 = row.context("the head is gone")?.try_get_by_index(0)?;
        let added = "INSERT INTO bench_entry VALUES ($1, $2)";
        tx.execute_raw(self.statement(added, vec![seq.into(), vec![7_u8; 32].into()]))
            .await?;
        Ok(tx.commit().await?)
    }

    /// How many events a case has.
    pub async fn history(&self, case: CaseId) -> Result<usize> {
        self.ask(EVENTS, vec![case.0.into()]).await
    }

    /// All that is due; how many.
    pub async fn due(&self, by: chrono::DateTime<chrono::Utc>) -> Result<usize> {
        self.ask(DUE, vec![by.into()]).await
    }

    /// A page of fifty rows, of rows about as long as those of the one that was answered.
    pub fn today_page(&self, answered: &str) -> Result<Today> {
        let sample = Today::sample().into_iter().next().context("no sample")?;
        let mut nearest = None;
        for row in &sample.rows {
            let mut page = sample.clone();
            page.rows = vec![row.clone(); ROWS];
            let off = self
                .views
                .render(&page, &self.frame)?
                .len()
                .abs_diff(answered.len());
            if nearest.as_ref().is_none_or(|(least, _)| off < *least) {
                nearest = Some((off, page));
            }
        }
        let (_, page) = nearest.context("an empty sample")?;
        Ok(page)
    }

    /// A page of a case, as long as the one that was answered.
    pub fn case_page(&self, answered: &str) -> Result<CaseFile> {
        let mut page = CaseFile::sample().into_iter().next().context("no sample")?;
        let entry = page.timeline.first().cloned().context("an empty sample")?;
        while self.views.render(&page, &self.frame)?.len() < answered.len() {
            page.timeline.push(entry.clone());
        }
        Ok(page)
    }

    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }

    async fn session(&self) -> Result<usize> {
        self.ask(SESSION, vec![self.token.clone().into()]).await
    }

    async fn ask(&self, sql: &str, values: Vec<Value>) -> Result<usize> {
        Ok(self
            .reader
            .query_all_raw(self.statement(sql, values))
            .await?
            .len())
    }

    async fn ask_of(&self, sql: &str, cases: &[CaseId]) -> Result<usize> {
        let places: Vec<String> = (1..=cases.len()).map(|number| format!("${number}")).collect();
        let values = cases.iter().map(|case| case.0.into()).collect();
        self.ask(&sql.replace("...", &places.join(", ")), values).await
    }

    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.backend, sql, values)
    }
}

/// As much around a page as somebody who is signed in sees.
fn some_frame() -> Frame {
    let mut frame = Frame::new(Language::Ru, "/today", "/assets/bench", "bench");
    frame.user = Some(frame::User {
        name: "bench".to_owned(),
        organisation: Words::plain("bench"),
        role: Words::plain("bench"),
    });
    frame.navigation = ["today", "cases", "alerts", "training", "outbox"]
        .map(|key| frame::NavigationItem {
            key,
            href: format!("/{key}"),
            current: key == "today",
            count: None,
        })
        .into();
    frame.training = Some(frame::Training {
        clock: chrono::DateTime::UNIX_EPOCH.naive_utc(),
    });
    frame
}
