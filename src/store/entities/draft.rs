use sea_orm::entity::prelude::*;

/// Answers of a form that takes several pages, until it is sent.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    /// Key in the form.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Uuid,
    /// Whose draft.
    pub account_id: Uuid,
    /// Which case.
    pub case_id: Uuid,
    /// Which form.
    #[sea_orm(column_type = "Text")]
    pub form: String,
    /// Answers so far, as JSON text.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// Last change.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
