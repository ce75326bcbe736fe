use sea_orm::entity::prelude::*;

/// A person whom a recall concerns, and whether a physician has looked.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recall_case")]
pub struct Model {
    /// Identity, derived from recall and case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The recall.
    pub recall_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The how-manieth recall of the case it is: the look that is owed goes by it. None where it was written before that was kept.
    pub number: Option<i32>,
    /// So many doses of the lot were given to him.
    pub doses: i32,
    /// When a physician had looked.
    pub reached_at: Option<DateTimeUtc>,
    /// The day of a planned dose that relied on the lot.
    pub needed_on: Option<Date>,
    /// The pack that was proposed for it.
    pub replacement_id: Option<Uuid>,
    /// It has no pack yet.
    pub at_risk: bool,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
