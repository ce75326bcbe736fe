//! What speaks against a drug while it is given: reactions, contraindications found, cover against flare.

use super::Measured;
use crate::domain::ids::RecordId;
use crate::domain::rules::Excludes;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// An adverse reaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// Identity.
    pub id: RecordId,
    /// When it began.
    pub occurred_at: DateTime<Utc>,
    /// Its civil date at the place.
    pub occurred_on: NaiveDate,
    /// Severity, by its identity in the reaction rules.
    pub severity: String,
    /// The suspected product, by identity; none where another drug or cause is suspected.
    pub suspected: Option<String>,
    /// What happened.
    pub words: String,
    /// What was done.
    pub done: String,
}

/// How a reaction ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionOutcome {
    /// Identity.
    pub id: RecordId,
    /// The reaction.
    pub reaction: RecordId,
    /// Outcome, by its identity in the reaction rules.
    pub outcome: String,
    /// Civil date of the outcome.
    pub on: NaiveDate,
    /// In words.
    pub words: String,
}

/// What is to follow where a contraindication to the present drug was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Follows {
    /// Another drug is chosen.
    ChangeDrug,
    /// The court is asked to stop.
    ProposeStop,
}

impl Follows {
    /// Every answer, in the order screens offer them.
    pub const ALL: [Self; 2] = [Self::ChangeDrug, Self::ProposeStop];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ChangeDrug => "change-drug",
            Self::ProposeStop => "propose-stop",
        }
    }

    /// The answer with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|follows| follows.code() == code)
    }
}

/// A contraindication found after treatment began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContraindicationFound {
    /// Identity.
    pub id: RecordId,
    /// Its identity in the course.
    pub contraindication: String,
    /// It never goes away, as the course said that day.
    pub permanent: bool,
    /// The product it was found under, where the course names it; none where it speaks against drugs as such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drug: Option<String>,
    /// Civil date of the finding.
    pub found_on: NaiveDate,
    /// What is to follow.
    pub follows: Follows,
    /// Findings.
    pub words: String,
}

impl ContraindicationFound {
    /// Does it speak against a drug by this exclusion?
    #[must_use]
    pub fn excludes(&self, excluded: &Excludes) -> bool {
        excluded.by(&self.contraindication, self.drug.as_deref().into_iter())
    }
}

/// Whether the first weeks of an agonist are covered by another drug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlareCover {
    /// Covered?
    pub given: bool,
    /// With what, or why not.
    pub words: String,
    /// How much of each substance that is summed over a lifetime the cover brings, all of it together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Measured>,
}
