use sea_orm::entity::prelude::*;

/// An obligation nobody discharged, on its way up a ladder until a named human answers.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "alert")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Kind of the obligation.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Which one of its kind.
    pub cycle: i32,
    /// Family of the cause.
    #[sea_orm(column_type = "Text")]
    pub cause: String,
    /// Track of the ladder it climbs.
    #[sea_orm(column_type = "Text")]
    pub track: String,
    /// `open`, `acknowledged` or `resolved`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// When it should have been, and counts as, raised.
    pub raised_at: DateTimeUtc,
    /// Steps of the ladder that have fired.
    pub step: i32,
    /// When the next step fires.
    pub next_step_at: Option<DateTimeUtc>,
    /// Until when the present climb should have been answered.
    pub acknowledge_by: Option<DateTimeUtc>,
    /// Whom it waits for: organisation.
    pub recipient_organisation_id: Option<Uuid>,
    /// Whom it waits for: role.
    #[sea_orm(column_type = "Text")]
    pub recipient_role: Option<String>,
    /// Whom it waits for: person, when one is named.
    pub recipient_account_id: Option<Uuid>,
    /// Who answered.
    pub acknowledged_by: Option<Uuid>,
    /// When.
    pub acknowledged_at: Option<DateTimeUtc>,
    /// Organisation that supervises the case.
    pub supervising_id: Uuid,
    /// Region id of the case.
    #[sea_orm(column_type = "Text")]
    pub region: String,
    /// When its reason went away.
    pub resolved_at: Option<DateTimeUtc>,
    /// Whether a step has gone to the supervising body.
    pub seen_by_supervision: bool,
    /// Whether the person came, in the words fit for supervision.
    #[sea_orm(column_type = "Text")]
    pub attendance: String,
    /// Whether the climb about the person has passed over the supervising body, which is asked nothing.
    pub asks_others: bool,
    /// The day it is about.
    pub about_on: Date,
    /// The further attempt that was agreed.
    pub next_attempt_on: Option<Date>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
