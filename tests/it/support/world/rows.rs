//! What the lists would read: rows of the projections, read around the application.

use super::World;
use chrono::{DateTime, NaiveDate, Utc};
use merzim::domain::alert::Alert;
use merzim::domain::ids::{AccountId, CaseId, LotId, OrganisationId, PackId, ParcelId};
use merzim::domain::obligation::Kind;
use merzim::store::outbox::{self, Message};
use sea_orm::{ConnectionTrait as _, DbBackend, QueryResult, Statement, TryGetable, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A row of `obligation`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObligationRow {
    pub kind: String,
    pub cycle: i32,
    pub owner: OrganisationId,
    pub owner_role: String,
    pub opens_on: NaiveDate,
    pub due_on: NaiveDate,
    pub closes_on: NaiveDate,
    pub state: String,
    pub why: String,
}

/// A row of `pack`: where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lies {
    pub lot: LotId,
    pub serial: Option<String>,
    /// The code of the place.
    pub place: String,
    /// In whose rooms.
    pub at: Option<OrganisationId>,
    /// For whom, or given to whom.
    pub case: Option<CaseId>,
    /// In which parcel.
    pub parcel: Option<ParcelId>,
}

/// A row of `alert`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRow {
    pub id: Uuid,
    pub kind: String,
    pub cycle: i32,
    pub cause: String,
    pub state: String,
    pub raised_at: DateTime<Utc>,
    pub next_step_at: Option<DateTime<Utc>>,
    pub acknowledge_by: Option<DateTime<Utc>>,
    pub seen_by_supervision: bool,
    pub attendance: String,
    pub about_on: NaiveDate,
}

/// A row of `notice`, with names for ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    pub kind: String,
    pub step: i32,
    pub place: &'static str,
    pub role: String,
    pub who: Option<&'static str>,
    pub due_at: DateTime<Utc>,
    pub fired_at: DateTime<Utc>,
    pub gap: Option<String>,
    pub mailed: bool,
}

impl World {
    /// How a release ahead stands on the dashboard, and its day.
    pub async fn release_row(&self, case: CaseId) -> Option<(String, NaiveDate)> {
        let sql = "SELECT state, release_on FROM release_ahead WHERE case_id = $1";
        let rows = self.rows(sql, Some(case)).await;
        let row = rows.first()?;
        Some((row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()))
    }

    /// Every pack.
    pub async fn all_packs(&self) -> Vec<merzim::domain::ids::PackId> {
        let rows = self.rows("SELECT id FROM pack ORDER BY id", None).await;
        rows.iter()
            .map(|row| merzim::domain::ids::PackId(get(row, "id")))
            .collect()
    }

    /// Where every pack lies, by its row alone.
    pub async fn packs_lie(&self) -> BTreeMap<PackId, Lies> {
        let sql = "SELECT id, lot_id, serial, place, organisation_id, case_id, parcel_id FROM pack";
        let rows = self.rows(sql, None).await;
        let lies = |row: &QueryResult| Lies {
            lot: LotId(get(row, "lot_id")),
            serial: get(row, "serial"),
            place: get(row, "place"),
            at: get::<Option<Uuid>>(row, "organisation_id").map(OrganisationId),
            case: get::<Option<Uuid>>(row, "case_id").map(CaseId),
            parcel: get::<Option<Uuid>>(row, "parcel_id").map(ParcelId),
        };
        rows.iter()
            .map(|row| (PackId(get(row, "id")), lies(row)))
            .collect()
    }

    /// The act that an entry of the ledger seals.
    pub async fn sealed_as(&self, seq: i64) -> String {
        let sql = format!("SELECT verb FROM ledger WHERE seq = {seq}");
        get(&self.rows(&sql, None).await[0], "verb")
    }

    /// How many entries of the ledger seal an act.
    pub async fn times_sealed(&self, verb: &str) -> usize {
        let sql = format!("SELECT seq FROM ledger WHERE verb = '{verb}'");
        self.rows(&sql, None).await.len()
    }

    /// How many looks at recalled lots wait for the jobs.
    pub async fn recall_looks(&self) -> usize {
        self.rows("SELECT id FROM recall_look", None).await.len()
    }

    /// Rows of a query whose one argument is a case.
    async fn rows(&self, sql: &str, case: Option<CaseId>) -> Vec<QueryResult> {
        let backend = self.raw.get_database_backend();
        let sql = if backend == DbBackend::Sqlite {
            sql.replace("$1", "?")
        } else {
            sql.to_owned()
        };
        let arguments = case.map(|case| Value::from(case.0));
        self.raw
            .query_all_raw(Statement::from_sql_and_values(backend, sql, arguments))
            .await
            .unwrap()
    }

    /// Every case, the oldest first.
    pub async fn cases(&self) -> Vec<CaseId> {
        let rows = self
            .rows("SELECT id FROM case_file ORDER BY opened_at, id", None)
            .await;
        rows.iter().map(|row| CaseId(get(row, "id"))).collect()
    }

    /// The earliest moment at which the sweep has something to look at.
    pub async fn next_step_at(&self) -> Option<DateTime<Utc>> {
        let rows = self
            .rows(
                "SELECT next_step_at FROM case_file WHERE next_step_at IS NOT NULL",
                None,
            )
            .await;
        rows.iter().map(|row| get(row, "next_step_at")).min()
    }

