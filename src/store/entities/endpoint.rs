use sea_orm::entity::prelude::*;

/// Where a channel other than mail leads: a system of an organisation, the telephone of an account.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "endpoint")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `webhook` or `sms`.
    #[sea_orm(column_type = "Text")]
    pub channel: String,
    /// Whose: the organisation, or that of the account.
    pub organisation_id: Uuid,
    /// Whose: the account, for a telephone.
    pub account_id: Option<Uuid>,
    /// URL or telephone number.
    #[sea_orm(column_type = "Text")]
    pub address: String,
    /// Key of the signatures, sealed.
    pub secret: Option<Vec<u8>>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Since when nothing is sent there.
    pub withdrawn_at: Option<DateTimeUtc>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
