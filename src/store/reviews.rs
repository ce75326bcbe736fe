//! What lists read of reviews: the signatures that are missing.

use super::entities::waiting_signature;
use super::{StoreError, Tx};
use crate::domain::case::Case;
use crate::domain::review::Review;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use uuid::Uuid;

/// Writes the signatures that are missing now, those too that nobody may give any more, where a review changed, or somebody treated
/// the person who may have signed one.
pub(super) async fn write(tx: &Tx, before: Option<&Case>, case: &Case) -> Result<(), StoreError> {
    let same = |before: &Case| {
        before.reviews == case.reviews
            && before.treated_by() == case.treated_by()
            && before.treated_by_name() == case.treated_by_name()
    };
    if before.map_or(case.reviews.is_empty(), same) {
        return Ok(());
    }
    waiting_signature::Entity::delete_many()
        .filter(waiting_signature::Column::CaseId.eq(case.id.0))
        .exec(&tx.0)
        .await?;
    let rows: Vec<_> = case
        .reviews
        .iter()
        .flat_map(|review| rows(case, review))
        .map(|row| row.into_active_model().reset_all())
        .collect();
    if !rows.is_empty() {
        waiting_signature::Entity::insert_many(rows)
            .exec_without_returning(&tx.0)
            .await?;
    }
    Ok(())
}

fn rows(case: &Case, review: &Review) -> Vec<waiting_signature::Model> {
    let Some(text) = review.text() else {
        return Vec::new();
    };
    let anew = case.to_write_anew(review);
    let row = |account: crate::domain::ids::AccountId| waiting_signature::Model {
        id: Uuid::new_v5(&text.id.0, account.0.as_bytes()),
        case_id: case.id.0,
        account_id: account.0,
        review: i32::try_from(review.number).unwrap_or(i32::MAX),
        held_on: text.held_on,
        anew,
    };
    review.waiting().map(row).collect()
}
