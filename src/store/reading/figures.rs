//! What figures of a period are made of: whole cases, and what was owed in them. Read in parts, each in three questions,
//! so that the work is bounded however many cases there are.

use super::scoped;
use crate::access::{Relation, Scope};
use crate::domain::case::Case;
use crate::domain::event::Recorded;
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::obligation::Kind;
use crate::domain::report::Owed;
use crate::domain::time::civil_date;
use crate::store::entities::{case_file, dose, event, former_stay, obligation, organisation};
use crate::store::{Store, StoreError, file};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait, RelationDef,
};
use std::collections::HashMap;
use uuid::Uuid;

/// One case with what was owed in it.
#[derive(Clone, Debug)]
pub struct OfCase {
    /// Where the person is treated.
    pub place: OrganisationId,
    /// Region of that place.
    pub region: String,
    /// The case.
    pub case: Case,
    /// Its history.
    pub history: Vec<Recorded>,
    /// Doses and reviews, done or still owed.
    pub owed: Vec<Owed>,
}

#[derive(FromQueryResult)]
struct Raw {
    case_id: Uuid,
    kind: String,
    closes_on: NaiveDate,
    settled_at: Option<DateTime<Utc>>,
    given_on: Option<NaiveDate>,
    given_at: Option<Uuid>,
}

/// The cases of a scope, or once of its regions, after one of them, in the order of their identities.
///
/// # Errors
/// When the database does not answer, or a history does not fit together.
pub async fn part(
    store: &Store,
    scope: &Scope,
    now: DateTime<Utc>,
    zone_of: &(dyn Fn(&str) -> Tz + Sync),
    after: Option<CaseId>,
    most: u64,
) -> Result<Vec<OfCase>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    whole(store, near_or_before(scope, now), zone_of, (after, most)).await
}

async fn whole(
    store: &Store,
    cases: Condition,
    zone_of: &(dyn Fn(&str) -> Tz + Sync),
    (after, most): (Option<CaseId>, u64),
) -> Result<Vec<OfCase>, StoreError> {
    let mut select = case_file::Entity::find()
        .select_only()
        .columns([
            case_file::Column::Id,
            case_file::Column::ResponsibleId,
            case_file::Column::Region,
        ])
        .filter(cases)
        .order_by_asc(case_file::Column::Id)
        .limit(most);
    if let Some(after) = after {
        select = select.filter(case_file::Column::Id.gt(after.0));
    }
    let rows = select
        .into_tuple::<(Uuid, Uuid, String)>()
        .all(store.reader())
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|(id, ..)| *id).collect();
    let mut histories: HashMap<Uuid, Vec<_>> = HashMap::new();
    let events = event::Entity::find()
        .filter(event::Column::CaseId.is_in(ids.clone()))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(store.reader())
        .await?;
    for row in &events {
        histories
            .entry(row.case_id)
            .or_default()
            .push(file::recorded(row)?);
    }
    let mut owed = owed(store, ids).await?;
    rows.into_iter()
        .map(|(id, place, region)| {
            let history = histories.remove(&id).unwrap_or_default();
            let case = Case::fold(CaseId(id), &history).map_err(|misfit| StoreError::Corrupt {
                table: "event",
                row: format!("{}: {misfit}", CaseId(id)),
                column: "payload",
            })?;
            let zone = zone_of(&region);
            Ok(OfCase {
                owed: owed
                    .remove(&id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|row| one(&row, zone))
                    .collect(),
                place: OrganisationId(place),
                region,
                case,
                history,
            })
        })
        .collect()
}

/// The regions whose figures a scope may count; none means all of them.
#[must_use]
pub fn regions(scope: &Scope) -> Option<Vec<&str>> {
    let regions = scope.any_of.iter().map(|rows| match &rows.relation {
        Relation::Region(region) => Some(region.as_str()),
        _ => None,
    });
    regions.collect()
}

/// The cases of a scope, and those that were treated in its regions before they moved away: what was done or owed there
/// stays where it was.
fn near_or_before(scope: &Scope, now: DateTime<Utc>) -> Condition {
    let Some(regions) = regions(scope) else {
        return scoped(scope, now);
    };
    let to_place: RelationDef = former_stay::Entity::belongs_to(organisation::Entity)
        .from(former_stay::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let moved = QueryTrait::into_query(
        former_stay::Entity::find()
            .select_only()
            .column(former_stay::Column::CaseId)
            .join(JoinType::InnerJoin, to_place)
            .filter(organisation::Column::Region.is_in(regions)),
    );
    Condition::any()
        .add(scoped(scope, now))
        .add(case_file::Column::Id.in_subquery(moved))
}

fn one(row: &Raw, zone: Tz) -> Owed {
    let review = row.kind != Kind::Dose.code();
    let settled_on = row.settled_at.map(|at| civil_date(at, zone));
    Owed {
        review,
        closes_on: row.closes_on,
        done_on: if review { settled_on } else { row.given_on },
        done_at: row.given_at.filter(|_| !review).map(OrganisationId),
    }
}

/// What was owed and not let go: a hold or a court that stopped a dose let it go, and it is nobody's figure.
async fn owed(store: &Store, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<Raw>>, StoreError> {
    let to_dose: RelationDef = obligation::Entity::belongs_to(dose::Entity)
        .from(obligation::Column::MetBy)
        .to(dose::Column::Id)
        .into();
    let rows = obligation::Entity::find()
        .select_only()
        .columns([
            obligation::Column::CaseId,
            obligation::Column::Kind,
            obligation::Column::ClosesOn,
            obligation::Column::SettledAt,
        ])
        .join(JoinType::LeftJoin, to_dose)
        .column(dose::Column::GivenOn)
        .column_as(dose::Column::OrganisationId, "given_at")
        .filter(obligation::Column::CaseId.is_in(ids))
        .filter(obligation::Column::Kind.is_in([Kind::Dose.code(), Kind::Review.code()]))
        .filter(obligation::Column::State.is_in(["open", "met"]))
        .into_model::<Raw>()
        .all(store.reader())
        .await?;
    let mut owed: HashMap<Uuid, Vec<Raw>> = HashMap::new();
    for row in rows {
        owed.entry(row.case_id).or_default().push(row);
    }
    Ok(owed)
}
