use sea_orm::entity::prelude::*;

/// A count of a lot on a shelf. Never rewritten.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "stock_count")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose shelf.
    pub organisation_id: Uuid,
    /// The lot.
    pub lot_id: Uuid,
    /// So many should be there.
    pub expected: i32,
    /// So many are.
    pub counted: i32,
    /// What is said about a difference.
    #[sea_orm(column_type = "Text")]
    pub words: String,
    /// By whom.
    pub account_id: Uuid,
    /// When.
    pub counted_at: DateTimeUtc,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
