//! The measure is over: since when, and by what.

use super::{Office, RulingOnPaper};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The end of the measure, as a supervising body and the person may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureEnded {
    /// To whom it is said.
    pub to: EndedTo,
    /// First day on which nothing is owed any more.
    pub since_on: NaiveDate,
    /// What ended it.
    pub ground: EndGround,
    /// The paper of the court, or that proves the death or the transfer; none where the term passed.
    pub document: Option<String>,
    /// Where the person was treated, and whom to call there.
    pub place: Office,
    /// Who supervised.
    pub supervising: Office,
    /// The papers of the courts.
    pub rulings: Vec<RulingOnPaper>,
}

/// To whom it is said that the measure is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndedTo {
    /// The supervising body.
    Supervising,
    /// The person, by the hand of the place that treated him.
    Person,
    /// Whoever sent the drug to where the person was treated.
    Supplier,
}

impl EndedTo {
    /// All.
    pub const ALL: [Self; 3] = [Self::Supervising, Self::Person, Self::Supplier];

    /// Stable code, also the end of its text keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Supervising => "supervising",
            Self::Person => "person",
            Self::Supplier => "supplier",
        }
    }
}

/// What ended the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndGround {
    /// The term set by the court has passed.
    Term,
    /// A court ended it.
    Court,
    /// A higher court quashed the ruling.
    Quashed,
    /// The person died.
    Death,
    /// The person was handed over to another state.
    Abroad,
}

impl EndGround {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Court => "court",
            Self::Quashed => "quashed",
            Self::Death => "death",
            Self::Abroad => "abroad",
        }
    }
}
