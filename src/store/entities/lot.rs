use sea_orm::entity::prelude::*;

/// A lot: what was made together.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lot")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Product id, from the protocol rules.
    #[sea_orm(column_type = "Text")]
    pub product: String,
    /// Number as printed.
    #[sea_orm(column_type = "Text")]
    pub number: String,
    /// What the number reads as, however it is typed.
    #[sea_orm(column_type = "Text")]
    pub reads: String,
    /// Last day of use, as last corrected.
    pub expiry_on: Date,
    /// The recall that stands.
    pub recall_id: Option<Uuid>,
    /// So many changes so far.
    pub changes: i32,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
