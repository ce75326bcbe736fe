//! `merzim organisation`: the institutions of an installation, told to it before the first account can be made.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::arguments::{NewOrganisation, OrganisationCommand};
use super::installation::Installation;
use crate::domain::ids::OrganisationId;
use crate::domain::localised::Localised;
use crate::domain::reach;
use crate::domain::rules::Places;
use crate::store::desk::Desk;
use crate::store::ledger::{self, Who};
use crate::store::organisations::{self, Organisation};

/// The name under which the operator's command line stands in the ledger.
pub(super) const JOB: &str = "command-line";
const LONGEST_CODE: usize = 60;

/// Registers an institution, or lists those that are known.
///
/// # Errors
/// One line for the operator: a code that is taken, a kind or a region that the rules do not know.
pub async fn organisation(
    file: Option<&Path>,
    command: OrganisationCommand,
    mut out: impl Write,
) -> Result<()> {
    let installation = Installation::open_as_it_is(file).await?;
    let outcome = match command {
        OrganisationCommand::Add(new) => add(&installation.desk, *new, &mut out).await,
        OrganisationCommand::List { json } => list(&installation.desk, json, &mut out).await,
    };
    installation.close().await?;
    outcome
}

async fn add(desk: &Desk, new: NewOrganisation, out: &mut impl Write) -> Result<()> {
    let new = checked(new, &desk.rules().places)?;
    let (code, subject) = (new.code.clone(), format!("organisation:{}", new.id));
    let tx = desk.store().begin_write().await?;
    match organisations::create(&tx, &new).await {
        Err(fault) if fault.is_duplicate() => bail!("the code {code} is taken"),
        outcome => outcome?,
    }
    let detail = Map::from_iter([
        ("kind".to_owned(), json!(new.kind)),
        ("region".to_owned(), json!(new.region)),
    ]);
    let entry = ledger::Entry {
        at: desk.instant(),
        who: Who::Job(JOB),
        verb: "add-organisation",
        case: None,
        subject: Some(&subject),
        detail,
        events: &[],
    };
    ledger::append(&tx, entry).await?;
    tx.commit().await?;
    writeln!(out, "added {code}")?;
    Ok(())
}

fn checked(new: NewOrganisation, places: &Places) -> Result<Organisation> {
    let simple = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if new.code.is_empty() || new.code.len() > LONGEST_CODE || !new.code.chars().all(simple) {
        bail!("a code has small Latin letters, digits and hyphens, at most {LONGEST_CODE}");
    }
    if new.email.as_deref().is_some_and(|email| !reach::is_email(email)) {
        bail!("mail cannot be addressed so");
    }
    let kinds: Vec<_> = places.kinds.iter().map(|kind| kind.id.as_str()).collect();
    let regions: Vec<_> = places.regions.iter().map(|region| region.id.as_str()).collect();
    if !kinds.contains(&new.kind.as_str()) {
        bail!("there is no kind {}; known: {}", new.kind, kinds.join(", "));
    }
    let region = places.regions.iter().find(|region| region.id == new.region);
    let region = region
        .with_context(|| format!("there is no region {}; known: {}", new.region, regions.join(", ")))?;
    Ok(Organisation {
        id: OrganisationId::fresh(),
        code: new.code,
        kind: new.kind,
        region: new.region,
        name: Localised {
            kk: new.name_kk,
            ru: new.name_ru,
            en: new.name_en,
        },
        address: new.address,
        phone: new.phone,
        email: new.email,
        zone: region.zone.name().to_owned(),
        closed: false,
    })
}

async fn list(desk: &Desk, json: bool, out: &mut impl Write) -> Result<()> {
    let all = organisations::all(desk.store()).await?;
    if json {
        let rows: Vec<_> = all.iter().map(row).collect();
        serde_json::to_writer_pretty(&mut *out, &rows)?;
        writeln!(out)?;
        return Ok(());
    }
    for known in all {
        writeln!(
            out,
            "{:40} {:20} {:18} {}",
            known.code, known.kind, known.region, known.name.ru
        )?;
    }
    Ok(())
}

/// What stands in the table, and what a program would ask for next: no table has room for three names.
fn row(known: &Organisation) -> Value {
    json!({
        "code": known.code,
        "kind": known.kind,
        "region": known.region,
        "name": { "kk": known.name.kk, "ru": known.name.ru, "en": known.name.en },
        "closed": known.closed,
    })
}
