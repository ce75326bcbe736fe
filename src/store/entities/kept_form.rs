use sea_orm::entity::prelude::*;

/// What was typed into a form when its reader chose another language.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_form")]
pub struct Model {
    /// Key in the address of the form.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Uuid,
    /// Who typed it.
    pub account_id: Uuid,
    /// What was typed, by field, as JSON text.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// When.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
