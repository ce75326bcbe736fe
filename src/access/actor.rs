//! Who acts: a person's account, or a named job. Nobody else.

use super::Role;
use crate::domain::ids::{AccountId, OrganisationId};
use std::fmt;

/// The jobs that may act without a person, as the schema names them.
pub(super) const JOBS: &[&str] = &["sweep", "deliver"];

/// A person's account and where it belongs, as the session guard found it a moment ago.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// Its one role.
    pub role: Role,
    /// Where the person works.
    pub organisation: OrganisationId,
    /// What kind of place that is: `penal-facility`, `probation-office`, …
    pub organisation_kind: String,
    /// The region of that place.
    pub region: String,
}

/// Somebody who acts. Only the two constructors make one.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Actor(Who);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Who {
    Account(Account),
    Job(&'static str),
}

impl Actor {
    /// A person. For the session guard, which has just seen that the account is neither disabled nor signed out.
    #[must_use]
    pub const fn account(account: Account) -> Self {
        Self(Who::Account(account))
    }

    /// A job of the program (`sweep`, `deliver`). A job that the schema does not know is refused everything.
    #[must_use]
    pub const fn system(job: &'static str) -> Self {
        Self(Who::Job(job))
    }

    pub(super) const fn who(&self) -> &Who {
        &self.0
    }

    /// The account, when a person acts.
    #[must_use]
    pub const fn as_account(&self) -> Option<&Account> {
        match &self.0 {
            Who::Account(account) => Some(account),
            Who::Job(_) => None,
        }
    }

    /// The account's id, when a person acts.
    #[must_use]
    pub fn account_id(&self) -> Option<AccountId> {
        self.as_account().map(|account| account.id)
    }

    /// The person's role.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.as_account().map(|account| account.role)
    }

    /// Where the person works.
    #[must_use]
    pub fn organisation(&self) -> Option<OrganisationId> {
        self.as_account().map(|account| account.organisation)
    }

    /// The job's name, when no person acts.
    #[must_use]
    pub const fn job(&self) -> Option<&'static str> {
        match self.0 {
            Who::Account(_) => None,
            Who::Job(job) => Some(job),
        }
    }
}

/// For logs and the ledger: role and id or job, no personal data.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Who::Account(account) => write!(f, "{}/{}", account.role, account.id),
            Who::Job(job) => write!(f, "job/{job}"),
        }
    }
}
