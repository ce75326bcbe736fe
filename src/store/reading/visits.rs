//! What stands in somebody's calendar: the next visit of each case in sight, on the day that the pages name; the first
//! appointments to which an organisation expects somebody who is still treated elsewhere; and the own tasks. References and
//! days, nothing else. Three questions, however many cases there are.

use super::appointed::to_appointment;
use super::passage::{Waiting, under_way};
use super::scoped;
use crate::access::{Relation, Scope};
use crate::domain::ids::CaseId;
use crate::domain::obligation::Kind;
use crate::domain::supervision::{Expected, Next};
use crate::store::entities::{case_file, handover, obligation};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, Order, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Entries of one calendar: a year of a large clinic.
const MOST: u64 = 1_000;

/// Whose calendar.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// The cases in sight.
    pub scope: &'a Scope,
    /// The cases whose taking over was asked of the holder's organisation.
    pub offers: &'a Scope,
    /// Whose tasks are shown besides the visits; none where tasks may be medical.
    pub role: Option<&'a str>,
    /// The moment.
    pub now: DateTime<Utc>,
    /// Its day, where the holder works.
    pub today: NaiveDate,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The person is expected.
    Visit,
    /// The day has passed, and the person is to come as soon as possible.
    VisitAtOnce,
    /// Something is owed.
    Task,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of a next visit the case, of an appointment elsewhere its hand-over, of a task the obligation: the same at each fetch.
    pub id: Uuid,
    /// Its case.
    pub case: CaseId,
    /// The reference of the case.
    pub reference: String,
    /// What it is.
    pub what: What,
    /// Its day.
    pub on: NaiveDate,
}

/// The visits and tasks of a calendar, the earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn entries(store: &Store, whose: Whose<'_>) -> Result<Vec<Entry>, StoreError> {
    let mut entries = next_visits(store, whose).await?;
    let days = |entries: &[Entry]| -> BTreeSet<(CaseId, NaiveDate)> {
        entries.iter().map(|entry| (entry.case, entry.on)).collect()
    };
    // Somebody may have both the case and its appointment in sight.
    let known = days(&entries);
    let mut appointments = appointments(store, whose).await?;
    appointments.retain(|entry| !known.contains(&(entry.case, entry.on)));
    entries.extend(appointments);
    let known = days(&entries);
    // That the person comes to the first appointment is a task and a visit; it is said once.
    let tasks = tasks(store, whose).await?.into_iter();
    let tasks = tasks
        .filter(|(kind, entry)| kind != Kind::FirstVisit.code() || !known.contains(&(entry.case, entry.on)));
    entries.extend(tasks.map(|(_, entry)| entry));
    entries.sort_by_key(|entry| (entry.on, entry.id));
    entries.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(entries)
}

/// What the next visit of a case follows from.
#[derive(FromQueryResult)]
struct Expecting {
    id: Uuid,
    reference: String,
    next_kind: Option<String>,
    next_due_on: Option<NaiveDate>,
    attempt_on: Option<NaiveDate>,
    appointment_on: Option<NaiveDate>,
    excused_from: Option<NaiveDate>,
    excused_until: Option<NaiveDate>,
    awaited: bool,
    /// Where the appointment is, while the person is still treated elsewhere.
    appointed_at: Option<Uuid>,
}

impl Expecting {
    /// To a house that treats, an appointment at another one is no visit.
    fn expected(&self, one_house: bool) -> Expected {
        let dose = self.next_kind.as_deref() == Some(Kind::Dose.code());
        let elsewhere = one_house && self.appointed_at.is_some();
        Expected {
            due_on: self.next_due_on.filter(|_| dose),
            attempt_on: self.attempt_on,
            appointment_on: self.appointment_on.filter(|_| !elsewhere),
            excused: self.excused_from.zip(self.excused_until),
            awaited: self.awaited,
        }
    }

    fn entry(self, today: NaiveDate, one_house: bool) -> Option<Entry> {
        let (what, on) = match Next::seen_from(today, &self.expected(one_house))? {
            Next::On(on) => (What::Visit, on),
            Next::AtOnce => (What::VisitAtOnce, today),
            // Nobody is expected on a day that could be shown.
            Next::After(_) | Next::Named => return None,
        };
        Some(Entry {
            id: self.id,
            case: CaseId(self.id),
            reference: self.reference,
            what,
            on,
        })
    }
}

