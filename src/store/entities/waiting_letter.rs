use sea_orm::entity::prelude::*;

/// A letter whose newest draft nobody has signed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting_letter")]
pub struct Model {
    /// The letter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub letter_id: Uuid,
    /// The case; none for a letter about a lot.
    pub case_id: Option<Uuid>,
    /// Kind of letter.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// When that draft was drawn up.
    pub drawn_at: DateTimeUtc,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
