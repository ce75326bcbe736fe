//! Rulings of courts, and what they allow on a given day.

mod force;
mod state;
mod terms;

pub use state::RulingState;
pub use terms::{Terms, Version};

use super::case::Entry;
use super::ids::RulingId;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A court's ruling as its paper states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// Identity.
    pub id: RulingId,
    /// The court, as named on the paper.
    pub court: String,
    /// The court's own number.
    pub number: String,
    /// Date of the ruling.
    pub ruled_on: NaiveDate,
    /// First day in legal force; `None` while announced only. Nothing is planned before this day.
    pub in_force_on: Option<NaiveDate>,
    /// Last day of the term set by the court; `None` where the court set none.
    pub until_on: Option<NaiveDate>,
    /// Date of the offence: the measure's law may be younger (a warning, never a bar).
    pub offence_on: Option<NaiveDate>,
    /// SHA-256 of the scanned ruling, in hexadecimal.
    pub scan_sha256: Option<String>,
    /// Taken down before the court announced it: it plans nothing until it is announced and in force.
    #[serde(default)]
    pub draft: bool,
    /// Why in law the measure is applied to somebody who was under age; of the ruling with which a case was opened, the opening
    /// says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_age_reason: Option<String>,
}

/// What a court (or the passing of an appeal) did to a ruling afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulingStep {
    /// It entered into legal force.
    EnteredIntoForce,
    /// An appeal was lodged or accepted, and the paper does not suspend execution. Before the day of force it keeps the
    /// ruling from force until it is decided.
    Appealed,
    /// Execution is suspended.
    Suspended,
    /// Execution goes on again.
    Resumed,
    /// A draft was announced by the court.
    Announced,
    /// An appeal was accepted and execution is suspended, by one paper.
    AppealedSuspended,
    /// The appeal was decided and the ruling stands. Where execution was suspended, it goes on when resumed.
    AppealDecided,
    /// A court changed what the ruling says: a new version of it.
    Varied,
    /// A court extended the term: a new version of it.
    Extended,
    /// A court ended the measure.
    EndedByCourt,
    /// A higher court quashed the ruling.
    Quashed,
}

impl RulingStep {
    /// Every step, in the order screens offer them.
    pub const ALL: [Self; 11] = [
        Self::Announced,
        Self::EnteredIntoForce,
        Self::Appealed,
        Self::AppealedSuspended,
        Self::Suspended,
        Self::Resumed,
        Self::AppealDecided,
        Self::Varied,
        Self::Extended,
        Self::EndedByCourt,
        Self::Quashed,
    ];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::EnteredIntoForce => "entered-into-force",
            Self::Appealed => "appealed",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Announced => "announced",
            Self::AppealedSuspended => "appealed-suspended",
            Self::AppealDecided => "appeal-decided",
            Self::Varied => "varied",
            Self::Extended => "extended",
            Self::EndedByCourt => "ended-by-court",
            Self::Quashed => "quashed",
        }
    }

    /// The step with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// Does it make a new version of the ruling?
    #[must_use]
    pub fn makes_version(self) -> bool {
        matches!(self, Self::Varied | Self::Extended)
    }

    /// Does it open an appeal?
    #[must_use]
    pub fn appeals(self) -> bool {
        matches!(self, Self::Appealed | Self::AppealedSuspended)
    }

    /// Does it stop execution?
    #[must_use]
    pub fn suspends(self) -> bool {
        matches!(self, Self::Suspended | Self::AppealedSuspended)
    }

    /// Does it stop execution, for a while or for good, or let it go on?
    #[must_use]
    pub fn turns_execution(self) -> bool {
        self.suspends() || matches!(self, Self::Resumed | Self::EndedByCourt | Self::Quashed)
    }
}

/// One step in the life of a ruling, with the paper that proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingChange {
    /// The ruling concerned.
    pub ruling: RulingId,
    /// What happened.
    pub step: RulingStep,
    /// First day on which it has effect. For the plan the whole day counts: stopping is immediate. For a dose of that day
    /// the minute counts at which it was written down, where that was on the day itself.
    pub effective_on: NaiveDate,
    /// The document: kind, number, date.
    pub document: String,
    /// What the ruling says from then on, where the step makes a new version of it.
    #[serde(default)]
    pub terms: Option<Terms>,
    /// Of a variation: does it answer what a commission had sent to the court? What was written down while nothing waited there
    /// answers nothing; in records from before this was asked it is not said, and they answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<bool>,
}

