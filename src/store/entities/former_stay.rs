use sea_orm::entity::prelude::*;

/// An organisation that treated or supervised before.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "former_stay")]
pub struct Model {
    /// Identity, derived from the case, the part and the organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The organisation.
    pub organisation_id: Uuid,
    /// The part it played: `treats` or `supervises`.
    #[sea_orm(column_type = "Text")]
    pub part: String,
    /// The day on which another took over.
    pub until_on: Date,
    /// Which other.
    pub next_id: Uuid,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
