use sea_orm::entity::prelude::*;

/// A scan of a run sheet that came back, byte by byte. Never changed, never deleted.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_scan")]
pub struct Model {
    /// The sheet.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sheet_id: Uuid,
    /// SHA-256 of the file, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub sha256: String,
    /// `pdf`, `png` or `jpeg`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// The file.
    #[sea_orm(column_type = "Blob")]
    pub bytes: Vec<u8>,
    /// When it was kept.
    pub kept_at: DateTimeUtc,
    /// Who kept it.
    pub account_id: Uuid,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
