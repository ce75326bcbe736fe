//! Figures for a period: doses in their windows, days without cover, alerts without an answer, reviews that were late.
//!
//! Counted are dues, not persons' faults: what a hold or a court stopped is due to nobody and appears nowhere. No figure
//! is about a person, none is shown that could be read as one ([`CountedYear::tables`]).

mod closed;
mod hidden;
mod shown;

pub use closed::{closed, from_kept, kept, last_closed};
pub use shown::{Cells, Counted, CountedYear, Report, Row, Shown, Tables};

use super::alert::{Alert, AlertState, Gap, Hop};
use super::case::Case;
use super::ids::OrganisationId;
use super::rules::Rules;
use super::ruling::Standing;
use super::time::{Now, civil_date};
use chrono::{Datelike as _, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

/// Fewer people than this are not counted aloud.
pub const LEAST: u32 = 5;

/// A year and its parts, as the ends of their codes: the year, its halves, its quarters.
pub const PARTS: [&str; 7] = ["", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4"];

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub until_on: NaiveDate,
}

impl Period {
    /// A year (`2026`), a half of one (`2026-H1`) or a quarter (`2026-Q3`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, part) = text
            .split_once('-')
            .map_or((text, None), |(year, part)| (year, Some(part)));
        let year: i32 = year.parse().ok().filter(|year| (2000..2200).contains(year))?;
        let (first, months) = match part {
            None => (1, 12),
            Some("H1") => (1, 6),
            Some("H2") => (7, 6),
            Some("Q1") => (1, 3),
            Some("Q2") => (4, 3),
            Some("Q3") => (7, 3),
            Some("Q4") => (10, 3),
            Some(_) => return None,
        };
        let from_on = NaiveDate::from_ymd_opt(year, first, 1)?;
        let after = match first + months {
            13 => NaiveDate::from_ymd_opt(year + 1, 1, 1)?,
            month => NaiveDate::from_ymd_opt(year, month, 1)?,
        };
        Some(Self {
            from_on,
            until_on: after.pred_opt()?,
        })
    }

    /// The year of a code, and which of its [`PARTS`] the code names.
    #[must_use]
    pub fn part(text: &str) -> Option<(i32, usize)> {
        let period = Self::parse(text)?;
        let end = text.find('-').map_or("", |at| &text[at..]);
        let part = PARTS.iter().position(|known| *known == end)?;
        Some((period.from_on.year(), part))
    }

    /// The codes offered on a day: this year and its parts that have begun, then the year before.
    #[must_use]
    pub fn offered(today: NaiveDate) -> Vec<String> {
        let year = today.year();
        let parts = ["Q4", "Q3", "Q2", "Q1", "H2", "H1"];
        let begun = |code: &String| Self::parse(code).is_some_and(|period| period.from_on <= today);
        let this = parts.iter().map(|part| format!("{year}-{part}")).filter(begun);
        let before = parts.iter().map(|part| format!("{}-{part}", year - 1));
        let mut codes: Vec<_> = [year.to_string()].into_iter().chain(this).collect();
        codes.push((year - 1).to_string());
        codes.extend(before);
        codes
    }

    /// Is a day in it?
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from_on <= day && day <= self.until_on
    }
}

/// What was owed, as the lists keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// A review, or else a dose.
    pub review: bool,
    /// The last day in time.
    pub closes_on: NaiveDate,
    /// The day on which it was done, if it was.
    pub done_on: Option<NaiveDate>,
    /// Where, if that is written with it.
    pub done_at: Option<OrganisationId>,
}

/// Figures of one organisation, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    /// People they come from.
    pub people: u32,
    /// Doses whose window ended in the period.
    pub due: u32,
    /// Given in the window.
    pub in_window: u32,
    /// Given after it.
    pub late: u32,
    /// Not given.
    pub not_given: u32,
    /// Days on which treatment ran.
    pub days: u32,
    /// Those of them on which no dose worked any more.
    pub uncovered: u32,
    /// Alerts that it was to answer, and whose time to answer ended in the period.
    pub alerts: u32,
    /// Those of them that it did not answer in time.
    pub unanswered: u32,
    /// Reviews due.
    pub reviews: u32,
    /// Those of them not done in time.
    pub reviews_late: u32,
    /// How many people stand behind each of the numbers, in their order, and behind what is left of those with a part: a large
    /// number may be that of few.
    pub behind: [u32; hidden::BEHIND],
}

