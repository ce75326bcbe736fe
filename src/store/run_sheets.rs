//! Printed run sheets: written when they are printed, and kept up with what is recorded about their rows.

use super::entities::{case_file, obligation, run_sheet, run_sheet_row};
use super::reading::still_open;
use super::{StoreError, Tx, settings};
use crate::domain::case::Case;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{AccountId, CaseId, OrganisationId, RecordId, SheetId};
use crate::domain::obligation::Kind;
use crate::domain::paper::RowCode;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

/// Most rows of one sheet: six pages. What is beyond it is printed on the next one.
pub const MOST_ROWS: u64 = 90;

/// A sheet about to be printed.
#[derive(Clone, Copy, Debug)]
pub struct NewSheet<'a> {
    /// Identity.
    pub id: SheetId,
    /// Number.
    pub number: &'a str,
    /// The site.
    pub organisation: OrganisationId,
    /// The civil date it is for.
    pub day: NaiveDate,
    /// When it is printed.
    pub at: DateTime<Utc>,
    /// Who prints it.
    pub by: AccountId,
}

/// A planned dose on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// Its code.
    pub code: RowCode,
    /// The case.
    pub case: CaseId,
    /// Which dose.
    pub cycle: u32,
    /// The day due.
    pub due_on: NaiveDate,
    /// The last day in time.
    pub closes_on: NaiveDate,
}

/// The doses of a site that are due on a day or late, the first to leave its window first, each with a new code.
///
/// # Errors
/// When the database does not answer.
pub async fn due(
    tx: &Tx,
    organisation: OrganisationId,
    day: NaiveDate,
    at: DateTime<Utc>,
) -> Result<Vec<PlannedRow>, StoreError> {
    let to_case = obligation::Entity::belongs_to(case_file::Entity)
        .from(obligation::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let rows = obligation::Entity::find()
        .join(JoinType::InnerJoin, to_case)
        .filter(obligation::Column::OwnerId.eq(organisation.0))
        .filter(obligation::Column::State.eq("open"))
        .filter(obligation::Column::Kind.eq(Kind::Dose.code()))
        .filter(obligation::Column::DueOn.lte(day))
        .filter(still_open(at))
        .order_by_asc(obligation::Column::ClosesOn)
        .order_by_asc(obligation::Column::Id)
        .limit(MOST_ROWS)
        .all(&tx.0)
        .await?;
    let planned = rows.into_iter().map(|row| PlannedRow {
        code: RowCode::fresh(),
        case: CaseId(row.case_id),
        cycle: u32::try_from(row.cycle).unwrap_or_default(),
        due_on: row.due_on,
        closes_on: row.closes_on,
    });
    Ok(planned.collect())
}

/// The next number of a site's sheets in the year of a day: `2026-0012`.
///
/// # Errors
/// When the database does not answer.
pub async fn next_number(
    tx: &Tx,
    organisation: OrganisationId,
    day: NaiveDate,
) -> Result<String, StoreError> {
    let next = settings::count_up(tx, &format!("sheet-{organisation}-{}", day.year())).await?;
    Ok(format!("{}-{next:04}", day.year()))
}

/// Keeps a sheet as it is printed.
///
/// # Errors
/// When the database refuses.
pub async fn create(tx: &Tx, sheet: &NewSheet<'_>, rows: &[PlannedRow]) -> Result<(), StoreError> {
    let row = run_sheet::Model {
        id: sheet.id.0,
        number: sheet.number.to_owned(),
        organisation_id: sheet.organisation.0,
        day: sheet.day,
        printed_at: sheet.at,
        account_id: sheet.by.0,
    };
    run_sheet::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    let rows = (1..).zip(rows).map(|(place, row)| {
        let row = run_sheet_row::Model {
            code: row.code.plain(),
            sheet_id: sheet.id.0,
            organisation_id: sheet.organisation.0,
            place,
            case_id: row.case.0,
            cycle: small(row.cycle),
            day: sheet.day,
            due_on: row.due_on,
            closes_on: row.closes_on,
            record_id: None,
            given: false,
            transcribed_at: None,
            transcribed_by: None,
            verified_at: None,
            verified_by: None,
        };
        row.into_active_model().reset_all()
    });
    run_sheet_row::Entity::insert_many(rows)
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// What was printed under a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Number of the sheet.
    pub number: String,
    /// Where it was printed.
    pub organisation: OrganisationId,
    /// The case.
    pub case: CaseId,
    /// Which dose.
    pub cycle: u32,
}

/// What was printed under a code; nothing when it never was.
///
/// # Errors
/// When the database does not answer.
pub async fn printed(tx: &Tx, code: &RowCode) -> Result<Option<Printed>, StoreError> {
    let row = run_sheet_row::Entity::find_by_id(code.plain()).one(&tx.0).await?;
    let Some(row) = row else { return Ok(None) };
    let sheet = run_sheet::Entity::find_by_id(row.sheet_id).one(&tx.0).await?;
    let sheet = sheet.ok_or(StoreError::Missing("sheet"))?;
    Ok(Some(Printed {
        number: sheet.number,
        organisation: OrganisationId(sheet.organisation_id),
        case: CaseId(row.case_id),
        cycle: u32::try_from(row.cycle).unwrap_or_default(),
    }))
}

/// Brings the rows of a case up to what was just recorded.
pub(super) async fn write<'a>(
    tx: &Tx,
    case: &Case,
    events: impl Iterator<Item = &'a Recorded>,
) -> Result<(), StoreError> {
    for recorded in events {
        match &recorded.event {
            Event::DoseGiven(dose) => {
                told(tx, case.id, dose.cycle, (dose.id, true), dose.given_on).await?;
            }
            Event::DoseNotGiven(record) => {
                let told_on = record.occurred_on;
                told(tx, case.id, record.cycle, (record.id, false), told_on).await?;
            }
            Event::EntryTranscribed(typed) => {
                let row = run_sheet_row::ActiveModel {
                    record_id: Set(Some(typed.record.0)),
                    given: Set(case.doses.iter().any(|dose| dose.content.id == typed.record)),
                    transcribed_at: Set(Some(recorded.recorded_at)),
                    transcribed_by: Set(recorded.by.account().map(|id| id.0)),
                    ..Default::default()
                };
                run_sheet_row::Entity::update_many()
                    .set(row)
                    .filter(run_sheet_row::Column::Code.eq(&typed.row))
                    .exec(&tx.0)
                    .await?;
            }
            Event::EntryVerified(verified) => {
                let row = run_sheet_row::ActiveModel {
                    verified_at: Set(Some(recorded.recorded_at)),
                    verified_by: Set(recorded.by.account().map(|id| id.0)),
                    ..Default::default()
                };
                run_sheet_row::Entity::update_many()
                    .set(row)
                    .filter(run_sheet_row::Column::RecordId.eq(verified.record.0))
                    .filter(run_sheet_row::Column::TranscribedAt.is_not_null())
                    .exec(&tx.0)
                    .await?;
            }
            Event::RecordAmended { corrected, .. } => compare_again(tx, case, corrected.id()).await?,
            Event::RecordVoided { record, .. } => {
                let row = run_sheet_row::ActiveModel {
                    record_id: Set(None),
                    given: Set(false),
                    transcribed_at: Set(None),
                    transcribed_by: Set(None),
                    verified_at: Set(None),
                    verified_by: Set(None),
                    ..Default::default()
                };
                run_sheet_row::Entity::update_many()
                    .set(row)
                    .filter(run_sheet_row::Column::RecordId.eq(record.0))
                    .exec(&tx.0)
                    .await?;
            }
            _ => {}
        }
    }
    wait_again(tx, case).await
}

