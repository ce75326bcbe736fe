//! Those who must be told that a measure is over, and to whom no letter was drawn up since that is owed.

use crate::domain::ids::CaseId;
use crate::domain::letter::{About, EndedTo, LetterKind};
use crate::domain::obligation::Kind;
use crate::domain::plan::told_by;
use crate::store::entities::{letter, letter_draft, obligation, waiting_letter};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, RelationDef, Select,
};
use uuid::Uuid;

/// Those of whom no letter waits for a signature and nobody drew one up since it is owed, with the case. Everybody is on his desk
/// soon, so few are owed at once. A draft that waits says so whatever its day: where it says the same as before it is not drawn up
/// again, and where it does not, whoever signs it is told.
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
        let said = |draft: &Drawn| {
            let his = draft.case == case && draft.to == to;
            his && (draft.waits || draft.at >= opened_at)
        };
        (!drawn.iter().any(said)).then_some((CaseId(case), to))
    });
    Ok(undrawn.collect())
}

/// What is owed of telling somebody of an end.
fn owed() -> Select<obligation::Entity> {
    obligation::Entity::find()
        .filter(obligation::Column::Kind.eq(Kind::TellEnd.code()))
        .filter(obligation::Column::State.eq("open"))
}

/// A draft of such a letter.
struct Drawn {
    case: Uuid,
    to: EndedTo,
    at: DateTime<Utc>,
    /// Is its letter neither signed as it was last drawn up nor withdrawn?
    waits: bool,
}

/// The case of a letter, what it is about, when a draft of it was drawn up, and the letter again where it waits.
type DraftRow = (Option<Uuid>, String, DateTime<Utc>, Option<Uuid>);

/// The drafts of such letters in these cases.
async fn drawn(store: &Store) -> Result<Vec<Drawn>, StoreError> {
    let to_draft: RelationDef = letter::Entity::belongs_to(letter_draft::Entity)
        .from(letter::Column::Id)
        .to(letter_draft::Column::LetterId)
        .into();
    let to_waiting: RelationDef = letter::Entity::belongs_to(waiting_letter::Entity)
        .from(letter::Column::Id)
        .to(waiting_letter::Column::LetterId)
        .into();
    let cases = owed()
        .select_only()
        .column(obligation::Column::CaseId)
        .into_query();
    let rows: Vec<DraftRow> = letter::Entity::find()
        .join(JoinType::InnerJoin, to_draft)
        .join(JoinType::LeftJoin, to_waiting)
        .select_only()
        .column(letter::Column::CaseId)
        .column(letter::Column::About)
        .column(letter_draft::Column::DrawnAt)
        .column_as(waiting_letter::Column::LetterId, "waits")
        .filter(letter::Column::Kind.eq(LetterKind::MeasureEnded.code()))
        .filter(letter::Column::CaseId.in_subquery(cases))
        .into_tuple()
        .all(store.reader())
        .await?;
    let drawn = rows.into_iter().filter_map(|(case, about, at, waits)| {
        let About::Ended { to } = serde_json::from_str(&about).ok()? else {
            return None;
        };
        Some(Drawn {
            case: case?,
            to,
            at,
            waits: waits.is_some(),
        })
    });
    Ok(drawn.collect())
}