impl Figures {
    /// The same as the figures of one person, who stands behind each of them that is no nought.
    #[must_use]
    pub fn of_one(self) -> Self {
        let numbers = hidden::numbers(&self);
        Self {
            people: 1,
            behind: numbers.map(|number| u32::from(number > 0)),
            ..self
        }
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.people += other.people;
        self.due += other.due;
        self.in_window += other.in_window;
        self.late += other.late;
        self.not_given += other.not_given;
        self.days += other.days;
        self.uncovered += other.uncovered;
        self.alerts += other.alerts;
        self.unanswered += other.unanswered;
        self.reviews += other.reviews;
        self.reviews_late += other.reviews_late;
        for (people, more) in self.behind.iter_mut().zip(other.behind) {
            *people += more;
        }
    }
}

/// The figures of one case in a period, by the organisation whose they are: whoever gave a dose or owed it on the last day
/// in time, whoever treated the person on a day, whoever was asked about an alert. A later hand-over changes nothing of
/// that. What was owed where nobody is known to have treated counts for `now_at`, where the person is treated now.
#[must_use]
pub fn figures(
    case: &Case,
    owed: &[Owed],
    rules: &Rules,
    (period, now): (Period, &Now),
    now_at: OrganisationId,
) -> BTreeMap<OrganisationId, Figures> {
    let today = now.today();
    let treated_at = |day: NaiveDate| case.place_on(day).unwrap_or(now_at);
    let mut by: BTreeMap<OrganisationId, Figures> = BTreeMap::new();
    // What is still in time is no figure yet.
    for one in owed.iter().filter(|one| period.holds(one.closes_on)) {
        let in_time = one.done_on.is_some_and(|day| day <= one.closes_on);
        if !in_time && one.done_on.is_none() && one.closes_on >= today {
            continue;
        }
        let place = one
            .done_at
            .filter(|_| in_time)
            .unwrap_or_else(|| treated_at(one.closes_on));
        let sum = by.entry(place).or_default();
        match (one.review, in_time, one.done_on) {
            (true, ..) => {
                sum.reviews += 1;
                sum.reviews_late += u32::from(!in_time);
            }
            (false, true, _) => {
                sum.due += 1;
                sum.in_window += 1;
            }
            (false, false, Some(_)) => {
                sum.due += 1;
                sum.late += 1;
            }
            (false, false, None) => {
                sum.due += 1;
                sum.not_given += 1;
            }
        }
    }
    for (day, covered) in days(case, rules, period, today) {
        let sum = by.entry(treated_at(day)).or_default();
        sum.days += 1;
        sum.uncovered += u32::from(!covered);
    }
    for (asked, unanswered) in alerts(case, period, now) {
        let sum = by.entry(asked).or_default();
        sum.alerts += 1;
        sum.unanswered += u32::from(unanswered);
    }
    for sum in by.values_mut() {
        *sum = sum.of_one();
    }
    by
}

/// The same for a year and its parts, in the order of [`PARTS`]: each is the sum of its quarters, and the person one person of
/// each.
#[must_use]
pub fn figures_of_year(
    case: &Case,
    owed: &[Owed],
    rules: &Rules,
    (year, now): (i32, &Now),
    now_at: OrganisationId,
) -> [BTreeMap<OrganisationId, Figures>; PARTS.len()] {
    let quarter = |end: &str| {
        let period = Period::parse(&format!("{year}{end}"));
        period
            .map(|period| figures(case, owed, rules, (period, now), now_at))
            .unwrap_or_default()
    };
    let [first, second, third, fourth] = ["-Q1", "-Q2", "-Q3", "-Q4"].map(quarter);
    let (one, other) = (together(&first, &second), together(&third, &fourth));
    [together(&one, &other), one, other, first, second, third, fourth]
}

fn together(
    one: &BTreeMap<OrganisationId, Figures>,
    other: &BTreeMap<OrganisationId, Figures>,
) -> BTreeMap<OrganisationId, Figures> {
    let mut both = one.clone();
    for (place, figures) in other {
        *both.entry(*place).or_default() += *figures;
    }
    for figures in both.values_mut() {
        *figures = figures.of_one();
    }
    both
}

