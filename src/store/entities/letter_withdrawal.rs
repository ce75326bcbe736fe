use sea_orm::entity::prelude::*;

/// The withdrawal of a letter.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "letter_withdrawal")]
pub struct Model {
    /// The letter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub letter_id: Uuid,
    /// When.
    pub withdrawn_at: DateTimeUtc,
    /// By whom.
    pub withdrawn_by: Uuid,
    /// Why.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
