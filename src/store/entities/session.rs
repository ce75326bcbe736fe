use sea_orm::entity::prelude::*;

/// A signed-in browser. The token itself is never stored, only its SHA-256.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the token in the cookie.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    /// Who is signed in.
    pub account_id: Uuid,
    /// Token every form of this session carries.
    #[sea_orm(column_type = "Text")]
    pub csrf: String,
    /// Language chosen in this session.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// Wrong attempts with this name between the sign-in before and this one.
    pub failures_before: i32,
    /// Sign-in.
    pub created_at: DateTimeUtc,
    /// Last request (written at most once a minute).
    pub seen_at: DateTimeUtc,
    /// Ends when unused until then.
    pub idle_expires_at: DateTimeUtc,
    /// Ends then in any case.
    pub expires_at: DateTimeUtc,
    /// Signed out, or ended by an administrator.
    pub ended_at: Option<DateTimeUtc>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
