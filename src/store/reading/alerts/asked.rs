//! Of whom an organisation was asked about its alerts, whoever was asked elsewhere since.

use crate::domain::alert::NoticeKind;
use crate::domain::ids::{AlertId, OrganisationId};
use crate::store::entities::{account, notice};
use crate::store::{Store, StoreError};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    RelationDef,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The name of whoever was asked last at an organisation, of each of these alerts; one question however many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn last_asked(
    store: &Store,
    organisation: OrganisationId,
    alerts: &[AlertId],
) -> Result<HashMap<AlertId, String>, StoreError> {
    if alerts.is_empty() {
        return Ok(HashMap::new());
    }
    let to_account: RelationDef = notice::Entity::belongs_to(account::Entity)
        .from(notice::Column::RecipientAccountId)
        .to(account::Column::Id)
        .into();
    let asked = notice::Entity::find()
        .select_only()
        .column(notice::Column::AlertId)
        .column_as(account::Column::DisplayName, "name")
        .join(JoinType::InnerJoin, to_account)
        .filter(notice::Column::AlertId.is_in(alerts.iter().map(|id| id.0)))
        .filter(notice::Column::RecipientOrganisationId.eq(organisation.0))
        .filter(notice::Column::Kind.eq(NoticeKind::Climb.code()))
        .order_by_asc(notice::Column::FiredAt)
        .order_by_asc(notice::Column::Step)
        .into_tuple::<(Uuid, String)>()
        .all(store.reader())
        .await?;
    // The last one stands.
    Ok(asked.into_iter().map(|(id, name)| (AlertId(id), name)).collect())
}
