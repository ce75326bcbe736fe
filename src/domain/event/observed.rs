//! What was seen while somebody was observed after an injection.

use serde::{Deserialize, Serialize};

/// What was seen in the time that the protocol asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// How it went.
    pub how: Observation,
    /// In words; needed where anything but quiet was seen.
    pub words: String,
}

/// How the observation after an injection went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Observation {
    /// Nothing was seen until the time was over.
    Quiet,
    /// Something was seen. A reaction has a record of its own.
    Seen,
    /// The person left, or was taken away, before the time was over.
    Left,
}

impl Observation {
    /// Every way, in the order forms offer them.
    pub const ALL: [Self; 3] = [Self::Quiet, Self::Seen, Self::Left];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Seen => "seen",
            Self::Left => "left",
        }
    }

    /// The way with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.code() == code)
    }
}
