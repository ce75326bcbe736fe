//! Imports of rosters, and the cases that each of them opened.

use super::entities::{case_file, event, roster_import, roster_import_case};
use super::{StoreError, Tx, locks};
use crate::domain::event::Event;
use crate::domain::ids::{AccountId, CaseId, PersonId, RecordId};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _,
};

/// An import about to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewImport {
    /// Identity.
    pub id: RecordId,
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<AccountId>,
}

/// A case that an import opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedCase {
    /// The case.
    pub case: CaseId,
    /// Row of the file.
    pub row: usize,
    /// Number of events it had when it was opened.
    pub version: u32,
}

/// Waits until no other import is under way: two at once would not see each other's persons.
///
/// # Errors
/// When the database does not answer.
pub async fn take_turn(tx: &Tx) -> Result<(), StoreError> {
    locks::lock_imports(tx).await
}

/// Keeps an import.
///
/// # Errors
/// When the database refuses.
pub async fn create(tx: &Tx, new: &NewImport) -> Result<(), StoreError> {
    let row = roster_import::Model {
        id: new.id.0,
        digest: new.digest.to_vec(),
        at: new.at,
        account_id: new.by.map(|id| id.0),
        undone_at: None,
    };
    roster_import::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// Keeps a case that an import opened.
///
/// # Errors
/// When the database refuses.
pub async fn add(tx: &Tx, import: RecordId, kept: &ImportedCase) -> Result<(), StoreError> {
    let row = roster_import_case::Model {
        case_id: kept.case.0,
        import_id: import.0,
        row: i32::try_from(kept.row).unwrap_or(i32::MAX),
        version: i32::try_from(kept.version).unwrap_or(i32::MAX),
    };
    roster_import_case::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// The cases of an import that was not undone, in the order in which they are locked; none where there is no such import.
///
/// # Errors
/// When the database does not answer.
pub async fn cases_of(tx: &Tx, import: RecordId) -> Result<Vec<ImportedCase>, StoreError> {
    let standing = roster_import::Entity::find_by_id(import.0)
        .filter(roster_import::Column::UndoneAt.is_null())
        .one(&tx.0)
        .await?;
    if standing.is_none() {
        return Ok(Vec::new());
    }
    let rows = roster_import_case::Entity::find()
        .filter(roster_import_case::Column::ImportId.eq(import.0))
        .order_by_asc(roster_import_case::Column::CaseId)
        .all(&tx.0)
        .await?;
    let kept = rows.into_iter().map(|row| ImportedCase {
        case: CaseId(row.case_id),
        row: usize::try_from(row.row).unwrap_or_default(),
        version: u32::try_from(row.version).unwrap_or_default(),
    });
    Ok(kept.collect())
}

/// Notes that an import was undone.
///
/// # Errors
/// When the database does not answer.
pub async fn undone(tx: &Tx, import: RecordId, at: DateTime<Utc>) -> Result<(), StoreError> {
    roster_import::Entity::update_many()
        .set(roster_import::ActiveModel {
            undone_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(roster_import::Column::Id.eq(import.0))
        .exec(&tx.0)
        .await?;
    Ok(())
}

/// The reference of a person's case under a ruling: court, number and day. One that was entered by mistake does not
/// count.
///
/// # Errors
/// When the database does not answer.
pub async fn case_under(
    tx: &Tx,
    person: PersonId,
    (court, number, ruled_on): (&str, &str, NaiveDate),
) -> Result<Option<String>, StoreError> {
    let cases = case_file::Entity::find()
        .filter(case_file::Column::PersonId.eq(person.0))
        .all(&tx.0)
        .await?;
    for case in cases {
        let papers = event::Entity::find()
            .filter(event::Column::CaseId.eq(case.id))
            .filter(event::Column::Verb.is_in(["ruling-recorded", "import-undone"]))
            .all(&tx.0)
            .await?;
        let papers = papers
            .iter()
            .filter_map(|row| serde_json::from_str(&row.payload).ok());
        let papers: Vec<Event> = papers.collect();
        let undone = papers.iter().any(|event| matches!(event, Event::ImportUndone(_)));
        let same = papers.iter().any(|event| {
            matches!(event, Event::RulingRecorded(ruling)
                if ruling.court == court && ruling.number == number && ruling.ruled_on == ruled_on)
        });
        if same && !undone {
            return Ok(Some(case.reference));
        }
    }
    Ok(None)
}
