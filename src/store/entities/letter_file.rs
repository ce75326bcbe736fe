use sea_orm::entity::prelude::*;

/// An issue printed in one language, byte by byte.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "letter_file")]
pub struct Model {
    /// The letter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub letter_id: Uuid,
    /// The issue.
    #[sea_orm(primary_key, auto_increment = false)]
    pub issue: i32,
    /// `kk`, `ru` or `en`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub language: String,
    /// SHA-256 of the file, in hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// The file.
    #[sea_orm(column_type = "Blob")]
    pub bytes: Vec<u8>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
