//! `/reports`: figures of a period, by organisation or by region, on screen and as tables. Few people are not counted
//! aloud; by region it is the anonymous table of a year.

use crate::access::{Action, Resource};
use crate::domain::report::{
    Cells, Counted, Figures, PARTS, Period, Report, Row, Shown, figures_of_year, tables,
};
use crate::domain::time::{Now, civil_date};
use crate::store::organisations::{self, Organisation};
use crate::store::reading::figures as reading;
use crate::text::{Language, Words};
use crate::web::faults::Fault;
use crate::web::tables::{self, Table};
use crate::web::views::parts::Choice;
use crate::web::views::reports::{Bars, CHARTS, COLUMNS, ReportCell, ReportRow, Reports};
use crate::web::visit::{Html, Visit};
use chrono::Datelike as _;
use chrono_tz::Tz;
use rocket::{Route, get, routes};
use std::collections::BTreeMap;

/// Cases read at a time, and the most of them: a country.
const PART: u64 = 200;
const MOST_PARTS: u32 = 250;

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
    fn of(visit: &Visit<'_>, period: Option<&str>, by: Option<&str>) -> Result<Self, Fault> {
        let today = civil_date(visit.desk.instant(), visit.who.zone);
        let code = period.map_or_else(|| today.year().to_string(), str::to_owned);
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

/// Whose figures, in the order of the table.
type Key = (String, String);

/// The figures that may be shown.
async fn gathered(visit: &Visit<'_>, asked: &Asked) -> Result<(Report<Key>, BTreeMap<Key, Words>), Fault> {
    let desk = visit.desk;
    desk.permit(visit.actor(), Action::ReadReports, &Resource::System)
        .await
        .map(drop)?;
    let scope = desk.access().scope(visit.actor(), Action::ListCases);
    let rules = desk.rules();
    let regions = &rules.places.regions;
    let zone_of = |region: &str| {
        let known = regions.iter().find(|known| known.id == region);
        known.map_or(Tz::UTC, |region| region.zone)
    };
    let places: BTreeMap<_, _> = organisations::all(desk.store())
        .await?
        .into_iter()
        .map(|place| (place.id, place))
        .collect();
    // What one period hides is hidden with an eye to the others: all of the year are counted.
    let mut counted: [Counted; PARTS.len()] = Default::default();
    let near = reading::regions(&scope);
    let near = |region: &str| near.as_ref().is_none_or(|known| known.contains(&region));
    let mut after = None;
    for _ in 0..MOST_PARTS {
        let part =
            reading::part_to_count(desk.store(), &scope, desk.instant(), &zone_of, after, PART).await?;
        let Some(last) = part.last() else { break };
        after = Some(last.case.id);
        for known in &part {
            let now = Now {
                instant: desk.instant(),
                zone: zone_of(&known.region),
            };
            let of_year = figures_of_year(&known.case, &known.owed, rules, (asked.year, &now), known.place);
            for (counted, by_place) in counted.iter_mut().zip(of_year) {
                let by_place = by_place
                    .into_iter()
                    .filter_map(|(id, sum)| places.get(&id).map(|place| (place, sum)))
                    .filter(|(place, _)| near(&place.region));
                add(counted, by_place);
            }
        }
    }
    let names = counted
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
        .chain(places.values().map(|place| {
            let key = (place.region.clone(), place.code.clone());
            (key, Words::Localised(place.name.clone()))
        }))
        .collect();
    let mut tables = tables(&counted).into_iter();
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

/// Adds the figures of one case. He is one person of each organisation that treated him in the period, one of each region
/// and one of the whole.
fn add<'p>(counted: &mut Counted, by_place: impl Iterator<Item = (&'p Organisation, Figures)>) {
    let once = |sum: &mut Figures, of_case: Figures| {
        sum.people = 1;
        *sum += Figures { people: 0, ..of_case };
    };
    let mut by_region: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut whole = Figures::default();
    for (place, sum) in by_place {
        let key = (place.region.clone(), place.code.clone());
        *counted.places.entry(key).or_default() += sum;
        once(by_region.entry(&place.region).or_default(), sum);
        once(&mut whole, sum);
    }
    for (region, sum) in by_region {
        *counted.regions.entry(region.to_owned()).or_default() += sum;
    }
    counted.total += whole;
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
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let mut periods = Period::offered(today);
    if !periods.contains(&asked.code) {
        periods.push(asked.code.clone());
    }
    // By region and for a whole year nothing in it points at an organisation.
    let ministry = asked.by_region && !asked.code.contains('-');
    let year = asked.code.split('-').next().unwrap_or_default();
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
        csv_href: asked.href("csv"),
        xlsx_href: asked.href("xlsx"),
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
    let asked = Asked::of(visit, period, by)?;
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
