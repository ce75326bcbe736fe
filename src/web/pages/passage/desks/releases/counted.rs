//! The numbers of the releases: by month, by region, and those that open a list. None of them points at a person.

use super::asked::{Asked, COLUMNS, head, month_words};
use super::{admits_region, horizon, tone};
use crate::access::{Action, Resource};
use crate::store::reading::passage::{Horizon, Lacking, Stands};
use crate::text::Words;
use crate::web::views::parts::Tone;
use crate::web::views::passage::{HeadedCount, MonthCount, MonthRow, RegionRow};
use crate::web::views::today::Count;
use crate::web::visit::Visit;
use chrono::{Datelike as _, NaiveDate};
use std::collections::BTreeMap;

/// A release as it is counted: its day, its state, its region.
type Counted = (NaiveDate, String, String);

/// An offer as it is counted: the region of whoever made it, and by when it is answered.
type Waits = (String, NaiveDate);

/// A region, and a number of people there.
pub(super) type ByRegion = (String, i64);

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn number(count: i64, href: Option<String>, bad: bool) -> MonthCount {
    MonthCount {
        number: count.to_string(),
        href: href.filter(|_| count > 0),
        bad: bad && count > 0,
    }
}

/// The region whose releases the months count, where it is one.
pub(super) fn of_region(visit: &Visit<'_>, scope: &crate::access::Scope) -> Option<Words> {
    let mut regions = visit.desk.rules().places.regions.iter();
    let all = scope
        .any_of
        .iter()
        .any(|rows| matches!(rows.relation, crate::access::Relation::Any));
    let own = regions.find(|region| !all && admits_region(scope, &region.id));
    own.map(|region| region.name.clone().into())
}

/// A line for each month, and one for all of them: it says what the line of the region says.
pub(super) fn months(own: &[&Counted], horizon: Horizon) -> Vec<MonthRow> {
    let mut by_month: BTreeMap<NaiveDate, Vec<&Counted>> = BTreeMap::new();
    for &release in own {
        by_month.entry(first_of(release.0)).or_default().push(release);
    }
    let lines = by_month.iter().map(|(month, releases)| MonthRow {
        month: month_words(*month),
        counts: line(releases, Some(*month), horizon),
    });
    let mut lines: Vec<_> = lines.collect();
    if lines.len() > 1 {
        lines.push(MonthRow {
            month: Words::key("releases-all-months"),
            counts: line(own, None, horizon),
        });
    }
    lines
}

fn line(releases: &[&Counted], month: Option<NaiveDate>, horizon: Horizon) -> Vec<HeadedCount> {
    let asked = |stands| Asked {
        month,
        stands,
        lacking: None,
        horizon,
        region: None,
        after: None,
    };
    let cell = |stands: Option<Stands>| {
        let counted = releases
            .iter()
            .filter(|(on, state, _)| stands.is_none_or(|stands| stands.holds(state, *on, horizon)));
        let bad = match stands {
            Some(Stands::As(state)) => matches!(tone(state), Tone::Bad | Tone::Warn),
            Some(Stands::Passed) => true,
            Some(Stands::Without | Stands::Far) | None => false,
        };
        let count = i64::try_from(counted.count()).unwrap_or(i64::MAX);
        HeadedCount {
            head: stands.map_or_else(|| Words::key("releases-ahead"), head),
            count: number(count, Some(asked(stands).href(None)), bad),
        }
    };
    [None].into_iter().chain(COLUMNS.map(Some)).map(cell).collect()
}

pub(super) fn counts(
    visit: &Visit<'_>,
    (open, late): (i64, i64),
    (bare, unknown): (i64, i64),
    (whole, asked): (bool, &Asked),
) -> Vec<Count> {
    let count = |key, number: i64, href: &str, current| Count {
        words: Words::key(key).number("n", number),
        number: number.to_string(),
        href: href.to_owned(),
        current,
    };
    let mut counts = Vec::new();
    if visit.may(Action::ReadHandovers, &Resource::System) {
        counts.push(count("handovers-open", open, "/handovers?state=open", false));
        counts.push(count("handovers-late", late, "/handovers?state=late", false));
    }
    if whole {
        let href = "/releases?state=uncovered";
        let current = |lacking| asked.lacking == Some(lacking);
        counts.push(count(
            "releases-uncovered-count",
            bare,
            href,
            current(Lacking::Cover),
        ));
        let href = "/releases?state=day-unknown";
        counts.push(count(
            "releases-day-unknown",
            unknown,
            href,
            current(Lacking::ReleaseDay),
        ));
    }
    counts
}

