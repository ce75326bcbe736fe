use sea_orm::entity::prelude::*;

/// A person treated.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name as in the ruling.
    #[sea_orm(column_type = "Text")]
    pub name_cyrillic: String,
    /// Name in Latin script.
    #[sea_orm(column_type = "Text")]
    pub name_latin: String,
    /// `name_cyrillic` in lower case, for search by the beginning of the name.
    #[sea_orm(column_type = "Text")]
    pub search_cyrillic: String,
    /// `name_latin` in lower case, for search by the beginning of the name.
    #[sea_orm(column_type = "Text")]
    pub search_latin: String,
    /// Individual identification number.
    #[sea_orm(column_type = "Text")]
    pub iin: Option<String>,
    /// Another document, for a person without IIN.
    #[sea_orm(column_type = "Text")]
    pub other_document: Option<String>,
    /// What its number reads as, however it is typed.
    #[sea_orm(column_type = "Text")]
    pub document_reads: Option<String>,
    /// Why there is no IIN.
    #[sea_orm(column_type = "Text")]
    pub other_document_reason: Option<String>,
    /// Date of birth.
    pub born_on: Date,
    /// When registered.
    pub created_at: DateTimeUtc,
    /// Grows by one with every change.
    pub version: i64,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
