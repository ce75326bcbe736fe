//! What the house costs under load, each figure beside what it could cost at the least, in the same run.
//! `docs/benchmarks.md` says how to run it and what the figures mean.

#![allow(clippy::print_stdout, reason = "its figures are its answer")]

mod bare;
mod client;
mod database;
mod figures;
mod injection;
mod pages;
mod population;
mod server;
mod sweep;

use std::{env, path::Path, process::ExitCode, sync::Arc};

use anyhow::{Context as _, Result, bail};

use database::Database;
use figures::{Figures, compare, report};
use population::Population;

// As in the program that is measured: rendering alone is to be measured with the same allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

const USAGE: &str = "usage: cargo bench --bench load -- [sqlite] [postgres] [CASES ...] [DATABASE_URL ...]";

/// What to measure: `cargo bench --bench load -- [sqlite] [postgres] [CASES …] [DATABASE_URL …]`; without words,
/// everything. A database that is named was filled by `merzim seed` before, and is written into.
struct Wanted {
    sqlite: bool,
    postgres: bool,
    sizes: Vec<u32>,
    seeded: Vec<String>,
}

impl Wanted {
    fn parse(words: impl Iterator<Item = String>) -> Result<Self> {
        let (mut sqlite, mut postgres, mut sizes, mut seeded) = (false, false, Vec::new(), Vec::new());
        for word in words {
            match word.as_str() {
                "--bench" => {} // cargo says so itself
                "sqlite" => sqlite = true,
                "postgres" => postgres = true,
                url if url.contains("://") => seeded.push(word),
                number => match number.replace('_', "").parse() {
                    Ok(cases) => sizes.push(cases),
                    Err(_) => bail!(USAGE),
                },
            }
        }
        if sizes.is_empty() && seeded.is_empty() {
            sizes = SIZES.into();
        }
        let both = !sqlite && !postgres;
        Ok(Self {
            sqlite: sqlite || both,
            postgres: postgres || both,
            sizes,
            seeded,
        })
    }

    /// The databases of one kind that were filled before.
    fn seeded(&self, scheme: &str) -> impl Iterator<Item = &String> {
        self.seeded.iter().filter(move |url| url.starts_with(scheme))
    }
}

fn main() -> Result<ExitCode> {
    if cfg!(debug_assertions) {
        bail!("an unoptimised build says nothing about speed: use `cargo bench --bench load`");
    }
    let wanted = Wanted::parse(env::args().skip(1))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let kept = runtime.block_on(measure(&wanted))?;
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Answers whether all aims were reached.
async fn measure(wanted: &Wanted) -> Result<bool> {
    let mut kept = true;
    if wanted.sqlite {
        let mut all = Vec::new();
        for cases in &wanted.sizes {
            let like = all.first().map(length);
            all.push(one(Database::sqlite()?, Some(*cases), like).await?);
        }
        for url in wanted.seeded("sqlite:") {
            let like = all.first().map(length);
            all.push(one(Database::named(url), None, like).await?);
        }
        kept &= compare("SQLite", &all);
    }
    if wanted.postgres {
        let mut all = Vec::new();
        if !wanted.sizes.is_empty() {
            let server = database::Postgres::named_or_thrown_away()?;
            for cases in &wanted.sizes {
                let like = all.first().map(length);
                all.push(one(server.database().await?, Some(*cases), like).await?);
            }
        }
        for url in wanted.seeded("postgres:") {
            let like = all.first().map(length);
            all.push(one(Database::named(url), None, like).await?);
        }
        kept &= compare("PostgreSQL", &all);
    }
    Ok(kept)
}

/// How long the history was of the case that was read.
fn length(figures: &Figures) -> usize {
    figures.pages.events
}

/// One population on one database: a fresh one, or one that holds its cases already; `like` is how long the history is of a
/// case that was read before.
async fn one(database: Database, fresh: Option<u32>, like: Option<usize>) -> Result<Figures> {
    let population = match fresh {
        Some(cases) => Population::seed(&database, cases).await?,
        None => Population::found(&database).await?,
    };
    let cases = population.cases;
    println!(
        "\n{}, {cases} cases, at hand in {:.0} s",
        database.name, population.seconds
    );
    let bare = Arc::new(bare::Bare::open(&database, &population).await?);
    let program = Path::new(env!("CARGO_BIN_EXE_merzim"));
    let figures = Figures {
        cases,
        pages: pages::measure(program, &database, &population, &bare, like).await?,
        injection: injection::measure(&population, &bare).await?,
        sweep: sweep::measure(&population, &bare).await?,
    };
    report(&figures);
    Arc::into_inner(bare)
        .context("the bare side is still at work")?
        .close()
        .await?;
    population.close().await?;
    database.end().await?;
    Ok(figures)
}
