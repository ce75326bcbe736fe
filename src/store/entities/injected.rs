use sea_orm::entity::prelude::*;

/// A lot that was injected outside of a dose, as an incident tells.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "injected")]
pub struct Model {
    /// Identity of the incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Product id.
    pub product: String,
    /// Number of the lot.
    pub lot: String,
    /// When the incident was struck out.
    pub voided_at: Option<DateTimeUtc>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
