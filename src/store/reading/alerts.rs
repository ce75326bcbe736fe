//! The alerts desk: those that wait for an answer first, by deadline; then the answered. Those that are over make a list
//! of their own, the newest first.

mod asked;
mod far;
mod place;

pub use asked::last_asked;
pub use far::Far;
pub use place::{NoPlace, Place};

use super::appointed::{to_appointment, to_place_of_appointment};
use super::worklist::{to_person, to_place};
use super::{PART, scoped};
use crate::access::{Relation, Scope};
use crate::domain::ids::{AlertId, CaseId};
use crate::domain::localised::Localised;
use crate::domain::obligation::Kind;
use crate::domain::supervision::{Attendance, Expected};
use crate::store::entities::{alert, case_file, obligation, organisation, person};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, NullOrdering};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, Order, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef, Select,
};
use std::cmp::Reverse;
use uuid::Uuid;

const DOSE: &str = "dose";
const OPEN: &str = "open";
/// The name under which the organisations are joined a second time.
const APPOINTED: &str = "appointed";

/// How far an alert has come; also the order of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Waits for an answer.
    Climbing,
    /// Nobody answered, and nobody is asked any more.
    Resting,
    /// Answered.
    Acknowledged,
    /// Over.
    Resolved,
}

impl Stage {
    const ALL: [Self; 4] = [Self::Climbing, Self::Resting, Self::Acknowledged, Self::Resolved];
    const LIVE: [Self; 3] = [Self::Climbing, Self::Resting, Self::Acknowledged];
    /// Those without an answer.
    pub(super) const UNANSWERED: [Self; 2] = [Self::Climbing, Self::Resting];

    /// Stable code, as in the table.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Climbing => "climbing",
            Self::Resting => "resting",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// Whose desk.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// What the policies let the reader see.
    pub scope: &'a Scope,
    /// The moment.
    pub now: DateTime<Utc>,
    /// Which of them.
    pub about: About,
    /// What was told to the reader's organisation about people elsewhere; none where that is no matter of his.
    pub far: Option<Far<'a>>,
}

/// What the alerts of a desk are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Whatever was missed.
    All,
    /// A supervising body's desk: visits only, and only those it was told of.
    Visits,
    /// Those of the drug's way only: the desk of whoever supplies it.
    Drug,
}

/// One row of the desk.
#[derive(Clone, Debug)]
pub struct AlertRow {
    /// The alert.
    pub id: AlertId,
    /// Its case.
    pub case: CaseId,
    /// Reference of the case.
    pub reference: String,
    /// Name of the person.
    pub name: String,
    /// The region in which the person is treated.
    pub region: String,
    /// Kind of the obligation; for the treating side.
    pub kind: String,
    /// Whether the person came.
    pub attendance: Attendance,
    /// Whether others are asked about the person, and the supervising body nothing; see
    /// [`crate::domain::escalation::asks_others`].
    pub asks_others: bool,
    /// The day it is about.
    pub about_on: NaiveDate,
    /// How far it has come.
    pub stage: Stage,
    /// Until when an answer is expected; see [`crate::domain::alert::Alert::answer_by`].
    pub acknowledge_by: Option<DateTime<Utc>>,
    /// What the next visit follows from.
    pub expected: Expected,
    /// The place of treatment.
    pub place: Localised,
    /// Its telephone.
    pub phone: String,
    /// The place of the first appointment and its telephone, while the person is still treated elsewhere.
    pub appointed: Option<(Localised, String)>,
}

impl AlertRow {
    /// Its place in the list.
    #[must_use]
    pub fn place_in_list(&self) -> Place {
        Place {
            stage: self.stage,
            by: self.acknowledge_by,
            id: self.id.0,
        }
    }
}

