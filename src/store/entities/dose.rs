use sea_orm::entity::prelude::*;

/// Completed doses: at most one per case and cycle, which the unique key guarantees.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dose")]
pub struct Model {
    /// Identity of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Which dose of the regimen.
    pub cycle: i32,
    /// Civil date at the place of treatment.
    pub given_on: Date,
    /// When it was given.
    pub occurred_at: DateTimeUtc,
    /// When it was recorded.
    pub recorded_at: DateTimeUtc,
    /// Where it was given.
    pub organisation_id: Uuid,
    /// Product id, from the protocol rules.
    #[sea_orm(column_type = "Text")]
    pub product: String,
    /// Lot number on the pack.
    #[sea_orm(column_type = "Text")]
    pub lot: String,
    /// Expiry date on the pack.
    pub expiry_on: Date,
    /// Who recorded it.
    pub account_id: Uuid,
    /// When the record was voided.
    pub voided_at: Option<DateTimeUtc>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
