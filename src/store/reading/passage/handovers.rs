//! Hand-overs under way.

use super::{MOST_RELEASES, Place, everywhere};
use crate::access::{Relation, Scope};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::store::entities::{case_file, handover, person};
use crate::store::reading::{PART, behind, still_open, worklist};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef, Select,
};
use uuid::Uuid;

/// One hand-over.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HandoverRow {
    /// Identity of the offer; with `due_on` the place in the list.
    pub id: Uuid,
    case_id: Uuid,
    /// Why.
    pub reason: String,
    from_id: Uuid,
    to_id: Uuid,
    /// How it stands.
    pub state: String,
    /// By when it is answered.
    pub due_on: NaiveDate,
    /// When the person is expected.
    pub from_on: NaiveDate,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
}

impl HandoverRow {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// Who gives.
    #[must_use]
    pub fn from(&self) -> OrganisationId {
        OrganisationId(self.from_id)
    }

    /// Who is asked.
    #[must_use]
    pub fn to(&self) -> OrganisationId {
        OrganisationId(self.to_id)
    }
}

/// The rows of a scope, on `handover`.
fn of_handovers(scope: &Scope) -> Condition {
    scope.any_of.iter().fold(Condition::any(), |any, rows| {
        let all = Condition::all();
        any.add(match &rows.relation {
            Relation::Responsible(id) => all.add(handover::Column::FromId.eq(id.0)),
            Relation::Region(region) => all.add(handover::Column::FromRegion.eq(region)),
            Relation::Offered(id) => all.add(handover::Column::ToId.eq(id.0)),
            Relation::OfferedRegion(region) => all.add(handover::Column::ToRegion.eq(region)),
            Relation::Any => all,
            Relation::Supervising(_) | Relation::Former(_) | Relation::FormerSupervising(_) => {
                all.add(Expr::val(false))
            }
        })
    })
}

/// Which of the hand-overs under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// All of them, also those that were accepted and wait for the release.
    Any,
    /// Those that nobody has answered.
    Open,
    /// Those that should have been answered before this day.
    Late(NaiveDate),
}

impl Waiting {
    fn condition(self) -> Condition {
        let open = Condition::all().add(handover::Column::State.eq("open"));
        match self {
            Self::Any => Condition::all(),
            Self::Open => open,
            Self::Late(today) => open.add(handover::Column::DueOn.lt(today)),
        }
    }
}

/// The hand-overs under way in the cases of a scope that are still open: what is listed, and what is counted.
pub(in crate::store::reading) fn under_way(
    scope: &Scope,
    waiting: Waiting,
    now: DateTime<Utc>,
) -> Select<handover::Entity> {
    let to_case: RelationDef = handover::Entity::belongs_to(case_file::Entity)
        .from(handover::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    handover::Entity::find()
        .join(JoinType::InnerJoin, to_case)
        .filter(of_handovers(scope))
        .filter(handover::Column::Live.eq(true))
        .filter(waiting.condition())
        .filter(still_open(now))
}

/// One part of the hand-overs under way, the first to be answered first; one row more than [`PART`] where there is a
/// next part. What another list beside it holds is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn handovers(
    store: &Store,
    scope: &Scope,
    (waiting, beside): (Waiting, Option<&Scope>),
    from: Option<Place>,
    now: DateTime<Utc>,
) -> Result<Vec<HandoverRow>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let mut select = under_way(scope, waiting, now)
        .join(JoinType::InnerJoin, worklist::to_person())
        .column_as(case_file::Column::Reference, "reference")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .order_by_asc(handover::Column::DueOn)
        .order_by_asc(handover::Column::Id)
        .limit(PART + 1);
    if let Some(beside) = beside.filter(|beside| !beside.is_nothing()) {
        select = select.filter(of_handovers(beside).not());
    }
    if let Some(place) = from {
        select = select.filter(behind([handover::Column::DueOn, handover::Column::Id], place));
    }
    Ok(select.into_model::<HandoverRow>().all(store.reader()).await?)
}

/// How many hand-overs are open, and how many of them should have been answered.
///
/// # Errors
/// When the database does not answer.
pub async fn handover_counts(
    store: &Store,
    scope: &Scope,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<(i64, i64), StoreError> {
    if scope.is_nothing() {
        return Ok((0, 0));
    }
    let days: Vec<NaiveDate> = under_way(scope, Waiting::Open, now)
        .select_only()
        .column(handover::Column::DueOn)
        .limit(worklist::MOST_COUNTED)
        .into_tuple::<NaiveDate>()
        .all(store.reader())
        .await?;
    let late = days.iter().filter(|due_on| **due_on < today).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Ok((number(days.len()), number(late)))
}

/// The region of whoever made it, and the day of the answer, of every hand-over that nobody has answered, for counting.
///
/// # Errors
/// When the database does not answer.
pub async fn handover_numbers(
    store: &Store,
    now: DateTime<Utc>,
) -> Result<Vec<(String, NaiveDate)>, StoreError> {
    let select = under_way(&everywhere(), Waiting::Open, now)
        .select_only()
        .column(handover::Column::FromRegion)
        .column(handover::Column::DueOn)
        .limit(MOST_RELEASES);
    Ok(select.into_tuple().all(store.reader()).await?)
}
