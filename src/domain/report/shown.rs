//! What of a report may be shown. Few people are not counted aloud, and no number stands in either table, by organisation or
//! by region, from which a few would follow by subtraction along a line.

use super::{Figures, LEAST};
use std::collections::BTreeMap;

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
    /// Per cent given in the window, rounded; none where that would tell a number that is not shown.
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
    /// One for each organisation or region, in the order of their keys.
    pub rows: Vec<Row<K>>,
    /// Of all of them together; none where it would tell what a row does not.
    pub total: Option<Cells>,
}

/// What was counted: by region and organisation, by region, and in all. A person whom two organisations treated in the
/// period is one person of the region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// By region and organisation.
    pub places: BTreeMap<(String, String), Figures>,
    /// By region.
    pub regions: BTreeMap<String, Figures>,
    /// All together.
    pub total: Figures,
}

/// The two tables. They are made together: what the one hides does not follow from the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// By organisation.
    pub by_place: Report<(String, String)>,
    /// By region.
    pub by_region: Report<String>,
}

/// Makes the tables.
#[must_use]
pub fn tables(counted: &Counted) -> Tables {
    let people: Vec<u32> = counted.regions.values().map(|figures| figures.people).collect();
    let few = too_few(&people, false);
    let many_hidden: u32 = people
        .iter()
        .zip(&few)
        .filter(|(_, few)| **few)
        .map(|(n, _)| n)
        .sum();
    let some = |hidden: bool| people.iter().zip(&few).any(|(n, few)| *few == hidden && *n > 0);
    let alone = some(true) && some(false) && many_hidden < LEAST;
    let mut total = Line::new(&counted.total, counted.total.people < LEAST || alone);
    let mut regions = Vec::new();
    let mut places: Vec<Vec<Line>> = Vec::new();
    for ((region, figures), few) in counted.regions.iter().zip(&few) {
        regions.push(Line::new(figures, *few));
        let of_region = counted.places.iter().filter(|((of, _), _)| of == region);
        let of_region: Vec<&Figures> = of_region.map(|(_, figures)| figures).collect();
        let people: Vec<u32> = of_region.iter().map(|figures| figures.people).collect();
        let hidden = too_few(&people, *few);
        let lines = of_region.into_iter().zip(hidden);
        places.push(
            lines
                .map(|(figures, hidden)| Line::new(figures, hidden))
                .collect(),
        );
    }
    while close(&mut total, &mut regions, &mut places) {}
    let by_place = counted.places.keys().zip(places.into_iter().flatten());
    let by_region = counted.regions.keys().zip(regions);
    Tables {
        by_place: Report {
            rows: rows(by_place),
            total: total.cells(),
        },
        by_region: Report {
            rows: rows(by_region),
            total: total.cells(),
        },
    }
}

