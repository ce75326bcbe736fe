//! Steps in time: "every 84 days", "every three months". The only file that touches `rrule`.
//!
//! Everything is counted from the anchor, never from the previous member of a series: 30 November plus three
//! months is 28 or 29 February, plus six is 30 May. RFC 5545 would *skip* a month that lacks the day, so the
//! rule asks for the last existing day among 28, 29, … up to the anchor's own (`BYSETPOS=-1`).
//! A civil date has no zone; UTC, which has no gaps, is only the vehicle through `rrule`.
//!
//! One step is a sum on the calendar, asked for many times after every event; a series is a recurrence rule. Two ways to
//! the same dates, and a property test holds them together.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone};
use rrule::{Frequency, RRule, Tz};
use serde::{Deserialize, Serialize};

/// The last year that both the recurrence rules and a date of ten characters know.
const LAST_YEAR: i32 = 9999;

/// A length of time between civil dates. Products tested in days say days; laws and some labels say months.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// So many days.
    Days(u16),
    /// So many calendar months; a day the month lacks becomes its last day.
    Months(u16),
}

impl Interval {
    /// One step later than `date`, clamped to the month's last day. `NaiveDate::MAX` past the year 10,000.
    #[must_use]
    pub fn after(self, date: NaiveDate) -> NaiveDate {
        nth(date, self, 1)
    }

    /// One step earlier than `date`, clamped to the month's last day. `NaiveDate::MIN` before chrono's range.
    #[must_use]
    pub fn before(self, date: NaiveDate) -> NaiveDate {
        match self {
            Self::Days(days) => date.checked_sub_days(Days::new(days.into())),
            Self::Months(months) => date.checked_sub_months(Months::new(months.into())),
        }
        .unwrap_or(NaiveDate::MIN)
    }

    /// The fewest days one step can take, whatever its anchor (three months: 89, from 31 January).
    #[must_use]
    pub fn shortest_days(self) -> i64 {
        const LEAP_CYCLE: std::ops::RangeInclusive<i32> = 2021..=2024;
        match self {
            Self::Days(days) => days.into(),
            Self::Months(_) => LEAP_CYCLE
                .flat_map(|year| (1..=366).filter_map(move |day| NaiveDate::from_yo_opt(year, day)))
                .map(|date| (self.after(date) - date).num_days())
                .min()
                .unwrap_or(0),
        }
    }

    /// Whether the step goes nowhere; no rule may use such a one.
    #[must_use]
    pub fn is_zero(self) -> bool {
        matches!(self, Self::Days(0) | Self::Months(0))
    }
}

/// The n-th date of the series; `n = 0` is the anchor itself. `NaiveDate::MAX` past the year 10,000.
///
/// Takes one step of `n` intervals instead of `n` steps: counted from the anchor the two are the same.
#[must_use]
pub fn nth(anchor: NaiveDate, every: Interval, n: u32) -> NaiveDate {
    let later = match every {
        Interval::Days(days) => anchor.checked_add_days(Days::new(u64::from(days) * u64::from(n))),
        Interval::Months(months) => u32::from(months)
            .checked_mul(n)
            .and_then(|months| anchor.checked_add_months(Months::new(months))),
    };
    later
        .filter(|date| date.year() <= LAST_YEAR)
        .unwrap_or(NaiveDate::MAX)
}

/// The first `count` dates of the series, the anchor included. Shorter only where it would pass the year 10,000.
#[must_use]
pub fn series(anchor: NaiveDate, every: Interval, count: u16) -> Vec<NaiveDate> {
    if every.is_zero() {
        return vec![anchor; count.into()];
    }
    occurrences(anchor, every, count)
}

/// `count` occurrences of the recurrence rule, or none when it leaves the years the rule engine knows.
fn occurrences(anchor: NaiveDate, every: Interval, count: u16) -> Vec<NaiveDate> {
    let Ok(dates) = rule(anchor, every, count)
        .build(utc_midnight(anchor))
        .map(|set| set.all(count).dates)
    else {
        return Vec::new();
    };
    // A rule cut short by the end of the engine's years must not pass for a complete one.
    if count > 1 && dates.len() < 2 {
        return Vec::new();
    }
    dates.iter().map(DateTime::date_naive).collect()
}