/// Days on which treatment ran, and whether a dose still worked on each. Treatment runs from the first dose on, while a
/// ruling is in force and no hold stops it.
fn days(case: &Case, rules: &Rules, period: Period, today: NaiveDate) -> Vec<(NaiveDate, bool)> {
    let doses = case.doses_in_effect();
    let Some(first) = doses.first() else {
        return Vec::new();
    };
    let covers: Vec<_> = doses
        .iter()
        .filter_map(|dose| {
            let given_on = dose.content.given_on;
            let protocol = rules.protocol_on(&dose.content.product, given_on)?;
            Some((given_on, protocol.covered_until(given_on)))
        })
        .collect();
    let stopped = |day: NaiveDate| {
        let mut holds = case.holds.iter();
        holds.any(|hold| hold.placed.placed_on <= day && hold.lifted_on.is_none_or(|free| day < free))
    };
    let runs = |day: NaiveDate| matches!(case.standing_on(day), Some(Standing::InForce { .. }));
    let works = |day: NaiveDate| {
        let mut covers = covers.iter();
        covers.any(|(given_on, until_on)| *given_on <= day && day <= *until_on)
    };
    let (first, last) = (
        period.from_on.max(first.content.given_on),
        period.until_on.min(today),
    );
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .filter(|day| runs(*day) && !stopped(*day))
        .map(|day| (day, works(day)))
        .collect()
}

/// Who was asked about each alert, and whether in vain. An organisation is asked once about an alert, however often it is
/// reminded; the question counts on the last day to answer. What can still be answered in time is no figure yet.
fn alerts(case: &Case, period: Period, now: &Now) -> Vec<(OrganisationId, bool)> {
    let asked = case.alerts.iter().flat_map(|alert| {
        let mut seen = BTreeSet::new();
        let hops = alert.notices.iter().map(|notice| &notice.hop);
        let hops = hops.filter(|hop| hop.acknowledge_by.is_some() && !hop.gap.is_some_and(Gap::unreachable));
        hops.filter(move |hop| seen.insert(hop.organisation))
            .map(move |hop| (alert, hop))
    });
    asked
        .filter_map(|(alert, hop)| {
            let by = hop.acknowledge_by?;
            let over = matches!(alert.state, AlertState::Resolved { at, .. } if at < by);
            let answered = over || answered_for(alert, hop);
            // Until midnight is by the end of the day before.
            let last_on = civil_date(by - TimeDelta::seconds(1), now.zone);
            let counts = period.holds(last_on) && (answered || by <= now.instant);
            counts.then_some((hop.organisation, !answered))
        })
        .collect()
}

/// Did the organisation answer in time, or somebody who was asked after it and so in its place?
fn answered_for(alert: &Alert, hop: &Hop) -> bool {
    let its_own = |step: u32| {
        let mut notices = alert.notices.iter();
        notices.any(|notice| notice.hop.step == step && notice.hop.organisation == hop.organisation)
    };
    alert.answers.iter().any(|answer| {
        let in_time = hop.acknowledge_by.is_some_and(|by| answer.at <= by);
        in_time && (answer.step >= hop.step || its_own(answer.step))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_a_year_or_a_part_of_one() {
        let of = |text: &str| {
            let period = Period::parse(text)?;
            Some((period.from_on.to_string(), period.until_on.to_string()))
        };
        assert_eq!(of("2026"), Some(("2026-01-01".into(), "2026-12-31".into())));
        assert_eq!(of("2024-Q1"), Some(("2024-01-01".into(), "2024-03-31".into())));
        assert_eq!(of("2026-H2"), Some(("2026-07-01".into(), "2026-12-31".into())));
        for wrong in ["", "26", "2026-Q5", "2026-", "x", "2026-h1", "99999"] {
            assert_eq!(of(wrong), None, "{wrong}");
            assert_eq!(Period::part(wrong), None, "{wrong}");
        }
        for (number, end) in PARTS.into_iter().enumerate() {
            assert_eq!(Period::part(&format!("2026{end}")), Some((2026, number)));
        }
        let offered = Period::offered(day("2026-05-17"));
        assert_eq!(offered[..4], ["2026", "2026-Q2", "2026-Q1", "2026-H1"]);
        assert!(offered.contains(&"2025-Q4".to_owned()));
        assert!(offered.iter().all(|code| Period::parse(code).is_some()));
    }
}