#[derive(FromQueryResult)]
struct Raw {
    id: Uuid,
    case_id: Uuid,
    kind: String,
    attendance: String,
    asks_others: bool,
    about_on: NaiveDate,
    state: String,
    acknowledge_by: Option<DateTime<Utc>>,
    next_attempt_on: Option<NaiveDate>,
    reference: String,
    name_cyrillic: String,
    region: String,
    due_on: Option<NaiveDate>,
    appointment_on: Option<NaiveDate>,
    excused_from: Option<NaiveDate>,
    excused_until: Option<NaiveDate>,
    awaited: bool,
    place_kk: String,
    place_ru: String,
    place_en: String,
    phone: String,
    appointed_kk: Option<String>,
    appointed_ru: Option<String>,
    appointed_en: Option<String>,
    appointed_phone: Option<String>,
}

/// The alerts of a desk as a condition. What repeats itself lets one index of `alert` do the work.
fn on_desk(whose: Whose<'_>) -> Condition {
    let mut near = Condition::any();
    for rows in &whose.scope.any_of {
        near = near.add(match &rows.relation {
            Relation::Supervising(id) => Condition::all().add(alert::Column::SupervisingId.eq(id.0)),
            Relation::Region(region) => Condition::all().add(alert::Column::Region.eq(region)),
            Relation::Responsible(_)
            | Relation::Any
            | Relation::Offered(_)
            | Relation::OfferedRegion(_)
            | Relation::Former(_)
            | Relation::FormerSupervising(_) => Condition::all(),
        });
    }
    let all = Condition::all().add(near).add(scoped(whose.scope, whose.now));
    match whose.about {
        About::All => all,
        About::Visits => all
            .add(alert::Column::SeenBySupervision.eq(true))
            .add(alert::Column::Kind.eq(DOSE)),
        About::Drug => {
            let kinds = Kind::SUPPLY.into_iter().filter(|kind| kind.of_supply_ladder());
            all.add(alert::Column::Kind.is_in(kinds.map(Kind::code)))
        }
    }
}

/// One part of the alerts that are over, the newest first; one row more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn over(
    store: &Store,
    whose: Whose<'_>,
    after: Option<Place>,
) -> Result<Vec<AlertRow>, StoreError> {
    let mut found = Vec::new();
    for range in ranges(whose) {
        let mut select = desk(range)
            .filter(alert::Column::State.eq(Stage::Resolved.code()))
            .order_by_with_nulls(alert::Column::AcknowledgeBy, Order::Desc, NullOrdering::Last)
            .order_by_desc(alert::Column::Id)
            .limit(PART + 1);
        if let Some(place) = after.filter(|place| place.stage == Stage::Resolved) {
            select = select.filter(before(place));
        }
        found.extend(select.into_model::<Raw>().all(store.reader()).await?);
    }
    found.sort_by_key(|raw| {
        (
            raw.acknowledge_by.is_none(),
            Reverse((raw.acknowledge_by, raw.id)),
        )
    });
    found.truncate(usize::try_from(PART + 1).unwrap_or(usize::MAX));
    found.into_iter().map(row).collect()
}

/// One part of the desk, one row more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    store: &Store,
    whose: Whose<'_>,
    after: Option<Place>,
) -> Result<Vec<AlertRow>, StoreError> {
    let mut rows = Vec::new();
    let first = after.map_or(Stage::Climbing, |place| place.stage);
    for stage in Stage::LIVE.into_iter().filter(|stage| *stage >= first) {
        let wanted = (PART + 1).saturating_sub(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        if wanted == 0 {
            break;
        }
        let mut found = Vec::new();
        for range in ranges(whose) {
            let mut select = desk(range)
                .filter(alert::Column::State.eq(stage.code()))
                .order_by_with_nulls(alert::Column::AcknowledgeBy, Order::Asc, NullOrdering::Last)
                .order_by_asc(alert::Column::Id)
                .limit(wanted);
            if let Some(place) = after.filter(|place| place.stage == stage) {
                select = select.filter(behind(place));
            }
            found.extend(select.into_model::<Raw>().all(store.reader()).await?);
        }
        found.sort_by_key(|raw| (raw.acknowledge_by.is_none(), raw.acknowledge_by, raw.id));
        found.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
        for raw in found {
            rows.push(row(raw)?);
        }
    }
    Ok(rows)
}

/// How many wait for an answer.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(store: &Store, whose: Whose<'_>) -> Result<i64, StoreError> {
    count(store, whose, &Condition::all()).await
}

