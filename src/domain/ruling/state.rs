//! How a ruling stands as a paper: finer than what it allows.

use super::{RulingFile, RulingStep, Standing};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The state of a ruling, as its history shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulingState {
    /// Taken down, not announced.
    Draft,
    /// Announced, not in force.
    Announced,
    /// In force as written.
    InForce,
    /// An appeal is open. In force nothing stops by that; before force it keeps the ruling from it.
    UnderAppeal,
    /// Execution suspended.
    Suspended,
    /// In force, as a court varied it.
    Varied,
    /// In force, as a court extended it.
    Extended,
    /// The term has passed.
    EndedByTerm,
    /// A court ended it.
    EndedByCourt,
    /// A higher court quashed it.
    Quashed,
}

impl RulingState {
    /// Every state, from the first paper to the end.
    pub const ALL: [Self; 10] = [
        Self::Draft,
        Self::Announced,
        Self::InForce,
        Self::UnderAppeal,
        Self::Suspended,
        Self::Varied,
        Self::Extended,
        Self::EndedByTerm,
        Self::EndedByCourt,
        Self::Quashed,
    ];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Announced => "announced",
            Self::InForce => "in-force",
            Self::UnderAppeal => "under-appeal",
            Self::Suspended => "suspended",
            Self::Varied => "varied",
            Self::Extended => "extended",
            Self::EndedByTerm => "ended-by-term",
            Self::EndedByCourt => "ended-by-court",
            Self::Quashed => "quashed",
        }
    }
}

impl RulingFile {
    /// The day an appeal was lodged that is not decided yet, seen from a day.
    #[must_use]
    pub fn appealed_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        let opened = RulingStep::appeals;
        let last = self.latest(day, |step| opened(step) || step == RulingStep::AppealDecided)?;
        opened(last.step).then_some(last.effective_on)
    }

    /// The state on a day.
    #[must_use]
    pub fn state_on(&self, day: NaiveDate) -> RulingState {
        match self.standing_on(day) {
            Standing::Quashed { .. } => RulingState::Quashed,
            Standing::EndedByTerm { .. } => RulingState::EndedByTerm,
            Standing::EndedByCourt { .. }
            | Standing::Died { .. }
            | Standing::Abroad { .. }
            | Standing::Undone { .. }
            | Standing::Rests { .. } => RulingState::EndedByCourt,
            Standing::Suspended { .. } => RulingState::Suspended,
            Standing::NotYetInForce { .. } if !self.announced_by(day) => RulingState::Draft,
            _ if self.appealed_on(day).is_some() => RulingState::UnderAppeal,
            Standing::NotYetInForce { .. } => RulingState::Announced,
            Standing::InForce { .. } => {
                match self
                    .latest(day, RulingStep::makes_version)
                    .map(|change| change.step)
                {
                    Some(RulingStep::Extended) => RulingState::Extended,
                    Some(_) => RulingState::Varied,
                    None => RulingState::InForce,
                }
            }
        }
    }
}
