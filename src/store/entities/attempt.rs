use sea_orm::entity::prelude::*;

/// One attempt at a delivery that came to an end.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The message.
    pub message_id: Uuid,
    /// When it began.
    pub begun_at: DateTimeUtc,
    /// When its outcome was known.
    pub ended_at: DateTimeUtc,
    /// `delivered`, `retried` or `given-up`.
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    /// Why it failed; no personal data.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
