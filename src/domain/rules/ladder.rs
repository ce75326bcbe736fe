//! A ladder: who is told that an obligation was missed, after how long, in which order, until somebody answers.
//!
//! There are three tracks, and [`Ladder::track`] chooses by the cause alone. Only two of them may reach the
//! supervising body; a file that sends our own failures there does not load.

use super::{Cause, Confirm, Night, Party, Post};
use crate::domain::localised::Localised;
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
    /// Hours in which messages wait.
    #[serde(default)]
    pub quiet: Option<Quiet>,
    /// What can be done about an alert, as a history with names.
    #[serde(rename = "act", default)]
    pub acts: Vec<ActKind>,
}

/// One thing that can be done about an alert.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActKind {
    /// Identity, as it stands in the history of a case.
    pub id: String,
    /// Words on screens; supervision reads them, too.
    pub name: Localised,
    /// The kinds of organisations that can do it.
    pub done_by: Vec<String>,
    /// Is it a step with consequences in law? Then a human says that he decided it, and why.
    #[serde(default)]
    pub legal: bool,
    /// Does whoever does it say that there is nothing more to do for now?
    #[serde(default)]
    pub closes: bool,
}

/// The steps for one family of causes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// The steps, in order.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// How often the whole track was climbed again in files that were written before a track was climbed once. It is read, so that
    /// a published file still loads, and means nothing.
    pub loops: Option<u16>,
    /// How long after the last step that step is taken again, where no rule of resting says it.
    pub repeat_last_every: Delay,
    /// Days after an acknowledgement on which the alert re-opens if the condition still holds.
    pub reopen_after_days: u16,
    /// Where the delays come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// The tracks of every ladder, and those of the rules about the drug and about hand-over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrackName {
    /// The person refused or stayed away.
    Person,
    /// The window closed and nobody recorded anything.
    Unexplained,
    /// Our own institutions.
    Service,
    /// Reviews and what follows from them.
    Review,
    /// The way of the drug.
    Supply,
    /// A hand-over that nobody answers.
    Silent,
}

impl TrackName {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Unexplained,
        Self::Service,
        Self::Review,
        Self::Supply,
        Self::Silent,
    ];

    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Unexplained => "unexplained",
            Self::Service => "service",
            Self::Review => "review",
            Self::Supply => "supply",
            Self::Silent => "silent",
        }
    }

    /// The track of a cause. The supervising body hears of the person's own refusal or absence, and of a dose
    /// about which nobody recorded anything; of nothing else.
    #[must_use]
    pub fn of_cause(cause: Cause) -> Self {
        match cause {
            Cause::Person => Self::Person,
            Cause::Unexplained => Self::Unexplained,
            Cause::Clinical | Cause::Supply | Cause::Transport | Cause::Staff | Cause::Law => Self::Service,
        }
    }
}

/// One step: taken `after` the previous one (the first: after the alert is raised), unless acknowledged by then.
///
/// A step whose recipient does not exist (no deputy named, nobody in the post) is recorded as a gap and the next
/// one is taken at once: an empty chair never costs time. A step to the deputy of somebody who is away is taken with the one
/// before, where somebody stands in.
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
    /// Hours in which somebody is at work: on working days of the calendar, between two hours of the day.
    WorkingHours(WorkingHours),
}

/// Hours in which somebody is at work. The hours of the day stand with each delay: a clinic and an office differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingHours {
    /// How many.
    pub hours: u16,
    /// The first hour of a working day, 0 to 23, at the place of the case.
    pub from_hour: u8,
    /// The hour at which it is over, 1 to 24.
    pub until_hour: u8,
}

/// How a recipient is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// On their list after signing in.
    Screen,
    /// By e-mail, without any clinical word.
    Email,
    /// To the organisation's own system: a signed message with the reference and a link.
    Webhook,
    /// By a short message to the telephone: one sentence and a link.
    Sms,
}

impl Channel {
    /// The channels by which something leaves the house.
    pub const OUTWARD: [Self; 3] = [Self::Email, Self::Webhook, Self::Sms];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Screen => "desk",
            Self::Email => "email",
            Self::Webhook => "webhook",
            Self::Sms => "sms",
        }
    }

    /// The outward channel of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::OUTWARD.into_iter().find(|channel| channel.code() == code)
    }
}

/// Hours in which somebody is not to be woken. They delay messages, never a step: the clock of the ladder runs on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// First quiet hour of the day at the place of the case, 0 to 23.
    pub from_hour: u32,
    /// First hour that is not quiet any more.
    pub until_hour: u32,
    /// Which channels wait.
    pub channels: Vec<Channel>,
    /// Where the hours come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

