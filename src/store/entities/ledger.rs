use sea_orm::entity::prelude::*;

/// The hash chain over every act. Never updated, never deleted; no personal data.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger")]
pub struct Model {
    /// 1 for the first entry, then without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// When the act was recorded, whole microseconds.
    pub at: DateTimeUtc,
    /// Who acted.
    pub account_id: Option<Uuid>,
    /// Which job acted, when no person did.
    #[sea_orm(column_type = "Text")]
    pub job: Option<String>,
    /// The role in which the account acted.
    #[sea_orm(column_type = "Text")]
    pub role: Option<String>,
    /// What was done.
    #[sea_orm(column_type = "Text")]
    pub verb: String,
    /// On which case.
    pub case_id: Option<Uuid>,
    /// On what else.
    #[sea_orm(column_type = "Text")]
    pub subject: Option<String>,
    /// Ids, policy ids and digests, as JSON text.
    #[sea_orm(column_type = "Text")]
    pub detail: String,
    /// Hash of the entry before.
    pub previous_hash: Vec<u8>,
    /// Hash of this entry.
    pub hash: Vec<u8>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
