//! Doses of which somebody says that they belong to another person, and that wait for a second person: whoever is about to
//! give a dose must know of it.

use crate::domain::event::{Event, WrongPersonReported};
use crate::domain::ids::CaseId;
use crate::store::entities::event;
use crate::store::file::recorded;
use crate::store::{Store, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// As in the index that holds these events alone.
const TOLD: &str = "verb IN ('wrong-person-reported', 'wrong-person-settled')";

/// What was reported in these cases and is not settled, in one question.
///
/// # Errors
/// When the database does not answer.
pub async fn open_mistakes(
    store: &Store,
    cases: impl IntoIterator<Item = CaseId>,
) -> Result<BTreeMap<CaseId, Vec<WrongPersonReported>>, StoreError> {
    let cases: Vec<Uuid> = cases.into_iter().map(|case| case.0).collect();
    let mut open: BTreeMap<CaseId, Vec<WrongPersonReported>> = BTreeMap::new();
    if cases.is_empty() {
        return Ok(open);
    }
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.is_in(cases))
        .filter(Expr::cust(TOLD))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(store.reader())
        .await?;
    for row in rows {
        let known = open.entry(CaseId(row.case_id)).or_default();
        match recorded(&row)?.event {
            Event::WrongPersonReported(reported) => known.push(reported),
            Event::WrongPersonSettled(settled) => known.retain(|reported| reported.id != settled.report),
            _ => {}
        }
    }
    Ok(open)
}
