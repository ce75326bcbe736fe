//! `merzim import`: a roster of existing cases, looked at row by row, taken over whole or not at all.

use std::fs::File;
use std::io::{Read as _, Write};
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::arguments::Import;
use super::installation::Installation;
use crate::access::{Account, Action, Actor, Context as Circumstances, Resource, Role};
use crate::commands::{self, ImportDone, Judged, Verdict};
use crate::domain::ids::RecordId;
use crate::domain::import::RosterRow;
use crate::exchange::roster::{self, MOST_BYTES};
use crate::secrets;
use crate::store::desk::{Desk, Failure};
use crate::store::{accounts, organisations};
use crate::text::{Language, Words};
use crate::web::refused;
use serde_json::json;

/// Takes over a roster, or says what it would do; undoes one; prints an empty file.
///
/// # Errors
/// One line for the operator. What is wrong in a row stands on standard output before it.
pub async fn import(file: Option<&Path>, wanted: Import, mut out: impl Write) -> Result<()> {
    if wanted.template {
        return Ok(out.write_all(roster::template().as_bytes())?);
    }
    let installation = Installation::open_as_it_is(file).await?;
    let outcome = act(&installation.desk, &wanted, &mut out).await;
    installation.close().await?;
    outcome
}

async fn act(desk: &Desk, wanted: &Import, out: &mut impl Write) -> Result<()> {
    if let Some(import) = &wanted.undo {
        let import: RecordId = import.parse().context("not the identity of an import")?;
        let name = wanted.by.as_deref().context("say in whose name: --by NAME")?;
        let actor = named(desk, name).await?;
        let words = wanted.reason.as_deref().unwrap_or_default();
        let outcome = commands::undo_import(desk, &actor, None, import, words).await;
        let cases = outcome.map_err(|failure| said(failure, wanted.language()))?;
        writeln!(out, "undone: {cases} cases")?;
        return Ok(());
    }
    let path = wanted.file.as_deref().context("name the file")?;
    let bytes = bytes(path)?;
    let rows = roster::read(&bytes)?;
    let judged = commands::judge_roster(desk, &rows).await?;
    print(&judged, wanted, out)?;
    let wrong = judged
        .iter()
        .filter(|row| matches!(row.verdict, Verdict::Wrong(_)))
        .count();
    if wrong > 0 {
        bail!(
            "{wrong} of {} rows are wrong: nothing was taken over",
            judged.len()
        );
    }
    if wanted.dry_run || !judged.iter().any(|row| row.verdict == Verdict::New) {
        return Ok(());
    }
    let done = take_over(desk, wanted, &rows, &bytes).await?;
    if !wanted.json {
        writeln!(
            out,
            "taken over: {} cases; {} were there",
            done.opened, done.there
        )?;
        writeln!(out, "import {}", done.import)?;
    }
    Ok(())
}

async fn take_over(desk: &Desk, wanted: &Import, rows: &[RosterRow], bytes: &[u8]) -> Result<ImportDone> {
    let actor = match wanted.by.as_deref() {
        Some(name) => named(desk, name).await?,
        None => the_only(desk, rows).await?,
    };
    let outcome = commands::import_roster(desk, &actor, None, rows, secrets::digest(bytes)).await;
    outcome.map_err(|failure| said(failure, wanted.language()))
}

/// A failure in the reader's words.
fn said(failure: Failure, language: Language) -> anyhow::Error {
    match failure {
        Failure::Refused(refusals) => {
            let words = refusals
                .iter()
                .filter_map(|refusal| refused::words(refusal).say(language).ok());
            anyhow::anyhow!(words.collect::<Vec<_>>().join("; "))
        }
        failure => failure.into(),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

async fn named(desk: &Desk, name: &str) -> Result<Actor> {
    let account = accounts::find_by_sign_in_name(desk.store(), name).await?;
    let account = account.with_context(|| format!("there is no account {name}"))?;
    if !account.is_there() {
        bail!("the account {name} is disabled, or nobody has vouched for its holder");
    }
    actor(account)
}

/// The only account that may take over cases at the place of the first row.
async fn the_only(desk: &Desk, rows: &[RosterRow]) -> Result<Actor> {
    let code = rows.first().map_or("", |row| row.cell("place"));
    let places = organisations::all(desk.store()).await?;
    let place = places.into_iter().find(|place| place.code == code);
    let place = place.context("the place of the first row is not known")?;
    let resource = Resource::Organisation {
        id: place.id,
        kind: place.kind,
        region: place.region,
    };
    let (mut able, mut names) = (Vec::new(), Vec::new());
    for account in accounts::all(desk.store()).await? {
        if !account.is_there() {
            continue;
        }
        let name = account.sign_in_name.clone();
        let actor = actor(account)?;
        if desk.allows(&actor, Action::ImportRoster, &resource, &Circumstances::default()) {
            able.push(actor);
            names.push(name);
        }
    }
    match able.len() {
        1 => able.pop().context("nobody"),
        0 => bail!("no account may take over cases at the place of the first row"),
        _ => {
            names.sort_unstable();
            bail!("say in whose name with --by; one of: {}", names.join(", "))
        }
    }
}

fn actor(account: accounts::Account) -> Result<Actor> {
    let role = Role::parse(&account.role)?;
    Ok(Actor::account(Account {
        id: account.id,
        role,
        organisation: account.organisation,
        organisation_kind: account.organisation_kind,
        region: account.region,
    }))
}

fn print(judged: &[Judged], wanted: &Import, out: &mut impl Write) -> Result<()> {
    if wanted.json {
        let rows = judged.iter().map(|row| json_row(row, wanted.language()));
        let rows = rows.collect::<Result<Vec<_>>>()?;
        writeln!(out, "{}", serde_json::Value::from(rows))?;
        return Ok(());
    }
    for row in judged {
        for (column, words) in lines(row) {
            let words = words
                .say(wanted.language())
                .map_err(|missing| anyhow::anyhow!("{missing:?}"))?;
            writeln!(out, "{}\t{column}\t{words}", row.number)?;
        }
    }
    Ok(())
}

/// What is said to a row: column and words.
fn lines(row: &Judged) -> Vec<(String, Words)> {
    let mut lines = match &row.verdict {
        Verdict::New => vec![(String::new(), Words::key("import-new"))],
        Verdict::There { reference } => {
            vec![(
                String::new(),
                Words::key("import-there").words("reference", reference.clone()),
            )]
        }
        Verdict::Wrong(wrong) => wrong
            .iter()
            .map(|refusal| (refusal.field().unwrap_or_default(), refused::words(refusal)))
            .collect(),
    };
    lines.extend(row.heed.iter().map(|heed| {
        let (column, words) = refused::heeded(heed);
        (column.to_owned(), words)
    }));
    lines
}

fn json_row(row: &Judged, language: Language) -> Result<serde_json::Value> {
    let verdict = match &row.verdict {
        Verdict::New => "new",
        Verdict::There { .. } => "there",
        Verdict::Wrong(_) => "wrong",
    };
    let mut said = Vec::new();
    for (column, words) in lines(row) {
        let words = words
            .say(language)
            .map_err(|missing| anyhow::anyhow!("{missing:?}"))?;
        said.push(json!({ "column": column, "words": words }));
    }
    Ok(json!({ "row": row.number, "verdict": verdict, "said": said }))
}
