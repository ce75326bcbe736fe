//! What lists read of reviews: the signatures that are missing, and how what was owed around a review ended.

use super::entities::waiting_signature;
use super::{StoreError, Tx};
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::obligation::Kind;
use crate::domain::plan::paper_of;
use crate::domain::review::Review;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use uuid::Uuid;

/// Writes the signatures that are missing now, where a review changed.
pub(super) async fn write(tx: &Tx, before: Option<&Case>, case: &Case) -> Result<(), StoreError> {
    if before.map_or(case.reviews.is_empty(), |before| before.reviews == case.reviews) {
        return Ok(());
    }
    waiting_signature::Entity::delete_many()
        .filter(waiting_signature::Column::CaseId.eq(case.id.0))
        .exec(&tx.0)
        .await?;
    let rows: Vec<_> = case
        .reviews
        .iter()
        .flat_map(|review| rows(case.id, review))
        .map(|row| row.into_active_model().reset_all())
        .collect();
    if !rows.is_empty() {
        waiting_signature::Entity::insert_many(rows)
            .exec_without_returning(&tx.0)
            .await?;
    }
    Ok(())
}

fn rows(case: CaseId, review: &Review) -> Vec<waiting_signature::Model> {
    let Some(text) = review.text() else {
        return Vec::new();
    };
    let row = |account: crate::domain::ids::AccountId| waiting_signature::Model {
        id: Uuid::new_v5(&text.id.0, account.0.as_bytes()),
        case_id: case.0,
        account_id: account.0,
        review: i32::try_from(review.number).unwrap_or(i32::MAX),
        held_on: text.held_on,
    };
    review.waiting().map(row).collect()
}

/// The record that met what was owed around a review; none where its reason went.
pub(super) fn met(case: &Case, kind: Kind, cycle: u32) -> Option<RecordId> {
    match kind {
        Kind::Review => {
            let (text, _) = case.review(cycle)?.concluded()?;
            Some(text.id)
        }
        Kind::ReviewPaper => {
            // Which paper a number stands for is the rules' to say; a paper filed since is what met it.
            let (review, _) = paper_of(cycle);
            let review = case
                .review(review)
                .filter(|review| review.concluded().is_none())?;
            review.papers.last().map(|entry| entry.content.id)
        }
        Kind::SubmitToCourt => {
            let sent = case.review(cycle)?.submission()?;
            Some(sent.content.id)
        }
        Kind::AskCourt => {
            let review = case.review(cycle)?;
            case.court_said(review)?;
            Some(review.submission()?.content.id)
        }
        _ => None,
    }
}
