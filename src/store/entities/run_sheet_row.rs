use sea_orm::entity::prelude::*;

/// One planned dose on a printed sheet, and what became of it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "run_sheet_row")]
pub struct Model {
    /// Its code, without a hyphen.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub code: String,
    /// The sheet.
    pub sheet_id: Uuid,
    /// The site.
    pub organisation_id: Uuid,
    /// Its place on the sheet, from 1.
    pub place: i32,
    /// The case.
    pub case_id: Uuid,
    /// Which dose.
    pub cycle: i32,
    /// The civil date the sheet was printed for.
    pub day: Date,
    /// The day due, as printed.
    pub due_on: Date,
    /// The last day in time, as printed.
    pub closes_on: Date,
    /// The record that tells what happened; none: due, no record.
    pub record_id: Option<Uuid>,
    /// Does the record say that the dose was given?
    pub given: bool,
    /// When the record was typed from this row.
    pub transcribed_at: Option<DateTimeUtc>,
    /// Who typed it.
    pub transcribed_by: Option<Uuid>,
    /// When a second person compared it with the paper.
    pub verified_at: Option<DateTimeUtc>,
    /// Who did.
    pub verified_by: Option<Uuid>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
