use sea_orm::entity::prelude::*;

/// What has to be done, by whom, until when: the stored difference of the last plan.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "obligation")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Kind (`dose`, `exam`, …).
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Which one of its kind.
    pub cycle: i32,
    /// Organisation whose move it is.
    pub owner_id: Uuid,
    /// Role whose move it is.
    #[sea_orm(column_type = "Text")]
    pub owner_role: String,
    /// First day on which it may be done.
    pub opens_on: Date,
    /// The target.
    pub due_on: Date,
    /// Last day on which it is in time.
    pub closes_on: Date,
    /// `open`, `met`, `superseded` or `waived`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Rule, version, facts and skipped days, as JSON text.
    #[sea_orm(column_type = "Text")]
    pub why: String,
    /// The record that met it.
    pub met_by: Option<Uuid>,
    /// When it was first planned.
    pub opened_at: DateTimeUtc,
    /// When it was met, superseded or waived.
    pub settled_at: Option<DateTimeUtc>,
    /// Region id of the case.
    #[sea_orm(column_type = "Text")]
    pub region: String,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
