//! Who was transferred.

use super::Place;
use crate::access::{Relation, Scope};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::store::entities::{case_file, former_stay, organisation, person};
use crate::store::passage::{SUPERVISES, TREATS};
use crate::store::reading::{self, PART, still_open, worklist};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

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
        .join(JoinType::InnerJoin, worklist::to_person())
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
        select = select.filter(reading::before(columns, place));
    }
    Ok(select.into_model::<TransferredRow>().all(store.reader()).await?)
}
