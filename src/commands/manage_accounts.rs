//! An administrator keeps the accounts: makes, disables and enables them, lets a locked one try again, ends sessions, issues enrolment links.
//! No administrator ever learns a passphrase or a secret.

use super::sign_in::Door;
use super::sign_in::enrol::Link;
use super::sign_in::throttle::{self, Wait};
use super::vouch_for_account::have_it_wait;
use crate::access::{Action, Actor, Context, Permit, Resource, Role};
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::reach;
use crate::domain::refusal::{LINE, Refusal, text};
use crate::domain::rules::Places;
use crate::store::accounts::{self, Account, NewAccount};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::ledger::Who;
use crate::store::{feeds, organisations, sessions};
use crate::text::Language;
use serde_json::{Map, Value, json};

/// The longest sign-in name; a person types it every morning.
const LONGEST_SIGN_IN_NAME: usize = 40;

/// A new account.
#[derive(Clone, Debug, Default)]
pub struct AddAccount<'a> {
    /// Name shown to others.
    pub name: &'a str,
    /// What its user types to sign in: small Latin letters, digits, dots and hyphens.
    pub sign_in_name: &'a str,
    /// Address for messages; may be empty.
    pub email: &'a str,
    /// Role, as the policies name it.
    pub role: &'a str,
    /// Where its user works.
    pub organisation: Option<OrganisationId>,
    /// `kk`, `ru` or `en`.
    pub language: &'a str,
}

/// What came of making or renewing an account's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The account.
    pub account: AccountId,
    /// Whether the link handed in is the one that works now. A form that was sent before answers with the same
    /// account, but its link was shown then and is kept nowhere.
    pub link_works: bool,
}

/// Does a role exist at this kind of organisation? A role that fills no post anywhere (who checks, who keeps
/// accounts) may be held at any.
#[must_use]
pub fn role_fits(places: &Places, kind: &str, role: &str) -> bool {
    let fills = |kind: &crate::domain::rules::PlaceKind| kind.posts.values().any(|known| known == role);
    places.kind(kind).is_some_and(fills) || !places.kinds.iter().any(fills)
}

/// Makes an account, and its enrolment link. Where its role may read of persons, it waits until somebody else vouches for its
/// holder.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`]; a store failure that
/// `is_duplicate` where the sign-in name is taken.
pub async fn add_account(
    desk: &Desk,
    door: &Door,
    actor: &Actor,
    submission: Option<Submission>,
    form: &AddAccount<'_>,
    link: &Link,
) -> Result<Issued, Failure> {
    // Without an organisation nothing is authorised below, and what is wrong with the rest is told all the same.
    desk.permit(actor, Action::ManageAccounts, &Resource::System)
        .await
        .map(drop)?;
    let made = desk.perform_telling(actor, submission, Action::ManageAccounts, async |work| {
        let place = match form.organisation {
            Some(id) => organisations::find_in(work.tx(), id).await?,
            None => None,
        };
        let kind = place.as_ref().map(|place| place.kind.as_str());
        let wrong = check(form, kind, &work.rules().places);
        let Some(place) = place else {
            return Err(wrong.into());
        };
        let resource = Resource::Organisation {
            id: place.id,
            kind: place.kind.clone(),
            region: place.region.clone(),
        };
        let permit = work.authorise(Action::ManageAccounts, &resource, &Context::default())?;
        let account = AccountId::fresh();
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let email = form.email.trim();
        let new = NewAccount {
            id: account,
            sign_in_name: form.sign_in_name.trim(),
            display_name: form.name.trim(),
            organisation: place.id,
            role: form.role,
            email: Some(email).filter(|email| !email.is_empty()),
            language: form.language,
            at: desk.clock().wall(),
        };
        accounts::create(work.tx(), &new).await?;
        door.put_link(work.tx(), link, account, by(actor)).await?;
        have_it_wait(work, actor, account).await?;
        work.roster_changed(place.id).await?;
        let detail = detail(
            "add-account",
            [("role", json!(form.role)), ("organisation", json!(place.id))],
        );
        let written = work.seal(permit, &subject(account), detail).await?;
        Ok((written, account))
    });
    let (account, link_works) = made.await?;
    Ok(Issued { account, link_works })
}

