use sea_orm::entity::prelude::*;

/// What was said about a lot: registered, corrected, recalled, lifted. Never rewritten.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lot_change")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The lot.
    pub lot_id: Uuid,
    /// Place in the lot's history, from 1.
    pub seq: i32,
    /// `registered`, `expiry-corrected`, `recalled`, `recall-lifted` or `renamed`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Last day of use from then on.
    pub expiry_on: Date,
    /// The recall concerned.
    pub recall_id: Option<Uuid>,
    /// Why; for a recall, the notice.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// By whom.
    pub account_id: Uuid,
    /// When.
    pub changed_at: DateTimeUtc,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
