//! Results over time, and the sum of a lifetime.

use super::words::{compared_words, stands_status};
use crate::domain::lifetime::summed;
use crate::domain::results::{Reading, Stands, range_on, readings, stands};
use crate::domain::rules::{Course, Item, Rules};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::rules::cited;
use crate::web::views::chart::{Chart, ChartRow, Drawn, Legend};
use chrono::NaiveDate;

/// A chart needs so many values: one says nothing about time.
const LEAST_VALUES: usize = 2;

/// One chart for each item of a number that was measured more than once, in the order of the course.
pub(super) fn charts(file: &CaseFile, course: &Course, rules: &Rules) -> Vec<Chart> {
    let all = readings(&file.case);
    let items = course.items.iter();
    items
        .filter_map(|item| {
            let of = all.iter().filter(|reading| reading.measured.item == item.id);
            chart(file, rules, item, &of.collect::<Vec<_>>())
        })
        .collect()
}

fn chart(file: &CaseFile, rules: &Rules, item: &Item, readings: &[&Reading<'_>]) -> Option<Chart> {
    let unit: Words = item.unit(None)?.name.clone().into();
    let stood = |reading: &Reading<'_>| stands(&file.case, rules, reading);
    let outside = |stood: Option<Stands>| !matches!(stood, None | Some(Stands::Well));
    let values = readings.iter().filter_map(|reading| {
        let value = item.in_first_unit(reading.measured.number()?, reading.measured.unit.as_deref())?;
        Some((reading.taken_on, value, outside(stood(reading))))
    });
    let values: Vec<_> = values.collect();
    if values.len() < LEAST_VALUES {
        return None;
    }
    let from = values.first()?.0;
    let doses = file.case.doses_in_effect();
    let doses = doses
        .iter()
        .map(|dose| dose.content.given_on)
        .filter(|on| *on >= from);
    let drawn = Drawn {
        bands: bands(file, rules, item, from),
        values,
        doses: doses.collect(),
        until: file.now.today(),
        ..Drawn::default()
    };
    let layout = drawn.layout()?;
    let mut chart = Chart::new(&item.id, item.name.clone().into(), unit, layout);
    let last = readings.last()?;
    let any_outside = chart.points.iter().any(|point| point.outside);
    chart.summary = Words::key("chart-summary")
        .number("n", i64::try_from(readings.len()).unwrap_or(i64::MAX))
        .words("value", compared_words(item, last.measured))
        .date("on", last.taken_on);
    chart.legend = Legend {
        band: (!chart.bands.is_empty()).then(|| Words::key("chart-band")),
        outside: any_outside.then(|| Words::key("chart-outside")),
        doses: (!chart.doses.is_empty()).then(|| Words::key("chart-doses")),
        caution: None,
    };
    chart.rows = readings
        .iter()
        .rev()
        .map(|reading| ChartRow {
            on: reading.taken_on,
            value: compared_words(item, reading.measured),
            stands: stood(reading).map(stands_status),
            note: Some(Words::plain(reading.laboratory)).filter(|_| !reading.laboratory.is_empty()),
        })
        .collect();
    Some(chart)
}

/// What was usual or aimed at, with the days on which that changed.
fn bands(
    file: &CaseFile,
    rules: &Rules,
    item: &Item,
    from: NaiveDate,
) -> Vec<(NaiveDate, NaiveDate, Option<f64>, Option<f64>)> {
    let today = file.now.today();
    let doses = file.case.doses_in_effect();
    let given = doses.iter().map(|dose| dose.content.given_on);
    // It changes only with a dose, or so many days after one as the protocol says.
    let later = given.clone().filter_map(|on| {
        let protocol = crate::domain::results::treated_with(&file.case, rules, on)?;
        let target = protocol.monitor(&item.id)?.target?;
        Some(crate::domain::schedule::Interval::Days(target.from_day).after(on))
    });
    let mut turns: Vec<NaiveDate> = given
        .chain(later)
        .filter(|on| *on > from && *on < today)
        .collect();
    turns.push(from);
    turns.sort_unstable();
    turns.dedup();
    let mut bands: Vec<(NaiveDate, NaiveDate, Option<f64>, Option<f64>)> = Vec::new();
    for (number, on) in turns.iter().enumerate() {
        let until = turns.get(number + 1).copied().unwrap_or(today);
        let Some(range) = range_on(&file.case, rules, item, *on) else {
            continue;
        };
        match bands.last_mut() {
            Some(last) if last.1 == *on && (last.2, last.3) == (range.low, range.high) => last.1 = until,
            _ => bands.push((*on, until, range.low, range.high)),
        }
    }
    bands
}

/// The sums of a lifetime, each against its caution.
pub(super) fn sums(file: &CaseFile, course: &Course, rules: &Rules) -> Vec<Chart> {
    let loads = course.loads.iter();
    loads
        .filter_map(|load| {
            let sums = summed(&file.case, rules, &load.id);
            let last = sums.last()?;
            let doses = sums.iter().filter(|sum| !sum.earlier && !sum.cover).count();
            let drawn = Drawn {
                values: sums
                    .iter()
                    .map(|sum| (sum.on, sum.grams, sum.grams >= load.caution_grams))
                    .collect(),
                caution: Some(load.caution_grams),
                steps: true,
                until: file.now.today(),
                ..Drawn::default()
            };
            let title = Words::key("sum-of").words("substance", load.name.clone());
            let mut chart = Chart::new(&load.id, title, Words::key("grams"), drawn.layout()?);
            // Fifty doses a year would be a row of blots: the steps say it.
            chart.points.retain(|point| point.outside);
            chart.points.drain(1.min(chart.points.len())..);
            chart.summary = Words::key("sum-summary")
                .number("n", i64::try_from(doses).unwrap_or(i64::MAX))
                .words("grams", grams(last.grams));
            let caution = Words::key("chart-caution")
                .words("grams", grams(load.caution_grams))
                .words("source", cited(rules, &load.source).words);
            chart.legend.caution = Some(caution);
            chart.rows = sums
                .iter()
                .rev()
                .map(|sum| ChartRow {
                    on: sum.on,
                    value: Words::key("measured")
                        .words("number", grams(sum.grams))
                        .words("unit", Words::key("grams")),
                    stands: (sum.grams >= load.caution_grams).then(|| {
                        let tone = crate::web::views::parts::Tone::Warn;
                        crate::web::views::parts::Status::new(tone, Words::key("sum-beyond"))
                    }),
                    note: match (sum.earlier, sum.cover) {
                        (true, _) => Some(Words::key("sum-earlier")),
                        (_, true) => Some(Words::key("sum-cover")),
                        _ => None,
                    },
                })
                .collect();
            Some(chart)
        })
        .collect()
}

pub(in crate::web::pages) fn grams(grams: f64) -> Words {
    Words::decimal(format!("{grams:.1}"))
}
