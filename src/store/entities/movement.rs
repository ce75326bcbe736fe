use sea_orm::entity::prelude::*;

/// A movement of a pack from one place to another. Never rewritten.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "movement")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The pack.
    pub pack_id: Uuid,
    /// Which of its movements, from 1.
    pub seq: i32,
    /// The act, as the ledger names it.
    #[sea_orm(column_type = "Text")]
    pub verb: String,
    /// From where, as JSON.
    #[sea_orm(column_type = "Text")]
    pub origin: String,
    /// To where, as JSON.
    #[sea_orm(column_type = "Text")]
    pub destination: String,
    /// When it happened.
    pub moved_at: DateTimeUtc,
    /// When it was written down.
    pub recorded_at: DateTimeUtc,
    /// By whom; empty where it followed by itself.
    pub account_id: Option<Uuid>,
    /// Why, by the identity of a reason or in words.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// The ledger's entry of the act.
    pub ledger_seq: i64,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
