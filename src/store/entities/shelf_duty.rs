use sea_orm::entity::prelude::*;

/// Something owed about a shelf and not about a person.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shelf_duty")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What is owed.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Whose shelf.
    pub place_id: Uuid,
    /// Who owes it.
    pub owner_id: Uuid,
    /// The lot, where it is about one.
    pub lot_id: Option<Uuid>,
    /// The product, where it lacks.
    #[sea_orm(column_type = "Text")]
    pub product: Option<String>,
    /// So many packs.
    pub packs: i32,
    /// How it came, where it is a parcel.
    #[sea_orm(column_type = "Text")]
    pub arrival: Option<String>,
    /// By when.
    pub due_on: Date,
    /// So many steps of the track were taken.
    pub told: i32,
    /// Since when.
    pub opened_at: DateTimeUtc,
    /// By whose act; none where the jobs found it.
    pub opened_by: Option<Uuid>,
    /// When the next step is taken; none where no step is left or it is settled.
    pub next_step_at: Option<DateTimeUtc>,
    /// When it was settled.
    pub settled_at: Option<DateTimeUtc>,
    /// By whom; none where the list came to the count.
    pub settled_by: Option<Uuid>,
    /// What was said.
    #[sea_orm(column_type = "Text")]
    pub settled_words: Option<String>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
