//! Charts, laid out here so that the template only prints numbers: no script, no inline style, the same numbers as a
//! table below.

use crate::text::Words;
use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

/// Width of the drawing. Small on purpose: on a telephone one unit is about a pixel, so that letters keep their size.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 38.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 30.0;
/// So many words fit below the line.
const MOST_MONTH_TICKS: i32 = 5;

/// A chart over time.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// Makes the identities on the page unique.
    pub id: String,
    /// What is drawn.
    pub title: Words,
    /// The unit of the numbers.
    pub unit: Words,
    /// The same in a sentence.
    pub summary: Words,
    /// The drawing's sizes.
    pub width: i64,
    /// Its height.
    pub height: i64,
    /// The left edge of the lines.
    pub left: i64,
    /// Their right edge.
    pub right: i64,
    /// The base line.
    pub base: i64,
    /// The top line.
    pub top: i64,
    /// What is usual or aimed at, while it applied.
    pub bands: Vec<Block>,
    /// A line not to be passed unseen.
    pub caution: Option<i64>,
    /// The numbers at the side.
    pub values: Vec<Tick>,
    /// The months below.
    pub months: Vec<Tick>,
    /// Where doses were given.
    pub doses: Vec<i64>,
    /// The line through the points.
    pub path: String,
    /// The points.
    pub points: Vec<Point>,
    /// The words of what the signs mean; a sign that is not drawn has none.
    pub legend: Legend,
    /// The same numbers.
    pub rows: Vec<ChartRow>,
}

/// A stretch of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Left.
    pub x: i64,
    /// Top.
    pub y: i64,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
}

/// A number or a month beside a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tick {
    /// Where.
    pub at: i64,
    /// What it says.
    pub words: Words,
}

/// A point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// Is it not as it should be? Then it has another shape, too.
    pub outside: bool,
}

/// What the signs mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Legend {
    /// The band.
    pub band: Option<Words>,
    /// The points outside of it.
    pub outside: Option<Words>,
    /// The doses.
    pub doses: Option<Words>,
    /// The line.
    pub caution: Option<Words>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChartRow {
    /// The day.
    pub on: NaiveDate,
    /// The value as it was written down.
    pub value: Words,
    /// How it stands.
    pub stands: Option<super::parts::Status>,
    /// More about it.
    pub note: Option<Words>,
}

/// What is to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// Values, by day.
    pub values: Vec<(NaiveDate, f64, bool)>,
    /// What is usual or aimed at: from a day, until a day, least, greatest.
    pub bands: Vec<(NaiveDate, NaiveDate, Option<f64>, Option<f64>)>,
    /// Days of doses.
    pub doses: Vec<NaiveDate>,
    /// A line not to be passed unseen.
    pub caution: Option<f64>,
    /// Does the value jump from one point to the next, as a sum does?
    pub steps: bool,
    /// The last day drawn.
    pub until: NaiveDate,
}

/// The drawing without words.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Bands.
    pub bands: Vec<Block>,
    /// Caution.
    pub caution: Option<i64>,
    /// Numbers at the side.
    pub values: Vec<Tick>,
    /// Months below.
    pub months: Vec<Tick>,
    /// Doses.
    pub doses: Vec<i64>,
    /// Line.
    pub path: String,
    /// Points.
    pub points: Vec<Point>,
}

struct Scale {
    first: NaiveDate,
    days: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn x(&self, on: NaiveDate) -> f64 {
        let part = days(self.first, on) / self.days;
        LEFT + part.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        HEIGHT - BOTTOM - part.clamp(0.0, 1.0) * (HEIGHT - TOP - BOTTOM)
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> f64 {
    i32::try_from((to - from).num_days()).map_or(0.0, f64::from)
}

#[allow(clippy::cast_possible_truncation)] // a drawing of a few hundred units
fn whole(number: f64) -> i64 {
    number.round() as i64
}

impl Drawn {
    /// Lays the drawing out; nothing where there is nothing to draw.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        let first = self.values.iter().map(|value| value.0).min()?;
        let first = self.doses.iter().copied().chain([first]).min()?;
        let until = self
            .values
            .iter()
            .map(|value| value.0)
            .chain([self.until])
            .max()?;
        let (low, high, step) = self.span()?;
        let scale = Scale {
            first,
            days: days(first, until).max(1.0),
            low,
            high,
        };
        let points = self.values.iter().map(|(on, value, outside)| Point {
            x: whole(scale.x(*on)),
            y: whole(scale.y(*value)),
            outside: *outside,
        });
        let points: Vec<_> = points.collect();
        Some(Layout {
            bands: self.bands.iter().filter_map(|band| block(band, &scale)).collect(),
            caution: self.caution.map(|value| whole(scale.y(value))),
            values: numbers(low, high, step, &scale),
            months: months(first, until, &scale),
            doses: self.doses.iter().map(|on| whole(scale.x(*on))).collect(),
            path: self.path(&points),
            points,
        })
    }

    /// Least and greatest number at the side, and the step between two of them.
    fn span(&self) -> Option<(f64, f64, f64)> {
        let bounds = self.bands.iter().flat_map(|band| [band.2, band.3]).flatten();
        let all = self
            .values
            .iter()
            .map(|value| value.1)
            .chain(bounds)
            .chain(self.caution);
        let all: Vec<f64> = all.filter(|value| value.is_finite()).collect();
        let least = all.iter().copied().reduce(f64::min)?;
        let greatest = all.iter().copied().reduce(f64::max)?;
        // What cannot be negative is drawn from zero, unless that would flatten everything.
        let from_zero = least >= 0.0 && least < greatest * 0.7;
        let least = if from_zero { 0.0 } else { least };
        let span = (greatest - least).max(greatest.abs() * 0.1).max(0.1);
        let rough = span / 4.0;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power);
        let step = step.into_iter().find(|step| *step >= rough)?;
        let low = (least / step).floor() * step;
        let high = (greatest / step).ceil() * step;
        // Air around a value that never changes.
        if high - low < 2.0 * step {
            return Some((low - step, high + step, step));
        }
        Some((low, high, step))
    }