/// What the rulings of a case allow on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// A ruling is in force.
    InForce {
        /// Which one.
        ruling: RulingId,
        /// Its last day, if it has one.
        until_on: Option<NaiveDate>,
    },
    /// No ruling is in force yet.
    NotYetInForce {
        /// The day it will be, where known.
        from_on: Option<NaiveDate>,
    },
    /// A court suspended execution.
    Suspended {
        /// Since when.
        since_on: NaiveDate,
    },
    /// The term set by the court has passed. It never extends by itself.
    EndedByTerm {
        /// The last day of the term.
        last_on: NaiveDate,
    },
    /// A court ended the measure.
    EndedByCourt {
        /// From this day.
        from_on: NaiveDate,
    },
    /// A higher court quashed the ruling.
    Quashed {
        /// From this day.
        from_on: NaiveDate,
    },
    /// The person died. No ruling speaks any more.
    Died {
        /// On this day.
        on: NaiveDate,
    },
    /// The person was handed over to another state.
    Abroad {
        /// On this day.
        on: NaiveDate,
    },
    /// The case rests: another one goes on for the same person.
    Rests {
        /// Since this day.
        on: NaiveDate,
    },
    /// The case was entered by mistake.
    Undone {
        /// On this day it was found.
        on: NaiveDate,
    },
}

impl Standing {
    /// May treatment be planned and given on this day?
    #[must_use]
    pub fn in_force(&self) -> bool {
        matches!(self, Self::InForce { .. })
    }

    /// Over, unless another ruling follows?
    #[must_use]
    pub fn ended(&self) -> bool {
        matches!(
            self,
            Self::EndedByTerm { .. }
                | Self::EndedByCourt { .. }
                | Self::Quashed { .. }
                | Self::Died { .. }
                | Self::Abroad { .. }
                | Self::Undone { .. }
                | Self::Rests { .. }
        )
    }

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InForce { .. } => "in-force",
            Self::NotYetInForce { .. } => "not-yet-in-force",
            Self::Suspended { .. } => "suspended",
            Self::EndedByTerm { .. } => "ended-by-term",
            Self::EndedByCourt { .. } => "ended-by-court",
            Self::Quashed { .. } => "quashed",
            Self::Died { .. } => "died",
            Self::Abroad { .. } => "abroad",
            Self::Undone { .. } => "undone",
            Self::Rests { .. } => "rests",
        }
    }

    /// The day the standing itself speaks of, where it has one.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        match *self {
            Self::InForce { until_on, .. } => until_on,
            Self::NotYetInForce { from_on } => from_on,
            Self::Suspended { since_on } => Some(since_on),
            Self::EndedByTerm { last_on } => Some(last_on),
            Self::EndedByCourt { from_on } | Self::Quashed { from_on } => Some(from_on),
            Self::Died { on } | Self::Abroad { on } | Self::Undone { on } | Self::Rests { on } => Some(on),
        }
    }

    /// Several rulings: the one that allows most speaks for the case; otherwise the one that may still come.
    fn weight(&self) -> u8 {
        match self {
            Self::InForce { .. } => 5,
            Self::Suspended { .. } => 4,
            Self::NotYetInForce { .. } => 3,
            Self::EndedByTerm { .. } => 2,
            Self::EndedByCourt { .. } => 1,
            Self::Quashed { .. }
            | Self::Died { .. }
            | Self::Abroad { .. }
            | Self::Undone { .. }
            | Self::Rests { .. } => 0,
        }
    }
}

