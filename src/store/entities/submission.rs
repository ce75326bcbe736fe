use sea_orm::entity::prelude::*;

/// One filled-in form: sent twice, it gets its first answer again.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    /// Key in the form.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Uuid,
    /// Who sent it.
    pub account_id: Uuid,
    /// What it asked for.
    #[sea_orm(column_type = "Text")]
    pub verb: String,
    /// SHA-256 of what was sent: the same key with another body is refused.
    pub body_digest: Vec<u8>,
    /// The answer given, as JSON text.
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    /// When.
    pub at: DateTimeUtc,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
