use sea_orm::entity::prelude::*;

/// A pack, in exactly one place.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pack")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its lot.
    pub lot_id: Uuid,
    /// Trade item number, where the code was read.
    #[sea_orm(column_type = "Text")]
    pub gtin: Option<String>,
    /// Serial number, where the code was read.
    #[sea_orm(column_type = "Text")]
    pub serial: Option<String>,
    /// Why it was taken in by hand, by the identity of the reason.
    #[sea_orm(column_type = "Text")]
    pub by_hand: Option<String>,
    /// Code of the place.
    #[sea_orm(column_type = "Text")]
    pub place: String,
    /// In whose rooms.
    pub organisation_id: Option<Uuid>,
    /// For whom it is kept, or to whom it was given.
    pub case_id: Option<Uuid>,
    /// In which parcel.
    pub parcel_id: Option<Uuid>,
    /// For which dose it was used.
    pub dose_id: Option<Uuid>,
    /// So many movements so far.
    pub moves: i32,
    /// In this place since.
    pub since_at: DateTimeUtc,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
