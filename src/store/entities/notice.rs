use sea_orm::entity::prelude::*;

/// One step of a ladder that fired: who was told, when it was due, when it went.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The alert.
    pub alert_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Which step of the ladder.
    pub step: i32,
    /// Kind of the notice.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Told: organisation.
    pub recipient_organisation_id: Uuid,
    /// Told: role.
    #[sea_orm(column_type = "Text")]
    pub recipient_role: String,
    /// Told: person, when one holds the role.
    pub recipient_account_id: Option<Uuid>,
    /// When it should have fired.
    pub due_at: DateTimeUtc,
    /// When it fired.
    pub fired_at: DateTimeUtc,
    /// The message on its way, when there is an address.
    pub message_id: Option<Uuid>,
    /// What was missing (`no-deputy`, `no-email`, …), a task for a human.
    #[sea_orm(column_type = "Text")]
    pub gap: Option<String>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
