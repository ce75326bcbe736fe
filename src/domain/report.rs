//! Figures for a period: doses in their windows, days without cover, alerts without an answer, reviews that were late.
//!
//! Counted are dues, not persons' faults: what a hold or a court stopped is due to nobody and appears nowhere. No figure
//! is about a person, none is shown that could be read as one ([`Shown`]).

use super::case::Case;
use super::rules::Rules;
use super::ruling::Standing;
use super::time::{Now, civil_date};
use chrono::{Datelike as _, Days, NaiveDate};
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Fewer people than this are not counted aloud.
pub const LEAST: u32 = 5;

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
}

/// Figures of one organisation, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Alerts raised.
    pub alerts: u32,
    /// Those of them that nobody answered in time.
    pub unanswered: u32,
    /// Reviews due.
    pub reviews: u32,
    /// Those of them not done in time.
    pub reviews_late: u32,
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
    }
}

/// The figures of one case in a period.
#[must_use]
pub fn figures(case: &Case, owed: &[Owed], rules: &Rules, period: Period, now: &Now) -> Figures {
    let today = now.today();
    let mut sum = Figures::default();
    // What is still in time is no figure yet.
    for one in owed.iter().filter(|one| period.holds(one.closes_on)) {
        let over = one.closes_on < today;
        let in_time = one.done_on.is_some_and(|day| day <= one.closes_on);
        match (one.review, in_time, one.done_on) {
            (_, false, None) if !over => {}
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
    let (days, uncovered) = days(case, rules, period, today);
    sum.days = days;
    sum.uncovered = uncovered;
    let (alerts, unanswered) = alerts(case, period, now);
    sum.alerts = alerts;
    sum.unanswered = unanswered;
    sum.people = u32::from(sum.due + sum.days + sum.alerts + sum.reviews > 0);
    sum
}

/// Days on which treatment ran, and those of them without cover. Treatment runs from the first dose on, while a ruling is
/// in force and no hold stops it.
fn days(case: &Case, rules: &Rules, period: Period, today: NaiveDate) -> (u32, u32) {
    let doses = case.doses_in_effect();
    let Some(first) = doses.first() else {
        return (0, 0);
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
    let (mut ran, mut without) = (0, 0);
    let mut day = period.from_on.max(first.content.given_on);
    let last = period.until_on.min(today);
    while day <= last {
        if runs(day) && !stopped(day) {
            ran += 1;
            let works = covers
                .iter()
                .any(|(given_on, until_on)| *given_on <= day && day <= *until_on);
            without += u32::from(!works);
        }
        let Some(next) = day.checked_add_days(Days::new(1)) else {
            break;
        };
        day = next;
    }
    (ran, without)
}

/// Alerts raised in the period, and those that somebody was asked about in vain until the time was over.
fn alerts(case: &Case, period: Period, now: &Now) -> (u32, u32) {
    let (mut raised, mut unanswered) = (0, 0);
    for alert in &case.alerts {
        if !period.holds(civil_date(alert.due_at, now.zone)) {
            continue;
        }
        raised += 1;
        let over = match alert.state {
            super::alert::AlertState::Resolved { at, .. } => at,
            _ => now.instant,
        };
        let in_vain = |by: chrono::DateTime<chrono::Utc>| {
            by <= over && !alert.answers.iter().any(|answer| answer.at <= by)
        };
        let asked = alert
            .notices
            .iter()
            .filter_map(|notice| notice.hop.acknowledge_by);
        unanswered += u32::from(asked.min().is_some_and(in_vain));
    }
    (raised, unanswered)
}

/// A number that may be shown: small ones, and those from which a small one could be found by subtraction, are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Count(u32),
    /// Not shown.
    Hidden,
}

/// The figures of one organisation as they may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<K> {
    /// Whose.
    pub of: K,
    /// None where too few people stand behind them.
    pub figures: Option<Cells>,
}

/// Numbers as they may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    /// Doses whose window ended in the period.
    pub due: Shown,
    /// Given in the window.
    pub in_window: Shown,
    /// Given after it.
    pub late: Shown,
    /// Not given.
    pub not_given: Shown,
    /// Per cent given in the window; none where that would tell a small number.
    pub per_cent: Option<u32>,
    /// Days on which treatment ran.
    pub days: Shown,
    /// Those of them on which no dose worked any more.
    pub uncovered: Shown,
    /// Alerts raised.
    pub alerts: Shown,
    /// Those of them not answered in time.
    pub unanswered: Shown,
    /// Reviews due.
    pub reviews: Shown,
    /// Those of them not done in time.
    pub reviews_late: Shown,
}