/// How many of them were not answered in time.
///
/// # Errors
/// When the database does not answer.
pub async fn late(store: &Store, whose: Whose<'_>) -> Result<i64, StoreError> {
    let late = alert::Column::AcknowledgeBy.lte(whose.now);
    count(store, whose, &Condition::all().add(late)).await
}

async fn count(store: &Store, whose: Whose<'_>, which: &Condition) -> Result<i64, StoreError> {
    let mut waiting = 0_u64;
    for range in ranges(whose) {
        waiting += alert::Entity::find()
            .join(JoinType::InnerJoin, to_case())
            .filter(range)
            .filter(alert::Column::State.is_in(Stage::UNANSWERED.map(Stage::code)))
            .filter(which.clone())
            .filter(asked(whose.about))
            .count(store.reader())
            .await?;
    }
    Ok(i64::try_from(waiting).unwrap_or(i64::MAX))
}

/// Whatever stands on a desk is asked of it, but for what a supervising body was told of and lies with an institution, or is
/// asked of others.
fn asked(about: About) -> Condition {
    match about {
        About::Visits => asked_of_supervision(),
        About::All | About::Drug => Condition::all(),
    }
}

/// Of the alerts that a supervising body was told of, those about which it is asked anything.
pub(super) fn asked_of_supervision() -> Condition {
    Condition::all()
        .add(alert::Column::Attendance.ne(Attendance::Justified.code()))
        .add(alert::Column::AsksOthers.eq(false))
}

/// The alerts of a desk, each in one of these: those of the reader's scope, and those of people elsewhere that his organisation
/// was told of. No index holds both in one order, so each gives its own part of a list.
fn ranges(whose: Whose<'_>) -> Vec<Condition> {
    let near = (!whose.scope.is_nothing()).then(|| on_desk(whose));
    let far = whose.far.and_then(|far| far::told(far, whose.scope, whose.now));
    near.into_iter().chain(far).collect()
}

fn desk(range: Condition) -> Select<alert::Entity> {
    let appointed = |column| Expr::col((Alias::new(APPOINTED), column));
    alert::Entity::find()
        .select_only()
        .columns([
            alert::Column::Id,
            alert::Column::CaseId,
            alert::Column::Kind,
            alert::Column::Attendance,
            alert::Column::AsksOthers,
            alert::Column::AboutOn,
            alert::Column::State,
            alert::Column::AcknowledgeBy,
            alert::Column::NextAttemptOn,
            alert::Column::Region,
        ])
        .join(JoinType::InnerJoin, to_case())
        .join(JoinType::InnerJoin, to_person())
        .join(JoinType::InnerJoin, to_place())
        .join(JoinType::LeftJoin, to_open_dose())
        .join(JoinType::LeftJoin, to_appointment())
        .join_as(
            JoinType::LeftJoin,
            to_place_of_appointment(),
            Alias::new(APPOINTED),
        )
        .expr_as(appointed(organisation::Column::NameKk), "appointed_kk")
        .expr_as(appointed(organisation::Column::NameRu), "appointed_ru")
        .expr_as(appointed(organisation::Column::NameEn), "appointed_en")
        .expr_as(appointed(organisation::Column::Phone), "appointed_phone")
        .column_as(case_file::Column::Reference, "reference")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .column_as(obligation::Column::DueOn, "due_on")
        .column_as(case_file::Column::AppointmentOn, "appointment_on")
        .column_as(case_file::Column::ExcusedFrom, "excused_from")
        .column_as(case_file::Column::ExcusedUntil, "excused_until")
        .column_as(case_file::Column::Awaited, "awaited")
        .column_as(organisation::Column::NameKk, "place_kk")
        .column_as(organisation::Column::NameRu, "place_ru")
        .column_as(organisation::Column::NameEn, "place_en")
        .column_as(organisation::Column::Phone, "phone")
        .filter(range)
}

