//! `/reports`: figures of a period, by organisation or by region, on screen and as tables. Few people are not counted
//! aloud; by region it is the anonymous table of a year. Only a closed year leaves the house as a file.

use crate::access::{Action, Resource};
use crate::commands;
use crate::domain::report::{Cells, Period, Report, Row, Shown, closed, last_closed};
use crate::domain::time::civil_date;
use crate::store::organisations;
use crate::text::{Language, Words};
use crate::web::faults::Fault;
use crate::web::tables::{self, Table};
use crate::web::views::parts::Choice;
use crate::web::views::reports::{Bars, CHARTS, COLUMNS, ReportCell, ReportRow, Reports};
use crate::web::visit::{Html, Visit};
use chrono::{Datelike as _, NaiveDate};
use rocket::{Route, get, routes};
use std::collections::BTreeMap;

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![reports, csv, xlsx]
}

/// What is asked for.
struct Asked {
    code: String,
    year: i32,
    /// Which of the parts of the year.
    part: usize,
    by_region: bool,
}

impl Asked {
    /// Of a page: this year, where nothing is said.
    fn of(visit: &Visit<'_>, period: Option<&str>, by: Option<&str>) -> Result<Self, Fault> {
        Self::or(today(visit).year(), period, by)
    }

    /// Of a file: the last closed year, where nothing is said; and no other than a closed one.
    fn to_take(visit: &Visit<'_>, period: Option<&str>, by: Option<&str>) -> Result<Self, Fault> {
        let today = today(visit);
        let asked = Self::or(last_closed(today), period, by)?;
        closed(asked.year, today).then_some(asked).ok_or(Fault::NotFound)
    }

    fn or(year: i32, period: Option<&str>, by: Option<&str>) -> Result<Self, Fault> {
        let code = period.map_or_else(|| year.to_string(), str::to_owned);
        let (year, part) = Period::part(&code).ok_or(Fault::NotFound)?;
        Ok(Self {
            year,
            part,
            by_region: by == Some("region"),
            code,
        })
    }

    fn href(&self, ending: &str) -> String {
        let by = if self.by_region { "&by=region" } else { "" };
        format!("/reports/table.{ending}?period={}{by}", self.code)
    }
}

fn today(visit: &Visit<'_>) -> NaiveDate {
    civil_date(visit.desk.instant(), visit.who.zone)
}

/// Whose figures, in the order of the table.
type Key = (String, String);

/// The figures that may be shown.
async fn gathered(visit: &Visit<'_>, asked: &Asked) -> Result<(Report<Key>, BTreeMap<Key, Words>), Fault> {
    let desk = visit.desk;
    let counted = commands::count_year(desk, visit.actor(), asked.year, today(visit)).await?;
    let regions = &desk.rules().places.regions;
    let places = organisations::all(desk.store()).await?;
    let names = counted
        .parts
        .iter()
        .flat_map(|part| part.regions.keys())
        .map(|id| {
            let known = regions.iter().find(|known| known.id == *id);
            let name = known.map_or_else(
                || Words::plain(id.clone()),
                |region| Words::Localised(region.name.clone()),
            );
            ((id.clone(), String::new()), name)
        })
        .chain(places.into_iter().map(|place| {
            let key = (place.region, place.code);
            (key, Words::Localised(place.name))
        }))
        .collect();
    let mut tables = counted.tables().into_iter();
    let tables = tables.nth(asked.part).ok_or(Fault::NotFound)?;
    Ok((
        if asked.by_region {
            keyed(tables.by_region)
        } else {
            tables.by_place
        },
        names,
    ))
}

/// The table by region with the keys of the other.
fn keyed(report: Report<String>) -> Report<Key> {
    let row = |row: Row<String>| Row {
        of: (row.of, String::new()),
        figures: row.figures,
    };
    Report {
        rows: report.rows.into_iter().map(row).collect(),
        total: report.total,
    }
}

fn cells(cells: &Cells) -> Vec<ReportCell> {
    let shown = |cell: Shown| match cell {
        Shown::Count(number) => number.to_string(),
        Shown::Hidden => HIDDEN.to_owned(),
    };
    let per_cent = cells
        .per_cent
        .map_or_else(|| HIDDEN.to_owned(), |number| number.to_string());
    ReportCell::row([
        shown(cells.due),
        shown(cells.in_window),
        shown(cells.late),
        shown(cells.not_given),
        per_cent,
        shown(cells.days),
        shown(cells.uncovered),
        shown(cells.alerts),
        shown(cells.unanswered),
        shown(cells.reviews),
        shown(cells.reviews_late),
    ])
}

/// Stands for a number that is not shown.
const HIDDEN: &str = "–";

