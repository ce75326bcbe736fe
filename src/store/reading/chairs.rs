//! How many open cases an organisation answers for: what an empty chair there would mean.

use super::still_open;
use crate::domain::ids::OrganisationId;
use crate::store::entities::case_file;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Open cases by the organisation that treats or supervises, among these, in two questions.
///
/// # Errors
/// When the database does not answer.
pub async fn cases_of(
    store: &Store,
    organisations: &[OrganisationId],
    now: DateTime<Utc>,
) -> Result<BTreeMap<OrganisationId, i64>, StoreError> {
    let mut cases = BTreeMap::new();
    for part in [case_file::Column::SupervisingId, case_file::Column::ResponsibleId] {
        let counted = case_file::Entity::find()
            .select_only()
            .column(part)
            .column_as(
                Expr::col((case_file::Entity, case_file::Column::Id)).count(),
                "many",
            )
            .filter(part.is_in(organisations.iter().map(|id| id.0)))
            .filter(still_open(now))
            .group_by(part)
            .into_tuple::<(Uuid, i64)>()
            .all(store.reader())
            .await?;
        for (id, many) in counted {
            *cases.entry(OrganisationId(id)).or_insert(0) += many;
        }
    }
    Ok(cases)
}
