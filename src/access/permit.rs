//! The two answers of a decision. Only this room can make either.

use super::{Action, Actor, ResourceKey};

/// A proof that the policies allow this actor this action on this resource, now.
///
/// It cannot be copied or made elsewhere: a function that asks for one cannot be called without a decision,
/// and a decision serves one act.
#[derive(Debug)]
#[must_use = "a permit is asked for in order to be used up by the act"]
pub struct Permit {
    pub(super) actor: Actor,
    pub(super) action: Action,
    pub(super) resource: ResourceKey,
    pub(super) policies: Vec<String>,
}

impl Permit {
    /// What may be done.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Who may do it.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// On what.
    #[must_use]
    pub const fn resource_key(&self) -> ResourceKey {
        self.resource
    }

    /// The ids of the policies that allow it, sorted; they belong in the ledger.
    #[must_use]
    pub fn policies(&self) -> &[String] {
        &self.policies
    }
}

/// A refusal. Holds no personal data.
#[derive(Debug, thiserror::Error)]
#[error("{actor} may not {action} on {resource}: {reason}")]
pub struct Forbidden {
    pub(super) actor: Box<Actor>,
    pub(super) action: Action,
    pub(super) resource: ResourceKey,
    pub(super) reason: Reason,
    pub(super) looks_absent: bool,
}

impl Forbidden {
    /// What was refused.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Who was refused.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// On what.
    #[must_use]
    pub const fn resource_key(&self) -> ResourceKey {
        self.resource
    }

    /// Why; for the ledger and the log, not for the screen.
    #[must_use]
    pub const fn reason(&self) -> &Reason {
        &self.reason
    }

    /// Whether the answer must be the one of a thing that does not exist (404): the actor may not see it at all.
    /// Otherwise the actor sees it, and is told plainly that the act is not allowed (403).
    #[must_use]
    pub const fn looks_absent(&self) -> bool {
        self.looks_absent
    }
}

/// Why a request was refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Reason {
    /// No policy allows it.
    #[error("nothing allows it")]
    NothingAllows,
    /// These policies forbid it, whatever else allows it; sorted ids.
    #[error("forbidden by {}", .0.join(", "))]
    Forbidden(Vec<String>),
    /// Something that the question is about is not there, such as a parcel of this number: nobody may do anything with it.
    #[error("what it is about is missing")]
    NothingThere,
    /// The question could not be put, or a policy failed while it was answered: always a refusal, because a
    /// prohibition that fails would otherwise prohibit nothing. A fault of the program or of the policies.
    #[error("undecidable: {0}")]
    Undecidable(String),
}
