//! Releases ahead.

use super::{MOST_RELEASES, Narrowed, everywhere};
use crate::access::{Relation, Scope};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::passage::ReleaseState;
use crate::store::entities::{case_file, person, release_ahead};
use crate::store::reading::{PART, behind, still_open, worklist};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// One release ahead.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReleaseRow {
    case_id: Uuid,
    /// The day.
    pub release_on: NaiveDate,
    /// How it stands.
    pub state: String,
    receiver_id: Option<Uuid>,
    responsible_id: Uuid,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
}

impl ReleaseRow {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// Where the person is.
    #[must_use]
    pub fn responsible(&self) -> OrganisationId {
        OrganisationId(self.responsible_id)
    }

    /// Who was asked or has accepted.
    #[must_use]
    pub fn receiver(&self) -> Option<OrganisationId> {
        self.receiver_id.map(OrganisationId)
    }
}

/// A day, and how far ahead of it a receiver is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// The day from which it is seen.
    pub today: NaiveDate,
    /// The last day of release for which a receiver is looked for by then.
    pub until_on: NaiveDate,
}

/// How the releases of a count stand. One for which nobody was asked yet lacks nothing while it is further off than a
/// receiver is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// In one state.
    As(ReleaseState),
    /// Nobody has accepted, and somebody should have.
    Without,
    /// Somebody has accepted, and the day has passed without a word whether he went.
    Passed,
    /// Further off.
    Far,
}

impl Stands {
    /// Is a release counted here?
    #[must_use]
    pub fn holds(self, state: &str, release_on: NaiveDate, seen: Horizon) -> bool {
        let far = state == ReleaseState::NoReceiver.code() && release_on > seen.until_on;
        let passed = state == ReleaseState::Accepted.code() && release_on < seen.today;
        match self {
            Self::As(wanted) => state == wanted.code() && !far && !passed,
            Self::Without => state != ReleaseState::Accepted.code() && !far,
            Self::Passed => passed,
            Self::Far => far,
        }
    }

    /// The same of the rows.
    fn condition(self, seen: Horizon) -> Condition {
        let (state, on) = (release_ahead::Column::State, release_ahead::Column::ReleaseOn);
        let far = Condition::all()
            .add(state.eq(ReleaseState::NoReceiver.code()))
            .add(on.gt(seen.until_on));
        let passed = Condition::all()
            .add(state.eq(ReleaseState::Accepted.code()))
            .add(on.lt(seen.today));
        match self {
            Self::As(wanted) => Condition::all()
                .add(state.eq(wanted.code()))
                .add(far.not())
                .add(passed.not()),
            Self::Without => Condition::all()
                .add(state.ne(ReleaseState::Accepted.code()))
                .add(far.not()),
            Self::Passed => passed,
            Self::Far => far,
        }
    }
}

fn of_releases(scope: &Scope) -> Condition {
    scope.any_of.iter().fold(Condition::any(), |any, rows| {
        let all = Condition::all();
        any.add(match &rows.relation {
            Relation::Responsible(id) => all.add(release_ahead::Column::ResponsibleId.eq(id.0)),
            Relation::Region(region) => all.add(release_ahead::Column::Region.eq(region)),
            Relation::Any => all,
            _ => all.add(Expr::val(false)),
        })
    })
}

fn release_of() -> RelationDef {
    release_ahead::Entity::belongs_to(case_file::Entity)
        .from(release_ahead::Column::CaseId)
        .to(case_file::Column::Id)
        .into()
}

/// One part of the releases ahead, the next one first; one row more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn releases(
    store: &Store,
    scope: &Scope,
    narrowed: &Narrowed,
    now: DateTime<Utc>,
) -> Result<Vec<ReleaseRow>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let mut select = release_ahead::Entity::find()
        .join(JoinType::InnerJoin, release_of())
        .join(JoinType::InnerJoin, worklist::to_person())
        .column_as(case_file::Column::Reference, "reference")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .filter(of_releases(scope))
        .filter(still_open(now))
        .order_by_asc(release_ahead::Column::ReleaseOn)
        .order_by_asc(release_ahead::Column::CaseId)
        .limit(PART + 1);
    if let Some((from, until)) = narrowed.between {
        select = select.filter(release_ahead::Column::ReleaseOn.between(from, until));
    }
    if let Some((stands, horizon)) = narrowed.stands {
        select = select.filter(stands.condition(horizon));
    }
    if let Some(region) = &narrowed.region {
        select = select.filter(release_ahead::Column::Region.eq(region));
    }
    if let Some(place) = narrowed.after {
        let (day, id) = (release_ahead::Column::ReleaseOn, release_ahead::Column::CaseId);
        select = select.filter(behind([day, id], place));
    }
    Ok(select.into_model::<ReleaseRow>().all(store.reader()).await?)
}

/// The day, state and region of every release ahead of a scope, for counting: a country has some hundreds.
///
/// # Errors
/// When the database does not answer.
pub async fn release_numbers(
    store: &Store,
    scope: &Scope,
    now: DateTime<Utc>,
) -> Result<Vec<(NaiveDate, String, String)>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let select = release_ahead::Entity::find()
        .select_only()
        .column(release_ahead::Column::ReleaseOn)
        .column(release_ahead::Column::State)
        .column(release_ahead::Column::Region)
        .join(JoinType::InnerJoin, release_of())
        .filter(of_releases(&everywhere()))
        .filter(still_open(now))
        .order_by_asc(release_ahead::Column::ReleaseOn)
        .limit(MOST_RELEASES);
    Ok(select.into_tuple().all(store.reader()).await?)
}
