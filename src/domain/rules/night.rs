//! The quiet hours of one message at one place: they travel with it, and are asked at every attempt.

use crate::domain::time::start_of_day;
use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;
use std::fmt;
use std::str::FromStr;

/// Hours in which a message does not leave, at the place of its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Night {
    /// First quiet hour of the day, 0 to 23.
    pub from_hour: u32,
    /// First hour that is not quiet any more.
    pub until_hour: u32,
    /// Where.
    pub zone: Tz,
}

impl Night {
    /// When something may leave that is ready at an instant: at once by day, in the morning by night.
    #[must_use]
    pub fn leaves_at(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let local = at.with_timezone(&self.zone);
        let hour = local.hour();
        let quiet = if self.from_hour <= self.until_hour {
            (self.from_hour..self.until_hour).contains(&hour)
        } else {
            hour >= self.from_hour || hour < self.until_hour
        };
        if !quiet {
            return at;
        }
        let today = local.date_naive();
        // Before midnight the night ends on the next day.
        let day = if hour < self.until_hour {
            Some(today)
        } else {
            today.succ_opt()
        };
        day.map_or(at, |day| {
            start_of_day(day, self.zone) + TimeDelta::hours(self.until_hour.into())
        })
    }
}

/// As it is kept with the message: `22-7 Asia/Almaty`.
impl fmt::Display for Night {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{} {}", self.from_hour, self.until_hour, self.zone.name())
    }
}

impl FromStr for Night {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (hours, zone) = text.split_once(' ').ok_or(())?;
        let (from, until) = hours.split_once('-').ok_or(())?;
        Ok(Self {
            from_hour: from.parse().map_err(drop)?,
            until_hour: until.parse().map_err(drop)?,
            zone: zone.parse().map_err(drop)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_ready_by_night_leaves_in_the_morning_and_by_day_at_once() {
        let night: Night = "22-7 Asia/Almaty".parse().unwrap();
        assert_eq!(night.to_string(), "22-7 Asia/Almaty");
        // Five hours ahead.
        for (ready, leaves) in [
            ("2026-07-03T16:59:59Z", "2026-07-03T16:59:59Z"),
            ("2026-07-03T17:00:00Z", "2026-07-04T02:00:00Z"),
            ("2026-07-03T20:00:00Z", "2026-07-04T02:00:00Z"),
            ("2026-07-04T01:59:59Z", "2026-07-04T02:00:00Z"),
            ("2026-07-04T02:00:00Z", "2026-07-04T02:00:00Z"),
        ] {
            assert_eq!(night.leaves_at(at(ready)), at(leaves), "{ready}");
        }
        for wrong in ["", "22-7", "22 Asia/Almaty", "a-7 Asia/Almaty", "22-7 Nowhere"] {
            assert_eq!(Night::from_str(wrong), Err(()), "{wrong}");
        }
    }
}
