//! The moment a command acts in, decided once and passed down.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike as _, Utc};
use chrono_tz::Tz;

/// Instant, civil date and zone of one command. Built by the clock, never read from it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The instant.
    pub instant: DateTime<Utc>,
    /// The zone whose civil date counts (the place of treatment).
    pub zone: Tz,
}

impl Now {
    /// The civil date at the place of treatment.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        civil_date(self.instant, self.zone)
    }
}

/// The civil date of an instant in a zone.
#[must_use]
pub fn civil_date(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}

/// The first instant of the minute in which another lies: in every zone of today minutes begin together.
#[must_use]
pub fn minute_of(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant
        - TimeDelta::seconds(instant.second().into())
        - TimeDelta::nanoseconds(instant.nanosecond().into())
}

/// The last civil date on any part of which something may still be done that must be done before an instant: before
/// midnight that is the day that ends then.
#[must_use]
pub fn last_day_before(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    civil_date(instant - TimeDelta::microseconds(1), zone)
}

/// The first instant of a civil day in a zone. A day whose midnight is skipped starts at its first real
/// moment; a midnight that happens twice (the hour put back) counts from the earlier one.
#[must_use]
pub fn start_of_day(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    (0..=4)
        .filter_map(|half| NaiveTime::from_hms_opt(half / 2, (half % 2) * 30, 0))
        .find_map(|time| zone.from_local_datetime(&date.and_time(time)).earliest())
        .map_or_else(
            || date.and_time(NaiveTime::MIN).and_utc(),
            |local| local.with_timezone(&Utc),
        )
}
