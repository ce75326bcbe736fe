//! Adverse reactions: how severe, and how they end.

use super::Confirm;
use crate::domain::localised::Localised;
use serde::Deserialize;

/// The closed lists of one country.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reactions {
    /// Identity; equals the file's name.
    pub id: String,
    /// Where the lists come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
    /// Days after which the day a reaction began is asked about once more.
    pub ask_after_days: u16,
    /// Severities, ascending.
    #[serde(rename = "severity")]
    pub severities: Vec<Severity>,
    /// Outcomes, in the order of the screen.
    #[serde(rename = "outcome")]
    pub outcomes: Vec<Outcome>,
}

/// A severity.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Severity {
    /// Identity, such as `severe`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// Stops the doses at once.
    #[serde(default)]
    pub stops: bool,
}

/// An outcome.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Identity, such as `recovered`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
}

impl Reactions {
    /// The severity with this identity.
    #[must_use]
    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|known| known.id == id)
    }

    /// The outcome with this identity.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|known| known.id == id)
    }
}
