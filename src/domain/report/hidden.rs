//! Complementary suppression: where a small number is hidden and could be had by subtraction, another is hidden with it.
//!
//! A number stands in three kinds of sums: the organisations of a region and the regions of the whole, the parts of a number
//! in one row, and the parts of a year. The first two are closed sum by sum. In time the rule is plainer: what is hidden in one
//! half is hidden in the other, and so it is with the two quarters of a half; what is hidden in the whole is hidden in its
//! parts. Likewise what was late and what was not given are hidden together, with what was in the window where that must be.
//! So every pattern lies within that of its parts, and to each hidden number there are others that fit all that is shown.
//!
//! A nought protects nothing: whoever sees a sum of nought knows its parts.
//!
//! A number counts as small, too, where few people stand behind it: twenty-four days without cover may be those of one person.

use super::{Figures, LEAST, PARTS};

/// Columns of a line.
pub(super) const COLUMNS: usize = 10;
const DUE: usize = 0;
const IN_WINDOW: usize = 1;
const LATE: usize = 2;
const NOT_GIVEN: usize = 3;
/// A column that is a part of another: the rest is not shown, and follows all the same.
const PART_OF: [(usize, usize); 3] = [(5, 4), (7, 6), (9, 8)];
/// Numbers that somebody can know of a line: its columns, and of each that is a part what is left of the whole.
pub(super) const BEHIND: usize = COLUMNS + PART_OF.len();
/// What of a year is the sum of what, as places in [`PARTS`]: from the whole down.
pub(super) const WITHIN: [(usize, [usize; 2]); 3] = [(0, [1, 2]), (1, [3, 4]), (2, [5, 6])];

/// The numbers of a line, in the order of [`Figures::behind`].
pub(super) fn numbers(figures: &Figures) -> [u32; BEHIND] {
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
    let mut numbers = [0; BEHIND];
    numbers[..COLUMNS].copy_from_slice(&values);
    for (at, (part, whole)) in PART_OF.into_iter().enumerate() {
        numbers[COLUMNS + at] = values[whole].saturating_sub(values[part]);
    }
    numbers
}

/// Where what is left of the whole stands among the numbers, if a column is a part.
fn rest_of(column: usize) -> Option<usize> {
    let at = PART_OF.into_iter().position(|(part, _)| part == column)?;
    Some(COLUMNS + at)
}

/// Numbers, and which of them are hidden.
pub(super) struct Line {
    /// Is it hidden as a whole, because too few people stand behind it or behind the other part of a sum?
    pub few: bool,
    pub values: [u32; COLUMNS],
    pub hidden: [bool; COLUMNS],
    /// The values, and what is left of those with a part.
    numbers: [u32; BEHIND],
    /// How many people stand behind each.
    behind: [u32; BEHIND],
}

impl Line {
    pub fn new(figures: &Figures, few: bool) -> Self {
        let numbers = numbers(figures);
        let mut behind = figures.behind;
        for (people, number) in behind.iter_mut().zip(numbers) {
            // A year that was kept before they were counted knows the people of the line alone.
            if *people == 0 && number > 0 {
                *people = figures.people;
            }
        }
        let tells = |at: usize| small(numbers[at]) || small(behind[at]);
        Self {
            few,
            values: std::array::from_fn(|at| numbers[at]),
            hidden: std::array::from_fn(|at| few || tells(at) || rest_of(at).is_some_and(tells)),
            numbers,
            behind,
        }
    }

    fn hide(&mut self, column: usize) -> bool {
        !std::mem::replace(&mut self.hidden[column], true)
    }

    /// Hides what would follow from the other numbers of the line. A part tells of its whole when that is hidden. Of what was
    /// given late and what was not given neither is hidden alone; where both together are few, or one of them is nought, what
    /// was given in the window is hidden with them, and the whole where only one of the three is no nought.
    fn close(&mut self) -> bool {
        let mut closed = false;
        for (part, whole) in PART_OF {
            closed |= self.hidden[whole] && self.hide(part);
        }
        closed |= self.hidden[DUE] && self.hide(IN_WINDOW);
        if !(self.hidden[IN_WINDOW] || self.hidden[LATE] || self.hidden[NOT_GIVEN]) {
            return closed;
        }
        closed |= self.hide(LATE);
        closed |= self.hide(NOT_GIVEN);
        let (late, not_given) = (self.values[LATE], self.values[NOT_GIVEN]);
        let weak = late + not_given < LEAST
            || self.behind[LATE] + self.behind[NOT_GIVEN] < LEAST
            || late == 0
            || not_given == 0;
        closed |= weak && self.hide(IN_WINDOW);
        let given = [IN_WINDOW, LATE, NOT_GIVEN];
        let alone = given.iter().filter(|at| self.values[**at] > 0).count() == 1;
        closed |= alone && self.hidden[IN_WINDOW] && self.hide(DUE);
        closed
    }

    /// Hides what another line hides, too.
    fn cover(&mut self, few: bool, hidden: [bool; COLUMNS]) -> bool {
        let mut covered = few && !std::mem::replace(&mut self.few, true);
        for (column, hidden) in hidden.into_iter().enumerate() {
            covered |= (few || hidden) && self.hide(column);
        }
        covered
    }
}

