use sea_orm::entity::prelude::*;

/// One row per case: what lists and the sweep need, written with each event of the case.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_file")]
pub struct Model {
    /// Identity of the case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Reference on papers and screens, unique; says nothing about the person.
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    /// The person treated.
    pub person_id: Uuid,
    /// Organisation that treats now.
    pub responsible_id: Uuid,
    /// Organisation that supervises.
    pub supervising_id: Uuid,
    /// Region id of the responsible organisation.
    #[sea_orm(column_type = "Text")]
    pub region: String,
    /// Whether the case is open.
    pub open: bool,
    /// When it was opened.
    pub opened_at: DateTimeUtc,
    /// From when on it is closed, as its rulings stand; in the future while a last day is known. A list that leaves
    /// closed cases out goes by this, too: nobody's view waits for the sweep.
    pub closed_at: Option<DateTimeUtc>,
    /// Number of events: the `seq` of the last one.
    pub version: i64,
    /// When the sweep must look at this case again; none when nothing is due ever.
    pub next_step_at: Option<DateTimeUtc>,
    /// Kind of the next obligation.
    #[sea_orm(column_type = "Text")]
    pub next_kind: Option<String>,
    /// Its due date.
    pub next_due_on: Option<Date>,
    /// Last day on which it is in time.
    pub next_closes_on: Option<Date>,
    /// How the case stands; says why there is no open dose when there is none.
    #[sea_orm(column_type = "Text")]
    pub standing: String,
    /// Last day on which the last dose still works.
    pub covered_until: Option<Date>,
    /// The officer of the supervising body who has the case, where one was named.
    pub officer_id: Option<Uuid>,
    /// When another body begins to supervise, where that is known.
    pub supervising_until: Option<DateTimeUtc>,
    /// The further attempt that was agreed for the open dose.
    pub attempt_on: Option<Date>,
    /// The first appointment that is still to come.
    pub appointment_on: Option<Date>,
    /// First day of a good reason not to come that is not over.
    pub excused_from: Option<Date>,
    /// Its last day.
    pub excused_until: Option<Date>,
    /// Do those who treat name the day of the next visit first?
    pub awaited: bool,
    /// Since when the person is held where he is, while no day of his release is known.
    pub day_unknown_since: Option<Date>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
