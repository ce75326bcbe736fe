use sea_orm::entity::prelude::*;

/// A signature that a review still lacks.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting_signature")]
pub struct Model {
    /// Identity, derived from the case, the version and the member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// Number of the review.
    pub review: i32,
    /// The day of the examination.
    pub held_on: Date,
    /// Must the text be written anew? Then nobody signs it.
    pub anew: bool,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
