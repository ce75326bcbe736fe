//! Those who must be told that a measure is over, and to whom no letter was drawn up since that is owed.

use crate::domain::ids::CaseId;
use crate::domain::letter::{About, EndedTo, LetterKind};
use crate::domain::obligation::Kind;
use crate::domain::plan::told_by;
use crate::store::entities::{letter, letter_draft, obligation};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, RelationDef, Select,
};
use uuid::Uuid;

/// Those of whom nobody drew up a letter since it is owed, with the case. Everybody is on his desk soon, so few are owed at once.
///
/// # Errors
/// When the database does not answer.
pub async fn undrawn(store: &Store) -> Result<Vec<(CaseId, EndedTo)>, StoreError> {
    let owed: Vec<(Uuid, i32, DateTime<Utc>)> = owed()
        .select_only()
        .column(obligation::Column::CaseId)
        .column(obligation::Column::Cycle)
        .column(obligation::Column::OpenedAt)
        .order_by_asc(obligation::Column::ClosesOn)
        .order_by_asc(obligation::Column::Id)
        .into_tuple()
        .all(store.reader())
        .await?;
    if owed.is_empty() {
        return Ok(Vec::new());
    }
    let drawn = drawn(store).await?;
    let undrawn = owed.into_iter().filter_map(|(case, cycle, opened_at)| {
        let (_, to) = told_by(u32::try_from(cycle).ok()?)?;
        let since =
            |(of, whom, at): &(Uuid, EndedTo, DateTime<Utc>)| *of == case && *whom == to && *at >= opened_at;
        (!drawn.iter().any(since)).then_some((CaseId(case), to))
    });
    Ok(undrawn.collect())
}

/// What is owed of telling somebody of an end.
fn owed() -> Select<obligation::Entity> {
    obligation::Entity::find()
        .filter(obligation::Column::Kind.eq(Kind::TellEnd.code()))
        .filter(obligation::Column::State.eq("open"))
}

/// The drafts of such letters in these cases: the case, to whom, and when.
async fn drawn(store: &Store) -> Result<Vec<(Uuid, EndedTo, DateTime<Utc>)>, StoreError> {
    let to_draft: RelationDef = letter::Entity::belongs_to(letter_draft::Entity)
        .from(letter::Column::Id)
        .to(letter_draft::Column::LetterId)
        .into();
    let cases = owed()
        .select_only()
        .column(obligation::Column::CaseId)
        .into_query();
    let rows: Vec<(Option<Uuid>, String, DateTime<Utc>)> = letter::Entity::find()
        .join(JoinType::InnerJoin, to_draft)
        .select_only()
        .column(letter::Column::CaseId)
        .column(letter::Column::About)
        .column(letter_draft::Column::DrawnAt)
        .filter(letter::Column::Kind.eq(LetterKind::MeasureEnded.code()))
        .filter(letter::Column::CaseId.in_subquery(cases))
        .into_tuple()
        .all(store.reader())
        .await?;
    let drawn = rows.into_iter().filter_map(|(case, about, at)| {
        let About::Ended { to } = serde_json::from_str(&about).ok()? else {
            return None;
        };
        Some((case?, to, at))
    });
    Ok(drawn.collect())
}