fn rule(anchor: NaiveDate, every: Interval, count: u16) -> RRule<rrule::Unvalidated> {
    match every {
        Interval::Days(days) => RRule::new(Frequency::Daily).interval(days),
        Interval::Months(months) => {
            let rule = RRule::new(Frequency::Monthly).interval(months);
            match i8::try_from(anchor.day()) {
                Ok(day) if day > 28 => rule.by_month_day((28..=day).collect()).by_set_pos(vec![-1]),
                Ok(day) => rule.by_month_day(vec![day]),
                Err(_) => rule,
            }
        }
    }
    .count(count.into())
}

/// Midnight in UTC, which every date has exactly once.
fn utc_midnight(date: NaiveDate) -> DateTime<Tz> {
    Tz::UTC.from_utc_datetime(&date.and_time(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_twelve_week_depot_is_84_days_and_not_three_months() {
        let dates = series(day("2026-01-15"), Interval::Days(84), 5);
        assert_eq!(
            dates,
            [
                "2026-01-15",
                "2026-04-09",
                "2026-07-02",
                "2026-09-24",
                "2026-12-17"
            ]
            .map(day)
        );
    }

    #[test]
    fn month_ends_clamp_and_come_back() {
        assert_eq!(nth(day("2025-11-30"), Interval::Months(3), 1), day("2026-02-28"));
        assert_eq!(nth(day("2027-11-30"), Interval::Months(3), 1), day("2028-02-29"));
        assert_eq!(nth(day("2025-11-30"), Interval::Months(3), 2), day("2026-05-30"));
        assert_eq!(nth(day("2026-08-31"), Interval::Months(3), 1), day("2026-11-30"));
        assert_eq!(
            series(day("2026-08-31"), Interval::Months(6), 4),
            ["2026-08-31", "2027-02-28", "2027-08-31", "2028-02-29"].map(day)
        );
    }

    #[test]
    fn a_leap_day_stays_a_leap_day_where_there_is_one() {
        assert_eq!(nth(day("2024-02-29"), Interval::Months(12), 1), day("2025-02-28"));
        assert_eq!(nth(day("2024-02-29"), Interval::Months(12), 4), day("2028-02-29"));
    }

    #[test]
    fn backwards_clamps_too() {
        assert_eq!(Interval::Months(6).before(day("2027-08-31")), day("2027-02-28"));
        assert_eq!(Interval::Months(12).before(day("2027-08-31")), day("2026-08-31"));
        assert_eq!(Interval::Days(84).before(day("2026-04-09")), day("2026-01-15"));
    }

    #[test]
    fn shortest_steps() {
        assert_eq!(Interval::Days(84).shortest_days(), 84);
        assert_eq!(Interval::Months(3).shortest_days(), 89);
        assert_eq!(Interval::Months(1).shortest_days(), 28);
    }

    #[test]
    fn never_panics_at_the_edge() {
        assert_eq!(
            nth(day("2026-01-01"), Interval::Months(u16::MAX), u32::MAX),
            NaiveDate::MAX
        );
        assert_eq!(
            nth(day("9999-12-31"), Interval::Months(u16::MAX), 1),
            NaiveDate::MAX
        );
        assert_eq!(nth(day("2026-01-01"), Interval::Days(0), 7), day("2026-01-01"));
        assert_eq!(series(day("2026-01-01"), Interval::Days(84), 0), []);
        assert_eq!(
            series(day("2026-01-01"), Interval::Days(84), 1),
            [day("2026-01-01")]
        );
    }

    prop_compose! {
        fn anchors()(year in 1990i32..2100, ordinal in 1u32..=365) -> NaiveDate {
            NaiveDate::from_yo_opt(year, ordinal).unwrap()
        }
    }

    proptest! {
        #[test]
        fn months_agree_with_chrono(anchor in anchors(), every in 1u16..=24, n in 0u32..60) {
            let expected = anchor.checked_add_months(Months::new(u32::from(every) * n)).unwrap();
            prop_assert_eq!(nth(anchor, Interval::Months(every), n), expected);
        }

        #[test]
        fn days_agree_with_chrono(anchor in anchors(), every in 1u16..=200, n in 0u32..60) {
            let expected = anchor + chrono::TimeDelta::days(i64::from(every) * i64::from(n));
            prop_assert_eq!(nth(anchor, Interval::Days(every), n), expected);
        }

        #[test]
        fn a_series_is_its_members(anchor in anchors(), months in any::<bool>(), every in 1u16..=90, count in 1u16..30) {
            let every = if months { Interval::Months(every) } else { Interval::Days(every) };
            let members: Vec<_> = (0..u32::from(count)).map(|n| nth(anchor, every, n)).collect();
            prop_assert_eq!(series(anchor, every, count), members);
        }
    }
}
