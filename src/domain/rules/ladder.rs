//! A ladder: who is told that an obligation was missed, after how long, in which order, until somebody answers.
//!
//! There are three tracks, and [`Ladder::track`] chooses by the cause alone. Only two of them may reach the
//! supervising body; a file that sends our own failures there does not load.

use super::{Cause, Confirm, Party, Post};
use crate::domain::{calendar::Calendar, time::start_of_day};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
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
    /// A review or what follows from it is late: those who answer for it, never the supervising body.
    pub review: Track,
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

impl Delay {
    /// The instant this long after another. Working days keep the time of day in the zone of the place; begun on
    /// a day off, they begin with the next working day, or a day would be over before anybody came to work.
    #[must_use]
    pub fn after(self, instant: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> DateTime<Utc> {
        match self {
            Self::ClockHours(hours) => instant + TimeDelta::hours(hours.into()),
            Self::WorkingDays(0) => instant,
            Self::WorkingDays(days) => {
                let today = instant.with_timezone(&zone).date_naive();
                let (from, time_of_day) = if calendar.is_working(today) {
                    (today, instant - start_of_day(today, zone))
                } else {
                    (calendar.add_working_days(today, 1).date, TimeDelta::zero())
                };
                let date = calendar.add_working_days(from, days.into()).date;
                start_of_day(date, zone) + time_of_day
            }
        }
    }
}

impl Ladder {
    /// Identity and version, as records cite it.
    #[must_use]
    pub fn rule(&self) -> String {
        format!("{}.{}", self.id, self.version)
    }

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

    /// Does the climb rest on an answer given at this step? Those who treat cannot answer in the place of the
    /// supervising body: while it is still to be told, their answer is noted and the ladder goes on.
    #[must_use]
    pub fn rests_on(&self, number: usize) -> bool {
        let supervising = |step: &Step| step.to.organisation == Party::Supervising;
        let told = self.steps.iter().take(number + 1).any(supervising);
        told || !self.steps.iter().skip(number + 1).any(supervising)
    }

    /// How long after step `number - 1` the step `number` is taken.
    #[must_use]
    pub fn delay_before(&self, number: usize) -> Delay {
        self.steps
            .get(number)
            .map_or(self.repeat_last_every, |step| step.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::tests::RULES;

    /// The instant some working days after another, both as local time in Almaty.
    fn working_days_after(days: u16, from: &str) -> String {
        let zone = chrono_tz::Asia::Almaty;
        let local = chrono::NaiveDateTime::parse_from_str(from, "%Y-%m-%d %H:%M").unwrap();
        let instant = local.and_local_timezone(zone).unwrap().with_timezone(&Utc);
        let law = RULES.law_for(local.date()).unwrap();
        let after = Delay::WorkingDays(days).after(instant, zone, law.calendar);
        after.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn a_working_day_holds_working_hours() {
        for (from, after) in [
            // 18 September 2026 is a Friday.
            ("2026-09-18 15:00", "2026-09-21 15:00"),
            ("2026-09-18 00:00", "2026-09-21 00:00"),
            // Begun on a day off, it begins with the next working day.
            ("2026-09-19 00:00", "2026-09-22 00:00"),
            ("2026-09-19 15:00", "2026-09-22 00:00"),
            ("2026-09-20 00:00", "2026-09-22 00:00"),
            ("2026-09-21 00:00", "2026-09-22 00:00"),
            // The day off for Republic Day is Monday, 26 October.
            ("2026-10-24 00:00", "2026-10-28 00:00"),
            ("2026-10-26 09:30", "2026-10-28 00:00"),
        ] {
            assert_eq!(working_days_after(1, from), after, "from {from}");
        }
        assert_eq!(working_days_after(2, "2026-09-19 15:00"), "2026-09-23 00:00");
        assert_eq!(
            working_days_after(0, "2026-09-19 15:00"),
            "2026-09-19 15:00",
            "none is at once"
        );
    }
}
