//! `merzim plan`: the doses and legal clocks that would follow from a few dates, and why, for whoever wants to check by hand.
//! What a case owes besides hangs on its own records, and is on its page. No database.

use std::io::Write;

use anyhow::Result;
use chrono::NaiveDate;
use serde::Serialize;

use super::arguments::Plan;
use crate::domain::ahead::{Facts, Foreseen, ahead};
use crate::domain::obligation::{Because, Why};
use crate::domain::rules::Rules;
use crate::domain::schedule::Interval;

/// One line of the answer.
#[derive(Serialize)]
struct Line {
    kind: &'static str,
    cycle: u32,
    owner: String,
    opens_on: NaiveDate,
    due_on: NaiveDate,
    closes_on: NaiveDate,
    why: String,
}

const HEADINGS: [&str; 7] = ["kind", "cycle", "owner", "opens on", "due on", "closes on", "why"];

/// Prints the doses and the legal clocks that would follow, as a table or as an array of JSON objects.
///
/// # Errors
/// One line for the operator: an unknown product or procedure, dates that contradict each other.
pub fn plan(rules: &Rules, wanted: &Plan, mut out: impl Write) -> Result<()> {
    let facts = Facts {
        product: wanted.product.clone(),
        first_on: wanted.first,
        procedure: wanted.procedure.clone(),
        ruling_from: wanted.ruling_from,
        ruling_until: wanted.ruling_until,
        end_of_term: wanted.end_of_term,
        release: wanted.release,
        months: wanted.months,
    };
    let lines: Vec<_> = ahead(&facts, rules)?.iter().map(line).collect();
    if wanted.json {
        serde_json::to_writer_pretty(&mut out, &lines)?;
        writeln!(out)?;
    } else {
        table(&lines, &mut out)?;
    }
    Ok(())
}

fn line(owed: &Foreseen) -> Line {
    let (party, post) = owed.owner;
    Line {
        kind: owed.kind.code(),
        cycle: owed.cycle,
        owner: format!("{}/{}", code(&party), code(&post)),
        opens_on: owed.opens_on,
        due_on: owed.due_on,
        closes_on: owed.closes_on,
        why: why(&owed.why),
    }
}

/// The name under which the rules know a part or a post.
fn code(of: &impl Serialize) -> String {
    let value = serde_json::to_value(of).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The rule, then each fact it was applied to.
fn why(why: &Why) -> String {
    let reasons: Vec<_> = why.because.iter().map(because).collect();
    format!("{}: {}", why.rule, reasons.join("; "))
}

fn because(because: &Because) -> String {
    match because {
        Because::FirstDoseSet { on } => format!("first dose set for {on}"),
        Because::SetBy { fact, fact_on, on } => format!("{on} set by {fact} of {fact_on}"),
        Because::CountedFrom {
            anchor_on,
            steps,
            every,
        } => {
            format!("{steps} x {} counted from {anchor_on}", length(*every))
        }
        Because::SeriesKept { given_on } => format!("given in its window on {given_on}, the series stands"),
        Because::ReAnchored {
            given_on,
            days_off_target,
        } => {
            format!("given on {given_on}, {days_off_target} days off its target, counted anew")
        }
        Because::Frozen {
            from_on,
            until_on,
            restart_within_days,
        } => {
            format!(
                "nothing could be given from {from_on} until {until_on}; due within {restart_within_days} days"
            )
        }
        Because::LeastInterval {
            given_on,
            minimum_days,
        } => {
            format!("at least {minimum_days} days after {given_on}")
        }
        Because::Clock {
            fact,
            fact_on,
            distance,
        } => format!("{distance} {fact} {fact_on}"),
        Because::KnownSince { fact, on, needed_on } => {
            let needed = needed_on.map_or_else(String::new, |needed_on| format!(", needed by {needed_on}"));
            format!("{fact}: known since {on}, never due earlier{needed}")
        }
        Because::Warned { days, on } => format!("warned on {on}, {days} days before"),
        Because::Items { items } => format!("to be measured: {}", items.join(", ")),
        Because::Concluded { conclusion, on } => format!("concluded on {on}: {}", conclusion.code()),
        Because::Skipped { days } => {
            let days: Vec<_> = days.iter().map(ToString::to_string).collect();
            format!("not worked: {}", days.join(", "))
        }
    }
}

fn length(every: Interval) -> String {
    match every {
        Interval::Days(days) => format!("{days} days"),
        Interval::Months(months) => format!("{months} months"),
    }
}

fn table(lines: &[Line], out: &mut impl Write) -> Result<()> {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(lines.iter().map(|line| {
        let day = |day: NaiveDate| day.format("%a %Y-%m-%d").to_string();
        let dates = [line.opens_on, line.due_on, line.closes_on].map(day);
        let [opens_on, due_on, closes_on] = dates;
        let (owner, why) = (line.owner.clone(), line.why.clone());
        [
            line.kind.to_owned(),
            line.cycle.to_string(),
            owner,
            opens_on,
            due_on,
            closes_on,
            why,
        ]
    }));
    let widths: Vec<usize> = (0..HEADINGS.len())
        .map(|column| rows.iter().map(|row| row[column].len()).max().unwrap_or(0))
        .collect();
    for row in &rows {
        let cells: Vec<_> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