fn rows(report: &Report<Key>, names: &BTreeMap<Key, Words>) -> (Vec<ReportRow>, ReportRow) {
    let row = |name: Words, figures: &Option<Cells>| ReportRow {
        name,
        cells: figures.as_ref().map(cells).unwrap_or_default(),
    };
    let all = report.rows.iter().map(|known| {
        let name = names.get(&known.of).cloned();
        row(name.unwrap_or_else(|| Words::key("none")), &known.figures)
    });
    (all.collect(), row(Words::key("report-total"), &report.total))
}

#[get("/reports?<period>&<by>")]
async fn reports(visit: Visit<'_>, period: Option<&str>, by: Option<&str>) -> Result<Html, Fault> {
    let asked = Asked::of(&visit, period, by)?;
    let (report, names) = gathered(&visit, &asked).await?;
    let (rows, total) = rows(&report, &names);
    let charts = charts(&report, &rows);
    let today = today(&visit);
    let mut periods = Period::offered(today);
    if !periods.contains(&asked.code) {
        periods.push(asked.code.clone());
    }
    let closed = closed(asked.year, today);
    // By region, for a whole year and closed, nothing in it points at an organisation, or at one day.
    let ministry = closed && asked.by_region && !asked.code.contains('-');
    let year = if closed { asked.year } else { last_closed(today) };
    let taken = |ending: &str| closed.then(|| asked.href(ending));
    visit.show(&Reports {
        ministry_href: (!ministry).then(|| format!("/reports?period={year}&by=region")),
        ministry,
        charts,
        periods: periods
            .iter()
            .map(|code| Choice::new(code, named(code)))
            .collect(),
        by_region: asked.by_region,
        rows,
        total,
        csv_href: taken("csv"),
        xlsx_href: taken("xlsx"),
        ladder_href: visit
            .may(Action::ReadRules, &Resource::System)
            .then(|| "/reports/ladder".to_owned()),
        period: asked.code,
    })
}

/// The shares of the rows that show them; a chart of nothing is none.
fn charts(report: &Report<Key>, rows: &[ReportRow]) -> Vec<Bars> {
    let charts = CHARTS.into_iter().enumerate();
    let charts = charts.filter_map(|(number, key)| {
        let drawn = rows.iter().zip(&report.rows).filter_map(|(shown, row)| {
            let per_cent = row.figures.as_ref()?.shares()[number]?;
            Some((shown.name.clone(), i64::from(per_cent)))
        });
        Bars::of(key, drawn.collect())
    });
    charts.collect()
}

/// A period in words.
fn named(code: &str) -> Words {
    let (year, part) = code.split_once('-').unwrap_or((code, ""));
    let number = part.get(1..).and_then(|number| number.parse().ok()).unwrap_or(0);
    let key = match part.get(..1) {
        Some("H") => "report-half",
        Some("Q") => "report-quarter",
        _ => "report-year",
    };
    Words::key(key).words("year", year.to_owned()).number("n", number)
}

async fn table(visit: &Visit<'_>, period: Option<&str>, by: Option<&str>) -> Result<Table, Fault> {
    let asked = Asked::to_take(visit, period, by)?;
    let (report, names) = gathered(visit, &asked).await?;
    let language: Language = visit.language;
    let say = |words: &Words| words.say(language).map_err(Fault::internal);
    let first = if asked.by_region {
        "report-region"
    } else {
        "account-organisation"
    };
    let mut head = vec![say(&Words::key(first))?];
    for column in COLUMNS {
        head.push(say(&Words::key(column))?);
    }
    let (all, total) = rows(&report, &names);
    let mut lines = Vec::new();
    for row in all.iter().chain([&total]) {
        let mut line = vec![say(&row.name)?];
        if row.cells.is_empty() {
            line.extend(COLUMNS.map(|_| HIDDEN.to_owned()));
        } else {
            line.extend(row.cells.iter().map(|cell| cell.value.clone()));
        }
        lines.push(line);
    }
    visit.desk.note(visit.actor(), "export-report").await?;
    Ok(Table {
        name: format!("merzim-{}", asked.code),
        head,
        rows: lines,
    })
}

#[get("/reports/table.csv?<period>&<by>")]
async fn csv(visit: Visit<'_>, period: Option<&str>, by: Option<&str>) -> Result<tables::Csv, Fault> {
    tables::Csv::of(&table(&visit, period, by).await?).map_err(Fault::internal)
}

#[get("/reports/table.xlsx?<period>&<by>")]
async fn xlsx(visit: Visit<'_>, period: Option<&str>, by: Option<&str>) -> Result<tables::Xlsx, Fault> {
    tables::Xlsx::of(&table(&visit, period, by).await?).map_err(Fault::internal)
}