/// Rows as they may be shown, and their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report<K> {
    /// One for each organisation, in the order of their keys.
    pub rows: Vec<Row<K>>,
    /// Of all of them together; none where it would tell what a row does not.
    pub total: Option<Cells>,
}

/// Makes rows that tell nothing about few people. Where the hidden rows together stand for few people, or one row alone
/// is hidden, the sum less the other rows would tell it: then the smallest row that is shown is hidden with it, and where
/// none is left, the sum is.
#[must_use]
pub fn report<K: Ord>(by: BTreeMap<K, Figures>) -> Report<K> {
    let mut total = Figures::default();
    let mut rows: Vec<(K, Figures, bool)> = Vec::new();
    for (of, figures) in by {
        total += figures;
        let few = figures.people < LEAST;
        rows.push((of, figures, !few));
    }
    loop {
        let hidden: Vec<_> = rows
            .iter()
            .filter(|(_, figures, shown)| !shown && figures.people > 0)
            .collect();
        let people: u32 = hidden.iter().map(|(_, figures, _)| figures.people).sum();
        let safe = hidden.is_empty() || (hidden.len() > 1 && people >= LEAST);
        if safe {
            break;
        }
        let smallest = rows
            .iter_mut()
            .filter(|(.., shown)| *shown)
            .min_by_key(|(_, figures, _)| figures.people);
        match smallest {
            Some((.., shown)) => *shown = false,
            None => break,
        }
    }
    let any_shown = rows.iter().any(|(.., shown)| *shown);
    let any_hidden = rows
        .iter()
        .any(|(_, figures, shown)| !shown && figures.people > 0);
    let hidden: u32 = rows
        .iter()
        .filter(|(.., shown)| !shown)
        .map(|(_, figures, _)| figures.people)
        .sum();
    let total_safe = total.people >= LEAST && (!any_hidden || !any_shown || hidden >= LEAST);
    let rows: Vec<Row<K>> = rows
        .into_iter()
        .map(|(of, figures, shown)| Row {
            of,
            figures: shown.then(|| cells(&figures)),
        })
        .collect();
    // A sum of which every row is hidden, and a sum of many, tell nothing about a few.
    let mut sum = total_safe.then(|| cells(&total));
    if let Some(sum) = &mut sum {
        for row in rows.iter().filter_map(|row| row.figures.as_ref()) {
            sum.hide_with(row);
        }
    }
    Report { rows, total: sum }
}

impl Cells {
    /// Hides what would tell, less the other rows, a cell that a row does not show.
    fn hide_with(&mut self, row: &Self) {
        let cells = [
            (&mut self.due, row.due),
            (&mut self.in_window, row.in_window),
            (&mut self.late, row.late),
            (&mut self.not_given, row.not_given),
            (&mut self.days, row.days),
            (&mut self.uncovered, row.uncovered),
            (&mut self.alerts, row.alerts),
            (&mut self.unanswered, row.unanswered),
            (&mut self.reviews, row.reviews),
            (&mut self.reviews_late, row.reviews_late),
        ];
        for (sum, cell) in cells {
            if cell == Shown::Hidden {
                *sum = Shown::Hidden;
            }
        }
        if self.in_window == Shown::Hidden || self.due == Shown::Hidden {
            self.per_cent = None;
        }
    }
}

/// The cells of figures behind which enough people stand.
fn cells(figures: &Figures) -> Cells {
    let [in_window, late, not_given] =
        parts(figures.due, [figures.in_window, figures.late, figures.not_given]);
    let per_cent = match in_window {
        Shown::Count(many) if figures.due >= LEAST => Some(many * 100 / figures.due),
        _ => None,
    };
    let [uncovered] = part_of(figures.days, figures.uncovered);
    let [unanswered] = part_of(figures.alerts, figures.unanswered);
    let [reviews_late] = part_of(figures.reviews, figures.reviews_late);
    Cells {
        due: count(figures.due),
        in_window,
        late,
        not_given,
        per_cent,
        // Days are counted by the hundred and tell no person apart; few of them do.
        days: count(figures.days),
        uncovered,
        alerts: count(figures.alerts),
        unanswered,
        reviews: count(figures.reviews),
        reviews_late,
    }
}

fn small(number: u32) -> bool {
    (1..LEAST).contains(&number)
}

fn count(number: u32) -> Shown {
    if small(number) {
        Shown::Hidden
    } else {
        Shown::Count(number)
    }
}

/// A part of a whole that is shown: neither it nor the rest may be small.
fn part_of(whole: u32, part: u32) -> [Shown; 1] {
    let tells = small(part) || small(whole.saturating_sub(part)) || small(whole);
    [if tells { Shown::Hidden } else { Shown::Count(part) }]
}

