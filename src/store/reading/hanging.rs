//! What hangs on an account or an organisation that is about to be closed: numbers and references, and nothing of any person.

use super::alerts::Stage;
use super::{still_open, still_supervised};
use crate::domain::ids::{AccountId, CaseId, OrganisationId};
use crate::domain::obligation::Kind;
use crate::store::entities::{account, alert, case_file, handover, obligation};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

/// So many cases are named by their reference; of the others it is said how many they are.
pub const NAMED: usize = 20;

/// An obligation that is not met yet.
const OPEN: &str = "open";

/// Open cases: how many, and the first of them by reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases {
    /// How many.
    pub number: u64,
    /// The first references.
    pub references: Vec<String>,
}

impl Cases {
    /// The cases of these references.
    #[must_use]
    pub fn named(mut references: Vec<String>) -> Self {
        references.sort_unstable();
        let number = u64::try_from(references.len()).unwrap_or(u64::MAX);
        references.truncate(NAMED);
        Self { number, references }
    }
}

/// What hangs on an account, but for first appointments, which stand in the cases themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnAccount {
    /// Cases that its supervising body gave to whoever holds it.
    pub caseload: Cases,
    /// Cases with an alert that waits for an answer from it.
    pub asked: Cases,
    /// Cases in which its post owes something.
    pub owed: Cases,
    /// Others who fill that post.
    pub others: u64,
    /// Colleagues whose deputy it is.
    pub deputy_of: u64,
}

/// What hangs on an account in a post of an organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn on_account(
    store: &Store,
    (account, role): (AccountId, &str),
    at: OrganisationId,
    now: DateTime<Utc>,
) -> Result<OnAccount, StoreError> {
    let given = Condition::all()
        .add(case_file::Column::OfficerId.eq(account.0))
        .add(still_supervised(now));
    let there = || {
        account::Entity::find()
            .filter(account::Column::Id.ne(account.0))
            .filter(account::Column::DisabledAt.is_null())
            .filter(account::Column::WaitsSince.is_null())
    };
    let others = there()
        .filter(account::Column::OrganisationId.eq(at.0))
        .filter(account::Column::Role.eq(role));
    let deputy_of = there().filter(account::Column::DeputyId.eq(account.0));
    Ok(OnAccount {
        caseload: cases(store, given, now).await?,
        asked: cases(store, within(asked_of(account)), now).await?,
        owed: cases(store, within(owed_at(at, Some(role))), now).await?,
        others: others.count(store.reader()).await?,
        deputy_of: deputy_of.count(store.reader()).await?,
    })
}

/// What hangs on an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnOrganisation {
    /// Cases that it treats.
    pub treated: Cases,
    /// Cases that it supervises.
    pub supervised: Cases,
    /// Cases that it was asked to take over, or has agreed to.
    pub offered: Cases,
    /// Cases in which it owes something.
    pub owed: Cases,
    /// Accounts that are open there.
    pub accounts: u64,
}

/// What hangs on an organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn on_organisation(
    store: &Store,
    id: OrganisationId,
    now: DateTime<Utc>,
) -> Result<OnOrganisation, StoreError> {
    let treated = Condition::all().add(case_file::Column::ResponsibleId.eq(id.0));
    let supervised = Condition::all().add(case_file::Column::SupervisingId.eq(id.0));
    let accounts = account::Entity::find()
        .filter(account::Column::OrganisationId.eq(id.0))
        .filter(account::Column::DisabledAt.is_null());
    Ok(OnOrganisation {
        treated: cases(store, treated, now).await?,
        supervised: cases(store, supervised, now).await?,
        offered: cases(store, within(offered_to(id)), now).await?,
        owed: cases(store, within(owed_at(id, None)), now).await?,
        accounts: accounts.count(store.reader()).await?,
    })
}

/// The cases in which an organisation may have named a first appointment that is still to be kept.
///
/// # Errors
/// When the database does not answer.
pub async fn expected_at(store: &Store, id: OrganisationId) -> Result<Vec<CaseId>, StoreError> {
    let visits = obligation::Entity::find()
        .select_only()
        .column(obligation::Column::CaseId)
        .filter(obligation::Column::Kind.eq(Kind::FirstVisit.code()))
        .filter(obligation::Column::OwnerId.eq(id.0))
        .filter(obligation::Column::State.eq(OPEN))
        .into_query();
    let either = Condition::any()
        .add(case_file::Column::Id.in_subquery(offered_to(id)))
        .add(case_file::Column::Id.in_subquery(visits));
    let ids = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(either)
        .order_by_asc(case_file::Column::Id)
        .into_tuple::<Uuid>()
        .all(store.reader())
        .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

fn offered_to(id: OrganisationId) -> SelectStatement {
    handover::Entity::find()
        .select_only()
        .column(handover::Column::CaseId)
        .filter(handover::Column::ToId.eq(id.0))
        .filter(handover::Column::Live.eq(true))
        .into_query()
}

/// Of an organisation, or of one post in it.
fn owed_at(id: OrganisationId, role: Option<&str>) -> SelectStatement {
    let mut select = obligation::Entity::find()
        .select_only()
        .column(obligation::Column::CaseId)
        .filter(obligation::Column::OwnerId.eq(id.0))
        .filter(obligation::Column::State.eq(OPEN));
    if let Some(role) = role {
        select = select.filter(obligation::Column::OwnerRole.eq(role));
    }
    select.into_query()
}

fn asked_of(account: AccountId) -> SelectStatement {
    alert::Entity::find()
        .select_only()
        .column(alert::Column::CaseId)
        .filter(alert::Column::RecipientAccountId.eq(account.0))
        .filter(alert::Column::State.is_in(Stage::UNANSWERED.map(Stage::code)))
        .filter(alert::Column::ResolvedAt.is_null())
        .into_query()
}

fn within(ids: SelectStatement) -> Condition {
    Condition::all().add(case_file::Column::Id.in_subquery(ids))
}

/// The open ones of some cases.
async fn cases(store: &Store, which: Condition, now: DateTime<Utc>) -> Result<Cases, StoreError> {
    let select = case_file::Entity::find().filter(which).filter(still_open(now));
    let number = select.clone().count(store.reader()).await?;
    let most = u64::try_from(NAMED).unwrap_or(u64::MAX);
    let references = select
        .select_only()
        .column(case_file::Column::Reference)
        .order_by_asc(case_file::Column::Reference)
        .limit(most)
        .into_tuple::<String>()
        .all(store.reader())
        .await?;
    Ok(Cases { number, references })
}
