use sea_orm::entity::prelude::*;

/// A named user's account.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What the user types to sign in; lower case, unique.
    #[sea_orm(column_type = "Text")]
    pub sign_in_name: String,
    /// Name shown to others.
    #[sea_orm(column_type = "Text")]
    pub display_name: String,
    /// That name in lower case: what a search looks in.
    #[sea_orm(column_type = "Text")]
    pub search_name: String,
    /// The same with its first word last: whoever searches may know only the other one.
    #[sea_orm(column_type = "Text")]
    pub search_turned: String,
    /// Where the user works.
    pub organisation_id: Uuid,
    /// Role id, known to the access room.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// Address for messages.
    #[sea_orm(column_type = "Text")]
    pub email: Option<String>,
    /// `kk`, `ru` or `en`.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// Argon2id hash in PHC form; none until the user has enrolled.
    #[sea_orm(column_type = "Text")]
    pub password_hash: Option<String>,
    /// Secret of the one-time codes, encrypted; none until the user has enrolled.
    pub totp_secret: Option<Vec<u8>>,
    /// The last 30-second step a code was accepted for: a code works once.
    pub totp_last_step: i64,
    /// Wrong attempts since the last success.
    pub failures: i32,
    /// No attempt is looked at before this instant.
    pub throttled_until: Option<DateTimeUtc>,
    /// Who acts while this user is away.
    pub deputy_id: Option<Uuid>,
    /// First day away.
    pub absent_from: Option<Date>,
    /// Last day away.
    pub absent_until: Option<Date>,
    /// Since when the account is closed.
    pub disabled_at: Option<DateTimeUtc>,
    /// Since when the account waits until somebody vouches for its holder; none once somebody has, or where nobody must.
    pub waits_since: Option<DateTimeUtc>,
    /// Whose act it waits for: who opened it, or had it enrolled anew.
    pub waits_by: Option<Uuid>,
    /// When somebody vouched for its holder.
    pub vouched_at: Option<DateTimeUtc>,
    /// Who did.
    pub vouched_by: Option<Uuid>,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// Grows by one with every change.
    pub version: i64,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
