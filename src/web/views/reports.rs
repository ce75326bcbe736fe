//! Figures of a period, by organisation or by region: a table, and bars beside it.

use super::{
    Form, Page,
    parts::{Choice, Moment, Row},
    samples::{clinic, facility, form, moment, probation},
};
use crate::text::Words;
use serde::Serialize;

/// A bar of hundred per cent.
const WHOLE: i64 = 200;

/// `/reports`
#[derive(Clone, Debug, Serialize)]
pub struct Reports {
    /// The period shown, as its code.
    pub period: String,
    /// Periods that can be chosen.
    pub periods: Vec<Choice>,
    /// By region instead of by organisation.
    pub by_region: bool,
    /// The rows.
    pub rows: Vec<ReportRow>,
    /// All of them together.
    pub total: ReportRow,
    /// Shares, drawn: in the window, without cover, not answered, late.
    pub charts: Vec<Bars>,
    /// The same table for a program that calculates; none where the year is not closed.
    pub csv_href: Option<String>,
    /// And for another.
    pub xlsx_href: Option<String>,
    /// The anonymous table of a year for the ministry; none where it is this very page.
    pub ministry_href: Option<String>,
    /// Is it this very page?
    pub ministry: bool,
    /// Where a changed ladder is tried, for those who read ladders.
    pub ladder_href: Option<String>,
}

/// `/reports/ladder`. Field: `ladder`.
#[derive(Clone, Debug, Serialize)]
pub struct LadderPreview {
    /// The form.
    pub form: Form,
    /// Was something asked?
    pub asked: bool,
    /// The sums.
    pub sums: Vec<Row>,
    /// Alerts that somebody would have been told of otherwise.
    pub rows: Vec<PreviewRow>,
    /// Are there more than are shown?
    pub more: bool,
    /// What each key of a rule file means.
    pub keys: Vec<Row>,
    /// What is wrong with what was tried, in the words of the checker of the rule files, which has English alone.
    pub faults: Vec<String>,
}

/// The keys of a ladder's rule file, in the order in which they stand there.
const KEYS: [&str; 19] = [
    "id",
    "version",
    "valid_from",
    "quiet",
    "person",
    "unexplained",
    "service",
    "review",
    "step",
    "to",
    "after",
    "acknowledge_within",
    "not_before",
    "channels",
    "repeat_last_every",
    "reopen_after_days",
    "act",
    "source",
    "confirm",
];

/// Each key with its meaning.
fn keys() -> Vec<Row> {
    let meaning = |key: &str| Words::key(format!("ladder-key-{}", key.replace('_', "-")));
    let rows = KEYS.iter();
    rows.map(|key| Row::new(Words::plain(*key), meaning(key)))
        .collect()
}

impl LadderPreview {
    /// Before anything was tried.
    #[must_use]
    pub fn unasked(form: Form) -> Self {
        Self {
            form,
            asked: false,
            sums: Vec::new(),
            rows: Vec::new(),
            more: false,
            keys: keys(),
            faults: Vec::new(),
        }
    }

    /// What was tried is no ladder.
    #[must_use]
    pub fn refused(form: Form, faults: Vec<String>) -> Self {
        Self {
            faults,
            ..Self::unasked(form.problem("ladder", Words::key("preview-fault")))
        }
    }
}

/// One alert under two ladders.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewRow {
    /// Reference of its case.
    pub reference: String,
    /// What it is about.
    pub kind: Words,
    /// When it was raised.
    pub raised_at: Moment,
    /// Who is told under the ladder of today.
    pub before: Vec<PreviewStep>,
    /// Who would be under the changed one.
    pub after: Vec<PreviewStep>,
}

/// One step that would have been taken.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewStep {
    /// Who is told, and when.
    pub said: Words,
    /// By which channels, and until when an answer is expected.
    pub how: Vec<Words>,
}

/// One row: an organisation, a region, or all.
#[derive(Clone, Debug, Serialize)]
pub struct ReportRow {
    /// Whose figures.
    pub name: Words,
    /// The cells, in the order of the columns; empty where none may be shown.
    pub cells: Vec<ReportCell>,
}

/// One number of a row. On a narrow screen it stands below its column's head, not beneath it.
#[derive(Clone, Debug, Serialize)]
pub struct ReportCell {
    /// The head of its column.
    pub column: Words,
    /// The number, or what stands for one that is not shown.
    pub value: String,
}

/// The columns of the numbers, as their text keys.
pub const COLUMNS: [&str; 11] = [
    "report-due",
    "report-in-window",
    "report-late",
    "report-not-given",
    "report-per-cent",
    "report-days",
    "report-uncovered",
    "report-alerts",
    "report-unanswered",
    "report-reviews",
    "report-reviews-late",
];

impl ReportCell {
    /// The numbers of a row, in the order of the columns.
    #[must_use]
    pub fn row(values: [String; COLUMNS.len()]) -> Vec<Self> {
        let cells = COLUMNS.into_iter().zip(values);
        let cells = cells.map(|(column, value)| Self {
            column: Words::key(column),
            value,
        });
        cells.collect()
    }
}

