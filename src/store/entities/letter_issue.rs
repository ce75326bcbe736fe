use sea_orm::entity::prelude::*;

/// A draft that somebody signed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "letter_issue")]
pub struct Model {
    /// The letter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub letter_id: Uuid,
    /// Number within the letter, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The draft that was signed.
    pub draft: i32,
    /// The letter's number, the same for all its issues.
    #[sea_orm(column_type = "Text")]
    pub letter_number: String,
    /// By what the paper is checked.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// SHA-256 of what it was printed with, in hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub template: String,
    /// When it was signed.
    pub signed_at: DateTimeUtc,
    /// That day where it was signed.
    pub signed_on: Date,
    /// By whom.
    pub signed_by: Uuid,
    /// His name then.
    #[sea_orm(column_type = "Text")]
    pub signer: String,
    /// His role then, in three languages, as JSON text.
    #[sea_orm(column_type = "Text")]
    pub role: String,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
