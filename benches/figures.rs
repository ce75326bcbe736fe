//! Figures, what is hoped of them, and how both are printed.

use std::{future::Future, time::Instant};

use anyhow::Result;

/// How often the least a thing can cost the real thing may cost.
const PAGE_RATIO: f64 = 2.0;
const INJECTION_RATIO: f64 = 10.0;
const DUE_RATIO: f64 = 2.0;
const GROWTH: f64 = 1.15;
const STATEMENTS: usize = 8;
const P99_MILLIS: f64 = 20.0;
const IDLE_MILLIS: f64 = 5.0;
const MEMORY_MIB: f64 = 150.0;

/// Milliseconds of the real thing and of the least it can cost, each the median of a run in which both took turns.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    pub ours: f64,
    pub bare: f64,
}

impl Pair {
    pub fn ratio(self) -> f64 {
        self.ours / self.bare
    }
}

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub cost: Pair,
    /// Statements sent to the database for it.
    pub statements: usize,
    /// With eight readers who each ask for a page ten times a second: the time that 99 of 100 answers stay under, in
    /// milliseconds.
    pub p99: f64,
    /// The same with eight readers that never pause, beside the same eight on the bare side.
    pub crowded: Pair,
}

/// What a running server showed.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// Events of the case whose page was read.
    pub events: usize,
    pub today: Page,
    pub case: Page,
    /// Resident memory in MiB after the pages under load.
    pub loaded_mib: f64,
    /// The same after a hundred wrong passphrases at once.
    pub guessed_mib: f64,
    /// The most there ever was.
    pub peak_mib: f64,
}

/// What the jobs cost.
#[derive(Clone, Copy, Debug)]
pub struct Sweep {
    pub due: Pair,
    /// Cases found.
    pub found: usize,
    /// A sweep that finds nothing, in milliseconds.
    pub idle: f64,
}

/// Everything about one population.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub cases: u32,
    pub pages: Pages,
    pub injection: Pair,
    pub sweep: Sweep,
}

/// How long it takes, in milliseconds.
pub async fn timed<T>(work: impl Future<Output = Result<T>>) -> Result<f64> {
    let start = Instant::now();
    work.await?;
    Ok(start.elapsed().as_secs_f64() * 1000.0)
}

/// The value that so large a share of all values stays under; not a number when there are none.
pub fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    // Some thousands of values at the most.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    let place = (last as f64 * share).round() as usize;
    values.get(place).copied().unwrap_or(f64::NAN)
}

pub fn median(values: Vec<f64>) -> f64 {
    quantile(values, 0.5)
}

/// Prints what was measured in one population.
pub fn report(figures: &Figures) {
    let pages = [
        ("today's list, 50 rows", figures.pages.today),
        ("case page", figures.pages.case),
    ];
    println!("  the case that is read has {} events", figures.pages.events);
    for (name, page) in pages {
        line(name, page.cost, "the bare queries and rendering");
        println!(
            "    {} statements; p99 with 8 readers {:.1} ms; with 8 that never pause {:.1} ms, {:.2} times the bare side's \
             ({:.1} ms)",
            page.statements,
            page.p99,
            page.crowded.ours,
            page.crowded.ratio(),
            page.crowded.bare
        );
    }
    line(
        "logging an injection",
        figures.injection,
        "a durable two-row transaction",
    );
    let due = format!("all {} that are due", figures.sweep.found);
    line(&due, figures.sweep.due, "the bare index scan");
    println!("  sweep with nothing due: {:.2} ms", figures.sweep.idle);
    println!(
        "  resident memory: {:.0} MiB after load, {:.0} MiB after a hundred wrong passphrases, {:.0} MiB at the most",
        figures.pages.loaded_mib, figures.pages.guessed_mib, figures.pages.peak_mib
    );
}

fn line(name: &str, pair: Pair, bare: &str) {
    println!(
        "  {name}: {:.2} ms, {:.2} times {bare} ({:.2} ms)",
        pair.ours,
        pair.ratio(),
        pair.bare
    );
}

/// Compares the populations with each other and all of them with the aims; whether these were reached.
pub fn compare(database: &str, all: &[Figures]) -> bool {
    let mut missed = Vec::new();
    let mut aim = |reached: bool, what: String| {
        if !reached {
            missed.push(what);
        }
    };
    for figures in all {
        let cases = figures.cases;
        let pages = figures.pages;
        for (name, page) in [("today", pages.today), ("case", pages.case)] {
            aim(
                page.cost.ratio() <= PAGE_RATIO,
                format!("{name}, {cases} cases: more than {PAGE_RATIO} times"),
            );
            aim(
                page.statements <= STATEMENTS,
                format!("{name}, {cases} cases: {} statements", page.statements),
            );
            aim(
                page.p99 < P99_MILLIS,
                format!("{name}, {cases} cases: p99 of {:.1} ms", page.p99),
            );
            aim(
                page.crowded.ratio() <= PAGE_RATIO,
                format!("{name}, {cases} cases: crowded, more than {PAGE_RATIO} times"),
            );
        }
        let memory = pages.loaded_mib.max(pages.guessed_mib);
        aim(memory < MEMORY_MIB, format!("{cases} cases: {memory:.0} MiB"));
        aim(
            figures.injection.ratio() <= INJECTION_RATIO,
            format!("injection, {cases} cases"),
        );
        aim(
            figures.sweep.due.ratio() <= DUE_RATIO,
            format!("due, {cases} cases"),
        );
        aim(
            figures.sweep.idle < IDLE_MILLIS,
            format!("idle sweep, {cases} cases"),
        );
    }
    println!("\n{database}");
    if let (Some(small), Some(large)) = (all.first(), all.last())
        && small.cases < large.cases
    {
        let pages = [
            ("today's list", small.pages.today, large.pages.today),
            ("case page", small.pages.case, large.pages.case),
        ];
        for (name, small_page, large_page) in pages {
            let growth = large_page.cost.ours / small_page.cost.ours;
            println!(
                "  {name} from {} to {} cases: times {growth:.2}",
                small.cases, large.cases
            );
            aim(growth <= GROWTH, format!("{name} grows by {growth:.2}"));
        }
    }
    for what in &missed {
        println!("  MISSED: {what}");
    }
    if missed.is_empty() {
        println!("  every aim was reached");
    }
    missed.is_empty()
}
