//! Printed sheets and their rows, and the entries that wait for a second person.

use super::PART;
use crate::domain::ids::{AccountId, CaseId, OrganisationId, RecordId, SheetId};
use crate::domain::obligation::Why;
use crate::domain::paper::RowCode;
use crate::store::entities::{account, case_file, obligation, person, run_sheet, run_sheet_row};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// A sheet as it was printed.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Sheet {
    id: Uuid,
    /// Number.
    pub number: String,
    organisation_id: Uuid,
    /// The civil date it was printed for.
    pub day: NaiveDate,
    /// When.
    pub printed_at: DateTime<Utc>,
    /// By whom.
    pub printed_by: String,
}

impl Sheet {
    /// Identity.
    #[must_use]
    pub fn id(&self) -> SheetId {
        SheetId(self.id)
    }

    /// The site.
    #[must_use]
    pub fn organisation(&self) -> OrganisationId {
        OrganisationId(self.organisation_id)
    }
}

/// A row of a sheet with the person it is about.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SheetRow {
    code: String,
    /// Its place on the sheet, from 1.
    pub place: i32,
    case_id: Uuid,
    /// Which dose.
    pub cycle: i32,
    /// The day due, as printed.
    pub due_on: NaiveDate,
    /// The last day in time, as printed.
    pub closes_on: NaiveDate,
    record_id: Option<Uuid>,
    /// Does the record say that the dose was given?
    pub given: bool,
    /// When the record was typed from this row.
    pub transcribed_at: Option<DateTime<Utc>>,
    transcribed_by: Option<Uuid>,
    /// When a second person compared it.
    pub verified_at: Option<DateTime<Utc>>,
    /// Reference of the case.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
    /// Name in Latin script.
    pub name_latin: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// How the obligation stands now; none where it is not there any more.
    state: Option<String>,
    why: Option<String>,
}

impl SheetRow {
    /// The code, with its hyphen; as stored where it is none.
    #[must_use]
    pub fn code(&self) -> String {
        self.code
            .parse::<RowCode>()
            .map_or_else(|_| self.code.clone(), |code| code.to_string())
    }

    /// The code as a scanner reads it.
    #[must_use]
    pub fn plain_code(&self) -> &str {
        &self.code
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// The record that tells what happened.
    #[must_use]
    pub fn record(&self) -> Option<RecordId> {
        self.record_id.map(RecordId)
    }

    /// Who typed it.
    #[must_use]
    pub fn transcribed_by(&self) -> Option<AccountId> {
        self.transcribed_by.map(AccountId)
    }

    /// The rule that the dose follows, such as `triptorelin-12w.1`.
    #[must_use]
    pub fn rule(&self) -> Option<String> {
        let why: Why = serde_json::from_str(self.why.as_deref()?).ok()?;
        Some(why.rule)
    }

    /// Is the dose still owed?
    #[must_use]
    pub fn still_due(&self) -> bool {
        self.state.as_deref() == Some("open")
    }
}

/// A sheet with how many of its rows came back.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SheetCount {
    sheet_id: Uuid,
    /// Rows.
    pub rows: i64,
    /// Rows about which something is recorded.
    pub told: i64,
}

/// Where a code leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The sheet.
    pub sheet: SheetId,
    /// Its number.
    pub number: String,
    /// The site.
    pub organisation: OrganisationId,
    /// The civil date it was printed for.
    pub day: NaiveDate,
    /// The case.
    pub case: CaseId,
    /// Which dose.
    pub cycle: u32,
}

fn to_printer() -> RelationDef {
    run_sheet::Entity::belongs_to(account::Entity)
        .from(run_sheet::Column::AccountId)
        .to(account::Column::Id)
        .into()
}

fn to_case() -> RelationDef {
    run_sheet_row::Entity::belongs_to(case_file::Entity)
        .from(run_sheet_row::Column::CaseId)
        .to(case_file::Column::Id)
        .into()
}

/// The latest sheets of a site, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(store: &Store, organisation: OrganisationId) -> Result<Vec<Sheet>, StoreError> {
    let select = run_sheet::Entity::find()
        .join(JoinType::InnerJoin, to_printer())
        .column_as(account::Column::DisplayName, "printed_by")
        .filter(run_sheet::Column::OrganisationId.eq(organisation.0))
        .order_by_desc(run_sheet::Column::PrintedAt)
        .order_by_desc(run_sheet::Column::Id)
        .limit(PART);
    Ok(select.into_model::<Sheet>().all(store.reader()).await?)
}

/// How many rows of these sheets came back, in one query.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(store: &Store, sheets: &[SheetId]) -> Result<Vec<(SheetId, SheetCount)>, StoreError> {
    if sheets.is_empty() {
        return Ok(Vec::new());
    }
    let rows = run_sheet_row::Entity::find()
        .select_only()
        .column(run_sheet_row::Column::SheetId)
        .column_as(run_sheet_row::Column::Code.count(), "rows")
        .column_as(run_sheet_row::Column::RecordId.count(), "told")
        .filter(run_sheet_row::Column::SheetId.is_in(sheets.iter().map(|id| id.0)))
        .group_by(run_sheet_row::Column::SheetId)
        .into_model::<SheetCount>()
        .all(store.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|count| (SheetId(count.sheet_id), count))
        .collect())
}

