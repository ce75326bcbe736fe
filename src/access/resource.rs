//! What is acted upon, and the circumstances that a policy may ask about.

use super::Role;
use crate::domain::ids::{AccountId, CaseId, OrganisationId};
use std::fmt;

/// What the policies may know of a case: who is responsible, who supervises, where, and whether it is open.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CaseFacts {
    /// The case.
    pub id: CaseId,
    /// Where the person is treated now.
    pub responsible: OrganisationId,
    /// Where the person was treated before.
    pub former: Vec<OrganisationId>,
    /// The organisations that were asked, or have agreed, to take over.
    pub offered_to: Vec<OrganisationId>,
    /// The regions of those.
    pub offered_regions: Vec<String>,
    /// The body that must be told of a missed dose.
    pub supervising: OrganisationId,
    /// The bodies that had to be told before.
    pub former_supervising: Vec<OrganisationId>,
    /// The region in which the person is treated now.
    pub region: String,
    /// Whether the case is open.
    pub open: bool,
}

/// What is acted upon.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Resource {
    /// One case.
    Case(CaseFacts),
    /// One organisation: its accounts, or the cases that it is about to treat.
    Organisation {
        /// The organisation.
        id: OrganisationId,
        /// What kind of place it is: `penal-facility`, `probation-office`, …
        kind: String,
        /// Where it is.
        region: String,
    },
    /// The installation: lists, ledger, training clock.
    System,
}

impl Resource {
    /// What a permit for this resource is bound to.
    #[must_use]
    pub const fn key(&self) -> ResourceKey {
        match self {
            Self::Case(facts) => ResourceKey::Case(facts.id),
            Self::Organisation { id, .. } => ResourceKey::Organisation(*id),
            Self::System => ResourceKey::System,
        }
    }
}

impl From<CaseFacts> for Resource {
    fn from(facts: CaseFacts) -> Self {
        Self::Case(facts)
    }
}

/// Which thing a permit is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ResourceKey {
    /// One case.
    Case(CaseId),
    /// One organisation.
    Organisation(OrganisationId),
    /// The installation.
    System,
}

impl fmt::Display for ResourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(id) => write!(f, "case/{id}"),
            Self::Organisation(id) => write!(f, "organisation/{id}"),
            Self::System => f.write_str("system"),
        }
    }
}

/// Circumstances of the act. Each belongs to the actions named; an action that needs one and does not get it
/// is refused. `Context::default()` serves every other action.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct Context {
    /// Confirm-hold, verify-entry, cosign-wrong-person: the account whose act is looked at by a second person.
    pub placed_by: Option<AccountId>,
    /// Amend-record, void-record: the organisation whose account made the record. Transcribe-entry, verify-entry: the one
    /// that printed the sheet.
    pub recorded_at: Option<OrganisationId>,
    /// Acknowledge-notice, read-notice-letter: the organisation that the notice or letter was sent to.
    pub addressed_to: Option<OrganisationId>,
    /// File-review-paper: the organisation and the role that the rules name for this paper.
    pub owed_by: Option<(OrganisationId, Role)>,
    /// Sign-review: the members of the commission.
    pub members: Option<Vec<AccountId>>,
    /// Sign-review: the accounts that cleared the person or chose the drug.
    pub treated_by: Option<Vec<AccountId>>,
    /// Destroy-packs: the account that set the pack aside.
    pub set_aside_by: Option<AccountId>,
    /// Everything about one parcel, acknowledge-notice of an alert about one, give-verdict on a pack that came in one: the
    /// organisation that packed it.
    pub packed_at: Option<OrganisationId>,
    /// Read-parcel: the region of the organisation that packed it.
    pub packed_in: Option<String>,
    /// Read-parcel, hand-over-parcel: from whose shelf it was packed.
    pub shelf: Option<OrganisationId>,
    /// Receive-parcel: where the parcel is to go, or where the box with its label is.
    pub destination: Option<OrganisationId>,
    /// Receive-parcel: the account that packed it.
    pub sent_by: Option<AccountId>,
    /// Draft-letter, sign-letter, withdraw-letter, read-notice-letter: the kind of letter.
    pub letter: Option<&'static str>,
    /// Acknowledge-notice: whether the notice is about the way of the drug.
    pub about_drug: bool,
    /// Move-clock, read-training-outbox: whether this is a training installation.
    pub training: bool,
}