/// Three parts of a whole that is shown. One alone that is hidden is the whole less the others, so the smallest of the
/// others is hidden with it, and those that are hidden must together be no small number.
fn parts(whole: u32, parts: [u32; 3]) -> [Shown; 3] {
    let mut hidden = parts.map(small);
    if small(whole) {
        hidden = [true; 3];
    }
    loop {
        let sum: u32 = parts
            .iter()
            .zip(hidden)
            .filter(|(_, hidden)| *hidden)
            .map(|(part, _)| part)
            .sum();
        let many = hidden.iter().filter(|hidden| **hidden).count();
        if many == 0 || many == 3 || (many > 1 && sum >= LEAST) {
            break;
        }
        let next = (0..3).filter(|at| !hidden[*at]).min_by_key(|at| parts[*at]);
        match next {
            Some(at) => hidden[at] = true,
            None => break,
        }
    }
    let mut shown = parts.map(Shown::Count);
    for (cell, hidden) in shown.iter_mut().zip(hidden) {
        if hidden {
            *cell = Shown::Hidden;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn people(people: u32) -> Figures {
        Figures {
            people,
            due: people * 4,
            in_window: people * 4,
            days: people * 100,
            ..Figures::default()
        }
    }

    fn shown(by: &[u32]) -> (Vec<bool>, bool) {
        let by: BTreeMap<usize, Figures> = by.iter().map(|n| people(*n)).enumerate().collect();
        let report = report(by);
        let rows = report.rows.iter().map(|row| row.figures.is_some()).collect();
        (rows, report.total.is_some())
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
        }
        let offered = Period::offered(day("2026-05-17"));
        assert_eq!(offered[..4], ["2026", "2026-Q2", "2026-Q1", "2026-H1"]);
        assert!(offered.contains(&"2025-Q4".to_owned()));
        assert!(offered.iter().all(|code| Period::parse(code).is_some()));
    }

    #[test]
    fn few_people_are_not_counted_aloud_not_even_by_subtraction() {
        assert_eq!(shown(&[10, 20, 30]), (vec![true, true, true], true));
        // One hidden row would be the sum less the others: the smallest of the others goes with it.
        assert_eq!(shown(&[3, 20, 30]), (vec![false, false, true], true));
        // Two hidden rows of two people each are still few.
        assert_eq!(shown(&[2, 2, 20, 30]), (vec![false, false, false, true], true));
        assert_eq!(shown(&[4, 4, 20]), (vec![false, false, true], true));
        assert_eq!(shown(&[3]), (vec![false], false));
        assert_eq!(shown(&[3, 6]), (vec![false, false], true), "nine people together");
        assert_eq!(shown(&[0, 10]), (vec![false, true], true), "nobody is nobody");
    }

    #[test]
    fn a_cell_that_a_row_hides_does_not_follow_from_the_sum() {
        let of = |late, not_given| Figures {
            due: 60,
            in_window: 60 - late - not_given,
            late,
            not_given,
            ..people(12)
        };
        let report = report(BTreeMap::from([(1, of(2, 5)), (2, of(12, 7))]));
        let first = report.rows[0].figures.unwrap();
        assert_eq!((first.late, first.not_given), (Shown::Hidden, Shown::Hidden));
        let sum = report.total.unwrap();
        assert_eq!((sum.late, sum.not_given), (Shown::Hidden, Shown::Hidden));
        assert_eq!(sum.in_window, Shown::Count(94));
    }

    #[test]
    fn no_small_part_follows_from_what_is_shown() {
        for whole in 0..60_u32 {
            for late in 0..=whole {
                for not_given in 0..=(whole - late) {
                    let all = [whole - late - not_given, late, not_given];
                    let cells = parts(whole, all);
                    let hidden: Vec<u32> = all
                        .iter()
                        .zip(cells)
                        .filter(|(_, cell)| *cell == Shown::Hidden)
                        .map(|(part, _)| *part)
                        .collect();
                    for (part, cell) in all.iter().zip(cells) {
                        assert!(cell == Shown::Hidden || !small(*part), "{all:?}: {cells:?}");
                    }
                    let sum: u32 = hidden.iter().sum();
                    let alone = hidden.len() == 1 || (hidden.len() < 3 && !hidden.is_empty() && sum < LEAST);
                    assert!(!alone, "{all:?}: {cells:?}");
                }
            }
        }
        assert_eq!(part_of(40, 38), [Shown::Hidden], "two are left");
        assert_eq!(part_of(40, 0), [Shown::Count(0)]);
        assert_eq!(part_of(40, 20), [Shown::Count(20)]);
    }
}