/// The lines of one period: all together, by region, and by organisation in each region.
pub(super) struct Grid {
    pub total: Line,
    pub regions: Vec<Line>,
    pub places: Vec<Vec<Line>>,
}

impl Grid {
    /// Of the sum of all, and of each region with its organisations.
    pub fn new(total: &Figures, regions: &[(&Figures, Vec<&Figures>)]) -> Self {
        let people: Vec<u32> = regions.iter().map(|(sum, _)| sum.people).collect();
        let few = too_few(&people, false);
        let of = |hidden: bool| {
            let each = people.iter().zip(&few);
            each.filter(move |(_, few)| **few == hidden).map(|(n, _)| *n)
        };
        let alone = of(true).any(|n| n > 0) && of(false).any(|n| n > 0) && of(true).sum::<u32>() < LEAST;
        let places = regions.iter().zip(&few).map(|((_, places), few)| {
            let people: Vec<u32> = places.iter().map(|place| place.people).collect();
            let hidden = too_few(&people, *few);
            let lines = places.iter().zip(hidden);
            lines.map(|(place, hidden)| Line::new(place, hidden)).collect()
        });
        Self {
            total: Line::new(total, small(total.people) || alone),
            places: places.collect(),
            regions: regions
                .iter()
                .zip(&few)
                .map(|((sum, _), few)| Line::new(sum, *few))
                .collect(),
        }
    }

    /// All lines, in the same order in every part of a year.
    pub fn lines(&mut self) -> impl Iterator<Item = &mut Line> {
        let places = self.places.iter_mut().flatten();
        std::iter::once(&mut self.total)
            .chain(self.regions.iter_mut())
            .chain(places)
    }

    /// One round: along every line, then along every column of every group.
    fn close(&mut self) -> bool {
        let mut closed = false;
        for line in self.lines() {
            closed |= line.close();
        }
        for column in 0..COLUMNS {
            for (region, places) in self.regions.iter_mut().zip(self.places.iter_mut()) {
                closed |= close_column(region, places, column);
            }
            closed |= close_column(&mut self.total, &mut self.regions, column);
        }
        closed
    }
}

/// Hides in a year and its parts what would follow from the rest. Each round hides something, so there is a last one.
pub(super) fn hide(grids: &mut [Grid; PARTS.len()]) {
    loop {
        for grid in grids.iter_mut() {
            while grid.close() {}
        }
        if !close_in_time(grids) {
            return;
        }
    }
}

/// One round along the parts of the year, from the whole down.
fn close_in_time(grids: &mut [Grid; PARTS.len()]) -> bool {
    let mut closed = false;
    for (whole, [one, other]) in WITHIN {
        let Ok([whole, one, other]) = grids.get_disjoint_mut([whole, one, other]) else {
            continue;
        };
        for ((whole, one), other) in whole.lines().zip(one.lines()).zip(other.lines()) {
            let few = whole.few || one.few || other.few;
            let hidden = std::array::from_fn(|at| whole.hidden[at] || one.hidden[at] || other.hidden[at]);
            closed |= one.cover(few, hidden);
            closed |= other.cover(few, hidden);
            for column in 0..COLUMNS {
                // The one part is the whole, where the other is nought.
                let same = (one.values[column] == 0) != (other.values[column] == 0);
                closed |= same && one.hidden[column] && whole.hide(column);
            }
        }
    }
    closed
}

/// Which rows are hidden because too few people stand behind them. Where they together stand for few, or one is alone, the
/// smallest of the others goes with them, as long as their sum is shown; where it is not, one hidden row is enough. A row
/// of nobody hides nothing, and nobody.
fn too_few(people: &[u32], sum_hidden: bool) -> Vec<bool> {
    let mut hidden: Vec<bool> = people.iter().map(|n| small(*n)).collect();
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
            .filter(|at| !hidden[*at] && people[*at] > 0)
            .min_by_key(|at| people[*at]);
        match smallest {
            Some(at) if !safe => hidden[at] = true,
            _ => return hidden,
        }
    }
}

/// Hides one more number of a column, if one that is hidden would follow from the sum, or a sum that is hidden from them.
fn close_column(sum: &mut Line, lines: &mut [Line], column: usize) -> bool {
    let hidden: Vec<&Line> = lines.iter().filter(|line| line.hidden[column]).collect();
    let counted = hidden.iter().filter(|line| line.values[column] > 0).count();
    let safe = if sum.hidden[column] {
        !hidden.is_empty() && (counted > 0 || sum.values[column] == 0)
    } else {
        let few = |at: usize| {
            let together: u32 = hidden.iter().map(|line| line.numbers[at]).sum();
            let people: u32 = hidden.iter().map(|line| line.behind[at]).sum();
            small(together) || small(people)
        };
        let several = hidden.len() > 1 && counted != 1;
        hidden.is_empty() || (several && !few(column) && !rest_of(column).is_some_and(few))
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

/// Is it a number that is not told?
pub(super) fn small(number: u32) -> bool {
    (1..LEAST).contains(&number)
}