/// A sheet.
///
/// # Errors
/// When the database does not answer.
pub async fn sheet(store: &Store, id: SheetId) -> Result<Option<Sheet>, StoreError> {
    let select = run_sheet::Entity::find_by_id(id.0)
        .join(JoinType::InnerJoin, to_printer())
        .column_as(account::Column::DisplayName, "printed_by");
    Ok(select.into_model::<Sheet>().one(store.reader()).await?)
}

fn rows_with_people() -> sea_orm::Select<run_sheet_row::Entity> {
    let owed = run_sheet_row::Entity::belongs_to(obligation::Entity)
        .from(run_sheet_row::Column::CaseId)
        .to(obligation::Column::CaseId)
        .on_condition(|row, owed| {
            let same = Expr::col((owed.clone(), obligation::Column::Cycle))
                .equals((row, run_sheet_row::Column::Cycle));
            let dose = Expr::col((owed, obligation::Column::Kind)).eq("dose");
            sea_orm::Condition::all().add(same).add(dose)
        })
        .into();
    run_sheet_row::Entity::find()
        .join(JoinType::InnerJoin, to_case())
        .join(JoinType::InnerJoin, super::worklist::to_person())
        .join(JoinType::LeftJoin, owed)
        .column_as(case_file::Column::Reference, "reference")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .column_as(person::Column::NameLatin, "name_latin")
        .column_as(person::Column::BornOn, "born_on")
        .column_as(obligation::Column::State, "state")
        .column_as(obligation::Column::Why, "why")
}

/// The rows of a sheet, in their order: at most as many as a sheet has.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(store: &Store, sheet: SheetId) -> Result<Vec<SheetRow>, StoreError> {
    let select = rows_with_people()
        .filter(run_sheet_row::Column::SheetId.eq(sheet.0))
        .order_by_asc(run_sheet_row::Column::Place);
    Ok(select.into_model::<SheetRow>().all(store.reader()).await?)
}

/// The entries of a site that wait for a second person, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn unverified(store: &Store, organisation: OrganisationId) -> Result<Vec<SheetRow>, StoreError> {
    let select = rows_with_people()
        .filter(run_sheet_row::Column::OrganisationId.eq(organisation.0))
        .filter(run_sheet_row::Column::TranscribedAt.is_not_null())
        .filter(run_sheet_row::Column::VerifiedAt.is_null())
        .order_by_asc(run_sheet_row::Column::TranscribedAt)
        .order_by_asc(run_sheet_row::Column::Code)
        .limit(PART);
    Ok(select.into_model::<SheetRow>().all(store.reader()).await?)
}

/// Where a code leads; nowhere when it was never printed.
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store, code: &RowCode) -> Result<Option<Found>, StoreError> {
    let found = run_sheet_row::Entity::find_by_id(code.plain())
        .join(JoinType::InnerJoin, to_sheet())
        .select_also(run_sheet::Entity)
        .one(store.reader())
        .await?;
    let Some((row, Some(sheet))) = found else {
        return Ok(None);
    };
    Ok(Some(Found {
        sheet: SheetId(sheet.id),
        number: sheet.number,
        organisation: OrganisationId(sheet.organisation_id),
        day: row.day,
        case: CaseId(row.case_id),
        cycle: u32::try_from(row.cycle).unwrap_or_default(),
    }))
}

/// The sheets on which the doses of these cases were printed for an earlier day, and of which nothing came back: case,
/// number and day, the latest sheet of each.
///
/// # Errors
/// When the database does not answer.
pub async fn not_returned(
    store: &Store,
    cases: &[CaseId],
    today: NaiveDate,
) -> Result<Vec<(CaseId, String, NaiveDate)>, StoreError> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let rows = run_sheet_row::Entity::find()
        .join(JoinType::InnerJoin, to_sheet())
        .select_only()
        .column(run_sheet_row::Column::CaseId)
        .column(run_sheet::Column::Number)
        .column(run_sheet_row::Column::Day)
        .filter(run_sheet_row::Column::CaseId.is_in(cases.iter().map(|case| case.0)))
        .filter(run_sheet_row::Column::RecordId.is_null())
        .filter(run_sheet_row::Column::Day.lt(today))
        .order_by_desc(run_sheet_row::Column::Day)
        .limit(PART * 2)
        .into_tuple::<(Uuid, String, NaiveDate)>()
        .all(store.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(case, number, day)| (CaseId(case), number, day))
        .collect())
}

fn to_sheet() -> RelationDef {
    run_sheet_row::Entity::belongs_to(run_sheet::Entity)
        .from(run_sheet_row::Column::SheetId)
        .to(run_sheet::Column::Id)
        .into()
}