/// Rows that say of a record that it was compared, while the case says that it waits: it was corrected after it was compared, and
/// before that was seen. Such a row is put right with whatever is written next about its case.
async fn wait_again(tx: &Tx, case: &Case) -> Result<(), StoreError> {
    let waiting = case.transcribed.iter().filter(|typed| typed.verified.is_none());
    let waiting: Vec<_> = waiting.map(|typed| typed.from.record.0).collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let compared = run_sheet_row::Entity::find()
        .filter(run_sheet_row::Column::RecordId.is_in(waiting))
        .filter(run_sheet_row::Column::VerifiedAt.is_not_null())
        .order_by_asc(run_sheet_row::Column::Code)
        .all(&tx.0)
        .await?;
    for record in compared.into_iter().filter_map(|row| row.record_id) {
        compare_again(tx, case, RecordId(record)).await?;
    }
    Ok(())
}

/// A record that was corrected waits for somebody else than whoever corrected it, where the case says that nobody has compared it.
async fn compare_again(tx: &Tx, case: &Case, record: RecordId) -> Result<(), StoreError> {
    let typed = case.transcription(record);
    let Some(typed) = typed.filter(|typed| typed.verified.is_none()) else {
        return Ok(());
    };
    let row = run_sheet_row::ActiveModel {
        transcribed_by: Set(typed.last_by.account().map(|id| id.0)),
        verified_at: Set(None),
        verified_by: Set(None),
        ..Default::default()
    };
    run_sheet_row::Entity::update_many()
        .set(row)
        .filter(run_sheet_row::Column::RecordId.eq(record.0))
        .filter(run_sheet_row::Column::TranscribedAt.is_not_null())
        .exec(&tx.0)
        .await?;
    Ok(())
}

/// A record tells what became of rows that nobody typed: a dose given, of every sheet before it; one not given, of the
/// sheet of its day.
async fn told(
    tx: &Tx,
    case: CaseId,
    cycle: u32,
    (record, given): (RecordId, bool),
    on: NaiveDate,
) -> Result<(), StoreError> {
    let row = run_sheet_row::ActiveModel {
        record_id: Set(Some(record.0)),
        given: Set(given),
        ..Default::default()
    };
    let day = run_sheet_row::Column::Day;
    run_sheet_row::Entity::update_many()
        .set(row)
        .filter(run_sheet_row::Column::CaseId.eq(case.0))
        .filter(run_sheet_row::Column::Cycle.eq(small(cycle)))
        .filter(run_sheet_row::Column::RecordId.is_null())
        .filter(if given { day.lte(on) } else { day.eq(on) })
        .exec(&tx.0)
        .await?;
    Ok(())
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
