use sea_orm::entity::prelude::*;

/// What happened in a case, in order: the truth. Never updated, never deleted.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    /// 1 for the first event of the case, then without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// What was done (`log-injection`, …).
    #[sea_orm(column_type = "Text")]
    pub verb: String,
    /// The event as JSON text.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// When it happened.
    pub occurred_at: DateTimeUtc,
    /// When it was recorded.
    pub recorded_at: DateTimeUtc,
    /// Who recorded it.
    pub account_id: Option<Uuid>,
    /// Which job recorded it, when no person did.
    #[sea_orm(column_type = "Text")]
    pub job: Option<String>,
    /// The ledger entry that seals it.
    pub ledger_seq: i64,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
