//! Whoever is to read of persons is known to somebody who is there: an account that an administrator opened, or had enrolled
//! anew, waits until a second person with a name vouches for its holder, or refuses it. An administrator holds the link, and
//! so could be the holder himself.

use super::manage_accounts::{home, shut, subject};
use crate::access::{self, Action, Actor, Context, Permit, Role};
use crate::domain::ids::{AccountId, MessageId};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Channel;
use crate::store::accounts::{self, Account};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::outbox::{self, NewMessage};
use crate::store::{StoreError, sessions};
use serde_json::{Map, Value, json};

/// Vouches for the holder of an account: known here, works here in this post, and enrolled in person.
///
/// # Errors
/// [`Failure::Refused`] where the account waits for nobody or its holder has not enrolled yet, and for whoever opened it or
/// waits, too; [`Failure::Forbidden`].
pub async fn vouch_for_account(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
) -> Result<AccountId, Failure> {
    desk.perform(actor, submission, Action::VouchForAccount, async |work| {
        let (permit, known) = waiting(work, actor, account).await?;
        let at = desk.clock().wall();
        // While a link works, whoever was vouched for need not be who enrols with it.
        if known.password_hash.is_none() || sessions::has_link_in(work.tx(), account, at).await? {
            return Err(Refusal::NothingToDo.into());
        }
        accounts::vouch(work.tx(), account, known.version, actor.account_id(), at).await?;
        work.roster_changed(known.organisation).await?;
        let written = work
            .seal(permit, &subject(account), detail("vouch", &known))
            .await?;
        Ok((written, account))
    })
    .await
}

/// Says that the holder of an account is not known here: it is disabled, and still waits if somebody enables it.
///
/// # Errors
/// [`Failure::Refused`] where the account waits for nobody, and for whoever opened it or waits, too;
/// [`Failure::Forbidden`].
pub async fn refuse_account(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
) -> Result<AccountId, Failure> {
    desk.perform(actor, submission, Action::VouchForAccount, async |work| {
        let (permit, known) = waiting(work, actor, account).await?;
        shut(work, &known).await?;
        let written = work
            .seal(permit, &subject(account), detail("refuse", &known))
            .await?;
        Ok((written, account))
    })
    .await
}

/// Those who may vouch for an account now, as a page names their roles.
///
/// # Errors
/// When the database does not answer.
pub async fn who_may_vouch(desk: &Desk, account: &Account) -> Result<Vec<Account>, StoreError> {
    let near = accounts::vouched(desk.store(), &account.region).await?;
    Ok(among(desk, near, account))
}

/// Has an account wait whose role may read of persons, and writes to those who may vouch for it. The act that made it so, and
/// its line in the ledger, are the caller's.
///
/// # Errors
/// Where the store fails.
pub(super) async fn have_it_wait(work: &Work<'_>, actor: &Actor, account: AccountId) -> Result<(), Failure> {
    let desk = work.desk();
    let known = accounts::find_in(work.tx(), account).await?;
    let known = known.ok_or(StoreError::Missing("account"))?;
    let reads = holder(&known).is_none_or(|holder| desk.access().reads_persons(&holder));
    if !reads {
        return Ok(());
    }
    accounts::wait(work.tx(), account, actor.account_id(), desk.clock().wall()).await?;
    let near = accounts::vouched_in(work.tx(), &known.region).await?;
    for told in among(desk, near, &known) {
        tell(work, &told, &known).await?;
    }
    Ok(())
}

/// Writes to one who may vouch: whose account it is, as what, where, and the way to the page. Nothing about any person in
/// treatment.
async fn tell(work: &Work<'_>, told: &Account, known: &Account) -> Result<(), StoreError> {
    let Some(address) = told.email.as_deref() else {
        return Ok(());
    };
    let language = told.language.as_str();
    let role = work.rules().places.role_name(&known.role);
    let role = role.map_or(known.role.as_str(), |name| name.in_language(language));
    let arguments = [
        ("name", known.display_name.as_str()),
        ("role", role),
        ("organisation", known.organisation_name.in_language(language)),
        ("desk", "colleagues"),
    ];
    let arguments = arguments.map(|(name, value)| (name.to_owned(), Value::from(value)));
    let message = NewMessage {
        id: MessageId::fresh(),
        at: work.instant(),
        run_at: work.instant(),
        recipient: Some(told.id),
        channel: Channel::Email,
        address,
        endpoint: None,
        template: "message-vouch",
        arguments: Map::from_iter(arguments),
        language,
        case: None,
        alert: None,
        notice: None,
    };
    outbox::enqueue(work.tx(), &message).await
}

/// The account, locked, with the permit of whoever may vouch for it and is no party to it.
async fn waiting(work: &Work<'_>, actor: &Actor, account: AccountId) -> Result<(Permit, Account), Failure> {
    accounts::hold(work.tx(), account).await?;
    let known = accounts::find_in(work.tx(), account).await?;
    let known = known.ok_or(StoreError::Missing("account"))?;
    let permit = work.authorise(Action::VouchForAccount, &home(&known), &Context::default())?;
    if known.waits_since.is_none() || known.disabled_at.is_some() {
        return Err(Refusal::NothingToDo.into());
    }
    let own = match actor.account_id().filter(|id| Some(*id) != known.waits_by) {
        Some(id) => accounts::find_in(work.tx(), id).await?,
        None => None,
    };
    // Nobody opens one account to vouch with it for the next.
    let counts = |own: &Account| own.id != account && own.is_there();
    if own.as_ref().is_some_and(counts) {
        Ok((permit, known))
    } else {
        Err(Refusal::SamePerson.into())
    }
}

/// Of the accounts of a region those that the policies let vouch, without the account itself and whoever opened it.
fn among(desk: &Desk, near: Vec<Account>, known: &Account) -> Vec<Account> {
    let (place, circumstances) = (home(known), Context::default());
    let may = |other: &Account| {
        other.id != known.id
            && Some(other.id) != known.waits_by
            && holder(other)
                .is_some_and(|other| desk.allows(&other, Action::VouchForAccount, &place, &circumstances))
    };
    near.into_iter().filter(may).collect()
}

/// An account as the policies see it; none where its role is one of another version.
pub(super) fn holder(known: &Account) -> Option<Actor> {
    Some(Actor::account(access::Account {
        id: known.id,
        role: Role::parse(&known.role).ok()?,
        organisation: known.organisation,
        organisation_kind: known.organisation_kind.clone(),
        region: known.region.clone(),
    }))
}

fn detail(what: &str, known: &Account) -> Map<String, Value> {
    let pairs = [
        ("what", json!(what)),
        ("role", json!(known.role)),
        ("organisation", json!(known.organisation)),
    ];
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
