//! Who somebody is to a case. The one file of the program that names roles.

use std::{fmt, str::FromStr};

/// How an account looks at cases: it decides which pages and which words it is shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Lens {
    /// Treats: sees the clinical file.
    Clinical,
    /// Supplies those who treat: sees product, planned dates and lots.
    Supply,
    /// Answers for attendance: sees attended, not attended, justified.
    Supervision,
    /// Brings the person: sees when and where.
    Custody,
    /// Keeps the court's papers: sees person, rulings, places.
    Registry,
    /// Watches over a region: sees all of it.
    Coordination,
    /// Checks everybody: sees everything, changes nothing.
    Audit,
    /// Keeps accounts: sees no person.
    Administration,
}

impl Lens {
    /// The kebab-case name, for text keys and templates.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clinical => "clinical",
            Self::Supply => "supply",
            Self::Supervision => "supervision",
            Self::Custody => "custody",
            Self::Registry => "registry",
            Self::Coordination => "coordination",
            Self::Audit => "audit",
            Self::Administration => "administration",
        }
    }
}

/// The role of an account: one of the names of the schema.
///
/// There are no constants to compare with, on purpose: code outside this room asks for the [`Lens`] or asks
/// for a permit, and so no rule about roles can hide outside the policies.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Role(&'static str, Lens);

impl Role {
    /// Every role, in the order of the schema.
    pub const ALL: &'static [Self] = &[
        Self("prison-nurse", Lens::Clinical),
        Self("clinic-nurse", Lens::Clinical),
        Self("psychiatrist", Lens::Clinical),
        Self("pharmacist", Lens::Supply),
        Self("clerk", Lens::Registry),
        Self("custody-controller", Lens::Custody),
        Self("probation-officer", Lens::Supervision),
        Self("probation-head", Lens::Supervision),
        Self("police-officer", Lens::Supervision),
        Self("coordinator", Lens::Coordination),
        Self("auditor", Lens::Audit),
        Self("administrator", Lens::Administration),
    ];

    /// The role with this name.
    ///
    /// # Errors
    /// [`UnknownRole`] when the schema has no such role.
    pub fn parse(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .iter()
            .find(|role| role.0 == name)
            .copied()
            .ok_or_else(|| UnknownRole(name.to_owned()))
    }

    /// The name, as in policies, in the database and in text keys: `prison-nurse`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// How an account of this role looks at cases.
    #[must_use]
    pub const fn lens(self) -> Lens {
        self.1
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::parse(name)
    }
}

/// A name that is no role.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role; the roles are {roles}", roles = names())]
pub struct UnknownRole(String);

/// Every role by its name, for whoever wrote another.
fn names() -> String {
    let names: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_writes_no_role_reads_which_there_are() {
        let said = Role::parse("nurze").unwrap_err().to_string();
        assert!(said.starts_with("`nurze` is not a role"), "{said}");
        for role in Role::ALL {
            assert!(said.contains(role.as_str()), "{said}");
        }
    }
}
