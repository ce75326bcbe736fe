//! The desk of reviews: what lacks a paper, a signature or a court's word. The reviews themselves are a worklist of one
//! kind.

use super::worklist::{MOST_COUNTED, Whose, owed, to_person};
use super::{PART, scoped};
use crate::access::Scope;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::obligation::Kind;
use crate::domain::plan::paper_of;
use crate::store::entities::{account, case_file, obligation, person, waiting_signature};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// A paper that is missing.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MissingPaper {
    case_id: Uuid,
    cycle: i32,
    /// Role whose move it is.
    pub owner_role: String,
    /// Due.
    pub due_on: NaiveDate,
}

impl MissingPaper {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }

    /// Number of the paper in the course.
    #[must_use]
    pub fn number(&self) -> u32 {
        paper_of(u32::try_from(self.cycle).unwrap_or_default()).1
    }
}

/// A review that waits for somebody's signature.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Unsigned {
    case_id: Uuid,
    /// Number of the review.
    pub review: i32,
    /// The day of the examination.
    pub held_on: NaiveDate,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name_cyrillic: String,
}

impl Unsigned {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }
}

/// The papers that these cases lack, the first due first.
///
/// # Errors
/// When the database does not answer.
pub async fn missing(store: &Store, cases: &[CaseId]) -> Result<Vec<MissingPaper>, StoreError> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let select = obligation::Entity::find()
        .filter(obligation::Column::CaseId.is_in(cases.iter().map(|case| case.0)))
        .filter(obligation::Column::Kind.eq(Kind::ReviewPaper.code()))
        .filter(obligation::Column::State.eq("open"))
        .order_by_asc(obligation::Column::DueOn)
        .order_by_asc(obligation::Column::Cycle);
    Ok(select.into_model::<MissingPaper>().all(store.reader()).await?)
}

/// A signature that the text of a review lacks.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MissingSignature {
    case_id: Uuid,
    /// Number of the review.
    pub review: i32,
    /// Must the text be written anew? Then it waits for that, and for nobody's signature.
    pub anew: bool,
    /// Whose it is, by name.
    pub display_name: String,
}

impl MissingSignature {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }
}

/// The signatures that the reviews of these cases lack, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn missing_signatures(
    store: &Store,
    cases: &[CaseId],
) -> Result<Vec<MissingSignature>, StoreError> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let to_account: RelationDef = waiting_signature::Entity::belongs_to(account::Entity)
        .from(waiting_signature::Column::AccountId)
        .to(account::Column::Id)
        .into();
    let select = waiting_signature::Entity::find()
        .join(JoinType::InnerJoin, to_account)
        .column_as(account::Column::DisplayName, "display_name")
        .filter(waiting_signature::Column::CaseId.is_in(cases.iter().map(|case| case.0)))
        .order_by_asc(account::Column::DisplayName)
        .order_by_asc(waiting_signature::Column::Id);
    Ok(select
        .into_model::<MissingSignature>()
        .all(store.reader())
        .await?)
}

/// What waits for the signature of an account, the longest first: one part of it, and one more where there is more.
///
/// # Errors
/// When the database does not answer.
pub async fn unsigned(
    store: &Store,
    scope: &Scope,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<Unsigned>, StoreError> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let to_case = waiting_signature::Entity::belongs_to(case_file::Entity)
        .from(waiting_signature::Column::CaseId)
        .to(case_file::Column::Id)
        .into();
    let select = waiting_signature::Entity::find()
        .join(JoinType::InnerJoin, to_case)
        .join(JoinType::InnerJoin, to_person())
        .column_as(case_file::Column::Reference, "reference")
        .column_as(person::Column::NameCyrillic, "name_cyrillic")
        .filter(waiting_signature::Column::AccountId.eq(account.0))
        .filter(waiting_signature::Column::Anew.eq(false))
        .filter(scoped(scope, now))
        .order_by_asc(waiting_signature::Column::HeldOn)
        .order_by_asc(waiting_signature::Column::Id)
        .limit(PART + 1);
    Ok(select.into_model::<Unsigned>().all(store.reader()).await?)
}

/// How many reviews are overdue, up to [`MOST_COUNTED`].
///
/// # Errors
/// When the database does not answer.
pub async fn overdue(store: &Store, whose: &Whose<'_>, today: NaiveDate) -> Result<u64, StoreError> {
    if whose.scope.is_nothing() {
        return Ok(0);
    }
    let select = obligation::Entity::find()
        .filter(owed(whose))
        .filter(obligation::Column::Kind.eq(Kind::Review.code()))
        .filter(obligation::Column::ClosesOn.lt(today))
        .limit(MOST_COUNTED);
    Ok(select.count(store.reader()).await?)
}
