use sea_orm::entity::prelude::*;

/// A penal facility, clinic, probation office, police department or other institution.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Short stable code, unique; imports name organisations by it.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Kind, from the place rules (`penal-facility`, `probation-office`, …).
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Region id, from the place rules.
    #[sea_orm(column_type = "Text")]
    pub region: String,
    /// Name in Kazakh.
    #[sea_orm(column_type = "Text")]
    pub name_kk: String,
    /// Name in Russian.
    #[sea_orm(column_type = "Text")]
    pub name_ru: String,
    /// Name in English.
    #[sea_orm(column_type = "Text")]
    pub name_en: String,
    /// Postal address.
    #[sea_orm(column_type = "Text")]
    pub address: String,
    /// Telephone of the duty desk.
    #[sea_orm(column_type = "Text")]
    pub phone: String,
    /// Where duty messages go when the recipient has no address of their own.
    #[sea_orm(column_type = "Text")]
    pub email: Option<String>,
    /// IANA time zone whose civil date counts here.
    #[sea_orm(column_type = "Text")]
    pub zone: String,
    /// Since when it has been closed; none while it works.
    pub closed_at: Option<DateTimeUtc>,
    /// When its first pack was taken in.
    pub stock_since_at: Option<DateTimeUtc>,
    /// The day on which its shelf was last compared with the doses to come.
    pub shelf_looked_on: Option<Date>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
