//! The calendar, one day at a time.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::calendar::Calendar;
use crate::domain::rules::{Direction, Offset};
use crate::domain::schedule::Interval;

/// The day after.
pub(super) fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

/// So many days later.
pub(super) fn days_after(day: NaiveDate, days: u32) -> NaiveDate {
    let mut later = day;
    for _ in 0..days {
        later = next(later);
    }
    later
}

/// So many days earlier.
pub(super) fn days_before(day: NaiveDate, days: u32) -> NaiveDate {
    let mut earlier = day;
    for _ in 0..days {
        earlier = earlier.pred_opt().unwrap_or(NaiveDate::MIN);
    }
    earlier
}

/// The same day so many months later; where that month is too short, its last day.
pub(super) fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..months {
        month += 1;
        if month > 12 {
            month = 1;
            year += 1;
        }
    }
    in_month(year, month, day)
}

/// The same day so many months earlier; where that month is too short, its last day.
pub(super) fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..months {
        month -= 1;
        if month < 1 {
            month = 12;
            year -= 1;
        }
    }
    in_month(year, month, day)
}

fn in_month(year: i32, month: u32, day: NaiveDate) -> NaiveDate {
    let mut of_month = day.day();
    while of_month > 1 {
        if let Some(found) = NaiveDate::from_ymd_opt(year, month, of_month) {
            return found;
        }
        of_month -= 1;
    }
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MAX)
}

/// So many intervals after an anchor, all counted from the anchor.
pub(super) fn intervals_after(anchor: NaiveDate, every: Interval, count: u32) -> NaiveDate {
    match every {
        Interval::Days(days) => days_after(anchor, u32::from(days) * count),
        Interval::Months(months) => months_after(anchor, u32::from(months) * count),
    }
}

/// How many days lie between two days; negative where the second is earlier.
pub(super) fn between(from: NaiveDate, to: NaiveDate) -> i64 {
    let (mut day, mut count) = (from.min(to), 0);
    while day < from.max(to) {
        day = next(day);
        count += 1;
    }
    if from <= to { count } else { -count }
}

/// A legal length in months; none where it is counted otherwise.
pub(super) fn months(offset: Offset) -> Option<u32> {
    match offset {
        Offset::Months(months) => Some(months.into()),
        Offset::Days(_) | Offset::WorkingDays(_) => None,
    }
}

/// A legal length in calendar days; none where it is counted otherwise.
pub(super) fn days(offset: Offset) -> Option<u32> {
    match offset {
        Offset::Days(days) => Some(days.into()),
        Offset::Months(_) | Offset::WorkingDays(_) => None,
    }
}

/// The day that lies a legal length after another, or before it, one day at a time. The day itself is not counted.
pub(super) fn count(day: NaiveDate, by: Offset, direction: Direction, calendar: &Calendar) -> NaiveDate {
    let after = direction == Direction::After;
    match by {
        Offset::Days(days) if after => days_after(day, days.into()),
        Offset::Days(days) => days_before(day, days.into()),
        Offset::Months(months) if after => months_after(day, months.into()),
        Offset::Months(months) => months_before(day, months.into()),
        Offset::WorkingDays(working) => {
            let mut day = day;
            for _ in 0..working {
                day = step(day, after);
                while !calendar.is_working(day) {
                    day = step(day, after);
                }
            }
            day
        }
    }
}

fn step(day: NaiveDate, after: bool) -> NaiveDate {
    if after { next(day) } else { days_before(day, 1) }
}

/// A day that lies a legal length of calendar days before another; none where it is counted otherwise.
pub(super) fn opens(due_on: NaiveDate, before: Option<Offset>) -> Option<NaiveDate> {
    match before? {
        Offset::Days(days) => Some(days_before(due_on, days.into())),
        Offset::Months(_) | Offset::WorkingDays(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_end_where_they_end() {
        for (from, months, to) in [
            ("2025-11-30", 3, "2026-02-28"),
            ("2025-11-30", 6, "2026-05-30"),
            ("2027-11-30", 3, "2028-02-29"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2026-12-15", 1, "2027-01-15"),
            ("2026-12-15", 0, "2026-12-15"),
        ] {
            assert_eq!(
                months_after(day(from), months),
                day(to),
                "{from} and {months} months"
            );
        }
    }

    #[test]
    fn months_are_counted_backwards() {
        for (from, months, to) in [
            ("2026-02-28", 3, "2025-11-28"),
            ("2026-03-31", 1, "2026-02-28"),
            ("2026-01-15", 1, "2025-12-15"),
            ("2026-05-30", 12, "2025-05-30"),
        ] {
            assert_eq!(
                months_before(day(from), months),
                day(to),
                "{months} months before {from}"
            );
        }
    }

    #[test]
    fn days_are_counted_one_by_one() {
        assert_eq!(days_after(day("2028-02-28"), 2), day("2028-03-01"));
        assert_eq!(days_before(day("2027-03-01"), 1), day("2027-02-28"));
        assert_eq!(between(day("2026-12-30"), day("2027-01-02")), 3);
        assert_eq!(between(day("2027-01-02"), day("2026-12-30")), -3);
    }
}
