//! Closed years. While a year runs its figures follow the records, and whoever took them on two days would see what one day
//! added, which may be one person. So what leaves the house is of a closed year: counted once, and the same ever after.

use super::{Counted, Figures, PARTS};
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// A year is closed as February of the next begins: what came on paper has been typed by then.
const CLOSES_IN_MONTH: u32 = 2;

/// Is a year closed on a day?
#[must_use]
pub fn closed(year: i32, today: NaiveDate) -> bool {
    year <= last_closed(today)
}

/// The last year that is closed on a day.
#[must_use]
pub fn last_closed(today: NaiveDate) -> i32 {
    let years = if today.month() < CLOSES_IN_MONTH { 2 } else { 1 };
    today.year() - years
}

/// What was counted in one period, as it is kept. A figure that a later version adds was not counted of the years before it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    places: Vec<(String, String, Figures)>,
    regions: Vec<(String, Figures)>,
    total: Figures,
}

/// What was counted in a year and its parts as text, to be kept.
///
/// # Errors
/// When it cannot be written as text: nothing is kept then, or it would be nothing for ever.
pub fn kept(counted: &[Counted; PARTS.len()]) -> Result<String, serde_json::Error> {
    let parts = counted.each_ref().map(|part| Kept {
        places: part
            .places
            .iter()
            .map(|((region, place), sum)| (region.clone(), place.clone(), *sum))
            .collect(),
        regions: part
            .regions
            .iter()
            .map(|(region, sum)| (region.clone(), *sum))
            .collect(),
        total: part.total,
    });
    serde_json::to_string(&parts)
}

/// The same from the text that was kept.
#[must_use]
pub fn from_kept(text: &str) -> Option<[Counted; PARTS.len()]> {
    let parts: [Kept; PARTS.len()] = serde_json::from_str(text).ok()?;
    Some(parts.map(|part| {
        let places = part.places.into_iter();
        Counted {
            places: places
                .map(|(region, place, sum)| ((region, place), sum))
                .collect(),
            regions: part.regions.into_iter().collect(),
            total: part.total,
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(people: u32, due: u32) -> Figures {
        Figures {
            people,
            due,
            ..Figures::default()
        }
    }

    fn counted() -> Counted {
        let place = |region: &str, place: &str| (region.to_owned(), place.to_owned());
        Counted {
            places: [
                (place("A", "p1"), sum(3, 4)),
                (place("A", "p2"), sum(2, 2)),
                (place("B", "p3"), sum(7, 9)),
            ]
            .into(),
            regions: [("A".to_owned(), sum(4, 6)), ("B".to_owned(), sum(7, 9))].into(),
            total: sum(10, 15),
        }
    }

    #[test]
    fn a_year_is_closed_when_february_begins() {
        let day = |text: &str| text.parse().unwrap();
        for (today, last) in [
            ("2026-12-31", 2025),
            ("2027-01-31", 2025),
            ("2027-02-01", 2026),
            ("2027-12-31", 2026),
        ] {
            assert_eq!(last_closed(day(today)), last, "{today}");
            assert!(
                closed(last, day(today)) && closed(last - 9, day(today)),
                "{today}"
            );
            assert!(!closed(last + 1, day(today)), "{today}");
        }
    }

    #[test]
    fn what_is_kept_is_what_was_counted() {
        let mut parts: [Counted; PARTS.len()] = Default::default();
        parts[0] = counted();
        parts[4] = counted();
        assert_eq!(from_kept(&kept(&parts).unwrap()), Some(parts));
        assert_eq!(from_kept("[]"), None);
        assert_eq!(from_kept(""), None);
    }

    /// What an earlier version kept has no word of a figure that was added since.
    #[test]
    fn what_was_kept_before_a_figure_was_added_is_read() {
        let parts = counted_parts();
        let text = kept(&parts).unwrap().replace("\"reviews_late\":0", "\"gone\":0");
        assert!(!text.contains("reviews_late"), "{text}");
        assert_eq!(from_kept(&text), Some(parts));
    }

    fn counted_parts() -> [Counted; PARTS.len()] {
        let mut parts: [Counted; PARTS.len()] = Default::default();
        parts[0] = counted();
        parts
    }
}
