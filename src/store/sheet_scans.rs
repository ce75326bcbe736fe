//! Scans of run sheets that came back: kept as they came, beside the sheet, as evidence of what was typed from it.

use super::entities::{account, run_sheet, sheet_scan};
use super::{Store, StoreError, Tx};
use crate::domain::ids::{AccountId, OrganisationId, SheetId};
use crate::domain::paper::ScanKind;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, FromQueryResult, IntoActiveModel as _,
    JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

/// A scan about to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewScan<'a> {
    /// Its sheet.
    pub sheet: SheetId,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: &'a str,
    /// What it is a file of.
    pub kind: ScanKind,
    /// The file.
    pub bytes: &'a [u8],
    /// When it is kept.
    pub at: DateTime<Utc>,
    /// Who keeps it.
    pub by: AccountId,
}

/// A scan that is kept, without the file itself.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Scan {
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// When it was kept.
    pub kept_at: DateTime<Utc>,
    /// Who kept it.
    pub kept_by: String,
}

/// Keeps a scan.
///
/// # Errors
/// When the database refuses; a file that is kept with its sheet already is one reason.
pub async fn create(tx: &Tx, scan: &NewScan<'_>) -> Result<(), StoreError> {
    let row = sheet_scan::Model {
        sheet_id: scan.sheet.0,
        sha256: scan.sha256.to_owned(),
        kind: scan.kind.code().to_owned(),
        bytes: scan.bytes.to_vec(),
        kept_at: scan.at,
        account_id: scan.by.0,
    };
    sheet_scan::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// The site that printed a sheet; none where there is no such sheet.
///
/// # Errors
/// When the database does not answer.
pub async fn site_of(tx: &Tx, sheet: SheetId) -> Result<Option<OrganisationId>, StoreError> {
    let found = run_sheet::Entity::find_by_id(sheet.0).one(&tx.0).await?;
    Ok(found.map(|sheet| OrganisationId(sheet.organisation_id)))
}

/// The checksums of the scans of a sheet.
///
/// # Errors
/// When the database does not answer.
pub async fn sums(tx: &Tx, sheet: SheetId) -> Result<Vec<String>, StoreError> {
    let sums: Vec<String> = sheet_scan::Entity::find()
        .select_only()
        .column(sheet_scan::Column::Sha256)
        .filter(sheet_scan::Column::SheetId.eq(sheet.0))
        .into_tuple()
        .all(&tx.0)
        .await?;
    Ok(sums)
}

/// The scans of a sheet, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_sheet(store: &Store, sheet: SheetId) -> Result<Vec<Scan>, StoreError> {
    let to_account = sheet_scan::Entity::belongs_to(account::Entity)
        .from(sheet_scan::Column::AccountId)
        .to(account::Column::Id)
        .into();
    let scans = sheet_scan::Entity::find()
        .select_only()
        .column(sheet_scan::Column::Sha256)
        .column(sheet_scan::Column::KeptAt)
        .column_as(account::Column::DisplayName, "kept_by")
        .join(JoinType::InnerJoin, to_account)
        .filter(sheet_scan::Column::SheetId.eq(sheet.0))
        .order_by_asc(sheet_scan::Column::KeptAt)
        .order_by_asc(sheet_scan::Column::Sha256);
    Ok(scans.into_model::<Scan>().all(store.reader()).await?)
}

/// The file of a scan, and what it is a file of; none where nothing is kept under this checksum with the sheet.
///
/// # Errors
/// When the database does not answer.
pub async fn file(
    store: &Store,
    sheet: SheetId,
    sha256: &str,
) -> Result<Option<(ScanKind, Vec<u8>)>, StoreError> {
    let key = (sheet.0, sha256.to_owned());
    let found = sheet_scan::Entity::find_by_id(key).one(store.reader()).await?;
    Ok(found.and_then(|row| Some((ScanKind::from_code(&row.kind)?, row.bytes))))
}
