use sea_orm::entity::prelude::*;

/// A release ahead, or one that came without a receiver.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "release_ahead")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    /// Region of the responsible organisation.
    #[sea_orm(column_type = "Text")]
    pub region: String,
    /// The responsible organisation.
    pub responsible_id: Uuid,
    /// The day.
    pub release_on: Date,
    /// How it stands.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Who was asked, or has accepted.
    pub receiver_id: Option<Uuid>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