impl Quiet {
    /// The night of a channel at a place; none where the channel waits for nothing.
    #[must_use]
    pub fn night(&self, channel: Channel, zone: Tz) -> Option<Night> {
        self.channels.contains(&channel).then_some(Night {
            from_hour: self.from_hour,
            until_hour: self.until_hour,
            zone,
        })
    }
}

impl Delay {
    /// Is it no time at all?
    #[must_use]
    pub fn is_none(self) -> bool {
        match self {
            Self::ClockHours(many) | Self::WorkingDays(many) => many == 0,
            Self::WorkingHours(hours) => hours.hours == 0,
        }
    }

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
            Self::WorkingHours(hours) => hours.after(instant, zone, calendar),
        }
    }
}

impl WorkingHours {
    /// Hours of one working day.
    #[must_use]
    pub fn per_day(self) -> u16 {
        u16::from(self.until_hour.saturating_sub(self.from_hour))
    }

    /// The instant so many working hours after another. What ends as the day ends, ends on that day.
    fn after(self, instant: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> DateTime<Utc> {
        let per_day = TimeDelta::hours(self.per_day().into());
        let mut left = TimeDelta::hours(self.hours.into());
        if left.is_zero() || per_day <= TimeDelta::zero() {
            return instant;
        }
        let mut day = instant.with_timezone(&zone).date_naive();
        let mut begins = instant;
        loop {
            if calendar.is_working(day) {
                let midnight = start_of_day(day, zone);
                let opens = midnight + TimeDelta::hours(self.from_hour.into());
                let closes = midnight + TimeDelta::hours(self.until_hour.into());
                let from = begins.max(opens);
                if from < closes {
                    if left <= closes - from {
                        return from + left;
                    }
                    left -= closes - from;
                }
            }
            // A calendar answers for every day; were the days over, the last instant is the safe side.
            let Some(next) = day.succ_opt() else { return begins };
            day = next;
            begins = start_of_day(day, zone);
        }
    }
}

impl Ladder {
    /// Identity and version, as records cite it.
    #[must_use]
    pub fn rule(&self) -> String {
        format!("{}.{}", self.id, self.version)
    }

    /// What an organisation of this kind can do about an alert.
    pub fn acts_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a ActKind> {
        let of_kind = move |act: &&ActKind| act.done_by.iter().any(|known| known == kind);
        self.acts.iter().filter(of_kind)
    }

    /// The track of a cause.
    #[must_use]
    pub fn track(&self, cause: Cause) -> &Track {
        match TrackName::of_cause(cause) {
            TrackName::Person => &self.person,
            TrackName::Unexplained => &self.unexplained,
            TrackName::Service | TrackName::Review | TrackName::Supply | TrackName::Silent => &self.service,
        }
    }
}

impl Track {
    /// The step of this number, the first being 0. Past the end the last step repeats.
    #[must_use]
    pub fn step(&self, number: usize) -> Option<&Step> {
        self.steps.get(number).or(self.steps.last())
    }

    /// The place in the track of the step of this number.
    #[must_use]
    pub fn place(&self, number: usize) -> usize {
        number.min(self.steps.len().saturating_sub(1))
    }

    /// Is this number past the end, so that the last step repeats?
    #[must_use]
    pub fn repeats(&self, number: usize) -> bool {
        number >= self.steps.len()
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
        let step = self.steps.get(number);
        step.map_or(self.repeat_last_every, |step| step.after)
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
    fn working_hours_pass_only_while_somebody_works() {
        let zone = chrono_tz::Asia::Almaty;
        let after = |hours, from: &str| {
            let local = chrono::NaiveDateTime::parse_from_str(from, "%Y-%m-%d %H:%M").unwrap();
            let instant = local.and_local_timezone(zone).unwrap().with_timezone(&Utc);
            let law = RULES.law_for(local.date()).unwrap();
            let (from_hour, until_hour) = (9, 18);
            let delay = Delay::WorkingHours(WorkingHours {
                hours,
                from_hour,
                until_hour,
            });
            let due = delay.after(instant, zone, law.calendar);
            due.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
        };
        for (hours, from, due) in [
            // 18 September 2026 is a Friday.
            (4, "2026-09-18 10:30", "2026-09-18 14:30"),
            (4, "2026-09-18 14:00", "2026-09-18 18:00"),
            (4, "2026-09-18 15:00", "2026-09-21 10:00"),
            (4, "2026-09-18 23:00", "2026-09-21 13:00"),
            (4, "2026-09-18 00:00", "2026-09-18 13:00"),
            (9, "2026-09-19 12:00", "2026-09-21 18:00"),
            (20, "2026-09-18 09:00", "2026-09-22 11:00"),
            // The day off for Republic Day is Monday, 26 October.
            (1, "2026-10-23 17:30", "2026-10-27 09:30"),
            (0, "2026-09-19 12:00", "2026-09-19 12:00"),
        ] {
            assert_eq!(after(hours, from), due, "{hours} from {from}");
        }
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
