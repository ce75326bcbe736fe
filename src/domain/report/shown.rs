//! What of a report may be shown: the tables of a year and its parts, by organisation and by region, made together, so that
//! none of them tells what another hides ([`super::hidden`]).

use super::hidden::{COLUMNS, Grid, Line, hide};
use super::{Figures, LEAST, PARTS};
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod tests;

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
    /// Alerts to answer.
    pub alerts: Shown,
    /// Those of them not answered in time.
    pub unanswered: Shown,
    /// Reviews due.
    pub reviews: Shown,
    /// Those of them not done in time.
    pub reviews_late: Shown,
}

impl Cells {
    /// Of the columns in their order.
    fn of(columns: [Shown; COLUMNS]) -> Self {
        let [
            due,
            in_window,
            late,
            not_given,
            days,
            uncovered,
            alerts,
            unanswered,
            reviews,
            reviews_late,
        ] = columns;
        Self {
            due,
            in_window,
            late,
            not_given,
            per_cent: share(in_window, due),
            days,
            uncovered,
            alerts,
            unanswered,
            reviews,
            reviews_late,
        }
    }

    /// The columns in their order.
    fn columns(&self) -> [Shown; COLUMNS] {
        [
            self.due,
            self.in_window,
            self.late,
            self.not_given,
            self.days,
            self.uncovered,
            self.alerts,
            self.unanswered,
            self.reviews,
            self.reviews_late,
        ]
    }

    /// Per cent, rounded, of the doses in the window, the days without cover, the alerts not answered in time and the reviews
    /// not done in time; none where it would tell a number that is not shown, or of a whole that few make up.
    #[must_use]
    pub fn shares(&self) -> [Option<u32>; 4] {
        [
            self.per_cent,
            share(self.uncovered, self.days),
            share(self.unanswered, self.alerts),
            share(self.reviews_late, self.reviews),
        ]
    }
}

fn share(part: Shown, whole: Shown) -> Option<u32> {
    match (part, whole) {
        (Shown::Count(part), Shown::Count(whole)) if whole >= LEAST => {
            let (part, whole) = (u64::from(part), u64::from(whole));
            u32::try_from((part * 200 + whole) / (whole * 2)).ok()
        }
        _ => None,
    }
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

/// The two tables of a period, as one reader sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// By organisation.
    pub by_place: Report<(String, String)>,
    /// By region.
    pub by_region: Report<String>,
}

impl Tables {
    /// The rows of some regions, and their sum. Nothing is hidden anew, and nothing shown that the tables of the whole country
    /// hide: whoever has both would subtract.
    fn within(self, regions: &BTreeSet<String>) -> Self {
        let by_region = self.by_region.rows.into_iter();
        let by_region: Vec<_> = by_region.filter(|row| regions.contains(&row.of)).collect();
        let by_place = self.by_place.rows.into_iter();
        let by_place = by_place.filter(|row| regions.contains(&row.of.0));
        let total = together(&by_region);
        Self {
            by_place: Report {
                rows: by_place.collect(),
                total,
            },
            by_region: Report {
                rows: by_region,
                total,
            },
        }
    }
}

/// The sum of rows, as far as all of them are shown.
fn together(rows: &[Row<String>]) -> Option<Cells> {
    let mut sums = [Shown::Count(0); COLUMNS];
    for row in rows {
        for (sum, shown) in sums.iter_mut().zip(row.figures?.columns()) {
            *sum = match (*sum, shown) {
                (Shown::Count(sum), Shown::Count(more)) => Shown::Count(sum + more),
                _ => Shown::Hidden,
            };
        }
    }
    Some(Cells::of(sums))
}

/// What was counted in a year in the whole country, and whose rows somebody may see of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedYear {
    /// The year and its parts, in the order of [`PARTS`].
    pub parts: [Counted; PARTS.len()],
    /// The regions whose rows are shown; where none are named, those of all.
    pub regions: Option<BTreeSet<String>>,
}

impl CountedYear {
    /// The tables of the year and of its parts, in the order of [`PARTS`]. What is hidden is decided once, over the whole
    /// country, and is hidden from every reader alike: two of them who put their tables together know no more than the one
    /// who has all rows.
    #[must_use]
    pub fn tables(&self) -> [Tables; PARTS.len()] {
        let all = tables(&self.parts);
        match &self.regions {
            None => all,
            Some(regions) => all.map(|tables| tables.within(regions)),
        }
    }
}

/// Makes the tables of a year and of its parts, in the order of [`PARTS`], from what was counted in each. A row of the year
/// is a row of all its parts: one that is missing would say that nothing was counted.
fn tables(counted: &[Counted; PARTS.len()]) -> [Tables; PARTS.len()] {
    let keys = Keys::of(counted);
    let mut grids = counted.each_ref().map(|part| keys.grid(part));
    hide(&mut grids);
    grids.map(|grid| keys.tables(&grid))
}

/// The rows of a year: its regions, each with its organisations.
struct Keys<'k>(BTreeMap<&'k String, BTreeSet<&'k (String, String)>>);

impl<'k> Keys<'k> {
    fn of(counted: &'k [Counted]) -> Self {
        let mut keys: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for part in counted {
            for region in part.regions.keys() {
                keys.entry(region).or_default();
            }
            for place in part.places.keys() {
                keys.entry(&place.0).or_default().insert(place);
            }
        }
        Self(keys)
    }

    fn grid(&self, counted: &Counted) -> Grid {
        let none = Figures::default();
        let regions: Vec<(&Figures, Vec<&Figures>)> = self
            .0
            .iter()
            .map(|(region, places)| {
                let places = places.iter();
                (
                    counted.regions.get(*region).unwrap_or(&none),
                    places
                        .map(|place| counted.places.get(*place).unwrap_or(&none))
                        .collect(),
                )
            })
            .collect();
        Grid::new(&counted.total, &regions)
    }

    fn tables(&self, grid: &Grid) -> Tables {
        let places = self.0.values().flatten().copied();
        Tables {
            by_place: Report {
                rows: rows(places.zip(grid.places.iter().flatten())),
                total: cells(&grid.total),
            },
            by_region: Report {
                rows: rows(self.0.keys().copied().zip(&grid.regions)),
                total: cells(&grid.total),
            },
        }
    }
}

fn rows<'k, 'l, K: Clone + 'k>(lines: impl Iterator<Item = (&'k K, &'l Line)>) -> Vec<Row<K>> {
    let row = |(of, line): (&K, &Line)| Row {
        of: of.clone(),
        figures: cells(line),
    };
    lines.map(row).collect()
}

fn cells(line: &Line) -> Option<Cells> {
    let shown = |at: usize| {
        if line.hidden[at] {
            Shown::Hidden
        } else {
            Shown::Count(line.values[at])
        }
    };
    (!line.few).then(|| Cells::of(std::array::from_fn(shown)))
}
