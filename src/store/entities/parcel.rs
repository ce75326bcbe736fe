use sea_orm::entity::prelude::*;

/// A parcel, as lists read it. Written again from the events of its case.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parcel")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// What stands on its label.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Which of the case.
    pub number: i32,
    /// The dose it is for.
    pub cycle: i32,
    /// Product id.
    #[sea_orm(column_type = "Text")]
    pub product: String,
    /// So many packs.
    pub packs: i32,
    /// From whose shelf it comes.
    pub from_id: Uuid,
    /// Who packed it, and answers for it.
    pub answers_id: Option<Uuid>,
    /// Where it is to go now.
    pub to_id: Uuid,
    /// The region in which the person is treated now.
    #[sea_orm(column_type = "Text")]
    pub region: String,
    /// Where it stands.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Is something still to be done about it?
    pub open: bool,
    /// Something did not arrive, and nobody has said why.
    pub discrepancy: bool,
    /// Packs wait for a pharmacist.
    pub quarantine: bool,
    /// It is on its way with a recalled pack.
    pub recalled: bool,
    /// When it was packed.
    pub prepared_at: DateTimeUtc,
    /// When it is late: its day has passed, or the hand that has it has had it too long.
    pub overdue_at: Option<DateTimeUtc>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
