use sea_orm::entity::prelude::*;

/// Messages on their way out, written in the transaction of what they tell.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Identity; the receiver's key against doubles.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// Not before.
    pub run_at: DateTimeUtc,
    /// `email`, `webhook` or `sms`.
    #[sea_orm(column_type = "Text")]
    pub channel: String,
    /// The addressee, when a person is named.
    pub recipient_account_id: Option<Uuid>,
    /// Where it goes.
    #[sea_orm(column_type = "Text")]
    pub address: String,
    /// Text key of the message.
    #[sea_orm(column_type = "Text")]
    pub template: String,
    /// Arguments of the text, as JSON text; no personal data but the reference.
    #[sea_orm(column_type = "Text")]
    pub arguments: String,
    /// `kk`, `ru` or `en`.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// `pending`, `delivered` or `given-up`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// How often delivery was begun.
    pub attempts: i32,
    /// The worker that is delivering it.
    #[sea_orm(column_type = "Text")]
    pub leased_by: Option<String>,
    /// Until when that worker has it for itself.
    pub leased_until: Option<DateTimeUtc>,
    /// When it was accepted.
    pub delivered_at: Option<DateTimeUtc>,
    /// Why the last attempt failed.
    #[sea_orm(column_type = "Text")]
    pub last_error: Option<String>,
    /// The case it is about.
    pub case_id: Option<Uuid>,
    /// The alert it belongs to.
    pub alert_id: Option<Uuid>,
    /// The notice that it carries.
    pub notice_id: Option<Uuid>,
    /// Where it goes, where that is no e-mail address.
    pub endpoint_id: Option<Uuid>,
    /// When the attempt under way began.
    pub begun_at: Option<DateTimeUtc>,
    /// The hours in which it does not leave, as `22-7 Asia/Almaty`.
    #[sea_orm(column_type = "Text")]
    pub quiet: Option<String>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
