use sea_orm::entity::prelude::*;

/// One offer of a hand-over.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    /// Identity of the offer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Why.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Who gives.
    pub from_id: Uuid,
    /// Who is asked.
    pub to_id: Uuid,
    /// Region of the giver.
    #[sea_orm(column_type = "Text")]
    pub from_region: String,
    /// Region of the receiver.
    #[sea_orm(column_type = "Text")]
    pub to_region: String,
    /// How it stands.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Open, or accepted and not yet carried out.
    pub live: bool,
    /// When it was made.
    pub offered_on: Date,
    /// By when it is to be answered.
    pub due_on: Date,
    /// When the person is expected.
    pub from_on: Date,
    /// The first appointment.
    pub visit_on: Option<Date>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