/// What the charts show, as their text keys, in the order of `Cells::shares`.
pub const CHARTS: [&str; 4] = [
    "report-chart",
    "report-chart-uncovered",
    "report-chart-unanswered",
    "report-chart-reviews-late",
];

/// A share in per cent, as a bar for each row that shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Bars {
    /// Of what.
    pub title: Words,
    /// Is more of it better?
    pub wanted: bool,
    /// The bars, in the order of the rows.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// Whose.
    pub name: Words,
    /// Width.
    pub width: i64,
    /// Per cent.
    pub per_cent: i64,
}

impl Bars {
    /// The chart of a key of [`CHARTS`], from per cents by name; none without one.
    #[must_use]
    pub fn of(key: &'static str, per_cents: Vec<(Words, i64)>) -> Option<Self> {
        let bars = per_cents.into_iter().map(|(name, per_cent)| Bar {
            name,
            width: per_cent * WHOLE / 100,
            per_cent,
        });
        let bars: Vec<_> = bars.collect();
        (!bars.is_empty()).then(|| Self {
            title: Words::key(key),
            wanted: key == CHARTS[0],
            bars,
        })
    }
}

impl Page for Reports {
    const TEMPLATE: &'static str = "pages/reports/reports.html";
    fn sample() -> Vec<Self> {
        let cells = |numbers: [&str; COLUMNS.len()]| ReportCell::row(numbers.map(str::to_owned));
        let row = |name: Words, cells: Vec<ReportCell>| ReportRow { name, cells };
        let full = Self {
            period: "2026-Q2".into(),
            periods: vec![
                Choice::new("2026", Words::key("report-year").words("year", "2026")),
                Choice::new(
                    "2026-Q2",
                    Words::key("report-quarter").words("year", "2026").number("n", 2),
                ),
            ],
            by_region: false,
            rows: vec![
                row(
                    facility(),
                    cells(["40", "–", "–", "–", "–", "3650", "120", "12", "–", "20", "–"]),
                ),
                row(
                    clinic(),
                    cells(["80", "70", "10", "0", "87", "7300", "0", "9", "0", "40", "10"]),
                ),
                row(probation(), Vec::new()),
            ],
            total: row(
                Words::key("report-total"),
                cells(["125", "–", "–", "–", "–", "11100", "120", "21", "5", "60", "10"]),
            ),
            charts: CHARTS
                .into_iter()
                .zip([87, 0, 0, 25])
                .filter_map(|(key, per_cent)| Bars::of(key, vec![(clinic(), per_cent)]))
                .collect(),
            csv_href: Some("/reports/table.csv?period=2026-Q2".into()),
            xlsx_href: Some("/reports/table.xlsx?period=2026-Q2".into()),
            ministry_href: Some("/reports?period=2026&by=region".into()),
            ministry: false,
            ladder_href: Some("/reports/ladder".into()),
        };
        let empty = Self {
            by_region: true,
            rows: Vec::new(),
            total: row(Words::key("report-total"), Vec::new()),
            charts: Vec::new(),
            ministry_href: None,
            ministry: true,
            ladder_href: None,
            ..full.clone()
        };
        let running = Self {
            csv_href: None,
            xlsx_href: None,
            ..full.clone()
        };
        vec![full, empty, running]
    }
}

impl Page for LadderPreview {
    const TEMPLATE: &'static str = "pages/reports/ladder.html";
    fn sample() -> Vec<Self> {
        let step = |who: Words| PreviewStep {
            said: Words::key("preview-step")
                .words("who", who)
                .words("at", Words::plain("2.07.2026, 09:00")),
            how: vec![
                Words::key("channel-desk"),
                Words::key("channel-email"),
                Words::key("preview-answer-by").words("at", Words::plain("3.07.2026, 09:00")),
            ],
        };
        let typed = || form().value("ladder", "id = \"kz-default\"\nversion = 3\n");
        let row = |after: Vec<PreviewStep>| PreviewRow {
            reference: "2026-00417".into(),
            kind: Words::key("kind-dose"),
            raised_at: moment(2026, 6, 30, 0, 0),
            before: vec![step(facility()), step(probation())],
            after,
        };
        let full = Self {
            form: typed(),
            asked: true,
            sums: vec![Row::new(Words::key("preview-alerts"), "31")],
            rows: vec![row(vec![step(clinic())]), row(Vec::new())],
            more: true,
            keys: keys(),
            faults: Vec::new(),
        };
        let same = Self {
            rows: Vec::new(),
            more: false,
            ..full.clone()
        };
        let faults = ["service: no source", "person.officer: no channel"];
        vec![
            full,
            same,
            Self::unasked(typed()),
            Self::refused(typed(), faults.map(str::to_owned).into()),
        ]
    }
}