    /// When the sweep looks at a case again, and the version of its row.
    pub async fn case_row(&self, case: CaseId) -> (Option<DateTime<Utc>>, i64, bool) {
        let rows = self
            .rows(
                "SELECT next_step_at, version, open FROM case_file WHERE id = $1",
                Some(case),
            )
            .await;
        (
            get(&rows[0], "next_step_at"),
            get(&rows[0], "version"),
            get(&rows[0], "open"),
        )
    }

    /// The obligations of a case, in every state.
    pub async fn obligations(&self, case: CaseId) -> Vec<ObligationRow> {
        let rows = self
            .rows(
                "SELECT * FROM obligation WHERE case_id = $1 ORDER BY kind, cycle",
                Some(case),
            )
            .await;
        let row = |row: &QueryResult| ObligationRow {
            kind: get(row, "kind"),
            cycle: get(row, "cycle"),
            owner: OrganisationId(get(row, "owner_id")),
            owner_role: get(row, "owner_role"),
            opens_on: get(row, "opens_on"),
            due_on: get(row, "due_on"),
            closes_on: get(row, "closes_on"),
            state: get(row, "state"),
            why: get(row, "why"),
        };
        rows.iter().map(row).collect()
    }

    /// The open obligation of a kind.
    pub async fn open_obligation(&self, case: CaseId, kind: &str) -> Option<ObligationRow> {
        self.obligations(case)
            .await
            .into_iter()
            .find(|row| row.kind == kind && row.state == "open")
    }

    /// The alerts of a case.
    pub async fn alerts(&self, case: CaseId) -> Vec<AlertRow> {
        let rows = self
            .rows(
                "SELECT * FROM alert WHERE case_id = $1 ORDER BY raised_at, kind",
                Some(case),
            )
            .await;
        let row = |row: &QueryResult| AlertRow {
            id: get(row, "id"),
            kind: get(row, "kind"),
            cycle: get(row, "cycle"),
            cause: get(row, "cause"),
            state: get(row, "state"),
            raised_at: get(row, "raised_at"),
            next_step_at: get(row, "next_step_at"),
            acknowledge_by: get(row, "acknowledge_by"),
            seen_by_supervision: get(row, "seen_by_supervision"),
            attendance: get(row, "attendance"),
            about_on: get(row, "about_on"),
        };
        rows.iter().map(row).collect()
    }

    /// The alerts about doses.
    pub async fn dose_alerts(&self, case: CaseId) -> Vec<AlertRow> {
        self.alerts(case)
            .await
            .into_iter()
            .filter(|alert| alert.kind == "dose")
            .collect()
    }

    /// The only alert about an obligation of a kind, with everything said about it.
    pub async fn alert_about(&self, case: CaseId, kind: Kind) -> Alert {
        let mut alerts = self.file(case).await.case.alerts;
        alerts.retain(|alert| alert.kind == kind);
        assert_eq!(alerts.len(), 1, "{alerts:#?}");
        alerts.remove(0)
    }

    /// Everything said about the doses of a case, in the order in which it fired.
    pub async fn notices(&self, case: CaseId) -> Vec<NoticeRow> {
        let sql = "SELECT notice.* FROM notice JOIN alert ON alert.id = alert_id AND alert.kind = 'dose'
            WHERE notice.case_id = $1 ORDER BY fired_at, due_at, notice.kind DESC, notice.step";
        let row = |row: &QueryResult| NoticeRow {
            kind: get(row, "kind"),
            step: get(row, "step"),
            place: self
                .country
                .name_of(OrganisationId(get(row, "recipient_organisation_id"))),
            role: get(row, "recipient_role"),
            who: get::<Option<Uuid>>(row, "recipient_account_id")
                .map(|id| self.country.name_of_account(AccountId(id))),
            due_at: get(row, "due_at"),
            fired_at: get(row, "fired_at"),
            gap: get(row, "gap"),
            mailed: get::<Option<Uuid>>(row, "message_id").is_some(),
        };
        self.rows(sql, Some(case)).await.iter().map(row).collect()
    }

    /// The climbing notices that went to one place.
    pub async fn climbs_to(&self, case: CaseId, place: &str) -> Vec<NoticeRow> {
        let all = self.notices(case).await;
        all.into_iter()
            .filter(|notice| notice.kind == "climb" && notice.place == place)
            .collect()
    }

    /// The corrections that went to one place.
    pub async fn corrections_to(&self, case: CaseId, place: &str) -> Vec<NoticeRow> {
        let all = self.notices(case).await;
        all.into_iter()
            .filter(|notice| notice.kind == "correction" && notice.place == place)
            .collect()
    }

    /// Completed doses that count, as the unique key sees them.
    pub async fn dose_rows(&self, case: CaseId) -> Vec<(i32, NaiveDate)> {
        let sql = "SELECT cycle, given_on FROM dose WHERE case_id = $1 AND voided_at IS NULL ORDER BY cycle";
        let rows = self.rows(sql, Some(case)).await;
        rows.iter()
            .map(|row| (get(row, "cycle"), get(row, "given_on")))
            .collect()
    }

    /// Messages about a case, newest first.
    pub async fn mail(&self, case: CaseId) -> Vec<Message> {
        outbox::of_case(&self.fresh.store, case, 1000).await.unwrap()
    }
}

fn get<T: TryGetable>(row: &QueryResult, column: &str) -> T {
    row.try_get("", column).unwrap()
}
