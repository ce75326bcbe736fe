//! Letters on desks: those that wait for a signature, and those that an organisation was sent.

use super::worklist::to_person;
use super::{PART, before, scoped, still_open, still_supervised};
use crate::access::{CaseFacts, Resource, Scope};
use crate::domain::ids::{CaseId, LetterId, OrganisationId};
use crate::domain::letter::LetterKind;
use crate::store::entities::{case_file, letter, letter_issue, organisation, person, waiting_letter};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, RelationDef, Select,
};
use std::fmt;
use uuid::Uuid;

/// A letter in a list, with what the policies ask of its case.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LetterRow {
    letter_id: Uuid,
    case_id: Uuid,
    kind: String,
    responsible_id: Uuid,
    supervising_id: Uuid,
    region: String,
    open: bool,
    closed_at: Option<DateTime<Utc>>,
    /// Reference of the case.
    pub reference: String,
    /// Name of the person.
    pub name_cyrillic: String,
    /// When the draft was drawn up; of a letter that was sent, when it was first drawn up.
    pub drawn_at: DateTime<Utc>,
}

impl LetterRow {
    /// The letter.
    #[must_use]
    pub fn letter(&self) -> LetterId {
        LetterId(self.letter_id)
    }

    /// Its kind; none that this program does not know.
    #[must_use]
    pub fn kind(&self) -> Option<LetterKind> {
        LetterKind::from_code(&self.kind)
    }

    /// Its place in the list of what was sent.
    #[must_use]
    pub fn place(&self) -> Place {
        Place(self.drawn_at, self.letter_id)
    }

    /// What the policies may know of its case, as far as they ask it about a letter.
    #[must_use]
    pub fn facts(&self, now: DateTime<Utc>) -> CaseFacts {
        CaseFacts {
            id: CaseId(self.case_id),
            responsible: OrganisationId(self.responsible_id),
            former: Vec::new(),
            offered_to: Vec::new(),
            offered_regions: Vec::new(),
            supervising: OrganisationId(self.supervising_id),
            former_supervising: Vec::new(),
            region: self.region.clone(),
            open: self.open && self.closed_at.is_none_or(|closed_at| closed_at > now),
        }
    }
}

/// What waits for a signature in the cases of a scope, the longest first: one part of it, and one more where there is more.
///
/// # Errors
/// When the database does not answer.
pub async fn unsigned(
    store: &Store,
    scope: &Scope,
    kinds: &[LetterKind],
    now: DateTime<Utc>,
) -> Result<Vec<LetterRow>, StoreError> {
    if scope.is_nothing() || kinds.is_empty() {
        return Ok(Vec::new());
    }
    let to_case = waiting_letter::Entity::belongs_to(case_file::Entity)
        .from(waiting_letter::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let select = waiting_letter::Entity::find()
        .join(JoinType::InnerJoin, to_case)
        .join(JoinType::InnerJoin, to_person());
    let select = of_case(select)
        .filter(waiting_letter::Column::Kind.is_in(kinds.iter().map(|kind| kind.code())))
        .filter(scoped(scope, now))
        .order_by_asc(waiting_letter::Column::DrawnAt)
        .order_by_asc(waiting_letter::Column::LetterId)
        .limit(PART + 1);
    Ok(select.into_model::<LetterRow>().all(store.reader()).await?)
}

/// A letter of a house, which belongs to no case, in a list of what waits; with what the policies ask of that house.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HouseRow {
    letter_id: Uuid,
    sender_id: Uuid,
    sender_kind: String,
    sender_region: String,
}

impl HouseRow {
    /// The letter.
    #[must_use]
    pub fn letter(&self) -> LetterId {
        LetterId(self.letter_id)
    }

    /// The house that writes, as the policies see it.
    #[must_use]
    pub fn sender(&self) -> Resource {
        Resource::Organisation {
            id: OrganisationId(self.sender_id),
            kind: self.sender_kind.clone(),
            region: self.sender_region.clone(),
        }
    }
}

