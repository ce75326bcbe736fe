use sea_orm::entity::prelude::*;

/// A snapshot of the facts of a letter.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "letter_draft")]
pub struct Model {
    /// The letter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub letter_id: Uuid,
    /// Number within the letter, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The facts, as canonical JSON text.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    /// SHA-256 of that text, in hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// When it was drawn up.
    pub drawn_at: DateTimeUtc,
    /// By whom.
    pub drawn_by: Uuid,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