/// The next visit of each case in sight.
async fn next_visits(store: &Store, whose: Whose<'_>) -> Result<Vec<Entry>, StoreError> {
    if whose.scope.is_nothing() {
        return Ok(Vec::new());
    }
    let day = |column| Expr::col((case_file::Entity, column));
    let planned = Func::coalesce([
        day(case_file::Column::AppointmentOn),
        day(case_file::Column::AttemptOn),
        day(case_file::Column::NextDueOn),
    ]);
    let expected = Condition::any()
        .add(case_file::Column::NextKind.eq(Kind::Dose.code()))
        .add(case_file::Column::AppointmentOn.is_not_null());
    let mut rows = case_file::Entity::find()
        .join(JoinType::LeftJoin, to_appointment())
        .column_as(handover::Column::ToId, "appointed_at")
        .filter(expected)
        .filter(scoped(whose.scope, whose.now))
        .order_by(Expr::from(planned), Order::Asc)
        .order_by_asc(case_file::Column::Id)
        .limit(MOST)
        .into_model::<Expecting>()
        .all(store.reader())
        .await?;
    rows.dedup_by_key(|row| row.id);
    let mut sets = whose.scope.any_of.iter();
    let one_house = sets.all(|rows| matches!(rows.relation, Relation::Responsible(_)));
    let entries = rows.into_iter();
    Ok(entries
        .filter_map(|row| row.entry(whose.today, one_house))
        .collect())
}

/// A first appointment under a hand-over that waits for the release.
#[derive(FromQueryResult)]
struct Appointed {
    id: Uuid,
    case_id: Uuid,
    reference: String,
    appointment_on: Option<NaiveDate>,
    excused_from: Option<NaiveDate>,
    excused_until: Option<NaiveDate>,
}

/// The appointments of those who are to come, where somebody was asked and has agreed to take them over.
async fn appointments(store: &Store, whose: Whose<'_>) -> Result<Vec<Entry>, StoreError> {
    if whose.offers.is_nothing() {
        return Ok(Vec::new());
    }
    let rows = under_way(whose.offers, Waiting::Any, whose.now)
        .select_only()
        .columns([handover::Column::Id, handover::Column::CaseId])
        .columns([
            case_file::Column::Reference,
            case_file::Column::AppointmentOn,
            case_file::Column::ExcusedFrom,
            case_file::Column::ExcusedUntil,
        ])
        .filter(handover::Column::VisitOn.is_not_null())
        .order_by_asc(handover::Column::VisitOn)
        .order_by_asc(handover::Column::Id)
        .limit(MOST)
        .into_model::<Appointed>()
        .all(store.reader())
        .await?;
    let entries = rows.into_iter().filter_map(|row| {
        let expected = Expected {
            appointment_on: row.appointment_on,
            excused: row.excused_from.zip(row.excused_until),
            ..Expected::default()
        };
        match Next::seen_from(whose.today, &expected)? {
            Next::On(on) => Some(Entry {
                id: row.id,
                case: CaseId(row.case_id),
                reference: row.reference,
                what: What::Visit,
                on,
            }),
            Next::After(_) | Next::AtOnce | Next::Named => None,
        }
    });
    Ok(entries.collect())
}

#[derive(FromQueryResult)]
struct Task {
    id: Uuid,
    case_id: Uuid,
    reference: String,
    kind: String,
    due_on: NaiveDate,
}

/// What a role owes in the cases in sight besides the visits, with the kind of each.
async fn tasks(store: &Store, whose: Whose<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
    let Some(role) = whose.role.filter(|_| !whose.scope.is_nothing()) else {
        return Ok(Vec::new());
    };
    let to_case: RelationDef = obligation::Entity::belongs_to(case_file::Entity)
        .from(obligation::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let rows = obligation::Entity::find()
        .select_only()
        .columns([
            obligation::Column::Id,
            obligation::Column::CaseId,
            obligation::Column::Kind,
            obligation::Column::DueOn,
        ])
        .join(JoinType::InnerJoin, to_case)
        .column(case_file::Column::Reference)
        .filter(obligation::Column::State.eq("open"))
        .filter(obligation::Column::OwnerRole.eq(role))
        .filter(obligation::Column::Kind.ne(Kind::Dose.code()))
        .filter(scoped(whose.scope, whose.now))
        .order_by_asc(obligation::Column::DueOn)
        .order_by_asc(obligation::Column::Id)
        .limit(MOST)
        .into_model::<Task>()
        .all(store.reader())
        .await?;
    let tasks = rows.into_iter().map(|row| {
        let entry = Entry {
            id: row.id,
            case: CaseId(row.case_id),
            reference: row.reference,
            what: What::Task,
            on: row.due_on,
        };
        (row.kind, entry)
    });
    Ok(tasks.collect())
}