/// The letters of the houses of a region that wait for a signature, the longest first: one part of them, and one more
/// where there is more.
///
/// # Errors
/// When the database does not answer.
pub async fn unsigned_of_houses(store: &Store, region: &str) -> Result<Vec<HouseRow>, StoreError> {
    let to_letter: RelationDef = waiting_letter::Entity::belongs_to(letter::Entity)
        .from(waiting_letter::Column::LetterId)
        .to(letter::Column::Id)
        .into();
    let to_sender: RelationDef = letter::Entity::belongs_to(organisation::Entity)
        .from(letter::Column::SenderId)
        .to(organisation::Column::Id)
        .into();
    let select = waiting_letter::Entity::find()
        .select_only()
        .column(waiting_letter::Column::LetterId)
        .column(letter::Column::SenderId)
        .column_as(organisation::Column::Kind, "sender_kind")
        .column_as(organisation::Column::Region, "sender_region")
        .join(JoinType::InnerJoin, to_letter)
        .join(JoinType::InnerJoin, to_sender)
        .filter(waiting_letter::Column::CaseId.is_null())
        .filter(organisation::Column::Region.eq(region))
        .order_by_asc(waiting_letter::Column::DrawnAt)
        .order_by_asc(waiting_letter::Column::LetterId)
        .limit(PART + 1);
    Ok(select.into_model::<HouseRow>().all(store.reader()).await?)
}

/// A place in the list of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(DateTime<Utc>, Uuid);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.0.timestamp_micros(), self.1.as_simple())
    }
}

impl Place {
    /// After the letter that was drawn up at a moment.
    #[must_use]
    pub fn after((at, letter): (DateTime<Utc>, Uuid)) -> Self {
        Self(at, letter)
    }
}

/// The signed letters that a supervising body was sent about the cases it supervises, the newest first: one part of them,
/// and one more where there is more. Of a case that is closed, the letter that says so alone.
///
/// # Errors
/// When the database does not answer.
pub async fn sent_to(
    store: &Store,
    body: OrganisationId,
    after: Option<Place>,
    now: DateTime<Utc>,
) -> Result<Vec<LetterRow>, StoreError> {
    let to_case = letter::Entity::belongs_to(case_file::Entity)
        .from(letter::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let signed = letter_issue::Entity::find()
        .select_only()
        .column(letter_issue::Column::LetterId)
        .into_query();
    let readable = Condition::any()
        .add(still_open(now))
        .add(letter::Column::Kind.eq(LetterKind::MeasureEnded.code()));
    let mut select = letter::Entity::find()
        .select_only()
        .column_as(letter::Column::Id, "letter_id")
        .column(letter::Column::CaseId)
        .column(letter::Column::Kind)
        .column_as(letter::Column::CreatedAt, "drawn_at")
        .join(JoinType::InnerJoin, to_case)
        .join(JoinType::InnerJoin, to_person());
    select = of_case(select)
        .filter(letter::Column::AddresseeId.eq(body.0))
        .filter(letter::Column::Id.in_subquery(signed))
        .filter(case_file::Column::SupervisingId.eq(body.0))
        .filter(still_supervised(now))
        .filter(readable);
    if let Some(Place(at, id)) = after {
        let columns = [letter::Column::CreatedAt, letter::Column::Id];
        select = select.filter(before(columns, (at, id)));
    }
    let select = select
        .order_by_desc(letter::Column::CreatedAt)
        .order_by_desc(letter::Column::Id)
        .limit(PART + 1);
    Ok(select.into_model::<LetterRow>().all(store.reader()).await?)
}

/// What is said of the case in each row.
fn of_case<E: EntityTrait>(select: Select<E>) -> Select<E> {
    select
        .column_as(case_file::Column::ResponsibleId, "responsible_id")
        .column_as(case_file::Column::SupervisingId, "supervising_id")
        .column_as(case_file::Column::Region, "region")
        .column_as(case_file::Column::Open, "open")
        .column_as(case_file::Column::ClosedAt, "closed_at")
        .column_as(case_file::Column::Reference, "reference")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
}