/// A ruling with its later steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulingFile {
    /// The paper, as it reads now.
    pub ruling: Ruling,
    /// How it read before it was corrected, oldest first, each with the reason.
    pub earlier: Vec<(Ruling, String)>,
    /// Steps, in the order they were recorded; those that were struck out stand among them.
    pub changes: Vec<Entry<RulingChange>>,
    /// When its last day, as it stands now, was written down. Before that nobody could be warned of it.
    pub term_known_at: DateTime<Utc>,
    /// When a mistake about its last day was put right: whoever was warned before is warned again.
    pub term_corrected_at: Option<DateTime<Utc>>,
    /// When the paper, as it reads now, was written down.
    pub worded_at: DateTime<Utc>,
    /// When the paper was first written down.
    pub recorded_at: DateTime<Utc>,
}

impl RulingFile {
    /// A paper to which nothing happened yet.
    #[must_use]
    pub fn new(ruling: Ruling, recorded_at: DateTime<Utc>) -> Self {
        Self {
            ruling,
            earlier: Vec::new(),
            changes: Vec::new(),
            term_known_at: recorded_at,
            term_corrected_at: None,
            worded_at: recorded_at,
            recorded_at,
        }
    }

    /// The steps that count, in the order they were recorded.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &RulingChange> {
        let standing = self.changes.iter().filter(|entry| entry.voided.is_none());
        standing.map(|entry| &entry.content)
    }

    /// What this ruling allows on a day. Steps count by the day they take effect; on one day, in the order
    /// they were recorded, so a ruling varied twice on one day stands as the last paper says.
    #[must_use]
    pub fn standing_on(&self, day: NaiveDate) -> Standing {
        let Some(from_on) = self.in_force_on().filter(|_| self.announced_by(day)) else {
            return self
                .ended_on(day)
                .unwrap_or(Standing::NotYetInForce { from_on: None });
        };
        if let Some(ended) = self.ended_on(day) {
            return ended;
        }
        if day < from_on {
            return Standing::NotYetInForce {
                from_on: Some(from_on),
            };
        }
        let until_on = self.until_on(day);
        if let Some(last_on) = until_on.filter(|last| day > *last) {
            return Standing::EndedByTerm { last_on };
        }
        match self.latest(day, |step| step.suspends() || step == RulingStep::Resumed) {
            Some(change) if change.step.suspends() => Standing::Suspended {
                since_on: change.effective_on,
            },
            _ => Standing::InForce {
                ruling: self.ruling.id,
                until_on,
            },
        }
    }

    /// How it ended. What a court ended once does not end again: a second paper that says the same of a later day moves
    /// nothing.
    fn ended_on(&self, day: NaiveDate) -> Option<Standing> {
        let last = self.latest(day, |step| {
            matches!(step, RulingStep::EndedByCourt | RulingStep::Quashed)
        })?;
        let same = self.steps().filter(|change| change.step == last.step);
        let from_on = same.map(|change| change.effective_on).min()?;
        Some(match last.step {
            RulingStep::Quashed => Standing::Quashed { from_on },
            _ => Standing::EndedByCourt { from_on },
        })
    }

    /// The last step of a kind that has taken effect by a day.
    pub(super) fn latest(&self, day: NaiveDate, of: impl Fn(RulingStep) -> bool) -> Option<&RulingChange> {
        self.steps()
            .filter(|change| of(change.step) && change.effective_on <= day)
            .max_by_key(|change| change.effective_on)
    }

    /// Every day on which the standing may turn.
    pub(super) fn turning_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let paper = self.in_force_on().into_iter();
        let last_days = self.versions().into_iter().filter_map(|version| version.until_on);
        let after_terms = last_days.filter_map(|last| last.succ_opt()).collect::<Vec<_>>();
        paper
            .chain(after_terms)
            .chain(self.steps().map(|change| change.effective_on))
    }
}

/// What all rulings of a case together allow on a day; `None` while there is no ruling at all.
#[must_use]
pub fn standing_on(files: &[RulingFile], day: NaiveDate) -> Option<Standing> {
    files
        .iter()
        .map(|file| file.standing_on(day))
        .max_by_key(|standing| {
            let until = match standing {
                Standing::InForce { until_on, .. } => until_on.unwrap_or(NaiveDate::MAX),
                _ => NaiveDate::MIN,
            };
            (standing.weight(), until)
        })
}
