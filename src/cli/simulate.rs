//! `merzim simulate`: many lives of cases through the rules, and whether every promise held. No database.

use std::io::Write;
use std::num::NonZero;

use anyhow::{Result, bail};

use super::arguments::Simulate;
use crate::domain::rules::Rules;
use crate::simulate::run::{Report, Wanted, run};

/// So many breaches are told in full; the first ones say most.
const TOLD: usize = 20;

/// Lives the cases and prints what came of them. `on_its_way` hears how far it is, twenty times: a thousand lives take
/// the better part of an hour.
///
/// # Errors
/// One line for the operator, after the summary, where a promise was broken.
pub fn simulate(
    rules: &Rules,
    wanted: &Simulate,
    mut out: impl Write,
    on_its_way: impl Fn(&str) + Sync,
) -> Result<()> {
    let threads = wanted
        .threads
        .or_else(|| std::thread::available_parallelism().ok());
    let seed = wanted.seed;
    let stretch = usize::try_from(wanted.cases)?.div_ceil(20).max(1);
    let report = run(
        rules,
        &Wanted {
            cases: wanted.cases,
            years: wanted.years,
            seed,
            faults: wanted.faults,
            only: wanted.only,
        },
        threads.map_or(1, NonZero::get),
        |lived| {
            if wanted.only.is_none() && lived.is_multiple_of(stretch) {
                on_its_way(&format!("{lived} of {} cases lived", wanted.cases));
            }
        },
    );
    summary(&report, wanted, &mut out)?;
    for breach in report.breaches.iter().take(TOLD) {
        let (case, at) = (breach.case, breach.at.format("%Y-%m-%dT%H:%MZ"));
        let again = format!(
            "--seed {seed} --years {} --faults {} --only {case}",
            wanted.years, wanted.faults
        );
        writeln!(
            out,
            "case {case}, {at}: {}\n  again: merzim simulate {again}",
            breach.broken
        )?;
    }
    match report.breaches.len() {
        0 => Ok(()),
        broken => bail!("{broken} broken promises"),
    }
}

fn summary(report: &Report, wanted: &Simulate, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        "{} cases, {} years each, seed {}, about {} faults a year",
        report.cases, wanted.years, wanted.seed, wanted.faults
    )?;
    for (group, names) in &report.tally.0 {
        writeln!(out, "\n{group}: {}", names.values().sum::<u64>())?;
        for (name, count) in names {
            writeln!(out, "  {count:>8}  {name}")?;
        }
    }
    writeln!(out, "\nsha-256 of all histories: {}", report.digest)?;
    writeln!(out, "{} broken", report.breaches.len())?;
    Ok(())
}
