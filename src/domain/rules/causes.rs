//! The closed list of reasons why a dose was not given, or was given late.

use super::Confirm;
use crate::domain::localised::Localised;
use serde::{Deserialize, Serialize};

/// The family of a cause. It alone decides who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The person refused, or stayed away without a reason.
    Person,
    /// Medicine says no: a contraindication, an illness.
    Clinical,
    /// No usable drug.
    Supply,
    /// The drug or the person could not be brought.
    Transport,
    /// No staff or no room.
    Staff,
    /// A court, or the law, says no.
    Law,
    /// Nobody recorded anything. Derived by the system, never chosen by a person.
    Unexplained,
}

impl Cause {
    /// The word used in files and records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Clinical => "clinical",
            Self::Supply => "supply",
            Self::Transport => "transport",
            Self::Staff => "staff",
            Self::Law => "law",
            Self::Unexplained => "unexplained",
        }
    }
}

/// The closed lists of one country.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Causes {
    /// Identity; equals the file's name up to its version.
    pub id: String,
    /// Version. The newest is what the program goes by; what was recorded cites a reason alone, and every reason stays.
    #[serde(default = "first")]
    pub version: u32,
    /// The reasons, in the order of the screen.
    #[serde(rename = "reason")]
    pub reasons: Vec<Reason>,
}

fn first() -> u32 {
    1
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Identity, such as `person-refused`.
    pub id: String,
    /// Its family.
    pub family: Cause,
    /// Words on the screen.
    pub name: Localised,
    /// Whether the nurse must add words of their own.
    pub requires_words: bool,
    /// Whether it may explain a late dose as well as a dose not given.
    pub late_reason: bool,
    /// Whether it says no more than that the person was not there: a good reason not to come that is known of that day, also
    /// since, excuses it.
    #[serde(default)]
    pub paper_excuses: bool,
    /// Where it comes from that it is excused.
    #[serde(default)]
    pub source: Option<String>,
    /// Who must still confirm that.
    #[serde(default)]
    pub confirm: Option<Confirm>,
}

impl Causes {
    /// The reason of this identity.
    #[must_use]
    pub fn reason(&self, id: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.id == id)
    }

    /// Reasons that may explain a late dose.
    pub fn late_reasons(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(|reason| reason.late_reason)
    }
}
