//! What the person may complain about, to whom, and by when he is answered.

use super::{Confirm, Offset, Owner};
use crate::domain::localised::Localised;
use serde::Deserialize;

/// The person's complaints: closed lists, and a term for every addressee.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintRule {
    /// What it may be about.
    #[serde(rename = "subject")]
    pub subjects: Vec<Named>,
    /// To whom it may go.
    #[serde(rename = "addressee")]
    pub addressees: Vec<Addressee>,
    /// How it may end.
    #[serde(rename = "outcome")]
    pub outcomes: Vec<Named>,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Something with an identity and a name on screens.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Identity.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
}

/// A body to which a complaint may go.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// Identity, such as `prosecutor`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// By when an answer is due, counted from receipt.
    pub within: Offset,
    /// Who answers, or sees to it that the answer of another body is asked for and written down.
    pub owner: Owner,
    /// Where the term comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl ComplaintRule {
    /// What a complaint is about.
    #[must_use]
    pub fn subject(&self, id: &str) -> Option<&Named> {
        self.subjects.iter().find(|known| known.id == id)
    }

    /// To whom it goes.
    #[must_use]
    pub fn addressee(&self, id: &str) -> Option<&Addressee> {
        self.addressees.iter().find(|known| known.id == id)
    }

    /// How it ended.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<&Named> {
        self.outcomes.iter().find(|known| known.id == id)
    }
}
