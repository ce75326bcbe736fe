use sea_orm::entity::prelude::*;

/// The address of a calendar feed, as a digest.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "feed")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// SHA-256 of the secret part of the address.
    pub token_hash: Vec<u8>,
    /// `kk`, `ru` or `en`.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// Since when it leads nowhere.
    pub revoked_at: Option<DateTimeUtc>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