    fn path(&self, points: &[Point]) -> String {
        let mut path = String::new();
        for (number, point) in points.iter().enumerate() {
            let Point { x, y, .. } = point;
            path.push_str(&match (number, self.steps) {
                (0, true) => format!("M{x} {}V{y}", whole(HEIGHT - BOTTOM)),
                (0, false) => format!("M{x} {y}"),
                (_, true) => format!("H{x}V{y}"),
                (_, false) => format!("L{x} {y}"),
            });
        }
        if self.steps {
            path.push_str(&format!("H{}", whole(WIDTH - RIGHT)));
        }
        path
    }
}

fn block(band: &(NaiveDate, NaiveDate, Option<f64>, Option<f64>), scale: &Scale) -> Option<Block> {
    let (from, until, low, high) = band;
    let (left, right) = (scale.x(*from), scale.x(*until));
    let top = scale.y(high.unwrap_or(scale.high));
    let bottom = scale.y(low.unwrap_or(scale.low));
    (right > left && bottom > top).then(|| Block {
        x: whole(left),
        y: whole(top),
        width: whole(right) - whole(left),
        height: whole(bottom) - whole(top),
    })
}

fn numbers(low: f64, high: f64, step: f64, scale: &Scale) -> Vec<Tick> {
    let places = if step >= 1.0 {
        0
    } else if step >= 0.1 {
        1
    } else {
        2
    };
    let count = whole((high - low) / step);
    let number = |n: i64| {
        let value = low + f64::from(i32::try_from(n).unwrap_or(0)) * step;
        // No minus before a zero.
        let value = if value.abs() < step / 1000.0 { 0.0 } else { value };
        Tick {
            at: whole(scale.y(value)),
            words: Words::decimal(format!("{value:.places$}")),
        }
    };
    (0..=count).map(number).collect()
}

fn months(first: NaiveDate, until: NaiveDate, scale: &Scale) -> Vec<Tick> {
    let number = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    let (from, to) = (number(first) + 1, number(until));
    let step = [1, 2, 3, 6, 12, 24, 60]
        .into_iter()
        .find(|step| (to - from) / step < MOST_MONTH_TICKS);
    let step = step.unwrap_or(120);
    let at = |month: i32| {
        let day = NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1, 1)?;
        Some(Tick {
            at: whole(scale.x(day)),
            words: Words::plain(day.format("%m.%Y").to_string()),
        })
    };
    // Whole quarters and years read best.
    let start = (from + step - 1).div_euclid(step) * step;
    (0..MOST_MONTH_TICKS + 1)
        .map(|n| start + n * step)
        .take_while(|month| *month <= to)
        .filter_map(at)
        .collect()
}

impl Chart {
    /// The chart of a layout.
    #[must_use]
    pub fn new(id: &str, title: Words, unit: Words, layout: Layout) -> Self {
        Self {
            id: id.to_owned(),
            summary: title.clone(),
            title,
            unit,
            width: whole(WIDTH),
            height: whole(HEIGHT),
            left: whole(LEFT),
            right: whole(WIDTH - RIGHT),
            base: whole(HEIGHT - BOTTOM),
            top: whole(TOP),
            bands: layout.bands,
            caution: layout.caution,
            values: layout.values,
            months: layout.months,
            doses: layout.doses,
            path: layout.path,
            points: layout.points,
            legend: Legend::default(),
            rows: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_sum_climbs_in_steps_and_shows_the_caution_above_it() {
        let drawn = Drawn {
            values: vec![(day("2025-01-01"), 0.3, false), (day("2025-01-15"), 0.6, false)],
            caution: Some(9.1),
            steps: true,
            until: day("2025-02-01"),
            ..Drawn::default()
        };
        let layout = drawn.layout().unwrap();
        assert!(
            layout.path.contains('H') && layout.path.contains('V'),
            "{}",
            layout.path
        );
        let caution = layout.caution.unwrap();
        assert!(layout.points.iter().all(|point| point.y > caution));
        assert!(layout.points[0].y > layout.points[1].y, "the sum grows upwards");
    }

    #[test]
    fn nothing_to_draw_is_no_chart() {
        assert_eq!(Drawn::default().layout(), None);
    }

    proptest! {
        /// Whatever is drawn lies on the paper, and numbers at the side go up.
        #[test]
        fn everything_lies_on_the_paper(values in prop::collection::vec((0i64..3000, -50.0f64..5000.0), 1..40)) {
            let begin = day("2020-02-29");
            let values: Vec<_> = values.iter().map(|(on, value)| (begin + chrono::TimeDelta::days(*on), *value, false)).collect();
            let band = (begin, day("2031-01-01"), Some(1.0), None);
            let drawn = Drawn { values, bands: vec![band], doses: vec![begin], caution: None, steps: false, until: day("2028-03-01") };
            let layout = drawn.layout().unwrap();
            for point in &layout.points {
                prop_assert!((0..=360).contains(&point.x) && (0..=200).contains(&point.y), "{:?}", point);
            }
            prop_assert!(layout.values.is_sorted_by(|a, b| a.at > b.at));
            prop_assert!((2..=8).contains(&layout.values.len()), "{:?}", layout.values);
            prop_assert!(layout.months.len() <= 6);
            for block in &layout.bands {
                prop_assert!(block.x >= 0 && block.x + block.width <= 360 && block.y >= 0 && block.y + block.height <= 200);
            }
        }
    }
}
