//! `merzim ladder preview`: what a changed ladder would have done to the last days. Reads, writes nothing, names nobody.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use chrono_tz::Tz;
use serde_json::json;

use super::arguments::LadderPreview;
use super::installation::Installation;
use crate::access::{Relation, Rows, Scope};
use crate::domain::preview::{Compared, Taken, preview as compare};
use crate::domain::rules::{Ladder, Rules};
use crate::domain::time::Now;
use crate::store::reading::figures;

/// Cases read at a time.
const PART: u64 = 200;

/// Prints each alert that somebody would have been told of otherwise, then the sums.
///
/// # Errors
/// One line for the operator: the file cannot be read or is no sound ladder, or the database does not answer.
pub async fn preview(config: Option<&Path>, wanted: &LadderPreview, mut out: impl Write) -> Result<()> {
    let installation = Installation::open_as_it_is(config).await?;
    let compared = compared(&installation, wanted).await;
    installation.close().await?;
    let compared = compared?;
    if wanted.json {
        let all: Vec<_> = compared.iter().map(as_json).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(());
    }
    for alert in compared.iter().filter(|alert| alert.differs()) {
        writeln!(
            out,
            "{} {} ({}), raised {}",
            alert.reference,
            alert.kind.code(),
            alert.family.as_str(),
            alert.raised_at.format("%Y-%m-%d %H:%MZ")
        )?;
        for (name, taken) in [("  now     ", &alert.before), ("  changed ", &alert.after)] {
            writeln!(out, "{name}{}", line(taken))?;
        }
    }
    summary(&compared, &mut out)
}

async fn compared(installation: &Installation, wanted: &LadderPreview) -> Result<Vec<Compared>> {
    let desk = &installation.desk;
    let changed = read(&wanted.file, desk.rules())?;
    let regions = &desk.rules().places.regions;
    let zone_of = |region: &str| {
        let known = regions.iter().find(|known| known.id == region);
        known.map_or(Tz::UTC, |region| region.zone)
    };
    // The operator holds the database; what is printed names cases by their reference and nobody by name.
    let everywhere = Scope {
        any_of: vec![Rows {
            relation: Relation::Any,
            closed_too: true,
        }],
    };
    let (mut compared, mut after) = (Vec::new(), None);
    loop {
        let part = figures::part(desk.store(), &everywhere, desk.instant(), &zone_of, after, PART).await?;
        let Some(last) = part.last() else { break };
        after = Some(last.case.id);
        for known in &part {
            let now = Now {
                instant: desk.instant(),
                zone: zone_of(&known.region),
            };
            compared.extend(compare(
                &known.case,
                &known.history,
                &changed,
                desk.rules(),
                &now,
                wanted.days,
            ));
        }
    }
    compared.sort_by_key(|alert| (alert.raised_at, alert.alert));
    Ok(compared)
}

fn read(file: &Path, rules: &Rules) -> Result<Ladder> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let ladder: Ladder = toml::from_str(&text).with_context(|| format!("{} is no ladder", file.display()))?;
    let faults = rules.faults_of_ladder(&ladder);
    if !faults.is_empty() {
        bail!("{}: {}", file.display(), faults.join("; "));
    }
    Ok(ladder)
}

fn line(taken: &[Taken]) -> String {
    let said: Vec<_> = taken.iter().map(step).collect();
    if said.is_empty() {
        "nobody".to_owned()
    } else {
        said.join(", ")
    }
}

/// A step with its moment, its channels and the time to answer.
fn step(step: &Taken) -> String {
    let channels: Vec<_> = step.channels.iter().map(|channel| channel.code()).collect();
    let by = step
        .answer_by
        .map_or_else(String::new, |by| format!(", by {}", by.format("%m-%d %H:%M")));
    let at = step.at.format("%m-%d %H:%M");
    format!("{} {at} ({}{by})", step.step, channels.join("+"))
}

fn summary(compared: &[Compared], out: &mut impl Write) -> Result<()> {
    let messages = |of: fn(&Compared) -> &Vec<Taken>| -> usize {
        let taken = compared.iter().flat_map(of);
        taken.map(Taken::messages).sum()
    };
    let mut supervision = [0_usize; 4];
    for alert in compared {
        let at = match alert.supervision() {
            (None, Some(_)) => 0,
            (Some(_), None) => 1,
            (Some(before), Some(after)) if after < before => 2,
            (Some(before), Some(after)) if after > before => 3,
            _ => continue,
        };
        supervision[at] += 1;
    }
    let [newly, no_more, sooner, later] = supervision;
    writeln!(
        out,
        "alerts: {}; otherwise: {}; messages now: {}, changed: {}; supervising body newly told: {newly}, no more: {no_more}, sooner: {sooner}, later: {later}",
        compared.len(),
        compared.iter().filter(|alert| alert.differs()).count(),
        messages(|alert| &alert.before),
        messages(|alert| &alert.after),
    )?;
    Ok(())
}

fn as_json(alert: &Compared) -> serde_json::Value {
    let steps = |taken: &[Taken]| -> Vec<_> {
        taken
            .iter()
            .map(|step| {
                json!({
                    "step": step.step,
                    "to": step.to,
                    "at": step.at,
                    "channels": step.channels,
                    "answer_by": step.answer_by,
                })
            })
            .collect()
    };
    json!({
        "reference": alert.reference,
        "kind": alert.kind.code(),
        "family": alert.family.as_str(),
        "raised_at": alert.raised_at,
        "differs": alert.differs(),
        "now": steps(&alert.before),
        "changed": steps(&alert.after),
    })
}
