use sea_orm::entity::prelude::*;

/// An import of a roster.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "roster_import")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// SHA-256 of the file.
    pub digest: Vec<u8>,
    /// When.
    pub at: DateTimeUtc,
    /// By whom.
    pub account_id: Option<Uuid>,
    /// When it was undone.
    pub undone_at: Option<DateTimeUtc>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
