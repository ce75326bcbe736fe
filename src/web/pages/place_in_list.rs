//! Where a part of a list begins, as an address carries it: a day or a moment, and an identity. Anything else begins at
//! the top.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use uuid::Uuid;

/// Nothing in a list is further away, and there databases refuse to look.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;

/// In a list by days.
#[must_use]
pub fn day(text: &str) -> Option<(NaiveDate, Uuid)> {
    let (day, id) = text.split_once('_')?;
    Some((date(day)?, id.parse().ok()?))
}

/// A civil date of these ages.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let date: NaiveDate = text.parse().ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// In a list by moments, which an address carries as microseconds.
#[must_use]
pub fn moment(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (micros, id) = text.split_once('_')?;
    let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    let known = YEARS.contains(&at.year()).then_some(at);
    Some((known?, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_day_or_a_moment_of_these_ages_and_an_identity() {
        let id = Uuid::from_u128(7);
        let on = NaiveDate::from_ymd_opt(2026, 7, 3).unwrap();
        assert_eq!(day(&format!("2026-07-03_{}", id.as_simple())), Some((on, id)));
        let at = DateTime::from_timestamp_micros(1_790_000_000_000_001).unwrap();
        assert_eq!(moment(&format!("{}_{id}", at.timestamp_micros())), Some((at, id)));
        for elsewhere in ["", "_", "2026-07-03", "2026-07-03_x", "x_7"] {
            assert_eq!((day(elsewhere), moment(elsewhere)), (None, None), "{elsewhere}");
        }
        for age in ["-0001-01-01", "+10000-01-01", "+262142-12-31"] {
            assert_eq!(day(&format!("{age}_{id}")), None, "{age}");
        }
        for age in [
            "-8000000000000000000",
            "8000000000000000000",
            "99999999999999999999",
        ] {
            assert_eq!(moment(&format!("{age}_{id}")), None, "{age}");
        }
    }
}
