//! Who has which cases at a supervising body: how many, and how many alerts wait in them.

use super::alerts::{Stage, asked_of_supervision};
use super::{still_open, still_supervised};
use crate::domain::ids::{AccountId, CaseId, OrganisationId};
use crate::store::entities::{alert, case_file};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// The cases of one officer, or those that nobody in particular has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// The supervising body.
    pub organisation: OrganisationId,
    /// The officer.
    pub officer: Option<AccountId>,
    /// Open cases.
    pub cases: i64,
    /// Alerts in them that wait for an answer.
    pub waiting: i64,
}

/// Every caseload of these bodies, in two questions however many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn loads(
    store: &Store,
    bodies: &[OrganisationId],
    now: DateTime<Utc>,
) -> Result<Vec<Load>, StoreError> {
    let here = || {
        Condition::all()
            .add(case_file::Column::SupervisingId.is_in(bodies.iter().map(|id| id.0)))
            .add(still_open(now))
            .add(still_supervised(now))
    };
    let count = || Expr::col((case_file::Entity, case_file::Column::Id)).count();
    let cases = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::SupervisingId)
        .column(case_file::Column::OfficerId)
        .column_as(count(), "many")
        .filter(here())
        .group_by(case_file::Column::SupervisingId)
        .group_by(case_file::Column::OfficerId)
        .into_tuple::<(Uuid, Option<Uuid>, i64)>()
        .all(store.reader())
        .await?;
    let to_alert: RelationDef = case_file::Entity::belongs_to(alert::Entity)
        .from(case_file::Column::Id)
        .to(alert::Column::CaseId)
        .into();
    let waiting = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::SupervisingId)
        .column(case_file::Column::OfficerId)
        .column_as(count(), "many")
        .join(JoinType::InnerJoin, to_alert)
        .filter(here())
        .filter(alert::Column::State.is_in(Stage::UNANSWERED.map(Stage::code)))
        .filter(alert::Column::SeenBySupervision.eq(true))
        .filter(asked_of_supervision())
        .filter(alert::Column::Kind.eq("dose"))
        .group_by(case_file::Column::SupervisingId)
        .group_by(case_file::Column::OfficerId)
        .into_tuple::<(Uuid, Option<Uuid>, i64)>()
        .all(store.reader())
        .await?;
    let loads = cases.into_iter().map(|(body, officer, cases)| Load {
        organisation: OrganisationId(body),
        officer: officer.map(AccountId),
        cases,
        waiting: waiting
            .iter()
            .find(|(at, who, _)| (*at, *who) == (body, officer))
            .map_or(0, |(.., many)| *many),
    });
    Ok(loads.collect())
}

/// The open cases of an officer at a body, or those that nobody in particular has, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of(
    tx: &Tx,
    body: OrganisationId,
    officer: Option<AccountId>,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<CaseId>, StoreError> {
    let officer = match officer {
        Some(id) => case_file::Column::OfficerId.eq(id.0),
        None => case_file::Column::OfficerId.is_null(),
    };
    let ids = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(case_file::Column::SupervisingId.eq(body.0))
        .filter(officer)
        .filter(still_open(now))
        .filter(still_supervised(now))
        .order_by_asc(case_file::Column::OpenedAt)
        .order_by_asc(case_file::Column::Id)
        .limit(most)
        .into_tuple::<Uuid>()
        .all(&tx.0)
        .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}