/// What follows a place among those that are over; a row without a deadline stands last.
fn before(place: Place) -> Condition {
    let by = alert::Column::AcknowledgeBy;
    let same = Condition::all().add(alert::Column::Id.lt(place.id));
    match place.by {
        None => same.add(by.is_null()),
        Some(at) => Condition::any()
            .add(by.lt(at))
            .add(same.add(by.eq(at)))
            .add(by.is_null()),
    }
}

/// What follows a place within its stage; a row without a deadline stands last.
fn behind(place: Place) -> Condition {
    let by = alert::Column::AcknowledgeBy;
    let same = Condition::all().add(alert::Column::Id.gt(place.id));
    match place.by {
        None => same.add(by.is_null()),
        Some(at) => Condition::any()
            .add(by.gt(at))
            .add(same.add(by.eq(at)))
            .add(by.is_null()),
    }
}

fn row(raw: Raw) -> Result<AlertRow, StoreError> {
    let corrupt = |column| StoreError::Corrupt {
        table: "alert",
        row: raw.id.to_string(),
        column,
    };
    let names = (raw.appointed_kk, raw.appointed_ru, raw.appointed_en);
    let appointed = match names {
        (Some(kk), Some(ru), Some(en)) => Some(Localised { kk, ru, en }),
        _ => None,
    };
    Ok(AlertRow {
        appointed: appointed.zip(raw.appointed_phone),
        attendance: Attendance::from_code(&raw.attendance).ok_or_else(|| corrupt("attendance"))?,
        stage: Stage::from_code(&raw.state).ok_or_else(|| corrupt("state"))?,
        id: AlertId(raw.id),
        case: CaseId(raw.case_id),
        reference: raw.reference,
        name: raw.name_cyrillic,
        region: raw.region,
        kind: raw.kind,
        asks_others: raw.asks_others,
        about_on: raw.about_on,
        acknowledge_by: raw.acknowledge_by,
        expected: Expected {
            due_on: raw.due_on,
            attempt_on: raw.next_attempt_on,
            appointment_on: raw.appointment_on,
            excused: raw.excused_from.zip(raw.excused_until),
            awaited: raw.awaited,
        },
        place: Localised {
            kk: raw.place_kk,
            ru: raw.place_ru,
            en: raw.place_en,
        },
        phone: raw.phone,
    })
}

/// Where an alert is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its case.
    pub case: CaseId,
    /// Whether the case's present supervising body was told of it, and it is about a visit.
    pub seen_by_supervision: bool,
    /// Whether it is about the drug's way.
    pub of_supply: bool,
    /// Whether it is about one parcel.
    pub of_parcel: bool,
}

/// The case of an alert.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such alert.
pub async fn find(store: &Store, id: AlertId) -> Result<Found, StoreError> {
    let row = alert::Entity::find_by_id(id.0).one(store.reader()).await?;
    let row = row.ok_or(StoreError::Missing("alert"))?;
    Ok(Found {
        case: CaseId(row.case_id),
        seen_by_supervision: row.seen_by_supervision && row.kind == DOSE,
        of_supply: Kind::from_code(&row.kind).is_some_and(Kind::of_supply_ladder),
        of_parcel: Kind::from_code(&row.kind).is_some_and(Kind::of_parcel),
    })
}

fn to_case() -> RelationDef {
    alert::Entity::belongs_to(case_file::Entity)
        .from(alert::Column::CaseId)
        .to(case_file::Column::Id)
        .into()
}

/// At most one dose of a case is open.
fn to_open_dose() -> RelationDef {
    alert::Entity::belongs_to(obligation::Entity)
        .from(alert::Column::CaseId)
        .to(obligation::Column::CaseId)
        .on_condition(|_, owed| {
            Condition::all()
                .add(Expr::col((owed.clone(), obligation::Column::Kind)).eq(DOSE))
                .add(Expr::col((owed, obligation::Column::State)).eq(OPEN))
        })
        .into()
}
