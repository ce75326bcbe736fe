//! `merzim user`: the first administrator, and a way back in for whoever lost phone or passphrase.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::arguments::UserCommand;
use super::installation::Installation;
use super::organisation::JOB;
use crate::access::{Action, Role};
use crate::commands::sign_in::{Door, enrol::LINK_HOURS, owner, password::Passwords};
use crate::config::Config;
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::reach;
use crate::store::accounts::{self, NewAccount};
use crate::store::desk::Desk;
use crate::store::ledger::{self, Who};
use crate::store::{Tx, organisations};
use serde_json::{Map, json};

const LONGEST_NAME: usize = 100;

/// Makes an account or resets one, and prints its one-time enrolment link.
///
/// # Errors
/// One line for the operator: a name that is taken or unknown, a role or an organisation that does not exist.
pub async fn user(file: Option<&Path>, command: UserCommand, mut out: impl Write) -> Result<()> {
    let installation = Installation::open_as_it_is(file).await?;
    let outcome = enrol(&installation.config, &installation.desk, command).await;
    installation.close().await?;
    let link = outcome?;
    writeln!(out, "{link}")?;
    writeln!(
        out,
        "works once, within {LINK_HOURS} hours; hand it to nobody else"
    )?;
    Ok(())
}

async fn enrol(config: &Config, desk: &Desk, command: UserCommand) -> Result<String> {
    let door = Door::new(
        desk.store().clone(),
        desk.clock().clone(),
        config.keys()?,
        Passwords::default(),
    );
    // What the command names is looked up before the transaction begins: it is all the transaction relies on.
    let (account, new) = match command {
        UserCommand::Add {
            sign_in_name,
            display_name,
            role,
            organisation,
            email,
            language,
        } => {
            if email.as_deref().is_some_and(|email| !reach::is_email(email)) {
                bail!("mail cannot be addressed so");
            }
            let new = New {
                name: checked_name(&sign_in_name)?,
                display_name,
                role: Role::parse(&role)?,
                organisation: organisation_of(desk, &organisation).await?,
                email,
                language,
            };
            (AccountId::fresh(), Some(new))
        }
        UserCommand::Reset { sign_in_name } => {
            let known = accounts::find_by_sign_in_name(desk.store(), &sign_in_name.to_lowercase()).await?;
            let open = known.filter(|known| known.disabled_at.is_none());
            (open.context("there is no open account of this name")?.id, None)
        }
    };
    let tx = desk.store().begin_write().await?;
    if let Some(new) = new {
        new.add(&tx, desk, account).await?;
    }
    let token = door.issue_link(&tx, account, Who::Job(JOB)).await?;
    vouch(&tx, desk, account).await?;
    tx.commit().await?;
    Ok(format!("{}/enrol/{token}", config.public_url))
}

/// Whoever has the machine has all that is on it: an account that waits for somebody to vouch for its holder, and that the
/// operator enrols anew, waits no longer. This is the way in where nobody else is left who could.
async fn vouch(tx: &Tx, desk: &Desk, account: AccountId) -> Result<()> {
    let known = accounts::find_in(tx, account).await?;
    let Some(known) = known.filter(|known| known.waits_since.is_some()) else {
        return Ok(());
    };
    accounts::vouch(tx, account, known.version, None, desk.clock().wall()).await?;
    desk.roster_changed(tx, known.organisation).await?;
    let subject = owner(account);
    let entry = ledger::Entry {
        at: desk.instant(),
        who: Who::Job(JOB),
        verb: Action::VouchForAccount.as_str(),
        case: None,
        subject: Some(&subject),
        detail: Map::from_iter([("what".to_owned(), json!("vouch"))]),
        events: &[],
    };
    ledger::append(tx, entry).await?;
    Ok(())
}

/// An account about to be made, with everything looked up.
struct New {
    name: String,
    display_name: String,
    role: Role,
    organisation: OrganisationId,
    email: Option<String>,
    language: String,
}

impl New {
    async fn add(&self, tx: &Tx, desk: &Desk, id: AccountId) -> Result<()> {
        let at = desk.instant();
        let new = NewAccount {
            id,
            sign_in_name: &self.name,
            display_name: &self.display_name,
            organisation: self.organisation,
            role: self.role.as_str(),
            email: self.email.as_deref(),
            language: &self.language,
            at,
        };
        match accounts::create(tx, &new).await {
            Err(fault) if fault.is_duplicate() => bail!("the sign-in name is taken"),
            outcome => outcome?,
        }
        let subject = owner(id);
        let entry = ledger::Entry {
            at,
            who: Who::Job(JOB),
            verb: "add-account",
            case: None,
            subject: Some(&subject),
            detail: Map::from_iter([("role".to_owned(), json!(self.role.as_str()))]),
            events: &[],
        };
        ledger::append(tx, entry).await?;
        Ok(())
    }
}

/// What people type to sign in is compared in lower case and must be easy to say on the telephone.
fn checked_name(typed: &str) -> Result<String> {
    let name = typed.trim().to_lowercase();
    let simple = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
    if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(simple) {
        bail!("a sign-in name has small Latin letters, digits, dots and hyphens, at most {LONGEST_NAME}");
    }
    Ok(name)
}

async fn organisation_of(desk: &Desk, code: &str) -> Result<OrganisationId> {
    let all = organisations::all(desk.store()).await?;
    let known = all.iter().find(|known| known.code == code);
    Ok(known
        .with_context(|| format!("there is no organisation {code}; see `merzim organisation list`"))?
        .id)
}

#[cfg(test)]
mod tests {
    use super::checked_name;

    #[test]
    fn names_are_simple_and_lower_case() {
        assert_eq!(checked_name(" Nurse.Prison ").unwrap(), "nurse.prison");
        for wrong in ["", "медсестра", "a b", "a@b", &"a".repeat(101)] {
            assert!(checked_name(wrong).is_err(), "{wrong}");
        }
    }
}
