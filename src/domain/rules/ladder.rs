//! A ladder: who is told that an obligation was missed, after how long, in which order, until somebody answers.
//!
//! There are three tracks, and [`Ladder::track`] chooses by the cause alone. Only two of them may reach the
//! supervising body; a file that sends our own failures there does not load.

use super::{Cause, Confirm, Party, Post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One version of a ladder.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Identity; the file's name up to the first dot.
    pub id: String,
    /// Version; the file's name after the first dot.
    pub version: u32,
    /// First day on which new alerts use this version.
    pub valid_from: NaiveDate,
    /// The person refused or stayed away.
    pub person: Track,
    /// The window closed and nobody recorded anything.
    pub unexplained: Track,
    /// Our own institutions failed, or had a good reason: never the supervising body.
    pub service: Track,
}

/// The steps for one family of causes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// The steps, in order.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// How often the last step is taken again until somebody answers.
    pub repeat_last_every: Delay,
    /// Days after an acknowledgement on which the alert re-opens if the condition still holds.
    pub reopen_after_days: u16,
    /// Where the delays come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// One step: taken `after` the previous one (the first: after the alert is raised), unless acknowledged by then.
///
/// A step whose recipient does not exist (no deputy named, nobody in the post) is recorded as a gap and the next
/// one is taken at once: an empty chair never costs time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Identity inside the track, such as `officer`.
    pub id: String,
    /// Who is told.
    pub to: Recipient,
    /// How long after the previous step.
    pub after: Delay,
    /// How long the recipient has to acknowledge; none for a step that only informs.
    pub acknowledge_within: Option<Delay>,
    /// What must have happened besides.
    #[serde(default)]
    pub not_before: NotBefore,
    /// How they are told.
    pub channels: Vec<Channel>,
}

/// What must have happened before a step is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotBefore {
    /// Nothing: the alert is enough.
    #[default]
    Trigger,
    /// The dose's window has closed: until then a further attempt can still succeed.
    AttemptsExhausted,
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Which organisation.
    pub organisation: Party,
    /// Which post there.
    pub post: Post,
    /// Those who hold the post, or their deputies.
    #[serde(default)]
    pub person: Person,
}

/// The holder of a post or the deputy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Person {
    /// Those who hold the post.
    #[default]
    Holder,
    /// The deputies they named.
    Deputy,
}

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delay {
    /// Hours on the clock, nights and holidays included.
    ClockHours(u16),
    /// Working days of the procedure's calendar.
    WorkingDays(u16),
}

/// How a recipient is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// On their list after signing in.
    Screen,
    /// By e-mail, without any clinical word.
    Email,
}

impl Ladder {
    /// The track of a cause. The supervising body hears of the person's own refusal or absence, and of a dose
    /// about which nobody recorded anything; of nothing else.
    #[must_use]
    pub fn track(&self, cause: Cause) -> &Track {
        match cause {
            Cause::Person => &self.person,
            Cause::Unexplained => &self.unexplained,
            Cause::Clinical | Cause::Supply | Cause::Transport | Cause::Staff | Cause::Law => &self.service,
        }
    }
}

impl Track {
    /// The step of this number, the first being 0. Past the end the last one repeats.
    #[must_use]
    pub fn step(&self, number: usize) -> Option<&Step> {
        self.steps.get(number).or_else(|| self.steps.last())
    }

    /// How long after step `number - 1` the step `number` is taken.
    #[must_use]
    pub fn delay_before(&self, number: usize) -> Delay {
        self.steps
            .get(number)
            .map_or(self.repeat_last_every, |step| step.after)
    }
}
