//! `merzim simulate`: many lives of cases through the rules, and whether every promise held. No database.

use std::io::Write;
use std::num::NonZero;

use anyhow::{Result, bail};

use super::arguments::Simulate;
use crate::domain::rules::Rules;
use crate::simulate::run::{Breach, Report, Wanted, run};
use serde_json::{Value, json};

/// So many characters of what was found are told; a case lived alone tells all of it.
const TOLD: usize = 1_000;

/// Lives the cases and prints what came of them. `on_its_way` hears how far it is, twenty times, and at once which life
/// broke a promise: a thousand lives take the better part of an hour.
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
    let stretch = usize::try_from(wanted.cases)?.div_ceil(20).max(1);
    let report = run(
        rules,
        &Wanted {
            cases: wanted.cases,
            years: wanted.years,
            seed: wanted.seed,
            faults: wanted.faults,
            only: wanted.only,
        },
        threads.map_or(1, NonZero::get),
        |lived, broken| {
            if wanted.only.is_some() {
                return;
            }
            if let Some(Breach { case, broken, .. }) = broken {
                on_its_way(&format!("case {case} broke: {}", broken.promise));
            }
            if lived.is_multiple_of(stretch) {
                on_its_way(&format!("{lived} of {} cases lived", wanted.cases));
            }
        },
    );
    let broken = report.first_breaches();
    if wanted.json {
        serde_json::to_writer_pretty(&mut out, &object(&report, wanted))?;
        writeln!(out)?;
    } else {
        summary(&report, wanted, &mut out)?;
        for told in &broken {
            tell(*told, wanted, &mut out)?;
        }
    }
    match report.breaches.len() {
        0 => Ok(()),
        promises => bail!("{promises} broken promises in {} cases", broken.len()),
    }
}

/// The summary, and what each case broke first, for another program.
fn object(report: &Report, wanted: &Simulate) -> Value {
    let broken = report.first_breaches().into_iter().map(|(breach, more)| {
        json!({
            "case": breach.case,
            "at": breach.at,
            "promise": breach.broken.promise,
            "found": breach.broken.found,
            "more": more,
        })
    });
    json!({
        "cases": report.cases,
        "years": wanted.years,
        "seed": wanted.seed,
        "faults": wanted.faults,
        "counts": report.tally.0,
        "sha256": report.digest,
        "promises_broken": report.breaches.len(),
        "broken": broken.collect::<Vec<_>>(),
    })
}

/// Tells what a case broke first, and how to live it again: one mistake may break a hundred promises of one life.
fn tell((breach, more): (&Breach, usize), wanted: &Simulate, out: &mut impl Write) -> Result<()> {
    let (case, at) = (breach.case, breach.at.format("%Y-%m-%dT%H:%MZ"));
    let found = breach.broken.to_string();
    let whole = wanted.only.is_some();
    let told: String = found
        .chars()
        .take(if whole { usize::MAX } else { TOLD })
        .collect();
    let cut = if told.len() < found.len() { " …" } else { "" };
    writeln!(out, "case {case}, {at}: {told}{cut}")?;
    if more > 0 {
        writeln!(out, "  and {more} more in this case")?;
    }
    writeln!(
        out,
        "  again: merzim simulate --seed {} --years {} --faults {} --only {case}",
        wanted.seed, wanted.years, wanted.faults
    )?;
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Broken;

    #[test]
    fn a_broken_promise_says_how_to_live_the_case_again() {
        let wanted = Simulate {
            cases: 9,
            years: 2,
            seed: 7,
            faults: 3,
            only: None,
            json: false,
            threads: None,
        };
        let breach = Breach {
            case: 4,
            at: "2026-03-02T09:00:00Z".parse().unwrap(),
            broken: Broken::new("promise", "x".repeat(2 * TOLD)),
        };
        let told = |more, wanted: &Simulate| {
            let mut out = Vec::new();
            tell((&breach, more), wanted, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let short = told(2, &wanted);
        assert!(
            short.starts_with("case 4, 2026-03-02T09:00Z: promise: xx"),
            "{short}"
        );
        let again = "\n  again: merzim simulate --seed 7 --years 2 --faults 3 --only 4\n";
        let end = format!("x …\n  and 2 more in this case{again}");
        assert!(short.ends_with(&end) && short.len() < 2 * TOLD, "{short}");
        let only = Some(4);
        let whole = told(0, &Simulate { only, ..wanted });
        assert!(
            whole.ends_with(&format!("x{again}")) && whole.len() > 2 * TOLD,
            "{whole}"
        );
    }
}
