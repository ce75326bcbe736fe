//! When nobody answers: how often the last step of a track is taken again, and when a climb comes to rest as a task.

use super::{Confirm, Delay, Offset, Owner, TrackName};
use crate::domain::obligation::Kind;
use chrono::NaiveDate;
use serde::Deserialize;

/// One version of these rules.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resting {
    /// Identity; the file's name up to the first dot.
    pub id: String,
    /// Version; the file's name after the first dot.
    pub version: u32,
    /// First day on which it applies, to every climb under way.
    pub valid_from: NaiveDate,
    /// By track.
    #[serde(rename = "rest")]
    pub rests: Vec<Rest>,
    /// Whose a climb at rest is.
    pub task: RestingTask,
    /// What rests at once.
    pub backlog: Backlog,
}

/// How often the last step of some tracks is taken again.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// The tracks.
    pub tracks: Vec<TrackName>,
    /// The pause before each further time. After the last of them the climb rests, once the time to answer is over.
    pub again_after: Vec<Delay>,
    /// Where the pauses come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// Whose task a climb at rest is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestingTask {
    /// The post.
    pub owner: Owner,
    /// How soon somebody takes it up.
    pub within: Offset,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What was long past its last day when it was first seen to be owed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backlog {
    /// For these kinds of obligation.
    pub kinds: Vec<Kind>,
    /// So many days past its last day, and it rests at once.
    pub older_than_days: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl Resting {
    /// Identity and version, as records cite it.
    #[must_use]
    pub fn rule(&self) -> String {
        format!("{}.{}", self.id, self.version)
    }

    /// The rest of a track.
    #[must_use]
    pub fn of(&self, track: TrackName) -> Option<&Rest> {
        self.rests.iter().find(|rest| rest.tracks.contains(&track))
    }
}
