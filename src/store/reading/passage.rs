//! Hand-overs under way, releases ahead, people who lack cover or a day of release, and who was transferred: each one range of one index.

use super::{PART, behind, still_open};
use crate::access::{Relation, Scope};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::passage::ReleaseState;
use crate::store::entities::{case_file, former_stay, handover, organisation, person, release_ahead};
use crate::store::passage::{SUPERVISES, TREATS};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef, Select,
};
use uuid::Uuid;

/// A place in a list: a day, then an identity.
pub type Place = (NaiveDate, Uuid);

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
pub(super) fn under_way(scope: &Scope, waiting: Waiting, now: DateTime<Utc>) -> Select<handover::Entity> {
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
        .join(JoinType::InnerJoin, super::worklist::to_person())
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
        .limit(super::worklist::MOST_COUNTED)
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

/// The open cases of every region.
fn everywhere() -> Scope {
    Scope {
        any_of: vec![crate::access::Rows {
            relation: Relation::Any,
            closed_too: false,
        }],
    }
}

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

/// What a list of releases is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// First and last day.
    pub between: Option<(NaiveDate, NaiveDate)>,
    /// How they stand, seen from a day.
    pub stands: Option<(Stands, Horizon)>,
    /// One region.
    pub region: Option<String>,
    /// Rows after this one.
    pub after: Option<Place>,
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
        .join(JoinType::InnerJoin, super::worklist::to_person())
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

/// More releases ahead than this are counted no further.
const MOST_RELEASES: u64 = 5_000;

/// What somebody in an open case may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Cover: his last dose works no longer.
    Cover,
    /// A day of release: he is held, and nobody knows it.
    ReleaseDay,
}

impl Lacking {
    /// The day by which the list is sorted.
    fn day(self) -> case_file::Column {
        match self {
            Self::Cover => case_file::Column::CoveredUntil,
            Self::ReleaseDay => case_file::Column::DayUnknownSince,
        }
    }

    /// Whoever lacks it, seen from a day.
    fn condition(self, today: NaiveDate) -> Expr {
        match self {
            Self::Cover => self.day().lt(today),
            Self::ReleaseDay => self.day().is_not_null(),
        }
    }
}

/// The regions of the open cases of people who lack something, for counting.
///
/// # Errors
/// When the database does not answer.
pub async fn lacking_numbers(
    store: &Store,
    lacking: Lacking,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Vec<(String, i64)>, StoreError> {
    let select = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Region)
        .column_as(case_file::Column::Id.count(), "number")
        .filter(lacking.condition(today))
        .filter(still_open(now))
        .group_by(case_file::Column::Region);
    Ok(select.into_tuple().all(store.reader()).await?)
}

/// Somebody who lacks something.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LackingRow {
    id: Uuid,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
    responsible_id: Uuid,
    /// The day by which the list is sorted: the last one on which his dose worked, or that since which he is held.
    pub sorted_on: NaiveDate,
}

impl LackingRow {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.id)
    }

    /// Where the person is.
    #[must_use]
    pub fn responsible(&self) -> OrganisationId {
        OrganisationId(self.responsible_id)
    }

    /// The place in the list.
    #[must_use]
    pub fn place(&self) -> Place {
        (self.sorted_on, self.id)
    }
}

/// One part of the people who lack something, the longest first; one row more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn lacking(
    store: &Store,
    scope: &Scope,
    (lacking, narrowed): (Lacking, &Narrowed),
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Vec<LackingRow>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let (day, id) = (lacking.day(), case_file::Column::Id);
    let mut select = case_file::Entity::find()
        .join(JoinType::InnerJoin, super::worklist::to_person())
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .column_as(day, "sorted_on")
        .filter(super::scoped(scope, now))
        .filter(lacking.condition(today))
        .filter(still_open(now))
        .order_by_asc(day)
        .order_by_asc(id)
        .limit(PART + 1);
    if let Some(region) = &narrowed.region {
        select = select.filter(case_file::Column::Region.eq(region));
    }
    if let Some(place) = narrowed.after {
        select = select.filter(behind([day, id], place));
    }
    Ok(select.into_model::<LackingRow>().all(store.reader()).await?)
}

/// The line that is left of somebody who was transferred.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TransferredRow {
    /// Identity; with `until_on` the place in the list.
    pub id: Uuid,
    case_id: Uuid,
    /// When another took over.
    pub until_on: NaiveDate,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
    /// The other, in Kazakh.
    pub next_kk: String,
    /// The other, in Russian.
    pub next_ru: String,
    /// The other, in English.
    pub next_en: String,
    /// Its telephone.
    pub phone: String,
}

impl TransferredRow {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }
}

/// One part of those who were transferred, the latest first; one row more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn transferred(
    store: &Store,
    scope: &Scope,
    before: Option<Place>,
    now: DateTime<Utc>,
) -> Result<Vec<TransferredRow>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let stays = scope.any_of.iter().fold(Condition::any(), |any, rows| {
        let of = |id: &OrganisationId, part: &str| {
            Condition::all()
                .add(former_stay::Column::OrganisationId.eq(id.0))
                .add(former_stay::Column::Part.eq(part))
        };
        let open = |all: Condition| {
            if rows.closed_too {
                all
            } else {
                all.add(still_open(now))
            }
        };
        any.add(open(match &rows.relation {
            Relation::Former(id) => of(id, TREATS),
            Relation::FormerSupervising(id) => of(id, SUPERVISES),
            _ => Condition::all().add(Expr::val(false)),
        }))
    });
    let to_case: RelationDef = former_stay::Entity::belongs_to(case_file::Entity)
        .from(former_stay::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let to_next: RelationDef = former_stay::Entity::belongs_to(organisation::Entity)
        .from(former_stay::Column::NextId)
        .to(organisation::Column::Id)
        .into();
    let mut select = former_stay::Entity::find()
        .join(JoinType::InnerJoin, to_case)
        .join(JoinType::InnerJoin, super::worklist::to_person())
        .join(JoinType::InnerJoin, to_next)
        .column_as(case_file::Column::Reference, "reference")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .column_as(organisation::Column::NameKk, "next_kk")
        .column_as(organisation::Column::NameRu, "next_ru")
        .column_as(organisation::Column::NameEn, "next_en")
        .column_as(organisation::Column::Phone, "phone")
        .filter(stays)
        .order_by_desc(former_stay::Column::UntilOn)
        .order_by_desc(former_stay::Column::Id)
        .limit(PART + 1);
    if let Some(place) = before {
        let columns = [former_stay::Column::UntilOn, former_stay::Column::Id];
        select = select.filter(super::before(columns, place));
    }
    Ok(select.into_model::<TransferredRow>().all(store.reader()).await?)
}