/// Everything that is wrong with a new account at this kind of organisation; at none, that one is needed.
fn check(form: &AddAccount<'_>, kind: Option<&str>, places: &Places) -> Vec<Refusal> {
    let mut wrong: Vec<Refusal> = text("name", form.name, true, LINE).err().into_iter().collect();
    match text("sign_in_name", form.sign_in_name, true, LONGEST_SIGN_IN_NAME) {
        Err(refusal) => wrong.push(refusal),
        Ok(name) if !is_sign_in_name(&name) => {
            wrong.push(Refusal::NotUnderstood {
                field: "sign_in_name",
            });
        }
        Ok(_) => {}
    }
    match text("email", form.email, false, LINE) {
        Err(refusal) => wrong.push(refusal),
        Ok(email) if !email.is_empty() && !reach::is_email(&email) => {
            wrong.push(Refusal::NotUnderstood { field: "email" });
        }
        Ok(_) => {}
    }
    if Role::parse(form.role).is_err() {
        wrong.push(Refusal::Required { field: "role" });
    } else if kind.is_some_and(|kind| !role_fits(places, kind, form.role)) {
        wrong.push(Refusal::NotUnderstood { field: "role" });
    }
    if kind.is_none() {
        wrong.push(Refusal::Required {
            field: "organisation",
        });
    }
    if !Language::ALL
        .iter()
        .any(|language| language.code() == form.language)
    {
        wrong.push(Refusal::Required { field: "language" });
    }
    wrong
}

fn is_sign_in_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    name.bytes().all(plain) && name.starts_with(|first: char| first.is_ascii_lowercase())
}

/// Disables an account, ends its sessions, and revokes the address of its calendar: enabled again, it makes another.
///
/// # Errors
/// [`Failure::Refused`] for one's own account; [`Failure::Forbidden`].
pub async fn disable_account(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
) -> Result<AccountId, Failure> {
    let known = known(desk, actor, account).await?;
    desk.perform(actor, submission, Action::ManageAccounts, async |work| {
        let permit = permit(work, &known)?;
        if actor.account_id() == Some(account) {
            return Err(Refusal::SamePerson.into());
        }
        shut(work, &known).await?;
        let written = work
            .seal(permit, &subject(account), detail("disable-account", []))
            .await?;
        Ok((written, account))
    })
    .await
}

/// Enables an account again.
///
/// # Errors
/// [`Failure::Forbidden`].
pub async fn enable_account(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
) -> Result<AccountId, Failure> {
    let known = known(desk, actor, account).await?;
    desk.perform(actor, submission, Action::ManageAccounts, async |work| {
        let permit = permit(work, &known)?;
        accounts::enable(work.tx(), account, known.version).await?;
        work.roster_changed(known.organisation).await?;
        let written = work
            .seal(permit, &subject(account), detail("enable-account", []))
            .await?;
        Ok((written, account))
    })
    .await
}

/// Enters where messages to an account go, or another address in place of the one before. Nobody is left without one.
///
/// # Errors
/// [`Failure::Refused`] for what is no address; [`Failure::Forbidden`].
pub async fn set_address(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
    email: &str,
) -> Result<AccountId, Failure> {
    let known = known(desk, actor, account).await?;
    desk.perform(actor, submission, Action::ManageAccounts, async |work| {
        let permit = permit(work, &known)?;
        let email = text("email", email, true, LINE).map_err(|refusal| vec![refusal])?;
        if !reach::is_email(&email) {
            return Err(Refusal::NotUnderstood { field: "email" }.into());
        }
        accounts::set_email(work.tx(), account, known.version, Some(&email)).await?;
        work.roster_changed(known.organisation).await?;
        // The address itself is a person's, and stands in no log.
        let written = work
            .seal(permit, &subject(account), detail("set-address", []))
            .await?;
        Ok((written, account))
    })
    .await
}

/// Lets the owner of an account try again at once: its wrong attempts are forgotten. Not at the hard cap: so many
/// are no slip, and a new enrolment is what replaces a passphrase that may be known.
///
/// # Errors
/// [`Failure::Refused`] where only a new enrolment opens the account; [`Failure::Forbidden`].
pub async fn unlock_account(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
) -> Result<AccountId, Failure> {
    let known = known(desk, actor, account).await?;
    desk.perform(actor, submission, Action::ManageAccounts, async |work| {
        let permit = permit(work, &known)?;
        if throttle::standing(known.failures, known.throttled_until) == Wait::Locked {
            return Err(Refusal::NothingToDo.into());
        }
        accounts::unlock(work.tx(), account, known.version).await?;
        let detail = detail("unlock-account", [("failures", json!(known.failures))]);
        let written = work.seal(permit, &subject(account), detail).await?;
        Ok((written, account))
    })
    .await
}

