use sea_orm::entity::prelude::*;

/// One letter: what it is about, and from whom to whom.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Kind of letter.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// What it is drawn up about, as JSON text.
    #[sea_orm(column_type = "Text")]
    pub about: String,
    /// The case, where it belongs to one.
    pub case_id: Option<Uuid>,
    /// Who writes.
    pub sender_id: Uuid,
    /// To whom, where the program knows the organisation.
    pub addressee_id: Option<Uuid>,
    /// When it was first drawn up.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
