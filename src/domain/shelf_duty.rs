//! What is owed about a shelf and not about a person: a count that the list has not come to, a parcel that came without notice
//! for somebody nobody knows, packs that do not reach for the doses to come, and packs that wait in quarantine for nobody. No case
//! holds it, so no plan can find it; it climbs the track of the drug all the same.

use super::calendar::Calendar;
use super::rules::{Lead, Track};
use super::time::start_of_day;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// What is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyKind {
    /// The list of a shelf comes to what was counted.
    Count,
    /// Whoever is said to have sent a parcel says what it was.
    Arrival,
    /// A clinic that gives from its own shelf has a pack there for each dose to come.
    Lack,
    /// A pharmacist says what becomes of packs in quarantine that are nobody's.
    Verdict,
}

impl DutyKind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Count, Self::Arrival, Self::Lack, Self::Verdict];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Arrival => "arrival",
            Self::Lack => "lack",
            Self::Verdict => "verdict",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// By when a pack must lie on an own shelf for the first dose that has none: as early as anywhere before its window opens, and
/// never before the day on which that was found, or the days of grace for a shelf that has only begun.
#[must_use]
pub fn lack_due_on(needed_by: NaiveDate, found_on: NaiveDate, lead: &Lead, since_on: NaiveDate) -> NaiveDate {
    let began_on = since_on + chrono::Days::new(lead.at_site_days.into());
    needed_by.max(found_on).max(began_on)
}

/// When the next step of a track is taken, after `told` of its steps, the last of them at `since_at`: the first at once, so
/// that nobody learns of it by being late; the second when the day has passed by which it was to be settled; each further one
/// as the track says. None after the last: whoever answers for the region knows, and it stays on the desk of supply.
#[must_use]
pub fn next_step_at(
    track: &Track,
    told: usize,
    since_at: DateTime<Utc>,
    due_on: NaiveDate,
    (zone, calendar): (Tz, &Calendar),
) -> Option<DateTime<Utc>> {
    if told >= track.steps.len() {
        return None;
    }
    Some(match told {
        0 => since_at,
        1 => start_of_day(due_on + chrono::Days::new(1), zone).max(since_at),
        _ => track.delay_before(told).after(since_at, zone, calendar),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_at_once_then_when_the_day_has_passed_then_step_by_step_to_the_end() {
        let zone = chrono_tz::Asia::Almaty;
        let local = |text: &str| {
            let at = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
            at.and_local_timezone(zone).unwrap().with_timezone(&Utc)
        };
        let rules = crate::policies::load(None).unwrap();
        let track = &rules.supply.track;
        for (counted, due_on, head, region) in [
            // A Thursday; the days of rest between do not count.
            (
                "2026-06-04 10:00",
                "2026-06-08",
                "2026-06-09 00:00",
                "2026-06-10 00:00",
            ),
            (
                "2028-02-25 16:00",
                "2028-02-29",
                "2028-03-01 00:00",
                "2028-03-02 00:00",
            ),
        ] {
            let due_on: NaiveDate = due_on.parse().unwrap();
            let calendar = rules.law_for(due_on).unwrap().calendar;
            let next = |told, since| next_step_at(track, told, since, due_on, (zone, calendar));
            assert_eq!(next(0, local(counted)), Some(local(counted)));
            assert_eq!(next(1, local(counted)), Some(local(head)));
            assert_eq!(next(2, local(head)), Some(local(region)));
            assert_eq!(next(track.steps.len(), local(region)), None);
            // Nobody looked for days: told late, and never before it was known.
            assert_eq!(next(1, local(region)), Some(local(region)));
        }
    }

    #[test]
    fn a_pack_that_lacks_is_due_before_its_window_and_never_before_it_could_be_known() {
        let rules = crate::policies::load(None).unwrap();
        let lead = &rules.supply.lead;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (needed_by, found_on, since_on, due_on) in [
            // Found weeks before.
            ("2026-06-20", "2026-05-30", "2025-01-01", "2026-06-20"),
            // It broke after the day.
            ("2026-06-20", "2026-06-22", "2025-01-01", "2026-06-22"),
            // The shelf began yesterday, over a leap day.
            ("2028-02-20", "2028-02-28", "2028-02-27", "2028-03-01"),
        ] {
            let due = lack_due_on(day(needed_by), day(found_on), lead, day(since_on));
            assert_eq!(due, day(due_on), "{needed_by}");
        }
    }
}
