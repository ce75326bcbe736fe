//! When nobody answers: how often the last step of a track is taken again, and when a climb comes to rest as a task.

use super::{Cause, Confirm, Delay, Offset, Owner, TrackName};
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
    /// Which answers and acts are offered only where they fit.
    #[serde(rename = "fit", default)]
    pub fits: Vec<Fit>,
}

/// Where some answers and acts fit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    /// Which, by their identity.
    pub actions: Vec<String>,
    /// Only with somebody who is not held?
    #[serde(default)]
    pub at_liberty: bool,
    /// Only where the cause lies with the person, or is not known?
    #[serde(default)]
    pub about_person: bool,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
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

    /// Is an answer or an act offered to an alert with a cause of this family, about somebody who is held or is not?
    #[must_use]
    pub fn offers(&self, action: &str, held: bool, family: Cause) -> bool {
        let of_person = matches!(
            TrackName::of_cause(family),
            TrackName::Person | TrackName::Unexplained
        );
        let fits = |fit: &Fit| (!fit.at_liberty || !held) && (!fit.about_person || of_person);
        let mut rules = self.fits.iter();
        rules.all(|fit| fits(fit) || !fit.actions.iter().any(|known| known == action))
    }

    /// The rest of a track.
    #[must_use]
    pub fn of(&self, track: TrackName) -> Option<&Rest> {
        self.rests.iter().find(|rest| rest.tracks.contains(&track))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policies;

    #[test]
    fn an_act_is_offered_where_it_fits_the_place_and_the_cause() {
        let rules = policies::load(None).unwrap();
        let rules = rules.resting_for(NaiveDate::MAX).unwrap();
        let offered = |action| {
            [false, true].map(|held| {
                [Cause::Person, Cause::Unexplained, Cause::Supply]
                    .map(|family| rules.offers(action, held, family))
            })
        };
        let (always, never) = ([true; 3], [false; 3]);
        assert_eq!(offered("visited"), [[true, true, false], never]);
        assert_eq!(offered("talked"), [[true, true, false]; 2]);
        assert_eq!(offered("evidence-asked"), [always; 2]);
    }
}