/// Ends every session of an account, and revokes the address of its calendar, which opens without one.
///
/// # Errors
/// [`Failure::Forbidden`].
pub async fn end_sessions(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
) -> Result<AccountId, Failure> {
    let known = known(desk, actor, account).await?;
    desk.perform(actor, submission, Action::ManageAccounts, async |work| {
        let permit = permit(work, &known)?;
        let at = desk.clock().wall();
        let ended = sessions::end_all(work.tx(), account, at).await?;
        feeds::revoke(work.tx(), account, at).await?;
        let detail = detail("end-sessions", [("ended", json!(ended))]);
        let written = work.seal(permit, &subject(account), detail).await?;
        Ok((written, account))
    })
    .await
}

/// Issues a new enrolment link. Earlier links stop working, and the account's sessions end. Who holds the account may be another
/// now, so it waits as a new one does.
///
/// # Errors
/// [`Failure::Forbidden`].
pub async fn issue_enrolment(
    desk: &Desk,
    door: &Door,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
    link: &Link,
) -> Result<Issued, Failure> {
    let known = known(desk, actor, account).await?;
    let issued = desk.perform_telling(actor, submission, Action::ManageAccounts, async |work| {
        let permit = permit(work, &known)?;
        door.put_link(work.tx(), link, account, by(actor)).await?;
        have_it_wait(work, actor, account).await?;
        work.roster_changed(known.organisation).await?;
        let written = work
            .seal(permit, &subject(account), detail("issue-enrolment", []))
            .await?;
        Ok((written, account))
    });
    let (account, link_works) = issued.await?;
    Ok(Issued { account, link_works })
}

/// The account, for those who keep accounts: to all others one that exists and one that does not look alike.
async fn known(desk: &Desk, actor: &Actor, account: AccountId) -> Result<Account, Failure> {
    desk.permit(actor, Action::ManageAccounts, &Resource::System)
        .await
        .map(drop)?;
    let known = accounts::find(desk.store(), account).await?;
    Ok(known.ok_or(crate::store::StoreError::Missing("account"))?)
}

fn permit(work: &Work<'_>, account: &Account) -> Result<Permit, Failure> {
    work.authorise(Action::ManageAccounts, &home(account), &Context::default())
}

/// The organisation of an account, as the policies see it.
pub(super) fn home(account: &Account) -> Resource {
    Resource::Organisation {
        id: account.organisation,
        kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    }
}

/// Disables an account, ends its sessions, and revokes the address of its calendar. The line in the ledger is the caller's.
pub(super) async fn shut(work: &Work<'_>, known: &Account) -> Result<(), Failure> {
    let at = work.desk().clock().wall();
    accounts::disable(work.tx(), known.id, known.version, at).await?;
    sessions::end_all(work.tx(), known.id, at).await?;
    feeds::revoke(work.tx(), known.id, at).await?;
    work.roster_changed(known.organisation).await
}

fn by(actor: &Actor) -> Who<'_> {
    match actor.as_account() {
        Some(account) => Who::Account {
            id: account.id,
            role: account.role.as_str(),
        },
        None => Who::Nobody,
    }
}

/// What an entry of the ledger about an account is about.
pub(super) fn subject(account: AccountId) -> String {
    format!("account:{account}")
}

fn detail<const N: usize>(what: &str, more: [(&str, Value); N]) -> Map<String, Value> {
    let more = more.into_iter().map(|(name, value)| (name.to_owned(), value));
    more.chain([("what".to_owned(), json!(what))]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_slips() {
        for good in ["nurse.prison", "a", "clinic-2"] {
            assert!(is_sign_in_name(good), "{good}");
        }
        for slip in ["Nurse", "1a", "мейірбике", "a b", "a@b.kz"] {
            assert!(!is_sign_in_name(slip), "{slip}");
        }
    }
}