/// The numbers by region. Where the reader may not open the rows, small ones are held back: they would point at people.
pub(super) fn regions(
    visit: &Visit<'_>,
    (numbers, asked): (&[Counted], &[Waits]),
    (uncovered, unknown): (&[ByRegion], &[ByRegion]),
    least: i64,
    opens: &dyn Fn(&str) -> bool,
) -> Vec<RegionRow> {
    let (rules, horizon) = (visit.desk.rules(), horizon(visit));
    let at = |count: i64, of: i64, region: &str, href: Option<String>, bad: bool| {
        if opens(region) {
            return number(count, href, bad);
        }
        MonthCount {
            number: held_back(count, of, least),
            href: None,
            bad: false,
        }
    };
    let shown = |count: i64, of: i64, region: &str, query: &str, bad: bool| {
        let href = format!("/releases?region={region}{query}");
        at(count, of, region, Some(href), bad)
    };
    // The list of hand-overs is not by region: it is that of whoever opens one alone.
    let mut opened = rules.places.regions.iter().filter(|region| opens(&region.id));
    let alone = opened.next().is_some() && opened.next().is_none();
    let listed = alone && visit.may(Action::ReadHandovers, &Resource::System);
    let offers = |state: &str| listed.then(|| format!("/handovers?state={state}"));
    rules
        .places
        .regions
        .iter()
        .map(|region| {
            let here = || numbers.iter().filter(|(_, _, known)| *known == region.id);
            let without = here().filter(|(on, state, _)| Stands::Without.holds(state, *on, horizon));
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let ahead = count(here().count());
            let (bare, unknown) = (of(uncovered, &region.id), of(unknown, &region.id));
            let waiting = || asked.iter().filter(|(known, _)| *known == region.id);
            let late = waiting().filter(|(_, due_on)| *due_on < horizon.today);
            let (open, late) = (count(waiting().count()), count(late.count()));
            RegionRow {
                region: region.name.clone().into(),
                ahead: shown(ahead, ahead, &region.id, "", false),
                without: shown(count(without.count()), ahead, &region.id, "&state=without", true),
                uncovered: shown(bare, bare, &region.id, "&state=uncovered", true),
                open: at(open, open, &region.id, offers("open"), false),
                late: at(late, open, &region.id, offers("late"), true),
                unknown: shown(unknown, unknown, &region.id, "&state=day-unknown", false),
            }
        })
        .collect()
}

/// The number of a region.
fn of(numbers: &[ByRegion], region: &str) -> i64 {
    let found = numbers.iter().find(|(known, _)| known == region);
    found.map_or(0, |(_, number)| *number)
}

/// A number whose rows the reader may not open, out of another that stands beside it. A small one points at people, and so
/// does what is left when it is taken from the other.
fn held_back(count: i64, of: i64, least: i64) -> String {
    let small = |count: i64| (1..least).contains(&count);
    if small(count) {
        format!("< {least}")
    } else if count > 0 && small(of - count) {
        format!("≥ {least}")
    } else {
        count.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::held_back;

    #[test]
    fn no_small_number_is_shown_and_none_can_be_told_by_taking_away() {
        let shown = |count, of| held_back(count, of, 5);
        assert_eq!(shown(0, 0), "0");
        assert_eq!(shown(1, 1), "< 5");
        assert_eq!(shown(4, 30), "< 5");
        assert_eq!(shown(5, 5), "5");
        assert_eq!(shown(6, 7), "≥ 5");
        assert_eq!(shown(6, 10), "≥ 5");
        assert_eq!(shown(6, 11), "6");
        assert_eq!(shown(0, 3), "0", "of that the other number is held back itself");
    }
}
