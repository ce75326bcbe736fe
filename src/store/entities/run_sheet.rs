use sea_orm::entity::prelude::*;

/// A printed run sheet: the doses of a site for one day.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "run_sheet")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Number, counted for each organisation and year.
    #[sea_orm(column_type = "Text")]
    pub number: String,
    /// The site.
    pub organisation_id: Uuid,
    /// The civil date it was printed for.
    pub day: Date,
    /// When it was printed.
    pub printed_at: DateTimeUtc,
    /// Who printed it.
    pub account_id: Uuid,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