fn rows<'k, K: Clone + 'k>(lines: impl Iterator<Item = (&'k K, Line)>) -> Vec<Row<K>> {
    let row = |(of, line): (&K, Line)| Row {
        of: of.clone(),
        figures: line.cells(),
    };
    lines.map(row).collect()
}

/// Which rows are hidden because too few people stand behind them. Where they together stand for few, or one is alone, the
/// smallest of the others goes with them, as long as their sum is shown; where it is not, one hidden row is enough.
fn too_few(people: &[u32], sum_hidden: bool) -> Vec<bool> {
    let mut hidden: Vec<bool> = people.iter().map(|n| *n < LEAST).collect();
    loop {
        let counted = people
            .iter()
            .zip(&hidden)
            .filter(|(n, hidden)| **hidden && **n > 0);
        let counted: Vec<u32> = counted.map(|(n, _)| *n).collect();
        let safe = if sum_hidden {
            !counted.is_empty()
        } else {
            counted.is_empty() || (counted.len() > 1 && counted.iter().sum::<u32>() >= LEAST)
        };
        let smallest = (0..people.len())
            .filter(|at| !hidden[*at])
            .min_by_key(|at| people[*at]);
        match smallest {
            Some(at) if !safe => hidden[at] = true,
            _ => return hidden,
        }
    }
}

/// Columns of a line.
const COLUMNS: usize = 10;
const DUE: usize = 0;
const GIVEN: [usize; 3] = [1, 2, 3];
/// A column that is a part of another: the rest is not shown, and follows all the same.
const PART_OF: [(usize, usize); 3] = [(5, 4), (7, 6), (9, 8)];

/// Numbers, and which of them are hidden.
struct Line {
    /// Do too few people stand behind it?
    few: bool,
    values: [u32; COLUMNS],
    hidden: [bool; COLUMNS],
}

impl Line {
    fn new(figures: &Figures, few: bool) -> Self {
        let values = [
            figures.due,
            figures.in_window,
            figures.late,
            figures.not_given,
            figures.days,
            figures.uncovered,
            figures.alerts,
            figures.unanswered,
            figures.reviews,
            figures.reviews_late,
        ];
        let mut hidden = values.map(|number| few || small(number));
        for (part, whole) in PART_OF {
            hidden[part] |= small(values[whole].saturating_sub(values[part]));
        }
        Self { few, values, hidden }
    }

    fn hide(&mut self, column: usize) -> bool {
        !std::mem::replace(&mut self.hidden[column], true)
    }

    /// Hides what would follow from the other numbers of the line. A part tells of its whole when that is hidden; of three
    /// parts of a whole that is shown, one alone is the whole less the others, and two that are hidden must be no small
    /// number together.
    fn close(&mut self) -> bool {
        let mut closed = false;
        for (part, whole) in PART_OF {
            closed |= self.hidden[whole] && self.hide(part);
        }
        loop {
            let hidden: Vec<usize> = GIVEN.into_iter().filter(|at| self.hidden[*at]).collect();
            let sum: u32 = hidden.iter().map(|at| self.values[*at]).sum();
            let safe = match (self.hidden[DUE], hidden.len()) {
                (_, 3) | (false, 0) => true,
                (true, _) => false,
                (false, many) => many > 1 && sum >= LEAST,
            };
            if safe {
                return closed;
            }
            let open = GIVEN.into_iter().filter(|at| !self.hidden[*at]);
            match open.min_by_key(|at| self.values[*at]) {
                Some(at) => closed |= self.hide(at),
                None => return closed,
            }
        }
    }

    fn cells(&self) -> Option<Cells> {
        let shown = |at: usize| {
            if self.hidden[at] {
                Shown::Hidden
            } else {
                Shown::Count(self.values[at])
            }
        };
        let [due, given] = [DUE, GIVEN[0]].map(|at| (!self.hidden[at]).then_some(self.values[at]));
        let per_cent = due.zip(given).filter(|(due, _)| *due >= LEAST);
        (!self.few).then(|| Cells {
            due: shown(0),
            in_window: shown(1),
            late: shown(2),
            not_given: shown(3),
            per_cent: per_cent.map(|(due, given)| (given * 200 + due) / (due * 2)),
            days: shown(4),
            uncovered: shown(5),
            alerts: shown(6),
            unanswered: shown(7),
            reviews: shown(8),
            reviews_late: shown(9),
        })
    }
}

/// One round: along every line, then along every column of every group. Each round hides something, so there is a last one.
fn close(total: &mut Line, regions: &mut [Line], places: &mut [Vec<Line>]) -> bool {
    let mut closed = total.close();
    for line in regions.iter_mut().chain(places.iter_mut().flatten()) {
        closed |= line.close();
    }
    for column in 0..COLUMNS {
        for (region, places) in regions.iter_mut().zip(places.iter_mut()) {
            closed |= close_column(region, places, column);
        }
        closed |= close_column(total, regions, column);
    }
    closed
}

/// Hides one more number of a column, if one that is hidden would follow from the sum, or a sum that is hidden from them.
fn close_column(sum: &mut Line, lines: &mut [Line], column: usize) -> bool {
    let hidden: Vec<&Line> = lines.iter().filter(|line| line.hidden[column]).collect();
    let safe = if sum.hidden[column] {
        !hidden.is_empty()
    } else {
        let together: u32 = hidden.iter().map(|line| line.values[column]).sum();
        let whole = PART_OF.into_iter().find(|(part, _)| *part == column);
        let rest: u32 = whole.map_or(0, |(_, whole)| {
            let rest = |line: &&Line| line.values[whole].saturating_sub(line.values[column]);
            hidden.iter().map(rest).sum()
        });
        hidden.is_empty() || (hidden.len() > 1 && !small(together) && !small(rest))
    };
    if safe {
        return false;
    }
    let open = lines.iter_mut().filter(|line| !line.hidden[column]);
    // A nought beside a hidden number leaves it what it was.
    let smallest = open.min_by_key(|line| (line.values[column] == 0, line.values[column]));
    match smallest {
        Some(line) => line.hide(column),
        None => sum.hide(column),
    }
}

fn small(number: u32) -> bool {
    (1..LEAST).contains(&number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(people: u32) -> Figures {
        Figures {
            people,
            due: people * 4,
            in_window: people * 4,
            days: people * 100,
            ..Figures::default()
        }
    }

    /// Regions with the organisations in them.
    fn counted(regions: &[Vec<Figures>]) -> Counted {
        let mut counted = Counted::default();
        for (region, places) in regions.iter().enumerate() {
            let region = format!("r{region}");
            for (place, figures) in places.iter().enumerate() {
                counted
                    .places
                    .insert((region.clone(), format!("{place:02}")), *figures);
                *counted.regions.entry(region.clone()).or_default() += *figures;
                counted.total += *figures;
            }
        }
        counted
    }

    fn shown(by: &[u32]) -> (Vec<bool>, bool) {
        let tables = tables(&counted(&[by.iter().copied().map(people).collect()]));
        let rows = tables.by_place.rows.iter().map(|row| row.figures.is_some());
        (rows.collect(), tables.by_place.total.is_some())
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
    }

    #[test]
    fn what_one_table_hides_does_not_follow_from_the_other() {
        // The only organisation of a region has three people: its region is hidden with another, and so one organisation of
        // that other region is, or its figures would be the sum of its organisations.
        let tables = tables(&counted(&[
            vec![people(3)],
            vec![people(8), people(12)],
            vec![people(30), people(40)],
        ]));
        let regions: Vec<_> = tables
            .by_region
            .rows
            .iter()
            .map(|row| row.figures.is_some())
            .collect();
        assert_eq!(regions, [false, false, true]);
        let places: Vec<_> = tables
            .by_place
            .rows
            .iter()
            .map(|row| row.figures.is_some())
            .collect();
        assert_eq!(places, [false, false, true, true, true]);
    }

    #[test]
    fn a_small_number_of_one_organisation_does_not_follow_from_its_region() {
        let of = |late, not_given| Figures {
            due: 60,
            in_window: 60 - late - not_given,
            late,
            not_given,
            ..people(12)
        };
        let tables = tables(&counted(&[vec![of(2, 5), of(12, 7), of(20, 9)]]));
        let late: Vec<_> = tables
            .by_place
            .rows
            .iter()
            .map(|row| row.figures.unwrap().late)
            .collect();
        assert_eq!(late, [Shown::Hidden, Shown::Hidden, Shown::Count(20)]);
        let region = tables.by_region.rows[0].figures.unwrap();
        assert_eq!(
            region.late,
            Shown::Count(34),
            "the sum itself tells nothing about two"
        );
    }

    #[test]
    fn a_share_is_rounded() {
        let of = |due, in_window| Figures {
            due,
            in_window,
            late: due - in_window,
            ..people(20)
        };
        let per_cent = |due, given| {
            let tables = tables(&counted(&[vec![of(due, given)]]));
            tables.by_region.rows[0].figures.unwrap().per_cent
        };
        assert_eq!(per_cent(66, 58), Some(88), "87.9");
        assert_eq!(per_cent(200, 175), Some(88), "87.5");
        assert_eq!(per_cent(200, 174), Some(87));
        assert_eq!(per_cent(50, 50), Some(100));
        assert_eq!(per_cent(50, 48), None, "two would follow");
    }

    /// Numbers that look arbitrary and are the same every time.
    struct Dice(u64);

    impl Dice {
        fn up_to(&mut self, most: u32) -> u32 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((self.0 >> 33) % u64::from(most + 1)).unwrap()
        }

        fn figures(&mut self) -> Figures {
            let people = self.up_to(14);
            let (late, not_given) = (self.up_to(people), self.up_to(people));
            let (in_window, days) = (self.up_to(people * 3), people * self.up_to(90));
            let (alerts, reviews) = (self.up_to(people), self.up_to(people));
            Figures {
                people,
                due: in_window + late + not_given,
                in_window,
                late,
                not_given,
                days,
                uncovered: self.up_to(days),
                alerts,
                unanswered: self.up_to(alerts),
                reviews,
                reviews_late: self.up_to(reviews),
            }
        }
    }

    fn column(cells: Option<&Cells>, at: usize) -> Shown {
        cells.map_or(Shown::Hidden, |cells| {
            [
                cells.due,
                cells.in_window,
                cells.late,
                cells.not_given,
                cells.days,
                cells.uncovered,
                cells.alerts,
                cells.unanswered,
                cells.reviews,
                cells.reviews_late,
            ][at]
        })
    }

    /// What is hidden in a column is never one number, nor few together, where the sum of the column is shown.
    fn told_by_none(sum: (&Figures, Option<&Cells>), lines: &[(&Figures, Option<&Cells>)]) {
        for at in 0..COLUMNS {
            let hidden: Vec<u32> = lines
                .iter()
                .filter(|(_, cells)| column(*cells, at) == Shown::Hidden)
                .map(|(figures, _)| Line::new(figures, false).values[at])
                .collect();
            match column(sum.1, at) {
                Shown::Count(_) => {
                    let together: u32 = hidden.iter().sum();
                    assert!(hidden.len() != 1 && !small(together), "{at}: {sum:?} {lines:?}");
                }
                Shown::Hidden => assert!(lines.is_empty() || !hidden.is_empty(), "{at}: {sum:?} {lines:?}"),
            }
            for (figures, cells) in lines {
                let value = Line::new(figures, false).values[at];
                assert!(column(*cells, at) == Shown::Hidden || !small(value));
            }
        }
    }

    #[test]
    fn no_small_number_follows_along_a_line_of_either_table() {
        let mut dice = Dice(7);
        for _ in 0..400 {
            let regions: Vec<Vec<Figures>> = (0..=dice.up_to(4))
                .map(|_| (0..=dice.up_to(5)).map(|_| dice.figures()).collect())
                .collect();
            let counted = counted(&regions);
            let tables = tables(&counted);
            let by_region: Vec<_> = counted
                .regions
                .values()
                .zip(tables.by_region.rows.iter().map(|row| row.figures.as_ref()))
                .collect();
            told_by_none((&counted.total, tables.by_region.total.as_ref()), &by_region);
            for (of, region) in counted.regions.keys().zip(&by_region) {
                let places: Vec<_> = counted
                    .places
                    .iter()
                    .zip(&tables.by_place.rows)
                    .filter(|(((known, _), _), _)| known == of)
                    .map(|((_, figures), row)| (figures, row.figures.as_ref()))
                    .collect();
                told_by_none(*region, &places);
            }
            for row in tables.by_place.rows.iter().filter_map(|row| row.figures.as_ref()) {
                let given = [row.in_window, row.late, row.not_given];
                let hidden = given.iter().filter(|cell| **cell == Shown::Hidden).count();
                assert!(hidden != 1 || row.due == Shown::Hidden, "{row:?}");
            }
        }
    }
}
